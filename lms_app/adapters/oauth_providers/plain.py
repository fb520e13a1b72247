"""Providers with addresses of their own and no ID token: GitHub, Kakao, Naver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lms_app.adapters.oauth_providers.asking import Asking
from lms_app.core.identity_settings import ProviderSettings
from lms_app.ports.identity_provider import Exchange, Identity, IdentityRefused


@dataclass(frozen=True)
class Plain:
    """Where a provider answers and how its answers are read.

    read: the answers of `person` and of `emails` (None without that address) -> Identity.
    issuer: what its callback may name as `iss`; it need not name any.
    """

    authorize: str
    token: str
    person: str
    scope: str
    issuer: str
    read: Callable[[Any, Any], Identity]
    emails: str = ""
    sends_state_with_code: bool = False


class PlainProvider:
    """`IdentityProvider` by the provider's own interface for the signed-in person."""

    can_reauthenticate = False

    def __init__(self, settings: ProviderSettings, plain: Plain) -> None:
        self.key, self.label = settings.key, settings.label
        self._plain = plain
        self._asking = Asking(settings, plain.scope)

    def authorization_url(
        self,
        exchange: Exchange,
        *,
        language: str,  # noqa: ARG002  (they speak the person's own)
        reauthenticate: bool = False,
    ) -> str:
        """See the port."""
        if reauthenticate:
            raise IdentityRefused("cannot_reauthenticate")
        return self._asking.authorization_url(self._plain.authorize, exchange)

    def identify(self, exchange: Exchange, *, code: str, issuer: str | None) -> Identity:
        """See the port."""
        if issuer is not None and issuer != self._plain.issuer:
            raise IdentityRefused("iss")
        more = urlencode({"state": exchange.state}) if self._plain.sends_state_with_code else ""
        token = self._asking.token(
            self._plain.token, exchange, code, method="client_secret_post", more=more
        )
        person = self._asking.get(self._plain.person, token["access_token"])
        emails = (
            self._asking.get(self._plain.emails, token["access_token"])
            if self._plain.emails
            else None
        )
        try:
            identity = self._plain.read(person, emails)
        except (KeyError, TypeError, AttributeError) as error:
            raise IdentityRefused("person") from error
        if identity.subject in {"", "None"}:
            raise IdentityRefused("person")
        return identity


def _github(person: Any, emails: Any) -> Identity:
    primary: dict[str, Any] = next((one for one in emails if one["primary"]), {})
    return Identity(
        subject=str(person["id"]),
        email=str(primary.get("email") or ""),
        is_email_verified=primary.get("verified") is True,
        name=str(person.get("name") or person.get("login") or ""),
    )


def _kakao(person: Any, _emails: Any) -> Identity:
    # The address is there only when the person agreed to give it.
    account = person.get("kakao_account") or {}
    is_known = account.get("is_email_valid") is True and account.get("is_email_verified") is True
    return Identity(
        subject=str(person["id"]),
        email=str(account.get("email") or ""),
        is_email_verified=is_known,
        name=str((account.get("profile") or {}).get("nickname") or ""),
    )


def _naver(person: Any, _emails: Any) -> Identity:
    # NAVER lets people write any contact address and does not say that it was proven.
    account = person["response"]
    return Identity(
        subject=str(account["id"]),
        email=str(account.get("email") or ""),
        name=str(account.get("name") or account.get("nickname") or ""),
    )


PLAIN = {
    "github": Plain(
        authorize="https://github.com/login/oauth/authorize",
        token="https://github.com/login/oauth/access_token",  # noqa: S106  (an address)
        person="https://api.github.com/user",
        emails="https://api.github.com/user/emails",
        scope="read:user user:email",
        issuer="https://github.com/login/oauth",
        read=_github,
    ),
    "kakao": Plain(
        authorize="https://kauth.kakao.com/oauth/authorize",
        token="https://kauth.kakao.com/oauth/token",  # noqa: S106  (an address)
        person="https://kapi.kakao.com/v2/user/me",
        scope="account_email profile_nickname",
        issuer="https://kauth.kakao.com",
        read=_kakao,
    ),
    "naver": Plain(
        authorize="https://nid.naver.com/oauth2.0/authorize",
        token="https://nid.naver.com/oauth2.0/token",  # noqa: S106  (an address)
        person="https://openapi.naver.com/v1/nid/me",
        scope="",
        issuer="https://nid.naver.com",
        read=_naver,
        sends_state_with_code=True,
    ),
}
