"""CPU of the course page's HTML, beside a page of the same bytes that is only sent.

The page as a visitor without JavaScript gets it, over eight connections that stay open: from the
cache, and rendered because nobody has asked for that course before. Each answer must hold its
course's title. Reference: Starlette sending the same bytes from memory, in the same server.
"""

from __future__ import annotations

import httpx

from benchmarks import load
from benchmarks.bare import running
from benchmarks.measuring import (
    Measurement,
    Sample,
    Watch,
    alternate,
    cpu_per,
    of_pairs,
    of_samples,
    repeat,
)
from benchmarks.run import Run
from benchmarks.site import settled
from lms_app.core import urls
from tests.factories import courses

REQUESTS = 1000
RENDERED = 60
TITLE = "Reading maps by starlight"


def measure(run: Run) -> list[Measurement]:
    cached = _course_page(run, TITLE)
    body = httpx.get(run.site.url + cached.path).content
    page = run.folder / "page.html"
    page.write_bytes(body)
    load.send(run.site.url, [cached] * 200)
    load.send(run.site.url, [_course_page(run, TITLE) for _ in range(RENDERED)])

    def ours() -> Sample:
        with Watch(run.site.answering) as watch:
            load.send(run.site.url, [cached] * REQUESTS)
        return cpu_per(REQUESTS, watch)

    def rendered() -> Sample:
        fresh = [_course_page(run, f"{TITLE} {number}") for number in range(RENDERED)]
        settled()  # what was made for the sample is told to workers, which is no visitor's cost
        with Watch(run.site.answering) as watch:
            load.send(run.site.url, fresh)
        return cpu_per(RENDERED, watch)

    with running("page", BARE_PAGE=str(page)) as bare:
        bytes_only = [load.Call("/", TITLE.encode())] * REQUESTS

        def reference() -> Sample:
            with Watch([bare.pid]) as watch:
                load.send(bare.url, bytes_only)
            return cpu_per(REQUESTS, watch)

        pairs = alternate(ours, reference, run.samples)
    size = f"{len(body) / 1024:.0f} KB, the same bytes from memory"
    return [
        of_pairs("course page from cache", "CPU-ms", pairs, 1.3, size, is_ratio=False),
        of_samples("course page rendered", "CPU-ms", repeat(rendered, run.samples), 15),
    ]


def _course_page(run: Run, title: str) -> load.Call:
    made = courses.published(run.teacher, title)
    return load.Call(urls.course(made.slug), title.encode())
