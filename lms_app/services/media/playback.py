"""Playlists, captions and seek pictures of an asset, as text. Who may watch was decided before."""

from __future__ import annotations

from dataclasses import dataclass

from lms_app.core.errors import NotFound
from lms_app.models import CaptionTrack, RenditionState
from lms_app.services.context import Context
from lms_app.services.media.addresses import AddressBook
from lms_app.services.media.library import Playable
from lms_app.services.media.playlists import master_playlist, media_playlist
from lms_app.services.media.stills import sheet_key


@dataclass(frozen=True)
class Playlist:
    """A rendition's playlist; `keep_seconds` is how long it may be kept by who asked.

    0 while it grows. Its addresses hold ten times as long, and were signed `keep_seconds` before at
    most, so a kept playlist is never stale.
    """

    text: str
    keep_seconds: int


_LONGEST_KEPT_SECONDS = 600
_book = AddressBook()


def build_master(playable: Playable) -> str:
    """Return the master playlist; its addresses are relative to its own."""
    return master_playlist(
        playable.renditions, lambda rendition: f"{rendition.name}.m3u8?v={playable.mark}"
    )


def build_media(ctx: Context, playable: Playable, name: str) -> Playlist:
    """Return one rendition's playlist with segment addresses signed for a while."""
    rendition = next((r for r in playable.renditions if r.name == name), None)
    if rendition is None:
        raise NotFound
    seconds = ctx.settings.segment_url_seconds
    keep_seconds = min(_LONGEST_KEPT_SECONDS, seconds // 10)
    addresses = _book.segments(
        ctx.objects,
        f"{playable.prefix}/{rendition.name}",
        len(rendition.segment_seconds),
        seconds=seconds,
        keep_seconds=keep_seconds,
    )
    complete = rendition.state is RenditionState.ready
    text = media_playlist(
        rendition.segment_seconds,
        addresses.__getitem__,
        key_uri=f"key?v={playable.mark}",
        complete=complete,
    )
    return Playlist(text, keep_seconds if complete else 0)


def build_sprites(ctx: Context, playable: Playable) -> Playlist:
    """Return the small pictures of a video as WebVTT: a sheet's address and a place on it a cue."""
    sheets = playable.sprites
    if sheets is None:
        raise NotFound("error.media_not_ready")
    seconds, signed = ctx.settings.segment_url_seconds, {}
    lines = ["WEBVTT", ""]
    for number in range(sheets["count"]):
        sheet, place = divmod(number, sheets["columns"] * sheets["rows"])
        if sheet not in signed:
            signed[sheet] = ctx.objects.sign_get(sheet_key(playable.prefix, sheet), seconds)
        row, column = divmod(place, sheets["columns"])
        x, y = column * sheets["width"], row * sheets["height"]
        begin = number * sheets["seconds"]
        end = min(begin + sheets["seconds"], max(playable.duration_seconds, begin + 0.001))
        box = f"{x},{y},{sheets['width']},{sheets['height']}"
        lines += [f"{_stamp(begin)} --> {_stamp(end)}", f"{signed[sheet]}#xywh={box}", ""]
    return Playlist("\n".join(lines), min(_LONGEST_KEPT_SECONDS, seconds // 10))


def to_player_vtt(track: CaptionTrack) -> str:
    """Return a caption track as WebVTT for our player.

    media-captions decodes entities once and hands what comes of it to innerHTML: a `<` has to
    survive both, or the words of a caption would be elements.
    """
    return to_vtt(track, less_than="&amp;lt;")


def to_vtt(track: CaptionTrack, *, less_than: str = "&lt;") -> str:
    """Return a caption track as WebVTT; text is plain, so markup in it stays text."""
    lines = ["WEBVTT", ""]
    for number, cue in enumerate(track.cues, start=1):
        text = str(cue["text"]).replace("&", "&amp;").replace("<", less_than).replace("-->", "→")
        lines += [str(number), f"{_stamp(cue['start'])} --> {_stamp(cue['end'])}", text, ""]
    return "\n".join(lines)


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
