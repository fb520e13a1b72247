"""Who is asking: resolved by the one door from a credential, never from a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lms_app.core import clock
from lms_app.core.addresses import counted
from lms_app.core.errors import DomainError, Forbidden, NotAuthenticated, StepUpNeeded
from lms_app.core.permissions import ROLE_PERMISSIONS, SYSTEM_PERMISSIONS, Permission, Role

STEP_UP_SECONDS = 300


@dataclass(frozen=True)
class Credential:
    """What a caller presents. The token is the session cookie's value, or empty.

    `bearer` is what a client of the API sends in its place: an access token or an API key.
    `ip` and `user_agent` describe the caller for session lists and limits; they grant nothing.
    """

    session_token: str = field(default="", repr=False)  # an error's text goes to the log
    ip: str = ""
    user_agent: str = ""
    bearer: str = field(default="", repr=False)

    @property
    def network(self) -> str:
        """The caller's address as limits count it."""
        return counted(self.ip)


@dataclass(frozen=True)
class SystemCredential:
    """The process itself (worker, command line); constructed in code only."""

    name: str = "system"


@dataclass(frozen=True)
class Actor:
    """A resolved caller. `user_id` is None for anonymous callers and for the system.

    `stepped_up_at` is when the person last proved who they are, by everything their account asks.
    `impersonator` is the admin who looks on as this person until `impersonated_until`; once that is
    over, and until they have gone back, the actor is nobody.
    """

    user_id: UUID | None = None
    session_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_system: bool = False
    credential: Credential = field(default_factory=Credential)
    scopes: frozenset[Permission] | None = None
    stepped_up_at: datetime | None = None
    impersonator: UUID | None = None
    impersonated_until: datetime | None = None

    def may(self, permission: Permission) -> bool:
        """Say whether a caller with these roles may do this kind of thing."""
        if permission is Permission.public:
            return True
        if self.is_system:
            return permission in SYSTEM_PERMISSIONS
        if not self.has_scope(permission):
            return False
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    def refusal(self, permission: Permission, *, step_up: bool = False) -> DomainError | None:
        """Return `NotAuthenticated`, `Forbidden` or `StepUpNeeded`, or None when the caller may."""
        if not self.may(permission):
            return (
                NotAuthenticated() if self.user_id is None and not self.is_system else Forbidden()
            )
        return StepUpNeeded() if step_up and not self.is_stepped_up else None

    def ensure(self, permission: Permission, *, step_up: bool = False) -> None:
        """Raise what `refusal` returns."""
        refusal = self.refusal(permission, step_up=step_up)
        if refusal is not None:
            raise refusal

    @property
    def is_stepped_up(self) -> bool:
        """Whether the person proved who they are within the last five minutes."""
        if self.is_system:
            return True
        age = timedelta(seconds=STEP_UP_SECONDS)
        return self.stepped_up_at is not None and clock.now() - self.stepped_up_at <= age

    @property
    def person(self) -> UUID:
        """The signed-in person's id; raises `NotAuthenticated` when there is none."""
        if self.user_id is None:
            raise NotAuthenticated
        return self.user_id

    @property
    def is_admin(self) -> bool:
        return Role.admin in self.roles and self.scopes is None

    def has_scope(self, permission: Permission) -> bool:
        """Say whether the credential itself reaches that far; a session reaches everywhere."""
        return self.scopes is None or permission in self.scopes


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
