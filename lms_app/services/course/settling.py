"""What becomes of courses whose owner leaves: others' learning stays, the rest goes with them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.events import MediaDiscarded
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus, Enrollment, Lesson, MediaAsset
from lms_app.services.course.categories import recount_categories
from lms_app.services.course.editing import search_words, touch


def settle_courses(uow: UnitOfWork, owner_id: UUID) -> None:
    """Delete a person's courses that nobody else ever joined, with their videos; take the others
    out of the catalogue for those who have them, to be found without the person's name.

    In the caller's transaction; everything of it is held until that ends.
    """
    queries.lock_rows(uow, Course, Course.owner_id == owner_id)
    theirs = Enrollment.course_id == Course.id
    joined = sa.select(Course.id).where(  # type: ignore[call-overload]
        Course.owner_id == owner_id, sa.exists().where(theirs, Enrollment.user_id != owner_id)
    )
    kept = set(uow.session.execute(joined).scalars())
    courses = uow.session.exec(select(Course).where(Course.owner_id == owner_id)).all()
    for course in courses:
        if course.id in kept:
            _keep(uow, course)
        else:
            uow.session.execute(sa.delete(Enrollment).where(Enrollment.course_id == course.id))  # type: ignore[arg-type]
            uow.session.delete(course)
    uow.flush()
    if courses:
        recount_categories(uow, *{course.category_id for course in courses})
    _discard_videos(uow, owner_id)
    _forget_filenames(uow, owner_id)


def _forget_filenames(uow: UnitOfWork, owner_id: UUID) -> None:
    """What a file was called on its owner's machine is no part of the course that others keep."""
    uow.session.execute(
        sa.update(MediaAsset).where(MediaAsset.owner_id == owner_id).values(filename="")  # type: ignore[arg-type]
    )


def _keep(uow: UnitOfWork, course: Course) -> None:
    if course.status is CourseStatus.published:
        course.move(CourseStatus.archived, clock.now())
    course.search_text = search_words(course, "")
    touch(uow, course)


def _discard_videos(uow: UnitOfWork, owner_id: UUID) -> None:
    """Say of every video that no lesson shows that it is no longer needed."""
    shown = sa.or_(
        Lesson.media_asset_id == MediaAsset.id,  # type: ignore[arg-type]
        Lesson.next_media_asset_id == MediaAsset.id,  # type: ignore[arg-type]
    )
    unused = sa.select(MediaAsset.id).where(  # type: ignore[call-overload]
        MediaAsset.owner_id == owner_id, ~sa.exists().where(shown)
    )
    for asset_id in uow.session.execute(unused).scalars():
        uow.emit(MediaDiscarded(asset_id=asset_id))
