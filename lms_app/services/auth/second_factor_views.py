"""What leaves the domain about second factors and sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRow:
    """A signed-in device on its owner's page; times are ISO 8601, UTC.

    `network` is that of its address (`203.0.113.0/24`), all that is known here of the place without
    asking somebody else; empty when unknown. `is_local`: of this machine or a private network.
    """

    id: str
    device: str
    kind: str
    method: str
    ip: str
    network: str
    is_local: bool
    started_at: str
    last_used_at: str
    is_current: bool


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey on its owner's page; `last_used_at` is empty until it was used."""

    id: str
    name: str
    created_at: str
    last_used_at: str


@dataclass(frozen=True)
class SecondFactors:
    """How an account is protected beyond its first factor."""

    has_app: bool
    app_since: str
    passkeys: list[PasskeyRow]
    recovery_codes_left: int

    @property
    def is_on(self) -> bool:
        return self.has_app or bool(self.passkeys)


@dataclass(frozen=True)
class ProofChoices:
    """By what somebody can prove who they are: at the second step, or once more.

    With a second factor the password is none of them. `email` is where a link to choose a password
    can go, told to nobody but who is signed in.
    """

    has_password: bool = False
    has_app: bool = False
    has_passkey: bool = False
    has_recovery_codes: bool = False
    email: str = ""


@dataclass(frozen=True)
class NewAuthenticator:
    """What an authenticator app needs to be set up; shown to its owner only.

    `picture` is a QR code as an address for `<img>`.
    """

    secret: str
    picture: str
