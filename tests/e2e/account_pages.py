"""The account pages in the states that people come to: links that work, rows that are filled."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from lms_app import composition
from lms_app.core import urls
from lms_app.core.actor import Credential
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import begin
from lms_app.models import OAuthIdentity
from lms_app.services import auth, privacy, user
from tests.e2e.conftest import wait_until
from tests.factories.applicants import apply
from tests.factories.mails import mails_to, token_to
from tests.factories.newcomers import newcomer_cookie
from tests.factories.people import PASSWORD, Person, instructor, member, person
from tests.factories.second_factors import first_factor, with_app, with_passkey

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


def _run(statement: str, **values: object) -> None:
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text(statement), values)


@cache
def account_people() -> dict[str | None, Person | None]:
    """Who opens them, each as far as they have come."""
    return {
        "guarded": _guarded(),
        "halfway": _halfway(),
        "leaving": _leaving(),
        "unconfirmed": _unconfirmed(),
    }


def _guarded() -> Person:
    """Everything a person can have: app, passkey, codes, keys, another device, a copy."""
    who = member("Guarded")
    away = Credential(ip="203.0.113.77", user_agent=PHONE)
    composition.call(auth.sign_in, email=who.email, password=PASSWORD, credential=away)
    with_app(who)
    with_passkey(who, "집 노트북")
    with_passkey(who, "A security key with quite a long name, kept in the drawer at home")
    for name, scopes, days in (
        ("백업 스크립트", ["account:read"], 90),
        ("Nightly report of what I have learned", ["account:read", "enrollment:read"], 7),
    ):
        who.call(auth.create_api_key, name=name, scopes=scopes, expires_in_days=days)
    with begin(composition.implementations().engine, read_only=False) as uow:
        uow.add(
            OAuthIdentity(
                user_id=who.id, provider="demo", subject="guarded", email="guarded@demo.example"
            )
        )
    who.call(privacy.request_export)
    ready = "SELECT status FROM data_export WHERE user_id = :id"
    wait_until(lambda: _one(ready, id=who.id) == "ready")
    return who


def _halfway() -> Person:
    """Whose password was right, and whose code is still asked for."""
    who = member("Halfway")
    with_app(who)
    _, held = first_factor(who)
    return Person(who.id, held, who.email)


def _leaving() -> Person:
    who = member("Leaves")
    who.call(privacy.schedule_deletion)
    return who


def _unconfirmed() -> Person:
    who = person("Unconfirmed")
    _run("UPDATE user_account SET email_verified_at = NULL WHERE id = :id", id=who.id)
    return who


@cache
def live_links() -> dict[str, str]:
    """Addresses with tokens that work, by the name of their page."""
    apply("nearly@example.com")
    forgetful, changing = member("Forgetful"), member("Changing")
    composition.call(auth.request_reset, email=forgetful.email)
    changing.call(auth.change_email, email="changed@example.com", current=PASSWORD)
    suspended = suspended_person()
    reset = f"{urls.RESET}?token={_token(forgetful.email)}"
    elsewhere = f"{urls.VERIFY}?token={_token('nearly@example.com')}"
    return {
        "verify": elsewhere,
        "verify-password": f"{elsewhere}&error=error.sign_up_password&field=password",
        "verify-elsewhere": f"{urls.VERIFY}?token={_token('changed@example.com')}",
        "reset": reset,
        "reset-error": f"{reset}&error=error.password_short&field=password",
        "suspended": f"{urls.SUSPENDED}?token={_token(suspended.email)}",
    }


def _token(address: str) -> str:
    """Of the newest mail, which the worker or this process sends."""
    wait_until(lambda: mails_to(address))
    return token_to(address)


@cache
def suspended_person() -> Person:
    root, who = person("Suspends", Role.admin), member("Stopped")
    root.call(user.suspend_user, who.id, reason="강의 영상을 다른 곳에 올렸어요.")
    return who


@cache
def account_cases() -> list[tuple[str, str, str | None]]:
    """Name, address and visitor of every such page."""
    teaching = instructor("Quiet")
    links = [(name, path, None) for name, path in live_links().items()]
    return [
        *links,
        ("login-error", "/login?error=error.wrong_password&field=password", None),
        ("login-second-live", urls.SECOND_STEP, "halfway"),
        ("confirm-code", f"{urls.CONFIRM}?next=/settings", "guarded"),
        ("confirm-nothing", f"{urls.CONFIRM}?next=/settings", "newcomer"),
        ("settings-empty", urls.SETTINGS, "newcomer"),
        ("settings-security-empty", urls.SETTINGS_SECURITY, "newcomer"),
        ("settings-security-full", urls.SETTINGS_SECURITY, "guarded"),
        ("settings-api-full", urls.SETTINGS_API, "guarded"),
        ("settings-data-full", urls.SETTINGS_DATA, "guarded"),
        ("settings-data-leaving", urls.SETTINGS_DATA, "leaving"),
        ("settings-unconfirmed", urls.SETTINGS, "unconfirmed"),
        ("instructor-start-unconfirmed", urls.INSTRUCTOR_START, "unconfirmed"),
        ("instructor-page-empty", urls.instructor("quiet-teaches"), None),
        ("admin-user-suspended", urls.admin_user(str(suspended_person().id)), "admin"),
        ("admin-user-teaching", urls.admin_user(str(teaching.id)), "admin"),
        ("admin-users-suspended", f"{urls.ADMIN_USERS}?status=suspended", "admin"),
        ("admin-users-none", f"{urls.ADMIN_USERS}?q=zzzzzz", "admin"),
        ("admin-instructors-approved", f"{urls.ADMIN_INSTRUCTORS}?status=approved", "admin"),
        ("admin-instructors-refused", f"{urls.ADMIN_INSTRUCTORS}?status=refused", "admin"),
        ("forbidden", urls.FORBIDDEN, "student"),
        ("error", urls.ERROR, None),
        ("dev-inbox", urls.DEV_INBOX, None),
        ("dev-mails", f"{urls.DEV_MAILS}?name=new_device", None),
    ]


@cache
def more_cases() -> list[tuple[Any, ...]]:
    """Pages that are like others, with what else their cases hold."""
    return [
        *_links_of_a_member(),
        *_first_sign_ins(),
        ("login-refused", "/login?error=error.rate_limited&seconds=300&next=/my-courses", None),
        ("login-after-reset", "/login?notice=reset", None),
    ]


def _links_of_a_member() -> list[tuple[Any, ...]]:
    """What a link in a mail shows its own people, and others."""
    who = account_people()["unconfirmed"]
    assert who
    who.call(auth.request_verification)
    link = f"{urls.VERIFY}?token={_token(who.email)}"
    mark = apply("nearby@example.com")
    at_home = f"{urls.VERIFY}?token={_token('nearby@example.com')}"
    return [
        ("verify-own", link, "unconfirmed"),
        ("verify-not-own", link, "newcomer"),
        ("verify-done", f"{urls.VERIFY}?done=verify", "newcomer"),
        ("verify-changed", f"{urls.VERIFY}?done=change", "newcomer"),
        ("verify-nearby", at_home, None, "", (("signup", mark),)),
    ]


def _first_sign_ins() -> list[tuple[Any, ...]]:
    """Who comes from a provider that has proven their address, and one that knows nothing."""
    known = newcomer_cookie(name="민서", email="minseo@demo.example", is_email_verified=True)
    bare = newcomer_cookie()
    again = f"{urls.SIGN_UP_COMPLETE}?error=error.consent_required&field=terms"
    return [
        ("signup-complete", urls.SIGN_UP_COMPLETE, None, "", (("newcomer", known),)),
        ("signup-complete-bare", again, None, "", (("newcomer", bare),)),
    ]


def _one(statement: str, **values: object) -> str:
    with composition.implementations().engine.connect() as connection:
        return str(connection.execute(sa.text(statement), values).scalar_one())
