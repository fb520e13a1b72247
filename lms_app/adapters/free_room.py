"""How much room a disk of this machine has, and whether something more fits on it."""

from __future__ import annotations

import os
from pathlib import Path

from lms_app.core.errors import DiskFull

RESERVE_BYTES = 1024**3
"""What is left free for who shares a disk, PostgreSQL above all; of a small disk a twentieth."""

ENCODE_BYTES = 16 * 1024**2
"""What an encode has at least: segments leave the disk as soon as they are stored."""


def measure(folder: Path) -> tuple[int, int]:
    """Return the bytes of the disk below `folder`: free for us, and all."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize


def reserve_of(total: int) -> int:
    """Return how much of a disk of `total` bytes nothing of ours is to take."""
    return min(RESERVE_BYTES, total // 20)


def ensure_source_fits(folder: Path, size: int) -> None:
    """Raise `DiskFull` unless a source of `size` bytes can be brought to `folder` and encoded there.

    Nothing is kept in reserve: it is gone again after the encode, and on a worker's own disk nobody
    else needs any.
    """
    needed = size + ENCODE_BYTES
    if measure(folder)[0] < needed:
        raise DiskFull("disk", in_words(folder, needed))


def ensure_encode_fits(folder: Path) -> None:
    """Raise `DiskFull` before the disk is full: FFmpeg may write half a segment and succeed."""
    if measure(folder)[0] < ENCODE_BYTES:
        raise DiskFull("disk", in_words(folder, ENCODE_BYTES))


def in_words(folder: Path, needed: int) -> str:
    """Say to whoever runs the machine which disk is full, and by how much; never raises."""
    try:
        free, total = measure(folder)
    except OSError:
        return f"No space left on device ({folder}: {needed} bytes needed)"
    place = folder.absolute()
    while not place.is_mount() and place != place.parent:
        place = place.parent
    figures = f"{free} of {total} bytes free, {needed} needed"
    return f"No space left on device ({_kind_of(place)} at {place}: {figures})"


def _kind_of(place: Path) -> str:
    """The kind of the file system mounted there, as the kernel tells it."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return "disk"
    return next((kind for _, at, kind, *_ in reversed(mounts) if at == str(place)), "disk")
