"""Handing work to another process, by name."""

from __future__ import annotations

from typing import Protocol


class JobQueue(Protocol):
    """A queue that delivers at least once, perhaps late, perhaps twice, in any order.

    Raises `PortUnavailable("job_queue")` and nothing else.
    """

    def enqueue(
        self, queue: str, job: str, arguments: dict[str, str], *, job_id: str, timeout_seconds: int
    ) -> None:
        """Ask for `job` (a dotted name) with JSON arguments; a `job_id` waits once, not twice."""
        ...

    def nudge(self) -> None:
        """Tell the relay that the outbox has something; losing it only costs a sweep's delay."""
        ...

    def wait_for_nudge(self, timeout_seconds: float) -> bool:
        """Block until a nudge or the timeout; say which."""
        ...
