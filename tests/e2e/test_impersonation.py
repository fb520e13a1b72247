"""An admin sees the site as somebody else: begins, looks, cannot change a thing, and goes back."""

from __future__ import annotations

import re
import uuid

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from lms_app import composition
from lms_app.core.permissions import Role
from lms_app.services import enrollment
from tests.e2e.conftest import LiveSite, hydrated, open_context, sign_in_as
from tests.e2e.test_events import everything
from tests.e2e.test_pages import SMALL_TARGETS, findings, settled
from tests.e2e.watching import t
from tests.factories.courses import published
from tests.factories.people import Person, instructor, person


@pytest.fixture
def pair(live_site) -> tuple[Person, Person]:
    mark = uuid.uuid4().hex[:6]
    return person(f"Looker{mark}", Role.admin), person(f"Seen{mark}")


def name_of(who: Person) -> str:
    return who.email.partition("@")[0].capitalize()


def begin(page: Page, site: LiveSite, root: Person, target: Person) -> None:
    sign_in_as(page.context, site, root)
    page.goto(f"{site.url}/admin/users/{target.id}")
    hydrated(page)
    page.get_by_role("button", name=t("looking.begin")).click()
    asked = page.get_by_role("dialog", name=t("looking.title", name=name_of(target)))
    asked.locator("#reason").fill("They wrote that a course is missing")
    asked.get_by_role("button", name=t("looking.begin")).click()
    page.wait_for_url(f"{site.url}/")
    hydrated(page)
    expect(line(page)).to_contain_text(t("looking.as", name=name_of(target)))


def line(page: Page):
    return page.get_by_role("region", name=t("looking.name"))


def run(statement: str, **values: object) -> list:
    with composition.implementations().engine.begin() as connection:
        found = connection.execute(sa.text(statement), values)
        return [tuple(row) for row in found] if found.returns_rows else []


def ended(target: Person) -> list[str]:
    return [by for (by,) in run(
        "SELECT changes->'ended'->>1 FROM audit_entry"
        " WHERE action = 'impersonation:end' AND subject_id = :id", id=target.id,
    )]  # fmt: skip


def test_look_try_and_go_back(live_site: LiveSite, page: Page, pair):
    root, sam = pair
    made = published(instructor(f"Ada{uuid.uuid4().hex[:6]}"), f"Maps {uuid.uuid4().hex[:6]}")
    sam.call(enrollment.enroll, made.id)
    begin(page, live_site, root, sam)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(30:00|2\d:\d\d)$"))
    expect(page.locator(".looking-frame")).to_be_visible()
    before = everything()

    page.goto(live_site.url + "/my-courses")
    hydrated(page)
    expect(page.get_by_role("link", name=re.compile("Maps")).first).to_be_visible()
    expect(line(page)).to_be_visible()

    page.goto(live_site.url + "/settings")
    hydrated(page)
    page.locator("#headline").fill("Written by somebody else")
    page.locator("#headline").blur()
    expect(page.get_by_text(t("error.impersonating")).first).to_be_visible()

    page.goto(live_site.url + "/settings/security")
    hydrated(page)
    expect(page.get_by_text(t("looking.private"))).to_be_visible()
    expect(page.locator("input[type=password]")).to_have_count(0)
    page.goto(live_site.url + "/admin/users")
    hydrated(page)
    expect(page.get_by_text("403")).to_be_visible()
    assert everything() == before

    line(page).get_by_role("button", name=t("looking.end")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_site.url}/admin/users/{sam.id}")
    hydrated(page)
    expect(line(page)).to_have_count(0)
    expect(page.get_by_text(t("audit.act_impersonation_begin"), exact=True)).to_be_visible()
    expect(page.get_by_text("They wrote that a course is missing")).to_be_visible()
    assert ended(sam) == ["by_hand"]


def test_when_the_time_is_over_the_page_goes_back_by_itself(live_site: LiveSite, page: Page, pair):
    root, sam = pair
    begin(page, live_site, root, sam)
    run(
        "UPDATE impersonation SET ends_at = now() + interval '3 seconds' WHERE user_id = :id",
        id=sam.id,
    )
    page.goto(live_site.url + "/courses")
    page.wait_for_url(f"{live_site.url}/admin/users/{sam.id}")
    hydrated(page)
    expect(line(page)).to_have_count(0)
    assert ended(sam) == ["time_out"]


def test_a_tab_that_is_open_meanwhile_does_nothing_in_anybodys_name(live_site, page: Page, pair):
    root, sam = pair
    sign_in_as(page.context, live_site, root)
    beside = page.context.new_page()
    beside.goto(f"{live_site.url}/admin/users/{sam.id}")
    hydrated(beside)
    begin(page, live_site, root, sam)
    before = everything()
    beside.get_by_role("button", name=t("admin.suspend"), exact=True).click()
    expect(line(beside)).to_be_visible()
    assert everything() == before
    line(page).get_by_role("button", name=t("looking.end")).click()
    page.wait_for_url(f"{live_site.url}/admin/users/{sam.id}")
    beside.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_line_can_be_read_and_reached_by_everybody(browser, live_site, pair, scheme):
    root, sam = pair
    context = open_context(
        browser, viewport={"width": 390, "height": 844}, color_scheme=scheme,
        reduced_motion="reduce", has_touch=True,
    )  # fmt: skip
    page = context.new_page()
    begin(page, live_site, root, sam)
    for path in ("/", "/my-courses", "/settings"):
        page.goto(live_site.url + path)
        settled(page)
        assert findings(page) == []
        assert page.evaluate(SMALL_TARGETS) == []
        expect(line(page).get_by_role("status")).to_contain_text(t("looking.only"))
        expect(line(page).get_by_role("button")).to_be_in_viewport()
    context.close()
