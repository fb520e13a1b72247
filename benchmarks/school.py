"""What is measured on: the demo school, and one course with real, encoded videos."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from benchmarks.site import encoded, import_video, seed_school
from lms_app.services import course, enrollment
from tests.factories.courses import texts
from tests.factories.people import Person, person


@dataclass(frozen=True)
class Watched:
    """A published course with one lesson a film, the first a free preview, and who learns in it."""

    slug: str
    lesson_ids: list[str]
    student: Person


def watched_course(owner: Person, films: list[Path]) -> Watched:
    """Seed the school and put the films through the pipeline."""
    seed_school()
    assets = [import_video(owner, film) for film in films]
    for asset in assets:
        encoded(asset)
    course_id = UUID(owner.call(course.create_course, texts=texts("Watching birds")))
    section_id = UUID(owner.call(course.add_section, course_id, title="Hedges"))
    lessons: list[UUID] = []
    for asset in assets:
        title = f"Lesson {len(lessons) + 1}"
        lessons.append(UUID(owner.call(course.add_lesson, section_id, title=title)))
        owner.call(course.attach_video, lessons[-1], UUID(asset))
    owner.call(course.update_lesson, lessons[0], is_preview=True)
    owner.call(course.publish_course, course_id)
    slug = owner.call(course.get_course_editor, course_id).slug
    student = person("Watcher")
    student.call(enrollment.enroll, course_id)
    return Watched(slug, [str(lesson) for lesson in lessons], student)
