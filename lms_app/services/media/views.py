"""What leaves the media domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AssetState:
    """An asset as its owner follows it; see `EditorLesson` for the words."""

    asset_id: str
    status: str
    phase: str
    percent: int
    reason: str
    filename: str
    size_bytes: int
    duration_seconds: int
    poster_url: str


@dataclass(frozen=True)
class UploadPlan:
    """How the browser sends a file: `part_count` parts of `part_size_bytes` (the last shorter)."""

    asset_id: str
    part_size_bytes: int
    part_count: int


@dataclass(frozen=True)
class PartUrl:
    """A signed PUT of one part; `url` and `headers` are used as they are."""

    number: int
    url: str
    headers: dict[str, str]
    size_bytes: int


@dataclass(frozen=True)
class UploadState:
    """What the store already has of an upload, so that only missing parts are sent."""

    asset_id: str
    filename: str
    size_bytes: int
    part_size_bytes: int
    part_count: int
    stored_parts: list[int]
