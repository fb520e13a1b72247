"""What leaves the user domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnInstructorProfile:
    """The caller's instructor profile; `exists` False means none was opened yet."""

    exists: bool
    display_name: str
    handle: str
    headline: str
    bio_md: str
    status: str


@dataclass(frozen=True)
class ProfileTexts:
    """What somebody who teaches says of themselves, as typed."""

    handle: str
    headline: str
    bio_md: str


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
