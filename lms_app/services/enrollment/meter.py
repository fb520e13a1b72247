"""The meter of honest progress: new seconds are credited only as fast as time passes. Pure.

A clicked lesson opens at once (ADR 0033), so its playback often begins before the last report of
the lesson before has come. What that lesson still had stands aside for a while and serves such a
report, as if it had come in time. Every millisecond of time that passes fills one balance, moves
with it and is spent once: however often the lesson changes, all lessons together are credited
`HIGHEST_SPEED` times the time that passed, at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

HIGHEST_SPEED = 2.0
# Players report every ten seconds; a longer silence (a tunnel, a laptop lid) counts this much.
LONGEST_GAP_SECONDS = 120
# How long after a lesson gave way its last report is waited for: sent before, still on its way.
LATE_REPORT_SECONDS = 10
# A lesson that was on for less (a second) is passed by: who is waited for is not forgotten for it.
GLANCE_MS = 2_000

_CEILING_MS = int(LONGEST_GAP_SECONDS * HIGHEST_SPEED * 1000)
_LONGEST_GAP = timedelta(seconds=LONGEST_GAP_SECONDS)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(slots=True)
class Meter:
    """A person's allowance of new seconds, see `PlaybackMeter`."""

    user_id: UUID
    filled_at: datetime
    lesson_id: UUID | None = None
    balance_ms: int = 0
    previous_lesson_id: UUID | None = None
    previous_balance_ms: int = 0
    switched_at: datetime | None = None

    def begin(self, lesson_id: UUID, now: datetime) -> None:
        """Playback of a lesson begins; after a long silence on the same one, with nothing."""
        if lesson_id == self.lesson_id:
            if now - self.filled_at > _LONGEST_GAP:
                self.balance_ms, self.filled_at = 0, now
            self._fill(now)
            return
        self._fill(now)
        self._hand_over(lesson_id, now)

    def allowance_seconds(self, lesson_id: UUID, now: datetime) -> int:
        """Whole seconds that a report of the lesson may be credited with now.

        A report of a lesson that nobody began and nobody waits for begins it, with nothing.
        """
        if lesson_id == self.lesson_id:
            self._fill(now)
            return self.balance_ms // 1000
        if lesson_id == self.previous_lesson_id:
            if self._is_waiting(now):
                return self.previous_balance_ms // 1000
            self.previous_lesson_id, self.previous_balance_ms = None, 0
        self.lesson_id, self.balance_ms = lesson_id, 0
        self.filled_at = max(self.filled_at, now)
        return 0

    def spend(self, lesson_id: UUID, seconds: int) -> None:
        """Take what was credited to a report, at most its `allowance_seconds`."""
        if lesson_id == self.lesson_id:
            self.balance_ms -= seconds * 1000
        else:
            self.previous_balance_ms -= seconds * 1000

    def _fill(self, now: datetime) -> None:
        """Add the allowance of the time that has passed; a clock that runs backwards adds none."""
        passed = min(max(now - self.filled_at, timedelta()), _LONGEST_GAP)
        gained = int(passed * HIGHEST_SPEED / _MILLISECOND)
        self.balance_ms = min(_CEILING_MS, self.balance_ms + gained)
        self.filled_at = max(self.filled_at, now)

    def _hand_over(self, lesson_id: UUID, now: datetime) -> None:
        """Change the lesson; what the one before has left waits for its last report."""
        is_back = lesson_id == self.previous_lesson_id
        is_waiting = self._is_waiting(now)
        restored_ms = self.previous_balance_ms if is_back and is_waiting else 0
        if is_back or not is_waiting or self.balance_ms >= GLANCE_MS:
            self.previous_lesson_id, self.previous_balance_ms = self.lesson_id, self.balance_ms
            self.switched_at = now
        self.lesson_id, self.balance_ms = lesson_id, restored_ms

    def _is_waiting(self, now: datetime) -> bool:
        # Either way: the clocks of two servers differ a little.
        return self.switched_at is not None and (
            abs(now - self.switched_at) <= timedelta(seconds=LATE_REPORT_SECONDS)
        )
