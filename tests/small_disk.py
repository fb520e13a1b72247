"""A disk of a few megabytes: `python -m tests.small_disk MEGABYTES FOLDER program arguments...`.

Mounts a file system of that size at FOLDER, seen by the program and its children only, and gone with
them. Root or a user who may make namespaces of his own can do that; `works_here` says whether.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_NEW_MOUNTS, _NEW_USER = 0x0002_0000, 0x1000_0000
_PRIVATE = 0x0004_0000 | 0x4000


def run(megabytes: int, folder: Path, source: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run Python source with `folder` on such a disk."""
    command = [str(megabytes), str(folder), sys.executable, "-c", source, *arguments]
    return subprocess.run(
        [sys.executable, "-m", "tests.small_disk", *command],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@cache
def works_here() -> bool:
    return run(1, Path("/mnt"), "print(1)").stdout == "1\n"


def _mount(megabytes: str, folder: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)

    def ask(result: int) -> None:
        if result != 0:
            sys.exit(f"no small disk here: {os.strerror(ctypes.get_errno())}")

    uid, gid = os.geteuid(), os.getegid()
    if uid == 0:
        ask(libc.unshare(_NEW_MOUNTS))
    else:
        ask(libc.unshare(_NEW_USER | _NEW_MOUNTS))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    ask(libc.mount(None, b"/", None, _PRIVATE, None))
    options = f"size={megabytes}m,mode=0711".encode()
    ask(libc.mount(b"small", folder.encode(), b"tmpfs", 0, options))


def main(arguments: Sequence[str]) -> None:
    megabytes, folder, *program = arguments
    _mount(megabytes, folder)
    os.execv(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
