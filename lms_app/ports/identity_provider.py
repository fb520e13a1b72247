"""Somebody else who knows who a person is: Google, GitHub, Kakao, Naver, any OIDC issuer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class IdentityRefused(Exception):
    """The provider did not vouch for anybody, or what it said cannot be believed.

    `reason` is for the log: a word, never a token or an address.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Exchange:
    """The secrets of one sign-in on its way: made at the start, needed again at the end."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class Identity:
    """Who a provider says somebody is.

    subject: never changes at this provider; the address may, and belongs to nobody by itself.
    email: empty when the provider gave none; `is_email_verified` only when it said so.
    authenticated_at: when the person last proved themselves there; None when not told.
    """

    subject: str
    email: str = ""
    is_email_verified: bool = False
    name: str = ""
    authenticated_at: datetime | None = None


class IdentityProvider(Protocol):
    """Authorization code flow with PKCE (S256), state, nonce and an exact redirect (RFC 9700)."""

    key: str
    label: str
    can_reauthenticate: bool
    """Whether it can be made to ask for the person's secret again, and proves that it did."""

    def authorization_url(
        self, exchange: Exchange, *, language: str, reauthenticate: bool = False
    ) -> str:
        """Return where to send the browser.

        Raises `PortUnavailable("identity_provider")`.
        """
        ...

    def identify(self, exchange: Exchange, *, code: str, issuer: str | None) -> Identity:
        """Redeem the code. `issuer` is the callback's `iss` (RFC 9207), None when it had none.

        Raises `IdentityRefused`, `PortUnavailable("identity_provider")`.
        """
        ...
