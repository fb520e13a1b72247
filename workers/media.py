"""Jobs of the media pipeline; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import course, media
from workers.door import run


def transcode_asset(asset_id: str) -> str | None:
    """Encode one asset, if it still waits and nobody else does."""
    return run(media.transcode_asset, UUID(asset_id))


def apply_ready_media(asset_id: str) -> None:
    """Give the lessons that show the asset their duration."""
    run(course.apply_ready_media, UUID(asset_id))


def collect_leftovers() -> None:
    """Remove what no lesson and no worker needs any more."""
    run(media.collect, delete=True)


def discard_asset(asset_id: str) -> None:
    """Remove an asset that no lesson shows."""
    run(media.discard_asset, UUID(asset_id))
