"""The texts of the demo school keep their promises: counts, sizes, references."""

from collections import Counter

import pytest

from lms_app.seed.clips.slide import Slide
from lms_app.seed.school import CoursePlan, load_school

SCHOOL = load_school()
CATEGORIES = {"dev", "data", "design", "business", "language", "photo", "music"}
COURSES = pytest.mark.parametrize("course", SCHOOL.courses, ids=lambda course: course.slug)


def test_the_school_has_the_size_it_should() -> None:
    assert len(SCHOOL.courses) == 28
    assert Counter(course.language for course in SCHOOL.courses) == {"ko": 18, "en": 10}
    assert sum(len(course.lessons) for course in SCHOOL.courses) == 412
    lengths = [len(course.lessons) for course in SCHOOL.courses]
    assert (max(lengths), min(lengths)) == (70, 5)
    assert sum(course.has_video for course in SCHOOL.courses) == 12
    assert sum(course.is_draft for course in SCHOOL.courses) == 1
    assert len(SCHOOL.clips) <= 24


def test_four_hundred_learners_have_names_of_every_kind() -> None:
    names = SCHOOL.learner_names
    assert len(names) == len(set(names)) == 400
    assert max(map(len, names)) == 80
    assert min(map(len, names)) == 1


def test_names_refer_to_what_there_is() -> None:
    handles = {instructor.handle for instructor in SCHOOL.instructors}
    owners = {clip.key: clip.instructor for clip in SCHOOL.clips}
    assert {course.instructor for course in SCHOOL.courses} == handles
    assert {course.category for course in SCHOOL.courses} == CATEGORIES
    shown = {lesson.clip: course for course in SCHOOL.courses for lesson in course.lessons}
    shown.pop("", None)
    assert shown.keys() == owners.keys()
    assert all(course.instructor == owners[key] for key, course in shown.items())


@COURSES
def test_a_course_fits_its_fields(course: CoursePlan) -> None:
    assert len(course.title) <= 200
    assert len(course.subtitle) <= 300
    assert 1 <= len(course.cover_word) <= 10
    assert len(course.outcomes) == 6
    assert 2 <= len(course.audience) <= 4
    assert 1 <= len(course.requirements) <= 3
    assert all(len(line) <= 200 for line in course.outcomes + course.audience + course.requirements)


@COURSES
def test_every_lesson_has_content_and_a_title_of_its_own(course: CoursePlan) -> None:
    titles = [lesson.title for lesson in course.lessons]
    assert len(set(titles)) == len(titles)
    assert all(lesson.clip or len(lesson.body) > 150 for lesson in course.lessons)
    assert sum(lesson.is_preview for lesson in course.lessons) == (2 if course.has_video else 0)
    # A video course opens with its texts; its videos follow when they are encoded.
    assert course.is_draft or any(lesson.body for lesson in course.lessons)


@pytest.mark.parametrize("clip", SCHOOL.clips, ids=lambda clip: clip.key)
def test_the_sentences_of_a_clip_fit_on_one_slide(clip: object) -> None:
    assert clip.spec.seconds <= 20
    assert all(cue.text_ko and cue.text_en for cue in clip.spec.cues)
    assert len(Slide(clip.spec)._pages) == 1
