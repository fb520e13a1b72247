"""Every use case of instructors that takes an id, with the ids of somebody else's things.

The table is made from the registry: a new use case is tried as soon as it exists, and one that
nobody gave arguments to, or a rule (`tests/matrix/rules.py`), fails.
"""

from __future__ import annotations

import inspect
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from lms_app import composition
from lms_app.core.errors import Forbidden, NotFound
from lms_app.core.permissions import ROLE_PERMISSIONS, Permission, Role
from lms_app.core.use_case import REGISTRY, UseCase
from lms_app.models import LoginSession, MediaAsset, Passkey
from lms_app.services import (  # noqa: F401  (registered)
    auth,
    course,
    enrollment,
    media,
    privacy,
    reporting,
    user,
)
from lms_app.services.media.quota import Share
from tests.conftest import _clean
from tests.factories import courses
from tests.factories.people import SYSTEM, Person, instructor
from tests.factories.uploads import client
from tests.matrix.rules import DRAFT, LESSON, OWN, PUBLISHED, RULES
from tests.matrix.school import marks

CLAIMED = (DRAFT, PUBLISHED, LESSON, OWN, RULES["course.publish_course"])


def takes_ids(use_case: UseCase[Any]) -> bool:
    parameters = list(inspect.signature(use_case.function).parameters.values())[2:]
    return any(p.name == "asset" or p.name.endswith("_id") for p in parameters)


TAKING_IDS = {
    name: use_case
    for name, use_case in sorted(REGISTRY.items())
    if use_case.permission in ROLE_PERMISSIONS[Role.instructor]
    and use_case.permission is not Permission.public
    and takes_ids(use_case)
}
# In the others an id is no claim to anything; they are tried below.
GUARDED = {n: u for n, u in TAKING_IDS.items() if n not in RULES or RULES[n] in CLAIMED}
OTHERS = {
    "texts": courses.texts("Mine"), "slug": "mine", "title": "Mine", "index": 0, "number": 1,
    "filename": "a.mp4", "size_bytes": 5, "name": "360p", "etag": "x", "numbers": [1],
    "language": "en", "cues": [{"start": 0, "end": 1, "text": "mine"}], "more_bytes": 1,
    "played": [(0.0, 1.0)], "position_seconds": 1.0, "body_md": "Mine.", "share": Share(10**9, 10),
    "percent": 80, "data": b"mine", "chapters": [{"start_seconds": 0, "title": "mine"}],
}  # fmt: skip


@pytest.fixture
def ada(site) -> Person:
    return instructor("Ada")


@pytest.fixture(scope="module")
def school(servers) -> tuple[Person, Person, dict[str, UUID]]:
    """Ada with everything of hers, and Ben; nothing of it changes, so that all may share it."""
    _clean(composition.implementations())
    ada = instructor("Ada")
    return ada, instructor("Ben"), things(ada)


def things(ada: Person) -> dict[str, UUID]:
    """A draft of Ada's with a video that plays, and an upload of hers that goes on."""
    made = courses.draft(ada)
    empty = ada.call(course.add_lesson, made.section_id, title="Empty")
    body = {"lesson_id": empty, "filename": "a.mp4", "size_bytes": 5}
    begun = client(ada).post("/api/uploads", json=body).json()["asset_id"]
    note_id = uuid4()
    ada.call(enrollment.save_note, note_id, lesson_id=made.lesson_ids[0], body_md="Mine.")
    return own_things(ada) | {"note_id": note_id} | {
        "course_id": made.id, "section_id": made.section_id, "lesson_id": made.lesson_ids[0],
        "asset_id": courses.ready_asset(ada), "unfinished": UUID(begun),
    }  # fmt: skip


def own_things(ada: Person) -> dict[str, UUID]:
    """Ada's session, and an API key, a passkey and a copy of her data."""
    engine = composition.implementations().engine
    key = ada.call(auth.create_api_key, name="Mine", scopes=["account:read"], expires_in_days=1)
    passkey = Passkey(user_id=ada.id, credential_id=b"c", public_key=b"p", name="Mine")
    with Session(engine) as session:
        session.add(passkey)
        session_id = session.exec(
            select(LoginSession.id).where(LoginSession.user_id == ada.id)
        ).one()
        session.commit()
        session.refresh(passkey)
    export = UUID(ada.call(privacy.request_export))
    composition.call(privacy.build_export, export, credential=SYSTEM)
    return {
        "key_id": UUID(key.row.id), "passkey_id": passkey.id, "session_id": session_id,
        "export_id": export,
    }  # fmt: skip


def arguments(use_case: UseCase[Any], of: dict[str, UUID], owner: Person) -> dict[str, Any]:
    """Ada's ids and plain values for every argument without a default."""
    values: dict[str, Any] = {}
    for parameter in list(inspect.signature(use_case.function).parameters.values())[2:]:
        if parameter.name == "asset":
            values["asset"] = MediaAsset(
                id=uuid4(), owner_id=owner.id, filename="a.mp4", content_type="video/mp4",
                size_bytes=5, source_key="sources/x",
            )  # fmt: skip
        elif parameter.name in of:
            values[parameter.name] = of[parameter.name]
        elif parameter.default is inspect.Parameter.empty:
            values[parameter.name] = OTHERS[parameter.name]
    return values


@pytest.mark.parametrize("name", GUARDED)
def test_another_instructor_does_nothing_to_what_is_not_theirs(school, name):
    ada, ben, of = school
    before = marks()
    for asset_id in (of["asset_id"], of["unfinished"]):
        values = arguments(GUARDED[name], {**of, "asset_id": asset_id}, ada)
        with pytest.raises((NotFound, Forbidden)):
            ben.call(GUARDED[name], **values)
    assert marks() == before
    assert ada.call(auth.get_session_user) is not None


def test_the_table_is_of_everything_and_its_exceptions_are_known():
    assert {"course.keep_video", "media.list_posters", "media.choose_poster"} <= set(GUARDED)
    assert {"media.get_poster_keys", "media.save_captions"} <= set(GUARDED)
    assert len(GUARDED) >= 30
    assert set(TAKING_IDS) - set(GUARDED) == {
        "certificate.claim_certificate",
        "enrollment.enroll", "enrollment.list_lesson_notes", "enrollment.read_notebook",
        "enrollment.list_notes", "enrollment.export_notes", "media.check_share", "media.begin_upload", "course.create_course",
    }  # fmt: skip


def test_the_exceptions_give_nothing_away(site, ada):
    ben, of = instructor("Ben"), things(ada)
    with pytest.raises(NotFound):
        ben.call(enrollment.enroll, of["course_id"])
    plan = ben.call(media.begin_upload, filename="a.mp4", size_bytes=5, owner_id=ada.id)
    made = ben.call(course.create_course, texts=courses.texts("Mine"), owner_id=ada.id)
    with site.engine.connect() as connection:
        for table, row_id in (("media_asset", plan.asset_id), ("course", made)):
            owner = sa.text(f"SELECT owner_id FROM {table} WHERE id = :id")  # noqa: S608
            assert connection.execute(owner, {"id": row_id}).scalar() == ben.id
