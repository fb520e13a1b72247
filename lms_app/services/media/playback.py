"""Playlists and captions of a ready asset, as text. Who may watch was decided before."""

from __future__ import annotations

from lms_app.core.errors import NotFound
from lms_app.models import CaptionTrack
from lms_app.services.context import Context
from lms_app.services.media.library import Playable
from lms_app.services.media.playlists import master_playlist, media_playlist


def build_master(playable: Playable) -> str:
    """Return the master playlist; its addresses are relative to its own."""
    return master_playlist(playable.renditions, lambda rendition: f"{rendition.name}.m3u8")


def build_media(ctx: Context, playable: Playable, name: str) -> str:
    """Return one rendition's playlist with segment addresses signed for a while."""
    rendition = next((r for r in playable.renditions if r.name == name), None)
    if rendition is None:
        raise NotFound
    seconds = ctx.settings.segment_url_seconds

    def address(sequence: int) -> str:
        return ctx.objects.sign_get(
            f"{playable.prefix}/{rendition.name}/s{sequence:05d}.ts", seconds
        )

    return media_playlist(rendition.segment_seconds, address, key_uri="key")


def to_vtt(track: CaptionTrack) -> str:
    """Return a caption track as WebVTT; text is plain, so markup in it stays text."""
    lines = ["WEBVTT", ""]
    for number, cue in enumerate(track.cues, start=1):
        text = str(cue["text"]).replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")
        lines += [str(number), f"{_stamp(cue['start'])} --> {_stamp(cue['end'])}", text, ""]
    return "\n".join(lines)


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
