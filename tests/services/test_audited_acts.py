"""Every audited act, done for real: its entry says who, when, what, from where, and in one with it.

A new action without an act here fails, and so does a way to the log past its one writer (Z05).
"""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest
import sqlalchemy as sa
from sqlmodel import select

from lms_app import composition
from lms_app.core import clock, correlation
from lms_app.core.actor import Credential
from lms_app.core.audited import AUDITED
from lms_app.core.config import settings
from lms_app.core.errors import DomainError
from lms_app.core.permissions import Role
from lms_app.db import audit
from lms_app.db.unit_of_work import begin
from lms_app.models import ActorKind, AuditEntry
from lms_app.seed import markers
from lms_app.services import auth, course, enrollment, reporting, user
from tests.api.v1.client import tokens_of
from tests.architecture.sources import dotted, name, python_files, tree
from tests.conftest import ROOT
from tests.factories.courses import published
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, Person, as_system, instructor, member, person
from tests.factories.second_factors import with_app, with_passkey

NEW = "another walk at dawn 8"
HERE = Credential(ip="198.51.100.7")


def root() -> Person:
    return person("Root", Role.admin)


def about_sam(use_case, **given) -> None:
    root().call(use_case, person("Sam").id, reason="Asked for", **given)


def of_sam(use_case, reason: str = "Asked for", **given) -> None:
    boss, sam = root(), person("Sam")
    boss.call(user.grant_role, sam.id, role="moderator", reason="Before")
    boss.call(use_case, sam.id, reason=reason, **given)


def restored() -> None:
    boss, sam = root(), person("Sam")
    boss.call(user.suspend_user, sam.id, reason="Before")
    boss.call(user.restore_user, sam.id, reason="Asked for")


def taken_down() -> None:
    maps = published(instructor("Ada"), "Maps")
    boss = root()
    boss.call(course.take_down_course, maps.id, reason="Asked for")
    boss.call(course.allow_course, maps.id, reason="Asked for")


def revoked() -> None:
    maps, sam = published(instructor("Ada"), "Maps"), person("Sam")
    enrolled = sam.call(enrollment.enroll, maps.id)
    root().call(enrollment.revoke_enrollment, enrolled, reason="Asked for")


def decided(use_case, **given) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INSTRUCTOR_APPROVAL", "1")
        settings.cache_clear()
        person("Sam").call(user.apply_to_teach, handle="sam-teaches", headline="Sam teaches")
        with begin(composition.implementations().engine, read_only=True) as uow:
            found = sa.text("SELECT id FROM instructor_application")
            asked = uow.session.execute(found).scalar_one()
        root().call(use_case, asked, **given)
    settings.cache_clear()


def key() -> None:
    sam = person("Sam")
    made = sam.call(auth.create_api_key, name="backup", scopes=["account:read"], expires_in_days=30)
    sam.call(auth.revoke_api_key, made.row.id)


def app() -> None:
    sam = person("Sam")
    with_app(sam)
    sam.call(auth.renew_recovery_codes)
    sam.call(auth.turn_off_authenticator)


def passkey() -> None:
    sam = member("Sam")
    held = with_passkey(sam)
    copy = dataclasses.replace(held)
    for one in (held, held, copy):
        question = composition.call(auth.ask_passkey, credential=HERE)
        answer = one.answer(question.options)
        with suppress(DomainError):
            composition.call(
                auth.sign_in_with_passkey, answer=answer, browser=question.browser, credential=HERE
            )
    row = sam.call(auth.get_second_factors).passkeys[0]
    sam.call(auth.remove_passkey, row.id)


def passwords() -> None:
    sam = member("Sam")
    sam.call(auth.change_password, current=PASSWORD, password=NEW)
    composition.call(auth.request_reset, email=sam.email, credential=HERE)
    token = token_to(sam.email)
    composition.call(auth.reset_password, token=token, password=PASSWORD, credential=HERE)


def machine() -> None:
    as_system(auth.create_admin, email="root@example.com", password=PASSWORD, display_name="Root")
    as_system(auth.let_admin_in, email="root@example.com", forget_second_factor=True)


def refreshed() -> None:
    first = tokens_of(person("Sam")).refresh_token
    composition.call(auth.refresh_client, refresh_token=first, credential=HERE)
    elsewhere = Credential(ip="203.0.113.5", user_agent="another")
    with suppress(DomainError):
        composition.call(auth.refresh_client, refresh_token=first, credential=elsewhere)


def taken_along() -> None:
    root().call(reporting.export_audit, wanted=reporting.AuditFilter(), reason="Asked for")


def looked() -> None:
    begun = root().call(auth.begin_impersonation, person("Sam").id, reason="Asked for")
    held = dataclasses.replace(HERE, session_token=begun.token)
    composition.call(auth.end_impersonation, credential=held)


def demo() -> None:
    for step in (markers.SCHOOL_BUILT, markers.CLIPS_ADDED):
        as_system(markers.mark_done, step)


ACTS: dict[str, Callable[[], None]] = {
    "api_key:create": key,
    "api_key:revoke": key,
    "audit:export": taken_along,
    "auth:admin_link": machine,
    "auth:change_password": passwords,
    "auth:reset_password": passwords,
    "course:allow": taken_down,
    "course:take_down": taken_down,
    "demo:clips": demo,
    "demo:school": demo,
    "enrollment:revoke": revoked,
    "impersonation:begin": looked,
    "impersonation:end": looked,
    "instructor:approve": lambda: decided(user.approve_application),
    "instructor:refuse": lambda: decided(user.refuse_application, reason="Asked for"),
    "role:first_admin": machine,
    "role:grant": lambda: about_sam(user.grant_role, role="moderator"),
    "role:revoke": lambda: of_sam(user.revoke_role, role="moderator"),
    "second_factor:all_off": machine,
    "second_factor:app_off": app,
    "second_factor:app_on": app,
    "second_factor:codes_renewed": app,
    "second_factor:passkey_added": passkey,
    "second_factor:passkey_refused": passkey,
    "second_factor:passkey_removed": passkey,
    "session:refresh_reused": refreshed,
    "user:restore": restored,
    "user:suspend": lambda: about_sam(user.suspend_user),
}
BY_SYSTEM = {
    "auth:admin_link", "demo:clips", "demo:school", "role:first_admin", "second_factor:all_off",
}  # fmt: skip
BY_NOBODY_KNOWN = {"second_factor:passkey_refused", "session:refresh_reused"}


def written(site, action: str) -> AuditEntry:
    with begin(site.engine, read_only=True) as uow:
        found = uow.session.exec(select(AuditEntry).where(AuditEntry.action == action)).all()
        assert found, f"{action} was not written down"
        uow.session.expunge_all()
    return found[-1]


def test_every_action_is_done_here():
    assert set(ACTS) == set(AUDITED)


@pytest.mark.parametrize("action", sorted(AUDITED))
def test_an_entry_says_who_when_what_before_after_whence_and_in_one_with_what(site, action):
    began = clock.now()
    ACTS[action]()
    entry = written(site, action)
    kind = (
        ActorKind.system
        if action in BY_SYSTEM
        else ActorKind.unknown
        if action in BY_NOBODY_KNOWN
        else ActorKind.person
    )
    assert entry.actor_kind is kind
    assert (entry.actor_id is not None) == (kind is ActorKind.person)
    assert began.timestamp() - 120 <= entry.created_at.timestamp()  # an app is set up a minute ago
    assert entry.subject_type == AUDITED[action]
    assert (entry.person_id is None) == (entry.subject_type == "site")
    assert entry.changes
    assert all(len(pair) == 2 for pair in entry.changes.values())
    assert (entry.ip == "") == (kind is ActorKind.system)
    assert len(entry.correlation_id) == correlation.LENGTH


@pytest.mark.parametrize(
    "use_case",
    [user.suspend_user, user.grant_role, course.take_down_course, enrollment.revoke_enrollment],
)
def test_what_admins_do_has_a_reason(use_case):
    assert "reason" in use_case.function.__annotations__


def test_an_act_that_fails_is_not_written_down(site, monkeypatch):
    def fails(*_args, **_given):
        raise RuntimeError("no mail")

    monkeypatch.setattr("lms_app.services.user.administration.tell", fails)
    sam, boss = person("Sam"), root()
    with pytest.raises(RuntimeError):
        boss.call(user.suspend_user, sam.id, reason="Asked for")
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM audit_entry")).scalar() == 0
        status = sa.text("SELECT status FROM user_account WHERE id = :id")
        assert connection.execute(status, {"id": sam.id}).scalar() == "active"


def test_the_writer_takes_no_other_action_and_nothing_without_both_sides(site):
    with begin(site.engine, read_only=False) as uow:
        from lms_app.core.actor import SYSTEM

        with pytest.raises(ValueError, match="core/audited"):
            audit.record(uow, SYSTEM, "user:praise", audit.SITE, changes={"a": (1, 2)})
        for changes in ({}, {"a": (1,)}):
            with pytest.raises(ValueError, match="before and an after"):
                audit.record(uow, SYSTEM, "demo:school", audit.SITE, changes=changes)


def test_the_log_is_written_in_one_place():
    writers = {
        name(path)
        for path in python_files("lms_app", "workers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) == "AuditEntry"
    }
    assert writers == {"lms_app/db/audit.py"}


def test_an_entry_and_the_lines_of_the_log_have_one_id(site):
    program = """
from lms_app.core import correlation, logging
import structlog
logging.configure()
with correlation.scope() as known:
    structlog.get_logger("act").warning("about_to_act")
print(known)
"""
    # In a process of its own: loggers keep what they were first set up with.
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f'"correlation_id": "{ran.stdout.strip()}"' in ran.stderr
    boss, sam = root(), person("Sam")
    with correlation.scope() as known:
        boss.call(user.suspend_user, sam.id, reason="Asked for")
    assert written(site, "user:suspend").correlation_id == known
    assert correlation.current() == ""


def test_secrets_are_in_no_entry(site):
    sam = member("Sam")
    secret, codes = with_app(sam)
    made = sam.call(auth.create_api_key, name="backup", scopes=["account:read"], expires_in_days=30)
    passwords_typed = (PASSWORD, NEW)
    with site.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT a::text FROM audit_entry a")).scalars().all()
    assert rows
    for text in rows:
        assert not any(s in text for s in (secret, made.key, *codes, *passwords_typed))
