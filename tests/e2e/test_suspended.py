"""Suspended, and still the owner of one's data: from the mail to the file, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from lms_app.core.permissions import Role
from lms_app.services import user
from tests.e2e.conftest import LiveSite, hydrated, sign_in_as, wait_until
from tests.e2e.watching import t
from tests.factories.courses import published
from tests.factories.mails import mails_to
from tests.factories.people import instructor, person


def newest_link(address: str, pattern: str) -> str:
    """The link of the newest mail to an address, once the site's worker has sent it."""
    return wait_until(
        lambda: next(
            (m[1] for mail in mails_to(address) if (m := re.search(pattern, mail.text))), None
        )
    )


def test_who_is_suspended_fetches_their_data_and_leaves(live_site: LiveSite, page: Page):
    root, who = person("Rootsuspends", Role.admin), person("Suspended")
    root.call(user.suspend_user, who.id, reason="Shared the videos")
    path = newest_link(who.email, r"(/suspended\?token=[\w-]+)")
    page.goto(live_site.url + path)
    hydrated(page)
    page.get_by_role("button", name=t("data.copy_ask")).click()
    page.get_by_role("button", name=t("suspended.fetch")).click(timeout=60_000)
    with page.expect_download() as fetched:
        page.get_by_role("link", name=t("suspended.fetch_now")).click()
    assert fetched.value.suggested_filename.endswith(".zip")

    page.get_by_role("button", name=t("data.leave")).click()
    asked = page.get_by_role("dialog", name=t("data.leave_confirm_title"))
    asked.get_by_role("button", name=t("data.leave_confirm")).click()
    page.get_by_role("button", name=t("data.stay")).click()
    expect(page.get_by_role("button", name=t("data.leave"))).to_be_visible()

    root.call(user.restore_user, who.id, reason="A mistake")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(t("suspended.dead_title"))


def test_a_moderator_takes_a_course_down_and_its_instructor_reads_why(
    live_site: LiveSite, page: Page
):
    mia, ada = person("Miamoderates", Role.moderator), instructor("Adadown")
    made = published(ada, "A course with borrowed music")
    sign_in_as(page.context, live_site, mia)
    page.goto(f"{live_site.url}/admin/courses?q=borrowed")
    hydrated(page)
    name = t("admin.take_down_name", title="A course with borrowed music")
    page.get_by_role("button", name=name).click()
    page.locator("#reason").fill("The music is somebody else's")
    page.get_by_role("dialog").get_by_role("button", name=t("admin.take_down")).click()
    expect(page.get_by_text(t("admin.is_taken_down"))).to_be_visible()
    assert newest_link(ada.email, rf"(/instructor/courses/{made.id})")

    sign_in_as(page.context, live_site, ada)
    page.goto(f"{live_site.url}/instructor/courses/{made.id}")
    hydrated(page)
    expect(page.get_by_text("The music is somebody else's")).to_be_visible()
    expect(page.get_by_role("button", name=t("builder.publish"))).to_have_count(0)
