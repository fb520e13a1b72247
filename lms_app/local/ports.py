"""TCP ports: reserving them together, finding them taken, and telling whose listener it is."""

import contextlib
import errno
import json
import os
import socket
from collections.abc import Collection, Sequence
from pathlib import Path

from lms_app.local.errors import StackError
from lms_app.local.process_tree import LINUX

LOOPBACK = "127.0.0.1"
_LISTEN_STATE = "0A"


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen at the address now."""
    return _trouble(port, host) == 0


def _trouble(port: int, host: str) -> int:
    """The errno a server would meet at the address, 0 for none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error.errno or errno.EADDRNOTAVAIL
    return 0


def require_free(port: int, host: str) -> None:
    """Refuse a taken web address. A browser tries ::1 first for "localhost", so that counts too."""
    addresses = [host, "::1"] if host == LOOPBACK and _has_ipv6_loopback() else [host]
    for address in addresses:
        trouble = _trouble(port, address)
        if trouble == errno.EACCES:
            raise StackError(f"Port {port} needs root; choose another one: PORT=8000 make run")
        if trouble == errno.EADDRINUSE:
            raise StackError(
                f"Port {port} on {address} is taken by another program; "
                f"choose another one: PORT={min(port + 1, 65535)} make run"
            )
        if trouble:
            raise StackError(
                f"HOST={host} is no address of this machine ({os.strerror(trouble)}); "
                "leave HOST out for this machine only, or use 0.0.0.0 for all."
            )


def _has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def reserve(names: Sequence[str], *, record: Path | None = None) -> dict[str, int]:
    """One free loopback port per name, all different; those of the last run when still free.

    Every port is held until all are chosen, so that no two services get the same one.
    """
    last = _read_record(record)
    chosen: dict[str, int] = {}
    with contextlib.ExitStack() as held:
        for name in names:
            listener = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            for wanted in (last.get(name, 0), 0):
                try:
                    listener.bind((LOOPBACK, wanted))
                    listener.listen(1)
                    break
                except OSError:
                    continue
            chosen[name] = listener.getsockname()[1]
    if record is not None:
        record.write_text(json.dumps(chosen))
    return chosen


def _read_record(record: Path | None) -> dict[str, int]:
    try:
        stored = json.loads(record.read_text()) if record else {}
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in stored.items() if isinstance(v, int) and 1024 <= v < 65536}


def is_listener(port: int, pids: Collection[int]) -> bool:
    """Whether one of the processes itself holds the listening socket of `port`.

    An answer on the port alone proves nothing: a stranger may have taken it. Where sockets cannot
    be traced to processes (no /proc) the answer is yes.
    """
    if not LINUX:
        return True
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for pid in pids:
        with contextlib.suppress(OSError):
            for descriptor in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    if os.readlink(f"/proc/{pid}/fd/{descriptor}") in sockets:
                        return True
    return False


def _listening_inodes(port: int) -> set[str]:
    suffix = f":{port:04X}"
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[1].endswith(suffix) and fields[3] == _LISTEN_STATE:
                    found.add(fields[9])
    return found
