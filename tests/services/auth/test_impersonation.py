"""An admin looks at the site as somebody else: to look only, for half an hour, with a reason."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from contextlib import suppress
from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.core.config import settings
from lms_app.core.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Impersonating,
    InvalidInput,
    NotAuthenticated,
    NotFound,
    StepUpNeeded,
)
from lms_app.core.permissions import IMPERSONATION, ROLE_PERMISSIONS, Role
from lms_app.core.session_cookie import session_cookie
from lms_app.core.use_case import REGISTRY
from lms_app.db.unit_of_work import begin
from lms_app.services import auth, enrollment, privacy, reporting, user
from lms_app.services.auth.impersonation import IMPERSONATION_SECONDS
from lms_app.services.auth.sessions import resolve_actors
from lms_app.states.gate import EventGate
from tests.api.v1.client import tokens_of
from tests.factories import courses
from tests.factories.people import Person, as_system, instructor, person
from tests.factories.second_factors import later
from tests.matrix.school import marks
from tests.query_counts import counted_statements

OVER = {"seconds": IMPERSONATION_SECONDS + 1}


def rows(site, statement: str) -> list:
    with site.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def looking(root: Person, target: Person, reason: str = "Asked for help.") -> Person:
    """The admin, who looks on as somebody else from now on."""
    begun = root.call(auth.begin_impersonation, target.id, reason=reason)
    return dataclasses.replace(root, credential=holding(begun.token))


def holding(token: str) -> Credential:
    return Credential(session_token=token, ip="192.0.2.1")


@pytest.fixture
def root(site) -> Person:
    return person("Root", Role.admin)


@pytest.fixture
def sam(site) -> Person:
    return person("Sam")


def test_the_admin_is_shown_what_the_person_sees_and_nothing_of_their_own(site, root, sam):
    seen = looking(root, sam)
    actor = seen.call(auth.peek_actor)
    assert (actor.user_id, actor.impersonator) == (sam.id, root.id)
    assert actor.roles == {Role.student}
    assert not actor.is_admin
    assert not actor.is_stepped_up
    shown = seen.call(auth.get_session_user)
    assert (shown.display_name, shown.email) == ("Sam", "")
    assert 0 < shown.impersonated_seconds <= IMPERSONATION_SECONDS
    assert (shown.is_admin, shown.manages_people) == (False, False)
    with pytest.raises(Forbidden):
        seen.call(reporting.list_users)
    assert sam.call(auth.get_session_user).impersonated_seconds is None


def test_the_session_is_named_anew_at_both_ends(site, root, sam):
    seen = looking(root, sam)
    assert root.call(auth.get_session_user) is None
    ended = seen.call(auth.end_impersonation)
    assert ended.user_id == str(sam.id)
    assert seen.call(auth.get_session_user) is None
    back = dataclasses.replace(root, credential=holding(ended.token))
    assert back.call(auth.get_session_user).display_name == "Root"
    assert back.call(auth.end_impersonation) is None


def test_begin_and_end_are_in_the_audit_log_with_the_admin_as_who_did_it(site, root, sam):
    looking(root, sam, "They cannot find their course.").call(auth.end_impersonation)
    acts = rows(
        site, "SELECT actor_id, action, subject_id, reason FROM audit_entry ORDER BY created_at"
    )
    assert acts == [
        (root.id, "impersonation:begin", sam.id, "They cannot find their course."),
        (root.id, "impersonation:end", sam.id, ""),
    ]
    assert rows(site, "SELECT changes->'ended'->>1 FROM audit_entry WHERE reason = ''") == [
        ("by_hand",)
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_asked_for(site, root, sam, reason):
    before = marks()
    with pytest.raises(InvalidInput):
        root.call(auth.begin_impersonation, sam.id, reason=reason)
    assert marks() == before


def test_it_asks_for_a_fresh_proof_and_is_no_matter_of_moderators(site, root, sam):
    with later(minutes=6), pytest.raises(StepUpNeeded):
        root.call(auth.begin_impersonation, sam.id, reason="Help")
    with pytest.raises(Forbidden):
        person("Mod", Role.moderator).call(auth.begin_impersonation, sam.id, reason="Help")
    assert rows(site, "SELECT count(*) FROM impersonation") == [(0,)]


def test_who_cannot_be_looked_on_as(site, root, sam):
    chief, mod, out = person("Chief", Role.admin), person("Mod", Role.moderator), person("Out")
    root.call(user.suspend_user, out.id, reason="Spam")
    for who in (root, chief, mod, out):
        with pytest.raises(Conflict):
            root.call(auth.begin_impersonation, who.id, reason="Help")
    gone = person("Gone")
    gone.call(privacy.schedule_deletion)
    with later(days=8):
        as_system(privacy.erase_account, gone.id)
    with pytest.raises(NotFound):
        root.call(auth.begin_impersonation, gone.id, reason="Help")
    assert rows(site, "SELECT count(*) FROM impersonation") == [(0,)]


def test_there_is_no_nesting(site, root, sam):
    seen = looking(root, sam)
    with pytest.raises(Forbidden):
        seen.call(auth.begin_impersonation, person("Kim").id, reason="Further")


def test_a_client_of_the_api_neither_begins_nor_carries_it(site, root, sam):
    program = Credential(bearer=tokens_of(root).access_token)
    with pytest.raises(Forbidden):
        composition.call(auth.begin_impersonation, sam.id, reason="Help", credential=program)
    looking(root, sam)
    assert composition.call(auth.peek_actor, credential=program).user_id == root.id


def test_half_an_hour_is_all(site, root, sam):
    seen = looking(root, sam)
    with later(**OVER):
        assert seen.call(auth.peek_actor).user_id is None
        over = seen.call(auth.get_session_user)
        assert (over.user_id, over.display_name, over.impersonated_seconds) == ("", "", 0)
        with pytest.raises(NotAuthenticated):
            seen.call(user.get_own_profile)
        with pytest.raises(Impersonating):
            seen.call(auth.touch_session)
        ended = seen.call(auth.end_impersonation)
        back = dataclasses.replace(root, credential=holding(ended.token))
        assert back.call(auth.get_session_user).display_name == "Root"
    assert endings(site) == ["time_out"]


def test_the_end_is_noted_though_nobody_is_there_and_only_once(site, root, sam):
    seen = looking(root, sam)
    assert as_system(auth.note_ended_impersonations) == 0
    with later(**OVER):
        assert as_system(auth.note_ended_impersonations) == 1
        assert as_system(auth.note_ended_impersonations) == 0
        assert seen.call(auth.get_session_user).user_id == ""
        assert seen.call(auth.end_impersonation) is not None
    assert endings(site) == ["time_out"]
    assert rows(site, "SELECT ended_at <= ends_at FROM impersonation") == [(True,)]


def endings(site) -> list[str]:
    found = rows(
        site,
        "SELECT actor_id IS NOT NULL, changes->'ended'->>1 FROM audit_entry"
        " WHERE action = 'impersonation:end'",
    )
    assert all(has_admin for has_admin, _ in found)
    return [by for _, by in found]


def suspend_admin(root, sam, chief):
    chief.call(user.suspend_user, root.id, reason="Left")


def demote_admin(root, sam, chief):
    chief.call(user.revoke_role, root.id, role="admin", reason="Left")


def suspend_person(root, sam, chief):
    chief.call(user.suspend_user, sam.id, reason="Spam")


def promote_person(root, sam, chief):
    chief.call(user.grant_role, sam.id, role="moderator", reason="Helps")


def erase_person(root, sam, chief):
    sam.call(privacy.schedule_deletion)
    with later(days=8):
        as_system(privacy.erase_account, sam.id)


def sign_out_everywhere(root, sam, chief):
    first = as_system(auth.start_session, user_id=root.id, caller=ANONYMOUS).token
    composition.call(auth.end_other_sessions, credential=holding(first))


@pytest.mark.parametrize(
    "act",
    [
        suspend_admin,
        demote_admin,
        suspend_person,
        promote_person,
        erase_person,
        sign_out_everywhere,
    ],
)
def test_it_ends_at_once_with_the_admin_or_the_person(site, root, sam, act):
    seen = looking(root, sam)
    act(root, sam, person("Chief", Role.admin))
    assert seen.call(auth.peek_actor).user_id is None
    with pytest.raises(NotAuthenticated):
        seen.call(user.get_own_profile)
    assert as_system(auth.note_ended_impersonations) == 1
    assert endings(site) == ["not_allowed"]


def test_signing_out_ends_both(site, root, sam):
    seen = looking(root, sam)
    seen.call(auth.sign_out)
    assert seen.call(auth.get_session_user) is None
    assert endings(site) == ["signed_out"]
    assert as_system(auth.note_ended_impersonations) == 0


def test_what_is_the_persons_alone_is_not_shown(site, root, sam):
    seen = looking(root, sam)
    for alone in (
        auth.list_sessions, auth.get_second_factors, auth.list_api_keys, auth.list_linked_accounts,
        auth.get_own_credentials, auth.get_proof_choices, auth.review_sessions, auth.ensure_proved,
        privacy.get_privacy, privacy.find_export, privacy.open_export,
    ):  # fmt: skip
        with pytest.raises(Impersonating):
            seen.call(alone)


@pytest.mark.parametrize("role", [Role.student, Role.instructor])
def test_the_address_is_in_no_answer(site, root, role):
    """Admins see it masked: looking on is no way around that."""
    target, told = person("Sam") if role is Role.student else instructor("Sam"), []
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET email_verified_at = NULL"))
    address = target.call(auth.get_account).email
    assert address == "sam@example.com"
    seen = looking(root, target)
    for use_case in REGISTRY.values():
        if use_case.only_reads and use_case.permission in IMPERSONATION:
            with suppress(DomainError, TypeError):  # of those that ask for more: nothing is there
                told.append((use_case.name, seen.call(use_case)))
    assert len(told) > 10
    assert not [name for name, answer in told if address in repr(answer)]


def test_watching_leaves_no_trace(site, root, sam):
    ada = instructor("Ada")
    made = courses.published(ada, "Maps")
    sam.call(enrollment.enroll, made.id)
    seen = looking(root, sam)
    before = marks()
    lesson = made.lesson_ids[0]
    assert seen.call(enrollment.get_learn_page, made.slug, None).viewer == "enrolled"
    assert seen.call(enrollment.get_master_playlist, lesson).startswith("#EXTM3U")
    report = enrollment.PlaybackReport(lesson, [(0.0, 5.0)], 5.0)
    (refused,) = composition.call_many(enrollment.report_playback, [(seen.credential, report)])
    assert isinstance(refused, Impersonating)
    assert marks() == before


@pytest.mark.parametrize("role", [Role.student, Role.instructor])
def test_whatever_may_write_is_refused_before_it_begins(site, root, role):
    """Over every use case there is: nothing needs to be listed, nothing can be forgotten."""
    target = person("Sam") if role is Role.student else instructor("Ada")
    seen = looking(root, target)
    before, refused = marks(), 0
    for use_case in REGISTRY.values():
        if use_case.ends_impersonation:
            continue
        is_open = use_case.only_reads and use_case.permission in IMPERSONATION
        is_theirs = use_case.permission in ROLE_PERMISSIONS[role] or use_case.permission == "public"
        if is_open and is_theirs:
            continue
        with pytest.raises(Impersonating if is_theirs else Forbidden):
            seen.call(use_case)
        refused += 1
    assert refused > 100
    assert marks() == before


def test_only_what_ends_it_writes():
    names = {name for name, use_case in REGISTRY.items() if use_case.ends_impersonation}
    assert names == {"auth.end_impersonation", "auth.sign_out"}


def test_a_workflow_that_says_it_only_reads_is_held_to_it(site, root, sam, monkeypatch):
    """Should one write after all, the door refuses each command, its own and the system's."""
    seen = looking(root, sam)
    before = marks()
    for write in (
        lambda ctx: ctx.call(user.save_preferences, theme="dark"),
        lambda ctx: ctx.call_as_system(auth.note_ended_impersonations),
        lambda ctx: ctx.call_as_system(privacy.erase_due_accounts),
    ):
        lying = dataclasses.replace(
            user.get_avatar, function=lambda ctx, actor, write=write: write(ctx)
        )
        with pytest.raises(Impersonating):
            seen.call(lying)
    assert marks() == before


def test_the_person_reads_in_their_copy_that_somebody_looked(site, root, sam):
    looking(root, sam, "They asked why a video stops.").call(auth.end_impersonation)
    export = sam.call(privacy.request_export)
    _, _, _, found = as_system(privacy.collect_export, UUID(export))
    (table,) = [rows for rows in found if rows.table == "impersonation"]
    told = json.dumps(
        [dict(zip(table.columns, row, strict=True)) for row in table.rows], default=str
    )
    assert "They asked why a video stops." in told
    assert str(root.id) not in told, "it is said that an administrator looked, not which"
    assert str(rows(site, "SELECT session_id FROM impersonation")[0][0]) not in told


def test_the_cached_check_of_the_gate_knows_it_at_once(site, root, sam):
    """The gate remembers a name of a session for seconds; both ends give it another."""
    name = session_cookie(settings().site_url).name

    async def run() -> None:
        gate = EventGate()

        async def asked(who: Person):
            return await gate._session(f"{name}={who.credential.session_token}", "192.0.2.1")

        assert (await asked(root)).user_id == root.id
        seen = looking(root, sam)
        assert (await asked(seen)).user_id == sam.id
        assert (await asked(seen)).impersonator == root.id
        ended = seen.call(auth.end_impersonation)
        back = dataclasses.replace(root, credential=holding(ended.token))
        assert (await asked(back)).user_id == root.id
        assert root.call(auth.get_session_user) is None

    asyncio.run(run())


def test_who_is_calling_costs_one_query_still(site, root, sam):
    seen = looking(root, sam)
    with begin(site.engine, read_only=True) as uow, counted_statements() as asked:
        actors = resolve_actors(uow, [seen.credential, sam.credential, Credential()])
    assert [(a.user_id, a.impersonator) for a in actors] == [
        (sam.id, root.id), (sam.id, None), (None, None)
    ]  # fmt: skip
    assert len([statement for statement in asked if "login_session" in statement]) == 1
