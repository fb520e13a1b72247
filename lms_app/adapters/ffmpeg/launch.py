"""Become a bounded program: `launch.py PARENT_PID CPU MEMORY FILE -- program args`.

A script of its own, run by a fresh interpreter before anything else is loaded, because
limits must be put on the child between fork and exec and a process with threads cannot
safely run Python there. Only the standard library; nothing of ours is imported.
"""

import os
import resource
import sys

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_SIGKILL = 9


def _die_with_parent(parent: int) -> None:
    """Ask the kernel to kill us when the parent dies, however it dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_DEATH_SIGNAL, _SIGKILL, 0, 0, 0) != 0:
        sys.exit("cannot tie the encoder to its parent")
    if os.getppid() != parent:
        sys.exit("the parent is gone already")


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def main(arguments: list[str]) -> None:
    """Put the limits on, then become the program."""
    parent, cpu, memory, file = (int(argument) for argument in arguments[:4])
    program = arguments[5:]
    _die_with_parent(parent)
    os.umask(0o077)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_NOFILE", 256)
    _limit("RLIMIT_NPROC", 4096)  # counts every process of this user; root is exempt
    _limit("RLIMIT_FSIZE", file)
    _limit("RLIMIT_CPU", cpu)
    if sys.platform.startswith("linux"):
        _limit("RLIMIT_AS", memory)
    os.execv(program[0], program)  # noqa: S606  (an argument list, no shell)


if __name__ == "__main__":
    main(sys.argv[1:])
