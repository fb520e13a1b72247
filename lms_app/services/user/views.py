"""What leaves the user domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnProfile:
    """The caller's profile as they edit it. `handle` is empty while they have none."""

    display_name: str
    handle: str
    proposed_handle: str
    headline: str
    bio_md: str
    bio_html: str
    links: list[str]
    avatar_url: str
    teaches: bool


@dataclass(frozen=True)
class Preferences:
    """How a person wants the site; an empty text is the site's own way.

    `muted` holds `<subject>:<channel>` of what they do not want to be told.
    """

    language: str
    theme: str
    time_zone: str
    speed_percent: int
    is_autoplay: bool
    captions_language: str
    captions_size: str
    muted: list[str]


@dataclass(frozen=True)
class PlaybackWishes:
    """How a person wants videos to begin; `is_set` is False for who never said."""

    speed_percent: int = 100
    is_autoplay: bool = True
    captions_language: str = ""
    captions_size: str = "medium"
    is_set: bool = False


@dataclass(frozen=True)
class TeachingStanding:
    """What somebody is to teaching. `state` is empty, `pending`, `refused` or `approved`.

    `is_reviewed`: an application of theirs would wait for a person's decision.
    """

    state: str
    display_name: str
    handle: str
    headline: str
    bio_md: str
    message: str
    reason: str
    applied_at: str
    is_reviewed: bool


@dataclass(frozen=True)
class UserRow:
    """One account in the admin's list; the address is masked unless asked for."""

    id: str
    display_name: str
    email_masked: str
    roles: list[str]
    status: str
    created_at: str
    last_seen_at: str
    enrollment_count: int
    course_count: int


@dataclass(frozen=True)
class UserList:
    """One page of accounts."""

    rows: list[UserRow]
    total: int
    number: int
    pages: int
