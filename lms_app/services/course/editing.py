"""Creating a course and changing what its page says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput
from lms_app.core.events import CourseChanged
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line, clean_text, ensure_unchanged, slugify
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Category, Course, CourseStatus, Level, User
from lms_app.services.course import policy
from lms_app.services.course.categories import get_category, recount_categories

_SLUG = re.compile(r"^[0-9a-z\uac00-\ud7a3](?:[0-9a-z\uac00-\ud7a3-]{0,98}[0-9a-z\uac00-\ud7a3])?$")


class SlugTaken(Conflict):
    """Another course has this address."""

    def __init__(self) -> None:
        super().__init__("error.slug_taken", fields={"slug": "error.slug_taken"})


@dataclass(frozen=True)
class CourseTexts:
    """What the page of a course says, as typed. Limits in code points: title 200, subtitle 300,
    description 20,000, cover word 24, twelve lines of up to 200 in each list."""

    title: str
    subtitle: str = ""
    description_md: str = ""
    category_slug: str = "dev"
    level: str = "beginner"
    language: str = "ko"
    cover_word: str = ""
    outcomes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()


@command(Permission.course_edit)
def create_course(
    uow: UnitOfWork,
    actor: Actor,
    *,
    texts: CourseTexts,
    slug: str = "",
    owner_id: UUID | None = None,
    once: str = "",
) -> str:
    """Create a draft and return its id. Only the system may name another owner.

    `once` names the wish: who repeats it gets the course that came of it first.
    """
    owner = owner_id if actor.is_system and owner_id else actor.person
    course = Course(slug=uuid4().hex, owner_id=owner, category_id=uuid4(), title="")
    if once:
        course.id = uuid5(owner, once)
        if uow.session.get(Course, course.id) is not None:
            return str(course.id)
    _apply(uow, course, texts)
    course.search_text = _search_text(uow, course)
    wanted = clean_slug(slug) if slug else slugify(course.title, f"course-{course.id.hex[:8]}")
    for candidate in (wanted, f"{wanted[:90]}-{course.id.hex[:6]}"):
        course.slug = candidate
        added = uow.session.execute(
            insert(Course)
            .values(**course.model_dump())
            .on_conflict_do_nothing(index_elements=["slug"])
            .returning(Course.id)
        ).scalar()
        if added is not None:
            uow.emit(CourseChanged(course_id=course.id))
            return str(course.id)
        if slug:
            break
    raise SlugTaken


@command(Permission.course_edit)
def update_course(
    uow: UnitOfWork,
    actor: Actor,
    course_id: UUID,
    *,
    texts: CourseTexts,
    slug: str,
    before: tuple[CourseTexts, str] | None = None,
) -> None:
    """Change a course's texts and address; raises `InvalidInput`, `SlugTaken`.

    `before` is what the writer saw, texts and address: `Conflict` when it is not so any more.
    The version is no measure of that: a video that gets ready moves it too.
    """
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    policy.ensure_can_edit(actor, course)
    category_before, found = course.category_id, (_texts(uow, course), course.slug)
    _apply(uow, course, texts)
    _ensure_words_stay(course)
    wanted = clean_slug(slug)
    ensure_unchanged(found, before, (_texts(uow, course), wanted))
    taken = uow.session.exec(
        select(Course.id).where(Course.slug == wanted, Course.id != course.id)
    ).first()
    if taken:
        raise SlugTaken
    course.slug = wanted
    course.search_text = _search_text(uow, course)
    touch(uow, course)
    if course.category_id != category_before:
        recount_categories(uow, category_before, course.category_id)


def _ensure_words_stay(course: Course) -> None:
    """What a course needed to be published, it keeps while it is."""
    key = "error.published_needs_words"
    empty = [name for name in ("subtitle", "description_md") if not getattr(course, name).strip()]
    if course.status is CourseStatus.published and empty:
        raise InvalidInput(key, fields=dict.fromkeys(empty, key))


def clean_slug(value: str) -> str:
    """Return an address part of 1 to 100 of a-z, 0-9, Hangul and inner hyphens."""
    slug = clean_line(value, "slug", maximum=100).lower()
    if not _SLUG.match(slug):
        raise InvalidInput("error.slug", fields={"slug": "error.slug"})
    return slug


def touch(uow: UnitOfWork, course: Course) -> None:
    """Count the change, so that caches and covers know it is another version."""
    course.version += 1
    uow.add(course)
    uow.emit(CourseChanged(course_id=course.id))


def _texts(uow: UnitOfWork, course: Course) -> CourseTexts:
    """Return what the page of a course says now: the inverse of `_apply`."""
    with uow.session.no_autoflush:
        category = uow.session.get_one(Category, course.category_id)
    return CourseTexts(
        title=course.title,
        subtitle=course.subtitle,
        description_md=course.description_md,
        category_slug=category.slug,
        level=course.level.value,
        language=course.language,
        cover_word=course.cover_word,
        outcomes=tuple(course.outcomes),
        audience=tuple(course.audience),
        requirements=tuple(course.requirements),
    )


def _apply(uow: UnitOfWork, course: Course, texts: CourseTexts) -> None:
    course.title = clean_line(texts.title, "title", maximum=200)
    course.subtitle = clean_line(texts.subtitle, "subtitle", minimum=0, maximum=300)
    course.description_md = clean_text(texts.description_md, "description_md", maximum=20_000)
    course.category_id = get_category(uow, texts.category_slug).id
    if texts.level not in Level.__members__:
        raise InvalidInput("error.level", fields={"level": "error.level"})
    if texts.language not in {"ko", "en"}:
        raise InvalidInput("error.language", fields={"language": "error.language"})
    course.level = Level(texts.level)
    course.language = texts.language
    course.cover_word = clean_line(texts.cover_word, "cover_word", minimum=0, maximum=24)
    if not course.cover_word:
        course.cover_word = course.title.split(" ")[0][:8]
    course.outcomes = _lines(texts.outcomes, "outcomes")
    course.audience = _lines(texts.audience, "audience")
    course.requirements = _lines(texts.requirements, "requirements")


def _lines(values: tuple[str, ...], field: str) -> list[str]:
    lines = [clean_line(value, field, minimum=0, maximum=200) for value in values]
    kept = [line for line in lines if line]
    if len(kept) > 12:
        raise InvalidInput("error.too_many_lines", fields={field: "error.too_many_lines"})
    return kept


def _search_text(uow: UnitOfWork, course: Course) -> str:
    name = uow.session.execute(
        sa.select(User.display_name).where(User.id == course.owner_id)
    ).scalar()
    return search_words(course, name or "")


def search_words(course: Course, owner_name: str) -> str:
    """Return the words by which a course is found."""
    parts = [course.title, course.subtitle, course.cover_word, owner_name]
    return " ".join(part for part in parts if part)
