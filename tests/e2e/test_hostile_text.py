"""A school full of text that means harm, looked at everywhere: nothing runs, nothing is lost."""

from __future__ import annotations

import json
import re
from functools import partial
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from lms_app.services import enrollment
from tests.e2e.conftest import LiveSite, Watched, hydrated, open_context, sign_in_as, wait_until
from tests.e2e.watching import t
from tests.factories import hostile
from tests.factories.hostile import HostileSchool

# Whatever runs says so here; whatever only got into the page is found by its shape.
WATCH = "window.hits = 0; window.hit = () => { window.hits += 1 };"
INTRUDERS = """() => [...document.querySelectorAll(
  'img[src="x"], svg[onload], iframe[srcdoc], [onerror], [onload], a[href^="javascript:" i]')]
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", params=hostile.HOSTILE, ids=["tags", "ends", "fills"])
def any_school(live_site: LiveSite, request) -> HostileSchool:
    return _known_to_pages(live_site, hostile.build(request.param, f"page{request.param_index}"))


@pytest.fixture(scope="module")
def school(live_site: LiveSite) -> HostileSchool:
    made = hostile.build(hostile.HOSTILE[0], "sweep")
    made.applicant.call(enrollment.enroll, made.course.id)
    return _known_to_pages(live_site, made)


def _known_to_pages(site: LiveSite, school: HostileSchool) -> HostileSchool:
    """Wait until kept pages have heard of the course: that comes by an event, soon after."""
    listed = partial(httpx.get, f"{site.url}/courses", params={"sort": "newest"})
    wait_until(lambda: school.course.slug in listed().text)
    return school


def public_paths(school: HostileSchool) -> list[str]:
    typed, slug = quote(school.text, safe=""), school.course.slug
    part = typed.replace("%2F", "")
    return [
        "/", "/courses", "/courses?sort=newest", f"/courses?q={typed}", f"/courses/{slug}",
        f"/courses?category={typed}&page={typed}", f"/instructors/{school.handle}",
        f"/login?next={typed}&error={typed}&field={typed}&email={typed}",
        f"/signup?error={typed}&field={typed}&next={typed}", f"/forgot?sent={typed}",
        f"/verify?token={typed}", f"/reset?token={typed}", f"/login/second?error={typed}",
        f"/nowhere/{part}", f"/courses/{part}", f"/instructors/{part}", "/sitemap.xml",
        "/dev/mails", f"/dev/mails?name={typed}", f"/dev/inbox?to={typed}",
        f"/dev/inbox?to={quote(school.applicant.email)}",
    ]  # fmt: skip


def test_the_first_html_of_every_page_holds_it_as_text(live_site: LiveSite, any_school):
    for path in public_paths(any_school):
        for language in ("ko", "en"):
            answer = httpx.get(live_site.url + path, headers={"cookie": f"lang={language}"})
            assert answer.status_code < 500, path
            if "html" in answer.headers["content-type"]:
                assert answer.headers["x-content-type-options"] == "nosniff", path
                assert hostile.read(answer.text).trouble == [], path


def test_programs_read_title_and_data_word_for_word(live_site: LiveSite, any_school):
    line = hostile.one_line(any_school.text)
    pages = {
        f"/courses/{any_school.course.slug}": (line, line, "Course"),
        f"/instructors/{any_school.handle}": (any_school.name, line, "ProfilePage"),
    }
    for path, (name, text, kind) in pages.items():
        html = httpx.get(live_site.url + path).text
        told = hostile.read(html)
        assert told.title == f"{name} · Margin"
        assert told.metas["og:title"] == f"{name} · Margin"
        assert told.metas["og:description"] == told.metas["description"] == text
        blocks = re.findall(r'ld\+json">(.*?)</script>', html, re.DOTALL)
        data = {one["@type"]: one for one in map(json.loads, blocks)}
        about = data[kind].get("mainEntity", data[kind])
        assert about["name"] == name


def test_nothing_of_it_runs_in_a_browser(browser: Browser, live_site: LiveSite, school):
    made = school.course
    typed = quote(school.text, safe="")
    builder = f"/instructor/courses/{made.id}"
    article = f"/learn/{made.slug}?l={made.lesson_ids[1]}"
    rounds = [
        (None, [p for p in public_paths(school) if not p.endswith(".xml")]),
        (school.teacher, [
            "/", "/settings", "/settings/api", "/settings/security", "/settings/data",
            f"/confirm?next={typed}&error={typed}", "/instructor", "/instructor/courses", builder,
            f"{builder}/curriculum", article, f"/courses/{made.slug}",
        ]),
        (school.applicant, ["/", "/my-courses", article, "/instructor/start", "/settings"]),
        (school.admin, [
            "/admin", "/admin/users", f"/admin/users?q={typed}&role={typed}&status={typed}",
            f"/admin/users/{school.teacher.id}", f"/admin/users/{school.applicant.id}",
            "/admin/instructors", "/admin/instructors?status=approved",
            "/admin/instructors?status=refused", "/admin/courses", f"/admin/courses?q={typed}",
        ]),
    ]  # fmt: skip
    troubles: dict[str, list[str]] = {}
    for who, paths in rounds:
        context = open_context(browser)
        context.add_init_script(WATCH)
        if who:
            sign_in_as(context, live_site, who)
        for path in paths:
            found = look(context.new_page(), live_site, path)
            if found:
                troubles[f"{who.email if who else 'visitor'} {path[:80]}"] = found
        context.close()
    assert troubles == {}


def look(page: Page, site: LiveSite, path: str) -> list[str]:
    """Open a page; return what ran, what got in, and what the page's policy had to stop."""
    watched, asked = Watched(page, site.url), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(site.url + path)
    if not path.startswith("/dev/"):
        hydrated(page)
    page.wait_for_load_state("networkidle")
    found = [*asked, *watched.complaints, *watched.foreign, *page.evaluate(INTRUDERS)]
    if page.evaluate("window.hits"):
        found.append("it ran")
    page.close()
    return found


def test_questions_and_notices_show_names_as_text(
    browser: Browser, live_site: LiveSite, page: Page, school
):
    page.context.add_init_script(WATCH)
    sign_in_as(page.context, live_site, school.admin)
    page.goto(f"{live_site.url}/admin/users/{school.applicant.id}")
    hydrated(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(school.name)
    expect(page.locator(".act-reason").first).to_have_text(hostile.one_line(school.text))
    page.get_by_role("button", name=t("admin.give_name", role=t("role.moderator"))).click()
    expect(page.get_by_role("dialog")).to_contain_text(school.name)
    page.locator("#reason").fill(school.text)
    page.get_by_role("button", name=t("admin.confirm")).click()
    expect(page.get_by_text(t("admin.done", name=school.name))).to_be_visible()
    assert page.title() == f"{school.name} · Margin"
    assert page.evaluate("window.hits") == 0
    assert page.evaluate(INTRUDERS) == []
