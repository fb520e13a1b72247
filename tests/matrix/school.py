"""The people and the things of the matrix, each kind of thing as its rule asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from lms_app import composition
from lms_app.core.actor import ANONYMOUS
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import begin
from lms_app.models import InstructorApplication, Passkey
from lms_app.services import auth, course, enrollment, media, user
from lms_app.services.user import suspended_token
from tests.api.v1.client import tokens_of
from tests.factories import courses
from tests.factories.people import Nobody, Person, as_system, instructor, person
from tests.matrix.rules import ACTORS

ROLES = {"moderator": [Role.moderator], "admin": [Role.admin]}
_number = count()


def execute(statement: str, **values: object) -> Any:
    with composition.implementations().engine.begin() as connection:
        return connection.execute(sa.text(statement), values)


@dataclass
class Thing:
    """Somebody's course, or what else a rule is about; `ids` names it and all of its parts."""

    owner: Person
    ids: dict[str, str] = field(default_factory=dict)

    @cached_property
    def editor(self) -> Any:
        """The course as its owner's builder shows it."""
        return self.owner.call(course.get_course_editor, UUID(self.ids["course_id"]))

    @cached_property
    def page(self) -> Any:
        """The learn page as its owner sees it."""
        lesson = UUID(self.ids["lesson_id"])
        return self.owner.call(enrollment.get_learn_page, self.ids["slug"], lesson)


def absent() -> dict[str, str]:
    """Ids of nothing."""
    names = ("course_id", "section_id", "lesson_id", "film_id", "failed_id", "asset_id", "key_id",
             "session_id", "passkey_id", "user_id", "application_id",
             "note_id")  # fmt: skip
    return {**{name: str(uuid4()) for name in names}, "slug": "nothing", "token": "none",
            "language": "en", "code": "0000-0000-0000-0000"}  # fmt: skip


def _unconfirm(who: Person) -> None:
    execute("UPDATE user_account SET email_verified_at = NULL WHERE id = :id", id=who.id)


def somebody(actor: str) -> Person:
    """A new person of this kind; what they have to do with a course comes with the course."""
    name = f"{actor.replace('_', '')}{next(_number)}"
    if actor in {"owner", "other_instructor", "unverified"}:
        who = instructor(name)
    else:
        who = person(name, *ROLES.get(actor, []))
    return who


def link_of(who: Person) -> str:
    """The token that is mailed to who is suspended."""
    wired = composition.implementations()
    with begin(wired.engine, read_only=False, keys=wired.keys) as uow:
        return suspended_token(uow, who.id)


def draft(owner: Person) -> Thing:
    """A draft with an article, a film, one that failed, and an upload that goes on."""
    made = courses.draft(owner, f"Maps {next(_number)}", lessons=2)
    film, failed = made.lesson_ids
    article = owner.call(course.add_lesson, made.section_id, title="Read", kind="article")
    owner.call(course.update_lesson, UUID(article), body_md="Words.")
    owner.call(course.update_lesson, film, is_preview=False)
    execute(
        "UPDATE media_asset SET status = 'failed', failure_reason = 'damaged' WHERE id ="
        " (SELECT media_asset_id FROM lesson WHERE id = :l)", l=failed,
    )  # fmt: skip
    execute(
        "UPDATE media_asset SET poster_keys = ARRAY['media/x/poster-0.jpg', 'media/x/p.jpg']"
        " WHERE id = (SELECT media_asset_id FROM lesson WHERE id = :l)", l=film,
    )  # fmt: skip
    return Thing(owner, {
        "course_id": str(made.id), "section_id": str(made.section_id), "slug": made.slug,
        "lesson_id": str(article), "film_id": str(film), "failed_id": str(failed),
    })  # fmt: skip


def uploading(thing: Thing, put: Callable[[dict[str, Any]], None]) -> Thing:
    """With a whole part of an upload at the store; `put` sends it there."""
    plan = thing.owner.call(media.begin_upload, filename="a.mp4", size_bytes=5)
    (part,) = thing.owner.call(media.sign_parts, plan.asset_id, numbers=[1])
    put({"url": part.url, "headers": dict(part.headers)})
    thing.ids["asset_id"] = str(plan.asset_id)
    return thing


def published(owner: Person, *, enrolled: Person | None = None, removed: Person | None = None):
    """The same, open to all; who is enrolled is, and who was removed was."""
    thing = draft(owner)
    execute("UPDATE lesson SET media_asset_id = NULL WHERE id = :l", l=thing.ids["failed_id"])
    owner.call(course.delete_lesson, UUID(thing.ids["failed_id"]))
    course_id = UUID(thing.ids["course_id"])
    owner.call(course.publish_course, course_id)
    for who in filter(None, (enrolled, removed)):
        who.call(enrollment.enroll, course_id)
    if removed:
        found = execute("SELECT id FROM enrollment WHERE user_id = :id", id=removed.id).scalar_one()
        as_system(enrollment.revoke_enrollment, found, reason="refunded")
    return thing


def own(owner: Person) -> Thing:
    """A session, a key, a passkey and a note of somebody's."""
    made, note_id = courses.draft(owner, f"Noted {next(_number)}", lessons=1), uuid4()
    owner.call(enrollment.save_note, note_id, lesson_id=made.lesson_ids[0], body_md="Mine.")
    key = owner.call(auth.create_api_key, name="k", scopes=["account:read"], expires_in_days=1)
    as_system(auth.start_session, user_id=owner.id, caller=ANONYMOUS, new_hash=None)
    newest = "SELECT id FROM login_session WHERE user_id = :id ORDER BY created_at DESC LIMIT 1"
    session_id = execute(newest, id=owner.id).scalar_one()
    passkey = Passkey(user_id=owner.id, credential_id=uuid4().bytes, public_key=b"p", name="Mine")
    with Session(composition.implementations().engine) as session:
        session.add(passkey)
        session.commit()
        session.refresh(passkey)
    return Thing(owner, {
        "key_id": key.row.id, "session_id": str(session_id), "passkey_id": str(passkey.id),
        "note_id": str(note_id),
    })  # fmt: skip


def somebody_else() -> Thing:
    """An account to act on, which asks to teach."""
    target = person(f"Target{next(_number)}")
    application = InstructorApplication(user_id=target.id, message="Maps of cities")
    with Session(composition.implementations().engine) as session:
        session.add(application)
        session.commit()
        session.refresh(application)
    return Thing(target, {"user_id": str(target.id), "application_id": str(application.id)})


class School:
    """One of each kind. What somebody who is let in changes is put back (`restore`)."""

    def __init__(self) -> None:
        self.people: dict[str, Any] = {"guest": Nobody()}
        for actor in set(ACTORS) - {"guest"}:
            self.people[actor] = somebody(actor)
        theirs = {actor: who for actor, who in self.people.items() if actor != "guest"}
        self.bearers = {actor: tokens_of(who).access_token for actor, who in theirs.items()}
        out = self.people["suspended"].id
        self.people["admin"].call(user.suspend_user, out, reason="Spam.")
        ada, mine = self.people["owner"], self.people["unverified"]
        learners = {actor: self.people[actor] for actor in ("enrolled", "removed")}
        self.things: dict[str, Thing] = {
            "": Thing(ada), "draft": draft(ada), "somebody": somebody_else(),
            "published": published(ada, **learners), "own": own(ada), "link": Thing(ada),
        }  # fmt: skip
        own_link = Thing(ada, {"token": link_of(self.people["suspended"])})
        self.own = {
            "unverified": {"draft": draft(mine), "published": published(mine)},
            "suspended": {"link": own_link},
        }
        _unconfirm(mine)
        for thing in (*self.things.values(), *self.own["unverified"].values()):
            _ = (thing.editor, thing.page) if "course_id" in thing.ids else None
        self.keep()

    def keep(self) -> None:
        """From now on this is how things are."""
        self._kept = Kept()

    def thing(self, actor: str, about: str) -> Thing:
        """What this actor asks for: the owner's, unless they have such of their own."""
        return self.own.get(actor, {}).get(about, self.things[about])

    def restore(self) -> None:
        self._kept.restore()


class Kept:
    """All rows as they are now, to be put back: much faster than to make them again."""

    def __init__(self) -> None:
        self._columns = {
            table.name: ", ".join(c.name for c in table.columns if c.computed is None)
            for table in SQLModel.metadata.sorted_tables
        }
        execute("DROP SCHEMA IF EXISTS kept CASCADE")
        execute("CREATE SCHEMA kept")
        for name, columns in self._columns.items():
            execute(f"CREATE TABLE kept.{name} AS SELECT {columns} FROM {name}")  # noqa: S608
        self._marks = marks(*self._columns)

    def restore(self) -> None:
        """Put back the tables in which something changed."""
        now = marks(*self._columns)
        changed = [name for name, mark in self._marks.items() if now[name] != mark]
        with composition.implementations().engine.begin() as connection:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            for name in changed:
                columns = self._columns[name]
                connection.execute(sa.text(f"DELETE FROM {name}"))  # noqa: S608
                kept = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name}"  # noqa: S608
                connection.execute(sa.text(kept))


def marks(*names: str) -> dict[str, str]:
    """A mark of all rows of each table; of all but those that note who came by, unless named."""
    if not names:
        names = tuple({t.name for t in SQLModel.metadata.sorted_tables} - {"login_session"})
    of = "SELECT '{0}', coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '') FROM {0} t"
    return dict(execute(" UNION ALL ".join(of.format(name) for name in names)).all())
