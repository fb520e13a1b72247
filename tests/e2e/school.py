"""The demo school on the running site, and who may look at which page."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page

from lms_app import composition
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.services import auth
from tests.conftest import ROOT
from tests.e2e.account_pages import account_cases, account_people, more_cases
from tests.e2e.conftest import LiveSite, keep_cookie, sign_in_as
from tests.factories.people import Person, as_system


@dataclass(frozen=True)
class PageCase:
    """One page: its name, its address, and who opens it (None is a visitor).

    `opens` is what is pressed before looking; `cookies` are the browser's by their short names.
    """

    name: str
    path: str
    who: str | None
    opens: str = ""
    cookies: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """A document without scripts: there is nothing to wait for."""
        return self.path.startswith("/dev/")

    def prepare(self, context: BrowserContext, site: LiveSite) -> None:
        """Give the browser what the page reads of it."""
        if self.opens:
            # What asks for a reason asks first who is there, unless they have just come.
            sign_in_as(context, site, somebody("admin@margin.example"))
        for name, value in self.cookies:
            keep_cookie(context, site, name, value)

    def press(self, page: Page) -> None:
        """Open on the page what it has to show, and wait for it."""
        if self.opens:
            page.locator(self.opens).first.click()
            page.locator("[role=dialog], [role=alertdialog], details[open]").first.wait_for()


def seed_school() -> None:
    """Build the demo school, without its clips, as `make seed` does."""
    subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "seed", "--only", "school"],
        cwd=ROOT, env=dict(os.environ), check=True, capture_output=True,
    )  # fmt: skip


def somebody(email: str) -> Person:
    """A demo account with a fresh session."""
    with composition.implementations().engine.connect() as connection:
        user_id = connection.execute(
            sa.text("SELECT id FROM user_account WHERE email_key = :email"), {"email": email}
        ).scalar_one()
    token = as_system(auth.start_session, user_id=user_id, caller=ANONYMOUS, new_hash=None).token
    return Person(UUID(str(user_id)), Credential(session_token=token, ip="127.0.0.1"), email)


def one(statement: str, **values: object) -> str:
    with composition.implementations().engine.connect() as connection:
        return str(connection.execute(sa.text(statement), values).scalar_one())


def page_cases() -> list[PageCase]:
    """Every page of this release with real data behind it."""
    course_id = one(
        "SELECT c.id FROM course c JOIN user_account u ON u.id = c.owner_id"
        " WHERE u.email_key = 'instructor@margin.example' ORDER BY c.enrollment_count DESC LIMIT 1"
    )
    teacher = one("SELECT id FROM user_account WHERE email_key = 'instructor@margin.example'")
    article = one(
        "SELECT l.id FROM lesson l JOIN course c ON c.id = l.course_id"
        " WHERE c.slug = :slug AND l.kind = 'article' LIMIT 1", slug=READING,
    )  # fmt: skip
    return [
        PageCase("home", "/", None),
        PageCase("home-student", "/", "student"),
        PageCase("courses", "/courses", None),
        PageCase("courses-empty", "/courses?q=zzzzzz", None),
        PageCase("course", "/courses/react-19-deep", None),
        PageCase("course-enrolled", "/courses/react-19-deep", "student"),
        PageCase("login", "/login", None),
        PageCase("signup", "/signup", None),
        PageCase("settings-security", "/settings/security", "student"),
        PageCase("login-second", "/login/second", None),
        PageCase("login-second-wrong", "/login/second?error=error.wrong_code&field=code", None),
        PageCase("confirm", "/confirm?next=/settings", "student"),
        PageCase("signup-error", "/signup?error=error.password_short&field=password", None),
        PageCase("signup-young", "/signup?error=error.too_young&field=birth_date", None),
        PageCase("signup-sent", "/signup/sent", None),
        PageCase("verify-dead", "/verify?token=none", None),
        PageCase("suspended-dead", "/suspended?token=none", None),
        PageCase("forgot", "/forgot", None),
        PageCase("forgot-sent", "/forgot?sent=1", None),
        PageCase("reset-dead", "/reset?token=none", None),
        PageCase("learn", "/learn/react-19-deep", "student"),
        PageCase("learn-article", f"/learn/{READING}?l={article}", "instructor-other"),
        PageCase("my-courses", "/my-courses", "student"),
        PageCase("my-courses-empty", "/my-courses", "newcomer"),
        PageCase("settings", "/settings", "instructor"),
        PageCase("settings-language", "/settings/language", "student"),
        PageCase("settings-data", "/settings/data", "student"),
        PageCase("settings-playback", "/settings/playback", "student"),
        PageCase("settings-notifications", "/settings/notifications", "instructor"),
        PageCase("instructor-page", "/instructors/han-jiwoo", None),
        PageCase("settings-api", "/settings/api", "student"),
        PageCase("instructor", "/instructor", "instructor"),
        PageCase("instructor-start", "/instructor/start", "newcomer"),
        PageCase("instructor-waiting", "/instructor/start", "applicant"),
        PageCase("instructor-courses", "/instructor/courses", "instructor"),
        PageCase("builder-basics", f"/instructor/courses/{course_id}", "instructor"),
        PageCase("builder-curriculum", f"/instructor/courses/{course_id}/curriculum", "instructor"),
        PageCase("admin", "/admin", "admin"),
        PageCase("admin-users", "/admin/users", "admin"),
        PageCase("admin-user", f"/admin/users/{teacher}", "admin"),
        PageCase("admin-instructors", "/admin/instructors", "admin"),
        PageCase("admin-courses", "/admin/courses", "admin"),
        PageCase("admin-audit", "/admin/audit", "admin"),
        PageCase(
            "admin-audit-open",
            "/admin/audit?action=user:suspend",
            "admin",
            opens=".audit-entries summary",
        ),
        PageCase("admin-audit-none", "/admin/audit?actor=zzzzzz", "admin"),
        PageCase("admin-forbidden", "/admin", "student"),
        PageCase("terms", "/terms", None),
        PageCase("privacy", "/privacy", None),
        PageCase("not-found", "/nothing/here", None),
        *(PageCase(*case) for case in account_cases()),
    ]


def shown_cases() -> list[PageCase]:
    """Those of which pictures are taken: every page, and some once more in another state."""
    return [
        *page_cases(),
        PageCase("admin-courses-asked", "/admin/courses", "admin", opens=".admin-table button"),
        *(PageCase(*case) for case in more_cases()),
    ]


READING = "home-fermentation"


def cast() -> dict[str | None, Person | None]:
    """Who opens the pages."""
    from tests.factories.people import person

    owner = one(
        "SELECT u.email_key FROM course c JOIN user_account u ON u.id = c.owner_id"
        " WHERE c.slug = :slug", slug=READING,
    )  # fmt: skip
    return {
        None: None,
        "student": somebody("student@margin.example"),
        "instructor": somebody("instructor@margin.example"),
        "instructor-other": somebody(owner),
        "admin": somebody("admin@margin.example"),
        "newcomer": person("Newcomer"),
        "applicant": somebody("yoo-baram@margin.example"),
        **account_people(),
    }
