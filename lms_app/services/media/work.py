"""How far one attempt is: every rendition, the whole in percent, the time that is left.

The encoder's thread writes here, the lease's heartbeat reads. No database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence

from lms_app.models import MediaPhase, Rendition, RenditionKind, RenditionState
from lms_app.ports.transcoder import MediaFacts, RenditionOutput, RungSpec, SegmentFile
from lms_app.services.media.leases import Claim, Report

_DECODING = 0.35
"""What reading a pixel of the source costs, in pixels encoded."""
_FEW = 4
"""So many first segments are reported at once, the others with the next heartbeat."""
_PERCENT_TO_GUESS = 3.0


class Work:
    """The state of an attempt. Only rungs of the first pass are played while they grow."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._lock = threading.Lock()
        self._renditions: dict[str, Rendition] = {}
        self._changed: set[str] = set()
        self._phase = MediaPhase.encoding if claim.made else MediaPhase.checking
        self._percent = self._begun_percent = float(claim.percent)
        self._begun = time.monotonic()
        self._shares: list[float] = []
        self._done_share = 0.0

    def plan(self, facts: MediaFacts, passes: Sequence[Sequence[RungSpec]]) -> None:
        """Note what will be made, in this order of passes; what was made before stays as it is."""
        source = facts.width * facts.height * _DECODING
        costs = [source + sum(rung.width * rung.height for rung in rungs) for rungs in passes]
        with self._lock:
            self._phase, self._begun = MediaPhase.encoding, time.monotonic()
            self._shares = [cost / sum(costs) for cost in costs]
            if self._claim.made:
                self._done_share = self._shares.pop(0)
                self._renditions = {row.name: row for row in self._claim.made}
            for rung in (rung for rungs in passes for rung in rungs):
                if rung.name not in self._renditions:
                    self._put(_planned(self._claim, rung, facts))

    def begin(self, names: Iterable[str]) -> None:
        """A pass starts with these rungs."""
        with self._lock:
            for name in names:
                self._change(name, state=RenditionState.encoding)

    def progress(self, names: Iterable[str], percent: float) -> None:
        """The pass at work has come so far."""
        with self._lock:
            self._percent = 100 * self._done_share + self._shares[0] * percent
            for name in names:
                self._change(name, percent=int(percent))

    def take(self, segment: SegmentFile, *, plays: bool) -> bool:
        """Note a stored segment; True when it should be told at once."""
        with self._lock:
            found = self._renditions.get(segment.rendition)
            if found is None:
                found = _sound(self._claim, segment)
                self._put(found)
            if not plays:
                return False
            self._change(
                segment.rendition,
                codecs=segment.codecs,
                segment_seconds=[*found.segment_seconds, segment.seconds],
            )
            return segment.sequence < _FEW

    def finish(self, outputs: Iterable[RenditionOutput]) -> None:
        """A pass has ended with these renditions."""
        with self._lock:
            self._done_share += self._shares.pop(0)
            self._percent = 100 * self._done_share
            for output in outputs:
                self._change(
                    output.name,
                    state=RenditionState.ready,
                    percent=100,
                    bandwidth=output.bandwidth,
                    average_bandwidth=output.average_bandwidth,
                    codecs=output.codecs,
                    segment_seconds=output.segment_seconds,
                )

    def publish(self) -> list[Rendition]:
        """The last phase; returns the rows of everything that was made."""
        with self._lock:
            self._phase = MediaPhase.publishing
            return [_copy(row) for row in self._renditions.values()]

    def report(self) -> Report:
        """What is new since the last report."""
        with self._lock:
            report = self._tell(self._changed)
            self._changed = set()
            return report

    def whole(self) -> Report:
        """Everything, also what a report has said that may still be on its way."""
        with self._lock:
            return self._tell(self._renditions)

    def untold(self, report: Report) -> None:
        """A report did not arrive: the next one says it again."""
        with self._lock:
            self._changed |= {row.name for row in report.renditions}

    def _tell(self, names: Iterable[str]) -> Report:
        rows = [_copy(self._renditions[name]) for name in sorted(names)]
        return Report(self._phase, int(self._percent), self._seconds_left(), rows)

    def _seconds_left(self) -> int | None:
        came_forward = self._percent - self._begun_percent
        if self._phase is not MediaPhase.encoding or came_forward < _PERCENT_TO_GUESS:
            return None
        elapsed = time.monotonic() - self._begun
        return round(elapsed * (100 - self._percent) / came_forward)

    def _put(self, rendition: Rendition) -> None:
        self._renditions[rendition.name] = rendition
        self._changed.add(rendition.name)

    def _change(self, name: str, **values: object) -> None:
        row = self._renditions[name]
        if all(getattr(row, key) == value for key, value in values.items()):
            return
        for key, value in values.items():
            setattr(row, key, value)
        self._changed.add(name)


def _planned(claim: Claim, rung: RungSpec, facts: MediaFacts) -> Rendition:
    """A row for what is not made yet; its bandwidth is what was planned until it is measured."""
    return Rendition(
        asset_id=claim.asset_id,
        attempt=claim.attempt,
        name=rung.name,
        kind=RenditionKind.video,
        state=RenditionState.waiting,
        percent=0,
        width=rung.width,
        height=rung.height,
        frame_rate=float(facts.fps),
        bandwidth=rung.max_bitrate,
        average_bandwidth=rung.max_bitrate,
        codecs="",
        segment_seconds=[],
    )


def _sound(claim: Claim, segment: SegmentFile) -> Rendition:
    rate = round(8 * segment.size / max(segment.seconds, 0.001))
    return Rendition(
        asset_id=claim.asset_id,
        attempt=claim.attempt,
        name=segment.rendition,
        kind=RenditionKind.audio,
        state=RenditionState.encoding,
        percent=0,
        bandwidth=rate,
        average_bandwidth=rate,
        codecs=segment.codecs,
        segment_seconds=[],
    )


def _copy(row: Rendition) -> Rendition:
    return Rendition(**row.model_dump())
