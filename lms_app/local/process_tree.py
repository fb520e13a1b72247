"""What the operating system knows about processes: children, orphans, marks, endings.

Linux gives all guarantees (PDEATHSIG, subreaper, /proc). Elsewhere the parent table comes from
`ps`, and the supervisor relies on its pipe and on process groups.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_DEAD_STATES = frozenset("ZXx")
_POLL_SECONDS = 0.03


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """Make this process the new parent of descendants whose own parent dies."""
    if LINUX:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def tie_to_parent(signum: int) -> Callable[[], None]:
    """A `preexec_fn` after which the child gets `signum` when the calling process dies.

    It has to run after a change of user, which clears the setting; `preexec_fn` does.
    """
    parent = os.getpid()

    def tie() -> None:
        if LINUX:
            _prctl(_PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def _process_table() -> dict[int, tuple[int, int, str]]:
    """By pid: (parent pid, session or process group id, state) of every visible process."""
    return _table_from_proc() if LINUX else _table_from_ps()


def _table_from_proc() -> dict[int, tuple[int, int, str]]:
    table = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                # The command name may hold spaces and brackets; the fields after it do not.
                fields = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
                table[int(name)] = (int(fields[1]), int(fields[3]), fields[0])
    return table


def _table_from_ps() -> dict[int, tuple[int, int, str]]:
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,pgid=,state="], capture_output=True, text=True, check=False
    )
    rows = (line.split() for line in listing.stdout.splitlines())
    return {int(r[0]): (int(r[1]), int(r[2]), r[3][0]) for r in rows if len(r) == 4}


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    row = _process_table().get(pid)
    return row is not None and row[2] not in _DEAD_STATES


def descendants(root: int) -> list[int]:
    """Living descendants of `root`, nearest first."""
    children: dict[int, list[int]] = {}
    for pid, (parent, _session, state) in _process_table().items():
        if state not in _DEAD_STATES:
            children.setdefault(parent, []).append(pid)
    found: list[int] = []
    queue = [root]
    while queue:
        below = children.get(queue.pop(0), [])
        found += below
        queue += below
    return found


def in_session(leader: int) -> list[int]:
    """Living processes of the session (elsewhere: process group) that `leader` opened."""
    table = _process_table().items()
    return [p for p, (_, session, st) in table if session == leader and st not in _DEAD_STATES]


def with_environment(entry: str) -> list[int]:
    """Living processes, this one excepted, whose environment holds `entry` ("NAME=value")."""
    found = _environments_from_proc(entry) if LINUX else _environments_from_ps(entry)
    return [pid for pid in found if pid != os.getpid()]


def _environments_from_proc(entry: str) -> list[int]:
    wanted = entry.encode()
    found = []
    for pid, (_parent, _session, state) in _table_from_proc().items():
        with contextlib.suppress(OSError):
            environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            if wanted in environment and state not in _DEAD_STATES:
                found.append(pid)
    return found


def _environments_from_ps(entry: str) -> list[int]:
    listing = subprocess.run(
        ["ps", "-axwwE", "-o", "pid=,command="], capture_output=True, text=True, check=False
    )
    lines = (line.split() for line in listing.stdout.splitlines())
    return [int(words[0]) for words in lines if entry in words[1:]]


def executable(pid: int) -> str:
    """Path of the program a process runs, or "" when it is gone or cannot be read."""
    try:
        if LINUX:
            return os.readlink(f"/proc/{pid}/exe")
        command = ["ps", "-o", "comm=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def send(pids: Iterable[int], signum: int) -> None:
    """Signal each process that still exists."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signum)


def end(pids: Collection[int], *, grace_seconds: float, first: int = signal.SIGTERM) -> None:
    """Send `first`, then SIGKILL after the grace, until none of the processes lives."""
    if not pids:
        return
    wanted = set(pids)
    send(wanted, first)
    deadline = time.monotonic() + grace_seconds
    while _living(wanted) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    left = _living(wanted)
    send(left, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while _living(left) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)


def _living(pids: set[int]) -> set[int]:
    table = _process_table()
    return {p for p in pids if p in table and table[p][2] not in _DEAD_STATES}


def bury_zombies(known: Collection[int]) -> None:
    """Collect adopted children that have ended; `known` ones are left to their owner."""
    if not hasattr(os, "waitid"):
        return
    with contextlib.suppress(ChildProcessError):
        while True:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None or ended.si_pid in known:
                return
            os.waitpid(ended.si_pid, os.WNOHANG)
