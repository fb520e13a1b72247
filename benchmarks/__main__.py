"""`python -m benchmarks [names] [--samples N]`: measure, print the table, write the page."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from benchmarks import report
from benchmarks.measuring import Measurement
from benchmarks.run import Run
from benchmarks.site import ROOT
from lms_app.core import clock
from lms_app.core.logging import configure

FIGURES = (
    "pipeline_cpu", "first_frame_after_upload", "click_to_first_frame", "course_html",
    "home_weight", "progress_beat", "event", "session_check", "sign_in", "frames",
    "certificate_pdf",
)  # fmt: skip
KEPT = ROOT / ".build" / "benchmarks.json"


def module(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="figure", help=", ".join(FIGURES))
    parser.add_argument("--samples", type=int, default=5, help="of each figure (5)")
    parser.add_argument("--long-seconds", type=int, default=600, help="the long clip (600)")
    parser.add_argument("--page", type=Path, default=report.PAGE, help="where the page goes")
    found = parser.parse_args(given)
    unknown = set(found.names) - set(FIGURES)
    if unknown:
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    return found


def about(name: str) -> str:
    """How a figure is taken: what its module says of itself."""
    return " ".join((module(name).__doc__ or "").split())


def main() -> None:
    asked = arguments()
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    configure()
    figures = report.load(KEPT)
    measured: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="margin-bench-films-") as folder:
        run = Run(asked.samples, Path(folder), asked.long_seconds)
        with run.cleanup:
            for name in asked.names or FIGURES:
                print(f"measuring {name}", file=sys.stderr, flush=True)
                figures[name] = report.Figure.of(module(name).measure(run), clock.now())
                measured += figures[name].rows
                report.save(KEPT, figures)
    print(report.plain_table(measured))
    in_order = {name: figures[name] for name in FIGURES if name in figures}
    asked.page.write_text(report.page(in_order, {n: about(n) for n in in_order}), "utf-8")


if __name__ == "__main__":
    main()
