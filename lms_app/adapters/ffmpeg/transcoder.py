"""The transcoder port on FFmpeg: the order of steps, and what the result must be like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from lms_app.adapters.ffmpeg import jail, ladder, probing
from lms_app.adapters.ffmpeg.command import ladder_command
from lms_app.adapters.ffmpeg.limits import MIN_SECONDS, encoding_bounds
from lms_app.adapters.ffmpeg.progress import ProgressMeter
from lms_app.adapters.ffmpeg.segments import SegmentWatch, Track, measured, new_tracks
from lms_app.adapters.ffmpeg.stills import KeyFrameStills
from lms_app.core.config import Settings
from lms_app.core.errors import unavailable
from lms_app.ports.transcoder import (
    MediaFacts,
    MediaRejected,
    RejectionReason,
    RenditionOutput,
    RungSpec,
    SegmentFile,
    StillMaker,
)


def _ignore(_value: object) -> None:
    """The callback of somebody who does not want to know."""


class FfmpegTranscoder:
    """Implements `Transcoder`."""

    def __init__(self, config: Settings) -> None:
        self._max_seconds = config.max_video_seconds

    def probe(self, path: Path, should_stop: Callable[[], bool] = jail.never) -> MediaFacts:
        return probing.probe(path, self._max_seconds, should_stop)

    def plan(self, facts: MediaFacts) -> list[RungSpec]:
        return ladder.plan(facts)

    def transcode(
        self,
        path: Path,
        out_dir: Path,
        facts: MediaFacts,
        rungs: Sequence[RungSpec],
        *,
        with_sound: bool,
        on_progress: Callable[[float], None] = _ignore,
        on_segment: Callable[[SegmentFile], None] = _ignore,
        should_stop: Callable[[], bool] = jail.never,
    ) -> list[RenditionOutput]:
        rungs = sorted(rungs, key=lambda rung: rung.width * rung.height, reverse=True)
        try:
            tracks = new_tracks(out_dir, facts, rungs, with_sound=with_sound)
        except OSError as error:
            raise unavailable("transcoder", error) from error
        watch = SegmentWatch(tracks, on_segment)
        meter = ProgressMeter(facts.duration_seconds, on_progress)
        finished = jail.run(
            ladder_command(path, out_dir, facts, rungs, with_sound=with_sound),
            out_dir,
            encoding_bounds(facts.duration_seconds, len(rungs)),
            on_line=meter.feed,
            on_tick=watch.look,
            should_stop=should_stop,
        )
        watch.finish()
        _check(tracks, facts, finished)
        meter.finish()
        return [measured(track, facts) for track in _in_order(tracks)]

    def stills(self, folder: Path, facts: MediaFacts, rungs: Sequence[RungSpec]) -> StillMaker:
        return KeyFrameStills(folder, facts, rungs)


def _check(tracks: Sequence[Track], facts: MediaFacts, finished: jail.Finished) -> None:
    """Raises `MediaRejected` when what came out is not the whole video."""
    videos = [track for track in tracks if track.rung is not None]
    seconds = min(track.seconds for track in videos)
    if seconds == 0 or len({len(track.segments) for track in videos}) != 1:
        raise MediaRejected(RejectionReason.damaged, finished.complaints[-300:])
    if seconds < MIN_SECONDS:
        raise MediaRejected(RejectionReason.too_short, f"{seconds:.3f} s came out")
    if not probing.is_whole(seconds, facts.duration_seconds):
        detail = f"{seconds:.1f} of {facts.duration_seconds:.1f} s came out"
        raise MediaRejected(RejectionReason.damaged, detail)
    if finished.returncode != 0:
        raise MediaRejected(RejectionReason.damaged, finished.complaints[-300:])


def _in_order(tracks: Sequence[Track]) -> list[Track]:
    """Video from the lowest up, then audio; a track of sound without any is left out."""
    videos = [track for track in tracks if track.rung is not None]
    return [*reversed(videos), *(t for t in tracks if t.rung is None and t.segments)]
