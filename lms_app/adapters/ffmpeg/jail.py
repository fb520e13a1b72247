"""Run one FFmpeg program within bounds: limits, wall clock, its own group, no orphan."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lms_app.adapters.ffmpeg.launch import JAIL_FAILED, REPORT
from lms_app.adapters.ffmpeg.limits import LOOK, Bounds
from lms_app.adapters.free_room import ENCODE_BYTES, ensure_encode_fits, in_words
from lms_app.core.errors import DiskFull, PortUnavailable, unavailable
from lms_app.ports.transcoder import MediaRejected, RejectionReason, TranscodeStopped

# Imported, not run as a file: so its byte code is kept and not made anew at each start.
_LAUNCH = "import sys; sys.path.append(sys.argv[1]); import launch; launch.main(sys.argv[2:])"
_LAUNCHER = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(Path(__file__).parent)]
_KEPT_STDERR_BYTES = 8 * 1024
_TICK_SECONDS = 0.25
_FFMPEG_GOT_SIGNAL = 255
_OUTSIDE_SIGNALS = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT}
_LINUX = sys.platform.startswith("linux")
_FIRST_USER, _USERS = 61185, 4000  # of those that systemd keeps for users made on the fly


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended. `complaints` is the end of its standard error."""

    returncode: int
    complaints: str


def never() -> bool:
    """The `should_stop` of somebody who never stops."""
    return False


def run(
    arguments: Sequence[str],
    folder: Path,
    bounds: Bounds,
    *,
    reads: Sequence[Path] = (),
    on_line: Callable[[str], None] = lambda _line: None,
    on_tick: Callable[[], None] = lambda: None,
    should_stop: Callable[[], bool] = never,
) -> Finished:
    """Run `arguments` in `folder`; `on_line` gets its standard output, all in this thread.

    The program has `folder` for its own; besides it reads files named `file:<path>` in its
    arguments, and `reads` (files, or folders with all they hold). There is no network.
    Raises `TranscodeStopped`, `MediaRejected` (time or memory) and `PortUnavailable` (killed
    from outside, disk full). Whatever is raised, the program is gone.
    """
    ensure_encode_fits(folder)
    process = _start(arguments, folder, bounds, reads)
    used_before = _cpu_of_children()
    try:
        complaints = _follow(process, folder, bounds, on_line, on_tick, should_stop)
        if not _ends_within(process, 10):
            complaints = "closed its output and went on"
    finally:
        _end(process)
    finished = Finished(process.returncode, complaints)
    _judge(finished, _cpu_of_children() - used_before, bounds, folder)
    return finished


def describe(folder: Path) -> dict[str, str]:
    """What the bounds come to on this machine for work in `folder`: network, user, files, calls."""
    lines: list[str] = []
    run([REPORT], folder, LOOK, on_line=lines.append)
    return dict(line.split(": ", 1) for line in lines)


def _start(
    arguments: Sequence[str], folder: Path, bounds: Bounds, reads: Sequence[Path]
) -> subprocess.Popen[bytes]:
    numbers = [os.getpid(), bounds.cpu_seconds, bounds.memory_bytes, bounds.file_bytes, _user()]
    named = [a.removeprefix("file:") for a in arguments if a.startswith("file:/")]
    launcher = [*_LAUNCHER, *map(str, numbers), *named]
    launcher += [str(path.absolute()) for path in reads]
    try:
        return subprocess.Popen(
            [*launcher, "--", *arguments],
            cwd=folder,
            env={"LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # The death signal replaces the group where there is one; elsewhere FFmpeg stays
            # in the worker's group, so that killing the group takes it along.
            start_new_session=_LINUX,
        )
    except OSError as error:
        raise unavailable("transcoder", error) from error


def _follow(
    process: subprocess.Popen[bytes],
    folder: Path,
    bounds: Bounds,
    on_line: Callable[[str], None],
    on_tick: Callable[[], None],
    should_stop: Callable[[], bool],
) -> str:
    """Read both outputs until they end; returns the last complaints."""
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    ends_at = time.monotonic() + bounds.wall_seconds
    unfinished, complaints = b"", b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        selector.register(process.stderr, selectors.EVENT_READ)
        while selector.get_map():
            for ready, _ in selector.select(_TICK_SECONDS):
                data = os.read(ready.fd, 65536)
                if not data:
                    selector.unregister(ready.fileobj)
                elif ready.fileobj is process.stdout:
                    *lines, unfinished = (unfinished + data).split(b"\n")
                    for line in lines:
                        on_line(line.decode("utf-8", "replace"))
                else:
                    complaints = (complaints + data)[-_KEPT_STDERR_BYTES:]
            on_tick()
            ensure_encode_fits(folder)
            if should_stop():
                raise TranscodeStopped
            if time.monotonic() > ends_at:
                raise MediaRejected(RejectionReason.time_limit, "wall clock")
    return complaints.decode("utf-8", "replace")


def _user() -> int:
    """The user that root's jails run as: one a worker, who is nobody else and owns nothing."""
    return _FIRST_USER + os.getpid() % _USERS if os.geteuid() == 0 else 0


def _ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the end without collecting it, so that the group's number stays the group's."""
    ends_at = time.monotonic() + seconds
    while not _has_ended(process):
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.002)
    return True


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    if not _LINUX:
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the program and of what it started, and collect it."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if _LINUX:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


# FFmpeg ends with its error number, which a process's exit code keeps the low byte of.
_FFMPEG_OUT_OF_MEMORY = -errno.ENOMEM & 0xFF


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _judge(finished: Finished, cpu_seconds: float, bounds: Bounds, folder: Path) -> None:
    """Tell apart what the file caused, what the machine caused, and a plain end.

    The kernel ends who used up the CPU seconds with the same signal as anybody else.
    """
    if finished.returncode == 0:
        return
    text = finished.complaints
    if finished.returncode == -signal.SIGKILL and cpu_seconds >= bounds.cpu_seconds * 0.9:
        raise MediaRejected(RejectionReason.time_limit, "CPU")
    asked_to_end = finished.returncode == _FFMPEG_GOT_SIGNAL and not text
    if asked_to_end or finished.returncode in _OUTSIDE_SIGNALS:
        raise PortUnavailable("transcoder", "killed from outside")
    if finished.returncode == JAIL_FAILED:
        raise PortUnavailable("transcoder", text.strip()[-200:])
    if "No space left on device" in text or "Disk quota exceeded" in text:
        raise DiskFull("disk", in_words(folder, ENCODE_BYTES))
    # A thread that could not start leaves no words, only the code.
    starved = "Cannot allocate memory" in text or "Resource temporarily unavailable" in text
    if starved or finished.returncode == _FFMPEG_OUT_OF_MEMORY:
        raise MediaRejected(RejectionReason.memory_limit, text[-300:])
    if finished.returncode < 0:
        raise MediaRejected(RejectionReason.damaged, f"signal {-finished.returncode}")
