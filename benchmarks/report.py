"""The table of figures: on the terminal, and as `docs/reference/performance.md`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.measuring import MOST_FOREIGN, Measurement

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "performance.md"
MARK = "<!-- Written by `make bench` from a run; an edit here is lost with the next one. -->"
HEADS = ("figure", "unit", "Margin", "reference", "ratio or value", "goal", "met", "samples",
         "others")  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """The rows of one figure, and when and under which load average they were taken."""

    rows: tuple[Measurement, ...]
    taken_at: datetime
    load: float

    @classmethod
    def of(cls, rows: Sequence[Measurement], now: datetime) -> Figure:
        return cls(tuple(rows), now, round(os.getloadavg()[0], 1))


def machine() -> list[tuple[str, str]]:
    """What the figures were taken on; nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [
        ("processor", f"{os.cpu_count()} cores, {_processor()}"),
        ("memory", f"{round(memory / 2**30)} GiB"),
        ("system", f"{platform.system()}, Python {platform.python_version()}"),
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def number(value: float | None) -> str:
    """Three figures that count, without an exponent."""
    if value is None:
        return ""
    size = abs(value)
    if size >= 100:
        return f"{value:.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.095 or value == 0 else f"{value:.4f}"


def verdict(row: Measurement) -> str:
    """Whether the goal is met; a figure of a machine that was busy all along says so."""
    if row.is_met is None:
        return ""
    word = "yes" if row.is_met else "no"
    return word if row.is_judged else f"{word}, busy"


def cells(row: Measurement) -> tuple[str, ...]:
    """One row of the table."""
    return (
        row.name,
        row.unit,
        number(row.ours),
        number(row.reference),
        number(row.value),
        "" if row.goal is None else f"≤ {number(row.goal)}",
        verdict(row),
        f"{row.valid} of {row.taken}",
        f"{row.foreign:.0%}",
    )


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in r)} |" for r in lines)


def plain_table(rows: Sequence[Measurement]) -> str:
    """The table for a terminal, in columns."""
    lines = [HEADS, *map(cells, rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def page(figures: Mapping[str, Figure], about: Mapping[str, str]) -> str:
    """The whole page: machine, table, and how each figure is taken (`about`, by its name)."""
    rows = [row for figure in figures.values() for row in figure.rows]
    how = [_section(name, about[name], figure) for name, figure in figures.items()]
    return (
        "# Performance\n\n"
        f"{MARK}\n\n"
        "Each figure is taken beside its reference, in the same run, by turns; the table has the "
        "medians, and `ratio or value` is what the goal is about. CPU is user and system time of "
        "all processes that did the work, the database included and the load generator left out. "
        "`others` is the median share of the machine that other programs took meanwhile; a sample "
        f"with more than {MOST_FOREIGN:.0%} is void, and `samples` says how many were not. Where "
        "none was quiet enough, all stand for the figure and `met` says busy: times are then far too "
        "long, and CPU is too high, because caches are cold after each change of program.\n\n"
        f"## Figures\n\n{markdown_table(HEADS, map(cells, rows))}\n\n"
        f"## The machine\n\n{markdown_table(('what', 'which'), machine())}\n\n"
        "## How they are taken\n\n" + "\n\n".join(how) + "\n"
    )


def _section(name: str, about: str, figure: Figure) -> str:
    taken = f"Taken {figure.taken_at:%Y-%m-%d %H:%M} UTC, load average {figure.load}."
    notes = "\n".join(f"- {row.name}: {row.note}" for row in figure.rows if row.note)
    return "\n\n".join(part for part in (f"### {name}", about, notes, taken) if part)


# ------------------------------------------------------------------ figures of earlier runs


def load(path: Path) -> dict[str, Figure]:
    """What `save` wrote; nothing when there is no such file, or one of another shape."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {
            name: Figure(
                tuple(Measurement(**row) for row in figure["rows"]),
                datetime.fromisoformat(figure["taken_at"]),
                figure["load"],
            )
            for name, figure in kept.items()
        }
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def save(path: Path, figures: Mapping[str, Figure]) -> None:
    """Keep the figures, so that measuring one anew leaves the others on the page."""
    path.parent.mkdir(exist_ok=True)
    kept = {name: asdict(figure) for name, figure in figures.items()}
    path.write_text(json.dumps(kept, default=str, indent=1), "utf-8")
