"""Which whole seconds of a video were played: sets of half-open ranges of integers.

Pure functions. A range list is sorted, disjoint and not touching; `(3, 7)` is seconds 3 to 6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Ranges = list[tuple[int, int]]
COMPLETE_SHARE = 0.9


def from_played(played: Iterable[tuple[float, float]], total: int) -> Ranges:
    """Return the whole seconds within played spans of seconds, clipped to `0..total`.

    A second counts when at least half of it lies in a span; anything that is not a forward span
    of finite numbers counts for nothing.
    """
    spans = []
    for start, end in played:
        if not (math.isfinite(start) and math.isfinite(end)) or end <= start:
            continue
        first, last = max(0, math.floor(start + 0.5)), min(total, math.floor(end + 0.5))
        if last > first:
            spans.append((first, last))
    return merge(spans)


def merge(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the union as a range list."""
    merged: Ranges = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif end > start:
            merged.append((start, end))
    return merged


def subtract(ranges: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Ranges:
    """Return what of `ranges` is not in `taken`."""
    left: Ranges = []
    for start, end in ranges:
        at = start
        for low, high in taken:
            if high <= at or low >= end:
                continue
            if low > at:
                left.append((at, low))
            at = max(at, high)
        if at < end:
            left.append((at, end))
    return left


def count(ranges: Iterable[tuple[int, int]]) -> int:
    """Return how many seconds the ranges hold."""
    return sum(end - start for start, end in ranges)


def take(ranges: Sequence[tuple[int, int]], allowance: int) -> Ranges:
    """Return the first `allowance` seconds of the ranges."""
    taken: Ranges = []
    for start, end in ranges:
        if allowance <= 0:
            break
        length = min(end - start, allowance)
        taken.append((start, start + length))
        allowance -= length
    return taken


def is_complete(covered_seconds: int, total: int) -> bool:
    """Say whether enough of a video was played: 90 % of its whole seconds."""
    return covered_seconds >= math.ceil(max(1, total) * COMPLETE_SHARE)


def percent(covered_seconds: int, total: int) -> int:
    """Return the played share as a whole percentage, 100 only when all was played."""
    if total <= 0:
        return 0
    return min(100, covered_seconds * 100 // total)
