"""A copy of one's own data, and leaving, in a real browser with the real workers."""

from __future__ import annotations

import re
import zipfile

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from lms_app import composition
from tests.e2e.conftest import LiveSite, hydrated, open_context, sign_in_as, wait_until
from tests.e2e.watching import t
from tests.factories.people import Person, person


def opened(page: Page, site: LiveSite, path: str) -> None:
    page.goto(site.url + path)
    hydrated(page)


def leave(page: Page) -> None:
    page.get_by_role("button", name=t("data.leave")).click()
    asked = page.get_by_role("dialog", name=t("data.leave_confirm_title"))
    asked.get_by_role("button", name=t("data.leave_confirm")).click()


def in_database(statement: str, who: Person):
    with composition.implementations().engine.begin() as connection:
        found = connection.execute(sa.text(statement), {"id": who.id})
        return found.scalar() if found.returns_rows else None


@pytest.mark.slow
def test_a_copy_is_asked_for_made_by_a_worker_and_fetched(page, live_site, browser, tmp_path):
    who = person("Copying")
    sign_in_as(page.context, live_site, who)
    opened(page, live_site, "/settings/data")
    page.get_by_role("button", name=t("data.copy_ask")).click()
    link = page.get_by_role("link", name=t("data.copy_fetch"))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as fetched:
        link.click()
    path = tmp_path / "copy.zip"
    fetched.value.save_as(path)
    assert fetched.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "copy")
    reads_like_a_page(browser, (tmp_path / "copy/index.html").as_uri())


def reads_like_a_page(browser: Browser, address: str) -> None:
    """The copy is opened from a disk, without the site: it fits a phone and leads to its files."""
    context = open_context(browser, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(t("export.title"))
    expect(page.locator("#user_account")).to_contain_text("copying@example.com")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    expect(page.locator("#user_account a").first).to_have_attribute("href", "data/user_account.csv")
    context.close()


@pytest.mark.slow
def test_who_leaves_is_told_on_every_page_may_stay_and_is_gone_after_the_week(page, live_site):
    who = person("Leaving")
    sign_in_as(page.context, live_site, who)
    opened(page, live_site, "/settings/data")
    leave(page)
    line = page.locator(".leaving-line")
    expect(line).to_be_visible()
    for path in ("/", "/courses", "/my-courses", "/settings"):
        opened(page, live_site, path)
        expect(line).to_be_visible()
    line.get_by_role("button", name=t("leaving.stay")).click()
    expect(line).to_have_count(0)
    opened(page, live_site, "/settings/data")
    expect(line).to_have_count(0)

    leave(page)
    expect(line).to_be_visible()
    in_database("UPDATE account_deletion SET due_at = now() WHERE user_id = :id", who)
    composition.ask_for("workers.privacy.tidy", queue="default", timeout_seconds=60)
    status = "SELECT status FROM user_account WHERE id = :id"
    wait_until(lambda: in_database(status, who) == "erased")
    page.goto(live_site.url + "/settings/data")
    expect(page).to_have_url(re.compile(r"/login\?next=%2Fsettings%2Fdata"))
