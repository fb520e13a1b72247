"""The cast: Ada teaches, Ben teaches too, Sam and Kim study, Root administers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms_app import composition
from lms_app.core.actor import ANONYMOUS, Credential, SystemCredential
from lms_app.core.permissions import Role
from lms_app.services import auth, user

SYSTEM = SystemCredential("test")
PASSWORD = "a long walk at dusk 7"


@dataclass(frozen=True)
class Person:
    id: UUID
    credential: Credential
    email: str

    def call(self, use_case, *args, **kwargs):
        return composition.call(use_case, *args, credential=self.credential, **kwargs)


class Nobody:
    credential = Credential()

    def call(self, use_case, *args, **kwargs):
        return composition.call(use_case, *args, **kwargs)


def as_system(use_case, *args, **kwargs):
    return composition.call(use_case, *args, credential=SYSTEM, **kwargs)


def person(name: str, *roles: Role) -> Person:
    """An account with a live session (no password, so no hash is spent)."""
    email = f"{name.lower()}@example.com"
    user_id = UUID(
        as_system(
            auth.create_person, email=email, display_name=name, password_hash=None, roles=roles
        )
    )
    token = as_system(auth.start_session, user_id=user_id, caller=ANONYMOUS, new_hash=None).token
    return Person(user_id, Credential(session_token=token, ip="192.0.2.1"), email)


def instructor(name: str) -> Person:
    """Somebody who opened an instructor profile the ordinary way."""
    teacher = person(name)
    teacher.call(user.apply_to_teach, handle=f"{name.lower()}-teaches", headline=f"{name} teaches")
    return teacher


def member(name: str) -> Person:
    """Somebody with a password, signed in with it."""
    email = f"{name.lower()}@example.com"
    hashed = composition.implementations().passwords.hash(PASSWORD)
    as_system(auth.create_person, email=email, display_name=name, password_hash=hashed)
    signed_in = composition.call(auth.sign_in, email=email, password=PASSWORD)
    held = Credential(session_token=signed_in.token, ip="127.0.0.1")
    return Person(UUID(signed_in.user_id), held, email)
