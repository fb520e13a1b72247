"""What leaves the privacy domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportView:
    """The newest copy of one's data. `status`: waiting, ready or expired; times are ISO 8601."""

    id: str
    status: str
    requested_at: str
    expires_at: str
    size_bytes: int


@dataclass(frozen=True)
class ConsentRow:
    """The last answer to one document; `version` is the day its text came into force."""

    document: str
    version: str
    is_given: bool
    at: str


@dataclass(frozen=True)
class PrivacyView:
    """What somebody asked of their data. `deletion_due_at` is empty unless they mean to go;
    `hindrances` are text keys of what stands in the way of going. `consents` leaves out news,
    which can be chosen at any time: `wants_news`."""

    export: ExportView | None
    deletion_due_at: str
    hindrances: tuple[str, ...]
    grace_days: int
    consents: tuple[ConsentRow, ...] = ()
    wants_news: bool = False


@dataclass(frozen=True)
class Download:
    """Where a finished copy can be fetched for a minute."""

    url: str
