"""What leaves the media domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RungState:
    """One rendition of a video in work: waiting, encoding or ready, and how far it is."""

    name: str
    state: str
    percent: int


@dataclass(frozen=True)
class PosterChoice:
    """One picture a poster may be chosen from; `url` is signed for a while."""

    number: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class AssetState:
    """An asset as its owner follows it; see `EditorLesson` for the words.

    `is_playable` says that its first segments are there, `seconds_left` is 0 while unknown.
    """

    asset_id: str
    status: str
    phase: str
    percent: int
    reason: str
    filename: str
    size_bytes: int
    duration_seconds: int
    seconds_left: int = 0
    is_playable: bool = False
    rungs: tuple[RungState, ...] = ()


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
