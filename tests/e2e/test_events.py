"""Every registered event, called by people who have no business calling it."""

from __future__ import annotations

import re
import types
import typing

import pytest
import socketio
import sqlalchemy as sa
from pydantic import BaseModel

from lms_app import composition
from lms_app.core.permissions import Role
from lms_app.services import course, user
from tests.e2e.conftest import wait_until
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.factories import courses
from tests.factories.people import Person, person

CANARY = "카나리아 비밀 초안"
TABLES = (
    "user_account", "role_grant", "instructor_profile", "user_profile", "course", "section", "lesson",
    "media_asset", "enrollment", "lesson_progress", "audit_entry", "caption_track",
)  # fmt: skip


class Cast(typing.NamedTuple):
    ada: Person
    sam: Person
    ben: Person
    root: Person
    made: courses.Made


@pytest.fixture(scope="module")
def cast(live_site) -> Cast:
    def teacher(name: str) -> Person:
        who = person(name)
        who.call(user.apply_to_teach, handle=f"{name.lower()}-t", headline="x")
        return who

    ada, ben = teacher("Eva"), teacher("Rival")
    sam, root = person("Pupil"), person("Chief", Role.admin)
    made = courses.draft(ada, CANARY)
    ada.call(course.rename_section, made.section_id, title=f"{CANARY} 섹션")
    return Cast(ada, sam, ben, root, made)


def table():
    from lms_app.lms_app import app
    from lms_app.states.gate import event_table

    return event_table(app._registration_context.event_handlers)[0]


def value_for(annotation: object, name: str, made: courses.Made) -> object:
    """A payload value that fits, naming Ada's things wherever an id is asked for."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return value_for(arguments[0], name, made)
    if origin is typing.Literal:
        return arguments[0]
    if origin in {typing.Union, types.UnionType}:
        return value_for(next(a for a in arguments if a is not type(None)), name, made)
    if origin in {list, tuple}:
        return []
    if origin is dict:
        return {}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return payload_for(annotation, made)
    if annotation is bool:
        return True
    if annotation is int:
        return 0
    if annotation is float:
        return 0.0
    for word, known in (
        ("lesson", made.lesson_ids[0]), ("section", made.section_id),
        ("course", made.id), ("slug", made.slug), ("user", None), ("asset", None),
    ):  # fmt: skip
        if word in name and known is not None:
            return str(known)
    return str(made.id) if name.endswith("id") else "x"


def payload_for(model: type[BaseModel], made: courses.Made) -> dict[str, object]:
    return {
        name: value_for(field.annotation, name, made) for name, field in model.model_fields.items()
    }


def everything() -> dict[str, object]:
    """A fingerprint of every table an event could change."""
    with composition.implementations().engine.begin() as connection:
        return {
            name: connection.execute(
                sa.select(sa.func.md5(sa.func.string_agg(sa.text("t::text"), "|"))).select_from(
                    sa.text(f"(SELECT * FROM {name} ORDER BY 1, 2, 3) t")  # noqa: S608
                )
            ).scalar()
            for name in TABLES
        }


PATHS = (
    "/instructor/courses/{id}",
    "/instructor/courses/{id}/curriculum",
    "/courses/{slug}",
    "/learn/{slug}",
    "/admin/users",
)


@pytest.mark.parametrize("caller", ["nobody", "student", "other instructor"])
def test_every_event_is_refused_to_whom_it_does_not_belong(live_site, cast, caller):
    who = {"nobody": None, "student": cast.sam, "other instructor": cast.ben}[caller]
    own_effects = {"open", "open_profile", "create", "enroll", "choose_language"}
    events = {
        name: policy
        for name, policy in table().items()
        if name.rsplit(".", 1)[-1] not in own_effects
    }
    assert len(events) >= 20
    before = everything()
    for path in PATHS:
        at = path.format(id=cast.made.id, slug=cast.made.slug)
        # A fresh socket each: the flood limit is counted per address over the whole site.
        socket = RawSocket(live_site.url, who.credential.session_token if who else "")
        socket.hydrate(at)
        for name, policy in events.items():
            socket.send(name, payload_for(policy.payload, cast.made), at)
        socket.quiet()
        assert CANARY not in socket.said()
        socket.close()
    assert everything() == before


def test_signed_out_callers_are_led_to_sign_in_by_events_that_need_a_session(live_site, cast):
    socket = RawSocket(live_site.url)
    socket.hydrate()

    def told(var: str) -> set[str]:
        return set(re.findall(rf'{var}\w*": "?([^",}}]*)', socket.said())) - {"", "0"}

    guarded = {name: policy for name, policy in table().items() if policy.is_signed_in}
    for number, (name, policy) in enumerate(guarded.items(), 1):
        print(name)
        socket.send(name, payload_for(policy.payload, cast.made), "/")
        # The way is numbered anew each time the browser is sent on it.
        wait_until(lambda number=number: len(told("go_seq")) == number, step=0.02)
    assert {way.partition("?")[0] for way in told("go_url")} == {"/login"}
    socket.close()


def run(statement: str, **values: object) -> None:
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def named(ending: str) -> str:
    return next(name for name in table() if name.endswith(f"_{ending}"))


def give_to(owner: Person, made: courses.Made) -> None:
    run("UPDATE course SET owner_id = :o WHERE id = :c", o=owner.id, c=made.id)
    run(
        "UPDATE media_asset SET owner_id = :o WHERE id IN"
        " (SELECT media_asset_id FROM lesson WHERE course_id = :c)",
        o=owner.id, c=made.id,
    )  # fmt: skip


def test_ids_that_a_tab_remembers_open_nothing_that_is_no_longer_its_persons(live_site, cast):
    """Events that take their id from the state reach the door with a real one: of a course that
    was the caller's when the page was loaded. Given back, the same events do what they say."""
    holder = person("Holder")
    holder.call(user.apply_to_teach, handle="holder-t", headline="x")
    made = courses.draft(holder, "Mine for now", lessons=3)
    first, failed, _ = made.lesson_ids
    of_lesson = "WHERE id = (SELECT media_asset_id FROM lesson WHERE id = :l)"
    posters = "poster_keys = ARRAY['media/x/poster-0.jpg', 'media/x/remembered.jpg']"
    run(f"UPDATE media_asset SET {posters} {of_lesson}", l=first)  # noqa: S608
    run(
        f"UPDATE media_asset SET status = 'failed', failure_reason = 'damaged' {of_lesson}",  # noqa: S608
        l=failed,
    )
    at = f"/instructor/courses/{made.id}/curriculum"
    socket = RawSocket(live_site.url, holder.credential.session_token)
    socket.hydrate(at)
    socket.send(named("curriculum_dialog_state.ask_delete"), {"row": str(failed)}, at)
    socket.quiet()
    socket.hears("Mine for now")
    steps = (
        ("lesson_panel_state.choose_poster", {"lesson_id": str(first), "number": 1}, "media_asset"),
        ("lesson_panel_state.retry", {"lesson_id": str(failed)}, "media_asset"),
        ("curriculum_dialog_state.delete", {}, "lesson"),
        ("builder_state.publish", {}, "course"),
        ("builder_state.unpublish", {}, "course"),
        ("curriculum_state.add_section", {"text": "More"}, "section"),
    )
    give_to(cast.ada, made)
    socket.received.clear()
    before = everything()
    socket.ask(named("lesson_panel_state.show_posters"), {"lesson_id": str(first)}, at)
    for ending, payload, _ in steps:
        socket.ask(named(ending), payload, at)
    socket.quiet()
    assert "remembered.jpg" not in socket.said()
    assert everything() == before
    give_to(holder, made)
    socket.send(named("lesson_panel_state.show_posters"), {"lesson_id": str(first)}, at)
    socket.hears("remembered.jpg")
    for ending, payload, changed in steps:
        was = everything()[changed]
        socket.send(named(ending), payload, at)
        wait_until(lambda was=was, changed=changed: everything()[changed] != was)
        socket.quiet(0.2)
    socket.close()


def test_an_account_that_an_admin_asked_about_stays_when_they_are_none_any_more(live_site, cast):
    deputy, target = person("Deputy", Role.admin), person("Target")
    socket = RawSocket(live_site.url, deputy.credential.session_token)
    socket.hydrate("/admin/users")
    socket.send(named("admin_users_state.ask"), {"user_id": str(target.id)}, "/admin/users")
    socket.quiet()
    run("UPDATE role_grant SET role = 'moderator' WHERE user_id = :u", u=deputy.id)
    before = everything()
    decide = named("admin_users_state.decide"), {"form_data": {"reason": "Asked for."}}
    socket.ask(*decide, "/admin/users")
    socket.quiet()
    assert everything() == before
    run("UPDATE role_grant SET role = 'admin' WHERE user_id = :u", u=deputy.id)
    socket.send(*decide, "/admin/users")
    wait_until(lambda: everything()["user_account"] != before["user_account"])
    socket.close()


def test_the_owner_sees_what_the_others_did_not(live_site, cast):
    socket = RawSocket(live_site.url, cast.ada.credential.session_token)
    socket.hydrate(f"/instructor/courses/{cast.made.id}/curriculum")
    socket.hears(CANARY)
    socket.close()


def test_setvar_undeclared_and_misshapen_events_do_nothing(live_site, cast):
    socket = RawSocket(live_site.url, cast.sam.credential.session_token)
    socket.hydrate()
    session = f"{ROOT_STATE}.lms_app___states___session____session_state"
    before = everything()
    socket.received.clear()
    socket.send(f"{session}.setvar", {"var_name": "is_admin", "value": True})
    socket.send(f"{session}._say", {})
    socket.send("no.such.event", {})
    socket.send(f"{session}.choose_language", {"language": "de"})
    socket.send(f"{session}.choose_language", {"language": "en", "extra": 1})
    for value in (-1, 2**63, 10**400, 1e308, "7 ", True, None, [], {}, {"$ne": 1}):
        socket.send(f"{session}.choose_language", {"language": value})
    socket.quiet()
    assert 'is_admin_rx_state_": true' not in socket.said()
    assert "go_url" not in socket.said()
    assert everything() == before
    socket.close()


def test_a_foreign_origin_gets_no_socket(live_site):
    host = live_site.url.removeprefix("http://")
    for origin in ("https://evil.example", "null", f"http://x.{host}", f"https://{host}"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            RawSocket(live_site.url, origin=origin)


def test_sign_out_and_suspension_act_on_an_open_socket(live_site, cast):
    from lms_app.services import auth

    kim = person("Visitor")
    name = next(n for n, p in table().items() if p.is_signed_in)
    socket = RawSocket(live_site.url, kim.credential.session_token)
    socket.hydrate("/my-courses")
    kim.call(auth.sign_out)

    def refused() -> bool:
        socket.received.clear()
        socket.send(name, payload_for(table()[name].payload, cast.made), "/my-courses")
        socket.quiet(0.5)
        return "/login" in socket.said()

    wait_until(refused)
    socket.close()


def test_a_tabs_token_without_its_session_gives_nothing_away(live_site, cast):
    owner = RawSocket(live_site.url, cast.ada.credential.session_token)
    owner.hydrate(f"/instructor/courses/{cast.made.id}/curriculum")
    owner.hears(CANARY)
    token = owner.token
    owner.close()
    thief = RawSocket(live_site.url, token=token)
    thief.hydrate("/")
    for name, policy in table().items():
        thief.send(name, payload_for(policy.payload, cast.made), "/")
    thief.quiet()
    assert CANARY not in thief.said()
    assert "Eva" not in thief.said()
    thief.close()
