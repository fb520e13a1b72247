"""What every figure gets: how many samples, a folder, and the running site."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks.films import draw_film, repeat_film
from benchmarks.school import Watched, watched_course
from benchmarks.site import Site, running_site
from lms_app.services import user
from tests.factories.people import Person, person

LONGEST_DRAWN_SECONDS = 60
"""Longer films are this one some times over."""


@dataclass
class Run:
    """One run of the benchmarks. `long_seconds` is how long the clip called 10 min is."""

    samples: int
    folder: Path
    long_seconds: int = 600
    cleanup: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @cached_property
    def site(self) -> Site:
        """The built product; started when the first figure asks, stopped with the run."""
        return self.cleanup.enter_context(running_site())

    @cached_property
    def teacher(self) -> Person:
        """An instructor of the running site."""
        assert self.site.url
        who = person("Bench")
        who.call(user.apply_to_teach, handle="bench-teaches", headline="Measures")
        return who

    @cached_property
    def watched(self) -> Watched:
        """A course to watch: a short lesson, one with a ladder, and a long one of 60 s."""
        films = [self.film(6, "640x360"), self.film(24, "1280x720"), self.film(60, "640x360")]
        return watched_course(self.teacher, films)

    def film(self, seconds: int, size: str = "1920x1080") -> Path:
        if seconds > LONGEST_DRAWN_SECONDS:
            drawn = self.film(LONGEST_DRAWN_SECONDS, size)
            times = seconds // LONGEST_DRAWN_SECONDS
            return repeat_film(drawn, times, self.folder / f"film-{seconds}-{size}.mp4")
        return draw_film(self.folder / f"film-{seconds}-{size}.mp4", seconds, size)
