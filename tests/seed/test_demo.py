"""The demo school is built once, is complete, goes on after an interruption, and can be used."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, func, select

from lms_app import composition
from lms_app.composition import call
from lms_app.core import clock
from lms_app.core.actor import Credential, SystemCredential
from lms_app.db.unit_of_work import begin
from lms_app.models import Course, CourseStatus, Enrollment, Lesson, MediaAsset, User
from lms_app.seed.clips import ClipSpec, draw_clip
from lms_app.seed.courses import add_course
from lms_app.seed.demo import build_school
from lms_app.seed.demo_clips import find_clip, show_clip
from lms_app.seed.history import TOTAL_ENROLLMENTS
from lms_app.seed.logins import demo_logins
from lms_app.seed.people import Person, add_people
from lms_app.seed.school import load_school
from lms_app.services import auth, course, enrollment, media
from tests.emptying import empty

SEED = SystemCredential("test")


def clean(site) -> None:
    tables = [t.name for t in SQLModel.metadata.sorted_tables if t.name != "category"]
    with site.engine.begin() as connection:
        empty(connection, tables)
    (site.settings.data_dir / "demo-logins.txt").unlink(missing_ok=True)


def rows(site, statement) -> list:
    with begin(site.engine, read_only=True) as uow:
        return list(uow.session.execute(statement).all())


def counts(site) -> list[int]:
    return [
        rows(site, select(func.count()).select_from(model))[0][0]
        for model in (User, Course, Lesson, Enrollment)
    ]


def sign_in(site, kind: str) -> Credential:
    login = demo_logins(site.settings.data_dir)[kind]
    return Credential(call(auth.sign_in, email=login.email, password=login.password).token)


@pytest.fixture(scope="module")
def school(servers: None):
    """A seeding that was interrupted after its first course, and then run again."""
    site = composition.implementations()
    clean(site)
    plan = load_school().courses[0]
    teacher = next(t for t in load_school().instructors if t.handle == plan.instructor)
    email = demo_logins(site.settings.data_dir)["instructor"].email
    password = demo_logins(site.settings.data_dir)["instructor"].password
    person = Person(
        email, teacher.name, clock.now(), site.passwords.hash(password), teaches=teacher
    )
    [owner_id] = call(add_people, [person], credential=SEED)
    assert call(add_course, plan, owner_id, clock.now(), credential=SEED)
    build_school()
    return site


def test_an_interrupted_seeding_is_finished(school) -> None:
    assert counts(school) == [421, 28, 412, TOTAL_ENROLLMENTS]
    planned = {plan.slug: [x.title for x in plan.lessons] for plan in load_school().courses}
    for slug, titles in planned.items():
        shown = call(course.get_course, slug, credential=SEED)
        assert [x.title for s in shown.sections for x in s.lessons] == titles


def test_all_courses_but_the_draft_are_in_the_catalogue(school) -> None:
    published = rows(
        school,
        select(Course.lesson_count, Course.published_at).where(
            Course.status == CourseStatus.published
        ),
    )
    assert len(published) == 27
    assert all(count >= 5 and at < clock.now() for count, at in published)


def test_the_demo_logins_lead_to_courses(school) -> None:
    mine = call(enrollment.get_my_courses, credential=sign_in(school, "student"))
    assert mine.resume.slug == "react-19-deep"
    assert (len(mine.active), len(mine.completed)) == (7, 2)
    own = call(course.list_own_courses, credential=sign_in(school, "instructor"))
    assert [row.slug for row in own.rows] == ["react-19-deep"]


def test_a_clip_appears_in_every_lesson_made_for_it_with_captions(school, tmp_path) -> None:
    plan = load_school().clips[0]
    filename = f"demo-{plan.key}.mp4"
    owner_id, nothing_yet = call(find_clip, plan.instructor, filename, credential=SEED)
    assert nothing_yet is None
    path = tmp_path / filename
    draw_clip(ClipSpec(plan.spec.title, plan.spec.subtitle, seconds=1, size=(640, 360)), path)
    call(
        media.import_video,
        owner_id=owner_id, path=path, filename=filename, priority=-1, credential=SEED,
    )  # fmt: skip
    _, asset_id = call(find_clip, plan.instructor, filename, credential=SEED)
    titles = [x.title for c in load_school().courses for x in c.lessons if x.clip == plan.key]
    shown_in = [("react-19-deep", title) for title in titles]
    for _ in range(2):
        call(show_clip, asset_id, plan.spec, shown_in, credential=SEED)
    shown = rows(school, select(Lesson.title).where(col(Lesson.media_asset_id) == asset_id))
    assert {title for (title,) in shown} == set(titles)
    with begin(school.engine, read_only=True) as uow:
        tracks = media.list_captions(uow, asset_id)
    assert {track.language: len(track.cues) for track in tracks} == {"ko": 5, "en": 5}
    assert rows(school, select(MediaAsset.priority)) == [(-1,)]


def test_what_people_deleted_does_not_come_back(school) -> None:
    with begin(school.engine, read_only=False) as uow:
        uow.session.execute(sa.delete(Enrollment))
    build_school()
    assert counts(school) == [421, 28, 412, 0]
