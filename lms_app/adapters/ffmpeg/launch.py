"""Become a bounded program: `main([PARENT, CPU, MEMORY, FILE, UID, READABLE..., --, program...])`.

Loaded alone by a fresh interpreter, because bounds must be put on the child between fork and
exec and a process with threads cannot safely run Python there. Only the standard library, and
little of it: every import is paid for at each start of FFmpeg (contextlib alone is 5 ms).

The present folder is the program's own; besides it reads the named files and folders. What the
system does not allow is left out: the program `@report` says which bounds hold here.
"""
# ruff: noqa: SIM105, PTH109, PTH120, PTH123

import ctypes
import os
import resource
import stat
import struct
import sys

LINUX = sys.platform.startswith("linux")
REPORT = "@report"
JAIL_FAILED = 97  # how this program ends when it could not become the other one
JAIL_GROUP = 61184  # owns nothing; systemd keeps it and what follows for users made on the fly
PROCESSES_OF_ITS_OWN = 1024  # threads count; FFmpeg starts some for each core
PROCESSES_OF_THE_USER = 4096

_PDEATHSIG, _NO_NEW_PRIVS, _SECCOMP, _SECUREBITS, _SIGKILL = 1, 38, 22, 28, 9
_NEWUSER, _NEWIPC, _NEWNET = 0x1000_0000, 0x0800_0000, 0x4000_0000

# Landlock: rights on files and folders, by bit (see linux/landlock.h).
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_RIGHTS_BY_VERSION = ((1, (1 << 13) - 1), (2, 1 << 13), (3, _TRUNCATE))
_READABLE = _EXECUTE | _READ | _LIST
# No execution of what it wrote, no links, sockets or devices: none of these is in the list.
_OWN = _READ | _LIST | _WRITE | _REMOVE_FOLDER | _REMOVE | _MAKE_FOLDER | _MAKE_FILE | _TRUNCATE
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE

# What an encoder never needs: sockets, leaving its group or namespaces, mounts, other processes,
# keys, programs in the kernel. Numbers: x86_64, aarch64.
_FORBIDDEN = {
    "x86_64": (
        *(41, 112, 109, 272, 308, 165, 166, 155, 161, 101, 310, 311, 250, 248, 249, 321, 298),
        *(323, 425, 246, 175, 313, 304, 442, 429, 430, 432, 428),
    ),
    "aarch64": (
        *(198, 157, 154, 97, 268, 40, 39, 41, 51, 117, 270, 271, 219, 217, 218, 280, 241),
        *(282, 425, 104, 105, 273, 265, 442, 429, 430, 432, 428),
    ),
}
_ARCHITECTURE = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3, _NEW_NAMESPACES = 435, 0x7E02_0000
_EPERM, _ENOSYS = 1, 38


class _Refused(Exception):
    """The system does not allow this bound."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        raise _Refused(os.strerror(ctypes.get_errno()))
    return result


# ------------------------------------------------------------------ another user


def take_user(uid: int, readable: list[str], program: str) -> str:
    """As root: become `uid`, when it can get at everything; else give every capability away."""
    if os.geteuid() != 0:
        return "the worker's own"
    folder = os.getcwd()
    needed = [os.path.dirname(path) for path in (folder, *readable)]
    may_share = uid and _overrides_owners() and _can_reach(uid, needed, program)
    if may_share and _hand_over(folder, readable, uid):
        os.setresgid(JAIL_GROUP, JAIL_GROUP, JAIL_GROUP)
        os.setresuid(uid, uid, uid)
        return f"another ({uid})"
    for path in readable:
        _show(path, 0, 0)
    _libc().prctl(_SECUREBITS, 3, 0, 0, 0)  # being root gives nothing back at exec
    nothing = struct.pack("6I", 0, 0, 0, 0, 0, 0)
    _libc().capset(struct.pack("Ii", 0x2008_0522, 0), nothing)
    return "root without capabilities (another user cannot reach the folder or the program)"


def _overrides_owners() -> bool:
    """Whether this root (and so the worker) can read what another user wrote."""
    header, sets = struct.pack("Ii", 0x2008_0522, 0), ctypes.create_string_buffer(24)
    if _libc().capget(header, sets) != 0:
        return False
    return bool(struct.unpack("6I", sets.raw)[0] & 2)  # CAP_DAC_OVERRIDE, of the effective set


def _can_reach(uid: int, folders: list[str], program: str) -> bool:
    try:
        os.setgroups([])
        os.setegid(JAIL_GROUP)
        os.seteuid(uid)
    except OSError:  # a container that knows no such user
        os.setegid(0)
        return False
    try:
        inside = all(os.access(folder, os.X_OK, effective_ids=True) for folder in folders)
        runs = program == REPORT or os.access(program, os.X_OK, effective_ids=True)
        return inside and runs
    finally:
        os.seteuid(0)
        os.setegid(0)


def _hand_over(folder: str, readable: list[str], uid: int) -> bool:
    """Give the folders to the user, and the group the right to read what it is shown."""
    try:
        for place, _, _ in os.walk(folder):
            if os.lstat(place).st_uid != uid:
                os.chown(place, uid, JAIL_GROUP, follow_symlinks=False)
    except OSError:  # a root who may not give files away
        return False
    for path in readable:
        _show(path, uid, JAIL_GROUP)
    return True


def _show(path: str, uid: int, gid: int) -> None:
    """Let the group read a file that belongs to somebody else; what is not there stays so."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return  # the program will say so itself
    about = os.fstat(file)
    is_hidden = about.st_uid != uid and not about.st_mode & stat.S_IROTH
    try:
        if stat.S_ISREG(about.st_mode) and is_hidden:
            os.fchown(file, -1, gid)
            os.fchmod(file, stat.S_IMODE(about.st_mode) | stat.S_IRGRP)
    except OSError:
        pass
    os.close(file)


# ------------------------------------------------------------------ no network


def leave_network() -> str:
    """Move to a namespace without network; alone as a user who maps to itself, if not root."""
    libc = _libc()
    if libc.unshare(_NEWNET | _NEWIPC) == 0:
        return "a namespace of its own"
    uid, gid = os.geteuid(), os.getegid()
    _checked(libc.unshare(_NEWUSER | _NEWNET | _NEWIPC))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        try:
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        except OSError:
            pass  # the user then has no name inside; files are its own all the same
    return "a namespace of its own"


def forbid_calls() -> str:
    """Refuse system calls an encoder has no use for; sockets are the first of them."""
    machine = os.uname().machine
    if machine not in _FORBIDDEN or struct.calcsize("P") != 8:
        raise _Refused(f"no list of calls for {machine}")
    refuse = 0x0005_0000

    def jump(code: int, value: int, yes: int, no: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    def answer(value: int) -> bytes:
        return struct.pack("HBBI", 0x06, 0, 0, value)

    def load(offset: int) -> bytes:
        return struct.pack("HBBI", 0x20, 0, 0, offset)

    lines = [load(4), jump(0x15, _ARCHITECTURE[machine], 1, 0), answer(refuse | _EPERM), load(0)]
    lines += [jump(0x35, 0x4000_0000, 0, 1), answer(refuse | _EPERM)]  # the other ABI of x86
    for number in _FORBIDDEN[machine]:
        lines += [jump(0x15, number, 0, 1), answer(refuse | _EPERM)]
    lines += [jump(0x15, _CLONE3, 0, 1), answer(refuse | _ENOSYS)]  # its flags cannot be seen
    lines += [jump(0x15, _CLONE[machine], 0, 3), load(16)]
    lines += [jump(0x45, _NEW_NAMESPACES, 0, 1), answer(refuse | _EPERM), answer(0x7FFF_0000)]
    code = ctypes.create_string_buffer(b"".join(lines))
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    _checked(_libc().prctl(_SECCOMP, 2, program, 0, 0))
    return "no sockets"


# ------------------------------------------------------------------ its folder only


def prepare_files(readable: list[str], program: str) -> int:
    """Open a Landlock ruleset for the present folder, the readable paths and the program."""
    libc = _libc()
    version = _checked(libc.syscall(444, None, 0, 1))
    handled = sum(rights for since, rights in _RIGHTS_BY_VERSION if version >= since)
    fields = [handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0]  # TCP; signals
    size = 8 * (3 if version >= 6 else 2 if version >= 4 else 1)
    ruleset = _checked(libc.syscall(444, struct.pack("3Q", *fields), size, 0))
    for path, rights in [(".", _OWN), (program, _READABLE), *((p, _READABLE) for p in readable)]:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # not there: nothing to allow
        possible = handled if stat.S_ISDIR(os.fstat(place).st_mode) else handled & _OF_FILES
        rule = struct.pack("=Qi", rights & possible, place)
        _checked(libc.syscall(445, ruleset, 1, rule, 0))
        os.close(place)
    return ruleset


# ------------------------------------------------------------------ the rest


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill us when the parent dies, however it dies.

    After the change of user, which takes the wish back.
    """
    if _libc().prctl(_PDEATHSIG, _SIGKILL, 0, 0, 0) != 0:
        raise _Refused("cannot tie the encoder to its parent")
    if os.getppid() != parent:
        raise _Refused("the parent is gone already")


def _limit(name: str, value: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def confine(uid: int, readable: list[str], program: str, parent: int) -> dict[str, str]:
    """Put on every bound that the system allows; says what each came to."""
    report = {"network": "reachable", "user": "", "files": "as the user may", "calls": "any"}
    ruleset = -1
    try:
        ruleset = prepare_files(readable, program)
    except (_Refused, OSError):
        report["files"] = "as the user may (no Landlock)"
    try:
        report["network"] = leave_network()
    except (_Refused, OSError):
        pass  # the calls below refuse sockets all the same
    report["user"] = take_user(uid, readable, program)
    # Processes are counted by user (inside a user's namespace: those of the namespace).
    in_namespace = report["network"] != "reachable" and os.geteuid() != 0
    is_alone = report["user"].startswith("another") or in_namespace
    _limit("RLIMIT_NPROC", PROCESSES_OF_ITS_OWN if is_alone else PROCESSES_OF_THE_USER)
    die_with_parent(parent)
    libc = _libc()
    _checked(libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    if ruleset >= 0 and libc.syscall(446, ruleset, 0) == 0:
        report["files"] = "its folder only"
    try:
        report["calls"] = forbid_calls()
    except _Refused:
        pass
    return report


def main(arguments: list[str]) -> None:
    """Put the bounds on, then become the program."""
    end = arguments.index("--")
    parent, cpu, memory, file, uid = (int(argument) for argument in arguments[:5])
    readable, program = arguments[5:end], arguments[end + 1 :]
    os.umask(0o077)
    try:
        report = confine(uid, readable, program[0], parent) if LINUX else {}
    except (OSError, _Refused) as error:
        sys.stderr.write(f"the jail failed: {error}\n")
        sys.exit(JAIL_FAILED)
    if program[0] == REPORT:
        print("\n".join(f"{name}: {text}" for name, text in report.items()))  # noqa: T201
        return
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_NOFILE", 256)
    _limit("RLIMIT_FSIZE", file)
    _limit("RLIMIT_CPU", cpu)
    if LINUX:
        _limit("RLIMIT_AS", memory)
    os.execv(program[0], program)  # noqa: S606  (an argument list, no shell)
