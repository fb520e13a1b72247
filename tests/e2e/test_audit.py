"""The audit log in a real Chromium: found by its address, opened by keyboard, taken along."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lms_app.core.permissions import Role
from lms_app.services import reporting, user
from tests.e2e.conftest import hydrated, sign_in_as
from tests.e2e.watching import t
from tests.factories.people import Person, person

AUDIT = "/admin/audit"


@pytest.fixture(scope="module")
def root(live_site) -> Person:
    return person("Auditor", Role.admin)


def opened(page: Page, site, who: Person, query: str = "") -> None:
    sign_in_as(page.context, site, who)
    page.goto(f"{site.url}{AUDIT}{query}")
    hydrated(page)


def test_an_entry_is_found_by_the_form_and_opened_by_the_keyboard(page, live_site, root):
    sam, kim = person("Searched"), person("Unsearched")
    for who in (sam, kim):
        root.call(user.suspend_user, who.id, reason=f"About {who.email}")
    opened(page, live_site, root)
    page.get_by_label(t("audit.target"), exact=True).fill("Searched")
    page.get_by_label(t("audit.action"), exact=True).select_option("user:suspend")
    page.get_by_role("button", name=t("audit.find")).click()
    page.wait_for_url("**target=Searched**")
    hydrated(page)
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["target"], asked["action"]) == (["Searched"], ["user:suspend"])
    line = page.locator(".audit-entries summary").filter(has_text=f"About {sam.email}")
    line.focus()
    page.keyboard.press("Enter")
    diff = page.locator("details[open] .audit-diff")
    expect(diff.locator("del")).to_have_text(t("audit.value_active"))
    expect(diff.locator("ins")).to_have_text(t("audit.value_suspended"))
    found = root.call(reporting.list_audit, wanted=reporting.AuditFilter(target=str(sam.id))).rows
    expect(page.locator("details[open]")).to_contain_text(found[0].correlation_id)
    page.locator("details[open]").get_by_role("link", name=t("audit.all_to")).click()
    page.wait_for_url(f"**target={sam.id}**")
    expect(page.locator(".audit-entries > li")).to_have_count(1)
    expect(page.locator(".chip-active")).to_contain_text("Searched")


def test_a_persons_page_leads_to_everything_about_them(page, live_site, root):
    sam = person("Followed")
    root.call(user.suspend_user, sam.id, reason="Spam")
    sign_in_as(page.context, live_site, root)
    page.goto(f"{live_site.url}/admin/users/{sam.id}")
    hydrated(page)
    page.get_by_role("link", name=t("audit.all_of_person")).click()
    page.wait_for_url(f"**{AUDIT}?target={sam.id}")
    expect(page.locator(".audit-entries > li")).to_have_count(1)


def test_what_is_found_is_taken_along_for_a_reason(page, live_site, root):
    sam = person("Exported")
    root.call(user.suspend_user, sam.id, reason="Spam")
    opened(page, live_site, root, f"?target={sam.id}")
    page.get_by_role("button", name=t("audit.export")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("admin.reason"), exact=True).fill("A review")
    with page.expect_download() as arriving:
        dialog.get_by_role("button", name=t("audit.export")).click()
    text = Path(arriving.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert "user:suspend" in rows[1]
    newest = root.call(reporting.list_audit).rows[0]
    assert (newest.action, newest.reason) == ("audit:export", "A review")


def test_a_moderator_is_not_shown_it(page, live_site):
    mia = person("Moderates", Role.moderator)
    opened(page, live_site, mia)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".audit-entries")).to_have_count(0)
    page.goto(live_site.url + "/admin")
    hydrated(page)
    expect(page.get_by_role("link", name=t("audit.title"))).to_have_count(0)
