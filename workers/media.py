"""Jobs of the media pipeline; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import course, media
from workers.door import run

_LOOKS = 5


def transcode_asset(asset_id: str) -> str | None:
    """Encode the asset whose turn it is: `asset_id` says that one waits, not which comes next."""
    del asset_id
    return _encode_next(only_first=False)


def begin_asset(asset_id: str) -> str | None:
    """Make the first pass of a video that waits while the encoders are at work on others."""
    del asset_id
    return _encode_next(only_first=True)


def _encode_next(*, only_first: bool) -> str | None:
    for _ in range(_LOOKS):
        chosen = run(media.next_asset, only_first=only_first)
        if chosen is None:
            return "idle"
        outcome = run(media.transcode_asset, chosen, only_first=only_first)
        if outcome != "idle":  # else another worker was quicker with the same
            return outcome
    return "idle"


def measure_asset(asset_id: str) -> None:
    """Count the room that a finished asset takes."""
    run(media.measure_asset, UUID(asset_id))


def apply_ready_media(asset_id: str) -> None:
    """Give the lessons that show the asset their duration."""
    run(course.apply_ready_media, UUID(asset_id))


def collect_leftovers() -> None:
    """Remove what no lesson and no worker needs any more."""
    run(media.collect, delete=True)


def discard_asset(asset_id: str) -> None:
    """Remove an asset that no lesson shows."""
    run(media.discard_asset, UUID(asset_id))
