"""CPU of process trees, foreign load, and the arithmetic of figures beside references.

Wall-clock times of a shared machine say little, CPU times much more: the user and system time of
every process that did the work, from the kernel's books. Ours and the reference take turns, each
pair gives one ratio, and a pair is void while other programs took more than `MOST_FOREIGN` of the
machine. What a row says is the median.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

MOST_FOREIGN = 0.25
"""Share of all cores that other programs may take before a sample is void."""

_TICKS = os.sysconf("SC_CLK_TCK")
_CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Sample:
    """One measured value, and the share of the machine that others took meanwhile."""

    value: float
    foreign: float = 0.0

    @property
    def is_valid(self) -> bool:
        return self.foreign <= MOST_FOREIGN


@dataclass(frozen=True)
class Pair:
    """Ours and the reference, measured one after the other."""

    ours: Sample
    reference: Sample

    @property
    def ratio(self) -> float:
        return self.ours.value / self.reference.value

    @property
    def is_valid(self) -> bool:
        return self.ours.is_valid and self.reference.is_valid


@dataclass(frozen=True)
class Measurement:
    """One row of the table.

    `value` is what the goal is about: the ratio where there is a reference, else ours. `goal` is
    the most it may be; None for a row that only informs. `foreign` is the median share of the
    machine that others took; `valid` of `taken` samples were quiet enough, and if none was, all
    of them stand for the figure.
    """

    name: str
    unit: str
    ours: float
    reference: float | None = None
    value: float = 0.0
    goal: float | None = None
    valid: int = 0
    taken: int = 0
    foreign: float = 0.0
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        return None if self.goal is None else self.value <= self.goal

    @property
    def is_judged(self) -> bool:
        """Whether at least one sample was taken on a machine that was quiet enough."""
        return self.valid > 0


def of_pairs(
    name: str,
    unit: str,
    pairs: Sequence[Pair],
    goal: float | None = None,
    note: str = "",
    *,
    is_ratio: bool = True,
) -> Measurement:
    """Medians over the pairs that count; `is_ratio` says whether the goal is about ours ÷ theirs."""
    counted = [pair for pair in pairs if pair.is_valid] or list(pairs)
    ours = statistics.median(pair.ours.value for pair in counted)
    ratio = statistics.median(pair.ratio for pair in counted)
    return Measurement(
        name=name,
        unit=unit,
        ours=ours,
        reference=statistics.median(pair.reference.value for pair in counted),
        value=ratio if is_ratio else ours,
        goal=goal,
        valid=sum(pair.is_valid for pair in pairs),
        taken=len(pairs),
        foreign=statistics.median(max(p.ours.foreign, p.reference.foreign) for p in pairs),
        note=note,
    )


def of_samples(
    name: str, unit: str, samples: Sequence[Sample], goal: float | None = None, note: str = ""
) -> Measurement:
    """Median of the samples that count, for a figure with a fixed bound."""
    counted = [sample for sample in samples if sample.is_valid] or list(samples)
    middle = statistics.median(sample.value for sample in counted)
    return Measurement(
        name=name,
        unit=unit,
        ours=middle,
        value=middle,
        goal=goal,
        valid=sum(sample.is_valid for sample in samples),
        taken=len(samples),
        foreign=statistics.median(sample.foreign for sample in samples),
        note=note,
    )


def cpu_per(count: int, watch: Watch) -> Sample:
    """CPU milliseconds for each of `count` things done under the watch."""
    return Sample(1000 * watch.cpu / count, watch.foreign)


def alternate(
    ours: Callable[[], Sample], reference: Callable[[], Sample], count: int
) -> list[Pair]:
    """Take turns until `count` pairs are valid; at most twice as many are tried."""
    pairs: list[Pair] = []
    while sum(pair.is_valid for pair in pairs) < count and len(pairs) < 2 * count:
        pairs.append(Pair(ours(), reference()))
    return pairs


def repeat(measure: Callable[[], Sample], count: int) -> list[Sample]:
    """Measure until `count` samples are valid; at most twice as many are tried."""
    samples: list[Sample] = []
    while sum(sample.is_valid for sample in samples) < count and len(samples) < 2 * count:
        samples.append(measure())
    return samples


# ------------------------------------------------------------------ the kernel's books


def process_table() -> dict[int, tuple[int, float]]:
    """By pid: parent, and CPU seconds of the process and of its children that have ended."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # The command's name may hold spaces and brackets; the fields after it do not.
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                table[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / _TICKS)
    return table


def family(roots: Iterable[int], table: dict[int, tuple[int, float]]) -> set[int]:
    """The processes of `roots` that live, with all their descendants."""
    members = {pid for pid in roots if pid in table}
    while True:
        born = {pid for pid, (parent, _) in table.items() if parent in members} - members
        if not born:
            return members
        members |= born


def cpu_seconds(*roots: int) -> float:
    """CPU seconds that these processes and all below them have used, ended ones included.

    A process counts for its parent once that has waited for it.
    """
    table = process_table()
    return sum(table[pid][1] for pid in family(roots, table))


def _machine() -> float:
    """CPU seconds that the whole machine has worked since it was started."""
    fields = [int(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    user, nice, system, _idle, _waiting, irq, soft, stolen = fields[:8]
    return (user + nice + system + irq + soft + stolen) / _TICKS


@dataclass
class Watch:
    """CPU and time from `__enter__` on; `foreign` leaves out this program and all it started.

    `roots` are the processes whose trees are counted as `cpu`.
    """

    roots: Sequence[int] = ()
    cpu: float = 0.0
    wall: float = 0.0
    foreign: float = 0.0
    _begun: tuple[float, float, float, float] = field(default=(0.0,) * 4, repr=False)

    def _read(self) -> tuple[float, float, float, float]:
        return time.monotonic(), cpu_seconds(*self.roots), _machine(), cpu_seconds(os.getpid())

    def __enter__(self) -> Self:
        self._begun = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        wall, cpu, machine, own = (
            now - then for now, then in zip(self._read(), self._begun, strict=True)
        )
        self.wall, self.cpu = wall, cpu
        self.foreign = min(1.0, max(0.0, machine - own) / (wall * _CORES)) if wall else 0.0
