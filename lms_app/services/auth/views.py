"""What leaves the auth domain."""

from __future__ import annotations

from dataclasses import dataclass, field

from lms_app.services.user import PlaybackWishes


@dataclass(frozen=True)
class SessionUser:
    """The signed-in person as header and menus show them.

    `impersonated_seconds`: how much longer an admin may look on as this person, None for who is
    here themselves.
    """

    user_id: str
    display_name: str
    email: str
    language: str
    is_instructor: bool
    is_admin: bool
    avatar_url: str = ""
    manages_people: bool = False
    time_zone: str = ""
    playback: PlaybackWishes = field(default_factory=PlaybackWishes)
    is_verified: bool = True
    leaving_at: str = ""
    impersonated_seconds: int | None = None


IMPERSONATED_NOBODY = SessionUser("", "", "", "", False, False, impersonated_seconds=0)


@dataclass(frozen=True)
class OwnCredentials:
    """What a person changes on their own page; `email` is empty while they have none."""

    email: str
    has_password: bool


@dataclass(frozen=True)
class SignedIn:
    """A fresh session: the value for the cookie, shown to nobody else. `language` and `theme` are
    what the person chose, empty for who never did.

    Not complete: it belongs to nobody until the second step is taken with this same token.
    """

    token: str
    user_id: str
    is_complete: bool = True
    language: str = ""
    theme: str = ""
