"""Reads the YAML files into `School`. Mistakes in them are found by tests/unit/test_school.py."""

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lms_app.seed.clips import ClipSpec, Cue

from .data import (
    ApplicantPlan,
    ClipPlan,
    CoursePlan,
    InstructorPlan,
    LessonPlan,
    School,
    SectionPlan,
)

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
_PREVIEWS = 2
_LEARNERS = {"ko": 265, "en": 85}  # and those of `whole`: 400 together


@cache
def load_school() -> School:
    """Return the school; about a tenth of a second the first time."""
    courses = [_course(_read(path)) for path in sorted((_FOLDER / "courses").glob("*.yaml"))]
    return School(
        instructors=tuple(
            InstructorPlan(
                **{**row, "bio": row["bio"].strip(), "links": tuple(row.get("links", ()))}
            )
            for row in _read(_FOLDER / "instructors.yaml")
        ),
        applicants=tuple(
            ApplicantPlan(**{**row, "links": tuple(row["links"])})
            for row in _read(_FOLDER / "applicants.yaml")
        ),
        clips=tuple(_clip(row) for row in _read(_FOLDER / "clips.yaml")),
        courses=tuple(sorted(courses, key=lambda course: -course.popularity)),
        learner_names=_learner_names(_read(_FOLDER / "learners.yaml")),
    )


def _read(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506  (a safe loader, see above)


def _clip(row: dict[str, Any]) -> ClipPlan:
    spec = ClipSpec(
        title=row["title"],
        subtitle=row["subtitle"],
        cues=tuple(Cue(*cue) for cue in row["cues"]),
        ground=row["ground"],
        seconds=row["seconds"],
        language=row["language"],
    )
    return ClipPlan(key=row["key"], instructor=row["instructor"], spec=spec)


def _course(row: dict[str, Any]) -> CoursePlan:
    clips = row.pop("clips", [])
    videos = 0
    sections = []
    for section in row.pop("sections"):
        lessons = []
        for given in section["lessons"]:
            if isinstance(given, dict):
                lessons.append(LessonPlan(title=given["title"], body=given["body"].strip()))
                continue
            # Clips take turns, so that the first lessons show the ones made for them.
            clip = clips[videos % len(clips)]
            lessons.append(LessonPlan(given, clip=clip, is_preview=videos < _PREVIEWS))
            videos += 1
        sections.append(SectionPlan(section["title"], tuple(lessons)))
    lists: dict[str, Any] = {
        name: tuple(row.pop(name)) for name in ("outcomes", "audience", "requirements")
    }
    return CoursePlan(
        is_draft=row.pop("status") == "draft", sections=tuple(sections), **lists, **row
    )


def _learner_names(row: dict[str, Any]) -> tuple[str, ...]:
    """Return 400 different names in mixed order, the same ones at every call."""
    dice = random.Random(20261123)  # noqa: S311  (the same school on every machine)
    names = list(row["whole"])
    for language, wanted in _LEARNERS.items():
        family, given = row[language]["family"], row[language]["given"]
        pairs = [(f, g) for f in family for g in given]
        for last, first in dice.sample(pairs, wanted):
            names.append(f"{last}{first}" if language == "ko" else f"{first} {last}")
    dice.shuffle(names)
    return tuple(names)
