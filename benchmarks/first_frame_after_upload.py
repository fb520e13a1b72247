"""From the last byte of an upload to its first picture, and what the worker needs for its length.

An instructor's browser sends a film in 1080p through the lesson panel and presses play as soon as
the panel offers it: from the store's answer to the last part until `requestVideoFrameCallback`.
Memory is the highest sum of proportional set sizes (PSS) while a film in 480p is encoded: of the
worker and its job, and with the encoder too. Reference of the long film's memory: that of 10 s.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, fresh_page
from benchmarks.measuring import Measurement, Pair, Sample, Watch, of_pairs, of_samples, repeat
from benchmarks.run import Run
from benchmarks.site import encoded, import_video, wait_until
from lms_app.services import course
from tests.factories.courses import texts
from tests.ready import hydrated

MOST_MS = 10_000
SHORT_SECONDS = 60
TINY_SECONDS = 10
SIZE_FOR_MEMORY = "854x480"
_LOOK_SECONDS = 0.2
_FIRST_FRAME = """
window.__shown = 0;
addEventListener("loadstart", ({target}) => {
  target.requestVideoFrameCallback?.((now) => { window.__shown ||= now; });
}, true);
"""
_LAST_PART = """() => Math.max(...performance.getEntriesByType("resource")
  .filter((entry) => entry.name.includes("partNumber=")).map((entry) => entry.responseEnd))"""


def measure(run: Run) -> list[Measurement]:
    rows = []
    with chromium() as browser:
        for seconds in (SHORT_SECONDS, run.long_seconds):
            film = run.film(seconds)
            samples = repeat(lambda film=film: _upload(browser, run, film), run.samples)  # type: ignore[misc]
            name = f"last byte to first frame, film of {seconds} s"
            rows.append(of_samples(name, "ms", samples, MOST_MS))
    return [*rows, *_memory(run)]


def _upload(browser: Browser, run: Run, film: Path) -> Sample:
    teacher = run.teacher
    course_id = UUID(teacher.call(course.create_course, texts=texts("Rivers")))
    section_id = UUID(teacher.call(course.add_section, course_id, title="Springs"))
    lesson_id = UUID(teacher.call(course.add_lesson, section_id, title="Rhine"))
    with fresh_page(browser, run.site.url, teacher) as page, Watch() as watch:
        page.add_init_script(_FIRST_FRAME)
        page.goto(f"{run.site.url}/instructor/courses/{course_id}/curriculum")
        hydrated(page)
        page.locator(".tree-lessons .inline-text").first.focus()
        page.locator("input[data-upload]").set_input_files(film)
        page.locator("button.preview").click()
        took = _took(page)
    _stop(run, lesson_id)
    return Sample(took, watch.foreign)


def _took(page: Page) -> float:
    """Milliseconds between the answer to the last part and the first picture."""
    shown = float(page.wait_for_function("() => window.__shown").json_value())
    return shown - float(page.evaluate(_LAST_PART))


def _stop(run: Run, lesson_id: UUID) -> None:
    """Take the lesson away, so that its encode ends and the next sample finds a free worker."""
    run.teacher.call(course.delete_lesson, lesson_id)
    wait_until(lambda: not _encoders(run), 60)


# ------------------------------------------------------------------ memory


@dataclass
class Peak:
    """The most that the worker held, in MiB: without and with its encoders."""

    worker: float = 0
    with_encoder: float = 0


def _memory(run: Run) -> list[Measurement]:
    tiny, small = _peak_of(run, TINY_SECONDS)
    long, large = _peak_of(run, run.long_seconds)
    name = f"memory of the worker, {run.long_seconds} s against {TINY_SECONDS} s"
    alone = Pair(Sample(long.worker, large), Sample(tiny.worker, small))
    both = Pair(Sample(long.with_encoder, large), Sample(tiny.with_encoder, small))
    return [
        of_pairs(name, "MiB", [alone], 1.1),
        of_pairs(f"{name}, encoder included", "MiB", [both], 1.1),
    ]


def _peak_of(run: Run, seconds: int) -> tuple[Peak, float]:
    """The peak while the film is encoded, and others' share of the machine."""
    film = run.film(seconds, SIZE_FOR_MEMORY)
    with Watch() as watch, _watched_memory(run.site.encoding) as peak:
        encoded(import_video(run.teacher, film))
    return peak, watch.foreign


@contextlib.contextmanager
def _watched_memory(workers: Sequence[int]) -> Iterator[Peak]:
    peak, done = Peak(), threading.Event()

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            sizes = [size for worker in workers for size in _sizes(worker)]
            alone = sum(size for is_encoder, size in sizes if not is_encoder)
            peak.worker = max(peak.worker, alone)
            peak.with_encoder = max(peak.with_encoder, sum(size for _, size in sizes))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield peak
    done.set()
    watcher.join()


def _sizes(worker: int) -> Iterator[tuple[bool, float]]:
    """For each process of the worker: whether it is an encoder, and its PSS in MiB."""
    root = psutil.Process(worker)
    for process in [root, *root.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            yield _is_encoder(process), process.memory_full_info().pss / 2**20


def _is_encoder(process: psutil.Process) -> bool:
    """FFmpeg, and the launcher that is about to become it."""
    return (
        "ffmpeg" in process.name()
        or "ffprobe" in process.name()
        or ("launch" in " ".join(process.cmdline()))
    )


def _encoders(run: Run) -> bool:
    for worker in run.site.encoding:
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(worker).children(recursive=True)
            if any("ffmpeg" in process.name() for process in children):
                return True
    return False
