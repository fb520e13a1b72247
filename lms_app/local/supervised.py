"""One unit under supervision: its process, its state, its deaths, its end."""

import contextlib
import enum
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from lms_app.local import process_tree
from lms_app.local.units import Kind, Unit

UNIT_VARIABLE = "MARGIN_UNIT"
DEATHS_ALLOWED = 5
DEATHS_WINDOW_SECONDS = 60.0
_FIRST_RETRY_SECONDS = 0.2
_LONGEST_RETRY_SECONDS = 8.0
_LONGEST_PATIENT_RETRY_SECONDS = 60.0
_WELL_AFTER_SECONDS = 60.0
_ROTATE_BYTES = 10 * 1024 * 1024
_LOOK_AT_LOG_SECONDS = 5.0


class Phase(enum.Enum):
    """Where a unit is in its life."""

    WAITING = "waiting"
    STARTING = "starting"
    UP = "up"
    RETRYING = "retrying"
    DONE = "done"
    FAILED = "failed"


class Supervised:
    """Starts, watches and ends the process of one unit. Never blocks longer than `prepare`."""

    def __init__(self, unit: Unit, environment: Mapping[str, str]) -> None:
        self.unit = unit
        self.phase = Phase.WAITING
        self.process: subprocess.Popen[bytes] | None = None
        self.log: Path | None = None
        self.been_up = False
        self._environment = {**environment, UNIT_VARIABLE: unit.name}
        self.deaths_in_a_row = 0
        self._started_at = 0.0
        self._deaths: list[float] = []
        self._deadline = 0.0
        self._retry_at = 0.0
        self._stop_by: float | None = None
        self._looked_at_log_at = 0.0

    @property
    def is_satisfied(self) -> bool:
        """Whether units that come after this one may start."""
        given_up = self.phase is Phase.FAILED and not self.unit.required
        given_up = given_up or (self.phase is Phase.RETRYING and not self.unit.vital)
        return self.been_up or self.phase is Phase.DONE or given_up

    def start(self) -> None:
        """Start the process; StackError of `prepare` passes through."""
        launch = self.unit.prepare()
        if launch is None:
            self.phase = Phase.DONE
            return
        self.log = launch.log
        with _output(launch.log) as output:
            self.process = subprocess.Popen(
                launch.argv,
                cwd=launch.cwd,
                env={**os.environ, **self._environment, **launch.env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=process_tree.tie_to_parent(self.unit.stop_signal),
                **_identity(launch.user),
            )
        self.phase = Phase.STARTING
        self._started_at = time.monotonic()
        self._deadline = time.monotonic() + self.unit.start_seconds

    def keep_log_short(self) -> None:
        """Put the end of a log that has grown too long aside, and begin it anew.

        The process goes on writing to the same file, at its new end: it was opened to append.
        """
        now = time.monotonic()
        if self.log is None or now - self._looked_at_log_at < _LOOK_AT_LOG_SECONDS:
            return
        self._looked_at_log_at = now
        with contextlib.suppress(OSError):
            size = self.log.stat().st_size
            if size > _ROTATE_BYTES:
                with contextlib.suppress(OSError):  # a full disk has room for no copy
                    _copy_end(self.log, _aside(self.log), size)
                os.truncate(self.log, 0)

    def ended_with(self) -> int | None:
        """Exit code of the process, None while it runs or when there is none."""
        return self.process.poll() if self.process else None

    def is_ready(self) -> bool:
        """Ask the unit; any trouble in asking means not yet."""
        if self.process is None or self.unit.kind is Kind.TASK:
            return False
        try:
            return self.unit.ready(self.process.pid)
        except Exception:  # noqa: BLE001 - a half-started server may answer anything
            return False

    def is_late(self) -> bool:
        """Whether the time to start has run out."""
        return self.phase is Phase.STARTING and time.monotonic() > self._deadline

    def may_retry(self) -> bool:
        """Whether the back-off is over."""
        return self.phase is Phase.RETRYING and time.monotonic() >= self._retry_at

    def record_death(self) -> int:
        """Clear away what the process left; the number of deaths within the window."""
        now = time.monotonic()
        if self._has_lasted(now):
            self.deaths_in_a_row = 0
        self.deaths_in_a_row += 1
        self._deaths = [at for at in self._deaths if at > now - DEATHS_WINDOW_SECONDS] + [now]
        self.clear()
        longest = _LONGEST_RETRY_SECONDS if self.unit.vital else _LONGEST_PATIENT_RETRY_SECONDS
        delay = _FIRST_RETRY_SECONDS * 2 ** min(self.deaths_in_a_row - 1, 16)
        self._retry_at = now + min(longest, delay)
        self.phase = Phase.RETRYING
        return len(self._deaths)

    def _has_lasted(self, now: float) -> bool:
        return self._started_at > 0 and now - self._started_at > _WELL_AFTER_SECONDS

    def recovers(self) -> bool:
        """Forget earlier deaths once the process has lasted; true when there were any to forget."""
        is_well = self.phase is Phase.UP and self._has_lasted(time.monotonic())
        if not is_well or not self.deaths_in_a_row:
            return False
        self.deaths_in_a_row = 0
        return True

    def ask_to_stop(self) -> None:
        """Send the stop signal once; later calls do nothing."""
        if self.process is None or self._stop_by is not None:
            return
        self._stop_by = time.monotonic() + self.unit.stop_seconds
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.unit.stop_signal)

    def hurry(self) -> None:
        """Take the rest of the grace away."""
        if self._stop_by is not None:
            self._stop_by = time.monotonic()

    def has_stopped(self) -> bool:
        """Advance the end of the unit; true when nothing of it is left."""
        if self.process is None:
            return True
        if self.process.poll() is None:
            if self._stop_by is None or time.monotonic() < self._stop_by:
                return False
            self.kill()
        self.clear()
        return True

    def kill(self) -> None:
        """SIGKILL the process and wait for it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def clear(self) -> None:
        """End what the dead process left running: found by its session, and by the unit's mark."""
        if self.process is None:
            return
        mine = set(process_tree.descendants(os.getpid()))
        marked = process_tree.with_environment(f"{UNIT_VARIABLE}={self.unit.name}")
        rest = {p for p in marked if p in mine} | set(process_tree.in_session(self.process.pid))
        process_tree.end(rest - {self.process.pid}, grace_seconds=1)
        self.process = None


def _identity(user: str | None) -> dict[str, Any]:
    if user is None or os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def _output(log: Path | None) -> Iterator[BinaryIO | None]:
    """The log to add to, put aside first when it has grown too long; None for the terminal."""
    if log is None:
        yield None
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > _ROTATE_BYTES:
            log.replace(_aside(log))
    with log.open("ab") as file:
        yield file


def _aside(log: Path) -> Path:
    return log.with_suffix(".log.1")


def _copy_end(log: Path, aside: Path, size: int) -> None:
    """Copy the last `_ROTATE_BYTES` of what was written so far."""
    with log.open("rb") as source, aside.open("wb") as target:
        source.seek(size - _ROTATE_BYTES)
        target.write(source.read(_ROTATE_BYTES))
