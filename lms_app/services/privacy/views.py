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
class PrivacyView:
    """What somebody asked of their data. `deletion_due_at` is empty unless they mean to go;
    `hindrances` are text keys of what stands in the way of going."""

    export: ExportView | None
    deletion_due_at: str
    hindrances: tuple[str, ...]
    grace_days: int


@dataclass(frozen=True)
class Download:
    """Where a finished copy can be fetched for a minute."""

    url: str
