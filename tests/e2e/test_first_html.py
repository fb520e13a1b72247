"""The first HTML in real life: Node renders it, a browser shows it, with and without scripts."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from lms_app.adapters.node_page_renderer import NodePageRenderer
from lms_app.services import auth, course, enrollment
from lms_app.states.portal.catalog import CatalogState
from lms_app.states.session import SessionState
from lms_app.states.snapshot import blank, snapshot
from tests.e2e.conftest import LiveSite, hydrated, open_context, sign_in_as, wait_until
from tests.e2e.watching import t
from tests.factories.courses import Made, published
from tests.factories.people import Nobody, instructor, person

# What a page has shown since its first moment, and how far things moved.
WATCH = """
window.shifted = 0; window.seen = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => {
  const root = document.documentElement;
  const title = document.querySelector("h1")?.textContent ?? "";
  const now = JSON.stringify([root.lang, root.className, title]);
  if (document.querySelector("footer") && window.seen.at(-1) !== now) window.seen.push(now);
}).observe(document, { attributes: true, subtree: true, childList: true, characterData: true });
"""
PAGES = ("/", "/courses", "/terms", "/privacy", "/login", "/signup", "/nowhere", "/instructor",
         "/instructor/start", "/my-courses", "/admin", "/learn/any", "/forbidden")  # fmt: skip


def body_of(answer: httpx.Response) -> str:
    """What is there before any script."""
    return answer.text.partition("<body")[2].partition("<script")[0]


@pytest.fixture(scope="module")
def made(live_site: LiveSite) -> Made:
    """A new course, once the kept pages have heard of it: that comes by an event, soon after."""
    new = published(instructor(f"Rendered{secrets.token_hex(3)}"), "Reading maps by hand")
    for (path, word), language in product(addresses(new).items(), ("ko", "en")):
        wait_until(partial(tells_of, word, live_site.url + path, language))
    return new


def tells_of(word: str, address: str, language: str) -> bool:
    return word in body_of(httpx.get(address, headers={"cookie": f"lang={language}"}))


@pytest.fixture
def watched(page: Page) -> Page:
    page.add_init_script(WATCH)
    return page


@pytest.fixture(scope="module")
def renderer(live_site: LiveSite) -> NodePageRenderer:
    secret = (live_site.data_dir / "renderer.secret").read_text()
    port = json.loads((live_site.data_dir / "ports.json").read_text())["renderer"]
    return NodePageRenderer(f"http://margin:{secret}@127.0.0.1:{port}")


def addresses(made: Made) -> dict[str, str]:
    """The pages that must be readable by anything, with a word each that only data can bring.

    Other tests may have filled the home page and the first page of the most popular.
    """
    title, most_popular = "Reading maps by hand", Nobody().call(course.get_home).popular[0].slug
    return {"/": most_popular, "/courses?sort=newest": title, f"/courses/{made.slug}": title}


def test_pages_are_complete_before_any_script(live_site, made):
    for path, word in addresses(made).items():
        for language, mark in (("ko", "강의"), ("en", "Courses")):
            answer = httpx.get(live_site.url + path, headers={"cookie": f"lang={language}"})
            assert answer.status_code == 200
            assert word in body_of(answer)
            assert mark in body_of(answer)
            assert f'<html lang="{language}"' in answer.text
            assert len(re.findall("<title>", answer.text)) == 1
            assert answer.text.count('name="description"') == 1
            assert answer.text.count('property="og:image"') == 1


def test_no_page_has_a_style_that_the_policy_drops(live_site, made):
    for path in (*PAGES, f"/courses/{made.slug}"):
        for cookie in ("", "__Host-sid=nobody"):
            text = httpx.get(live_site.url + path, headers={"cookie": cookie}).text
            assert "margin-state" in text, path
            assert not re.search(r"<[^>]*\sstyle=", text.partition("<body")[2]), path


def test_frames_of_workplaces_speak_the_visitors_language(live_site):
    for path in ("/my-courses", "/instructor", "/learn/any"):
        text = httpx.get(live_site.url + path, headers={"cookie": "lang=en"}).text
        assert re.search(r"<title>[^<]*[가-힣]", text) is None
        assert "본문" not in text.partition("<body")[2]


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = open_context(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_pages_are_styled_and_lead_on(live_site, made, scriptless):
    scriptless.goto(live_site.url + "/courses?sort=newest")
    card = scriptless.get_by_role("link", name="Reading maps by hand")
    assert card.is_visible()
    assert scriptless.locator(".site-header").bounding_box()["height"] == pytest.approx(64, abs=2)
    columns = scriptless.locator(".cards-list > li").first.bounding_box()["width"]
    assert columns < 500  # a grid, not a list that fills the window
    card.click()
    scriptless.wait_for_url("**/courses/" + made.slug)
    assert scriptless.get_by_role("heading", level=1).inner_text().strip() == "Reading maps by hand"
    assert scriptless.get_by_text("Lesson 1").first.is_visible()
    scriptless.goto(live_site.url + "/login?error=error.wrong_password&next=/courses")
    refusal = t("error.wrong_password")
    assert scriptless.get_by_role("alert").filter(has_text=refusal).is_visible()


def history(page: Page) -> list[list[str]]:
    return [json.loads(entry) for entry in page.evaluate("window.seen")]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_with_scripts_nothing_moves_and_nothing_changes(live_site, made, watched, language):
    site = {"name": "lang", "value": language, "url": live_site.url}
    watched.context.add_cookies([site])
    for path in addresses(made):
        watched.goto(live_site.url + path)
        first = watched.locator("h1").first.text_content()
        hydrated(watched)
        watched.wait_for_load_state("networkidle")
        assert {entry[0] for entry in history(watched)} == {language}
        assert {entry[2] for entry in history(watched)} == {first}
        assert watched.evaluate("window.shifted") <= 0.05


def test_a_chosen_theme_is_there_from_the_first_frame(live_site, browser):
    context = open_context(browser, color_scheme="light")
    context.add_init_script("try { localStorage.setItem('theme', 'dark') } catch {}")
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(live_site.url)
    hydrated(page)
    assert {entry[1] for entry in history(page)} == {"dark"}
    context.close()


@pytest.mark.parametrize("kind", ["student", "newcomer", "instructor"])
def test_who_is_signed_in_gets_their_places_without_a_jump(live_site, made, watched, kind):
    name = f"Sam{kind}"
    sam = instructor(name) if kind == "instructor" else person(name)
    if kind == "student":
        sam.call(enrollment.enroll, made.id)
    sign_in_as(watched.context, live_site, sam)
    for path in ("/", f"/courses/{made.slug}", "/courses"):
        answer = httpx.get(
            live_site.url + path,
            headers={"cookie": f"__Host-sid={sam.credential.session_token}"},
        )
        assert name not in answer.text
        watched.goto(live_site.url + path)
        hydrated(watched)
        watched.get_by_role("button", name="내 메뉴").first.wait_for()
        watched.wait_for_load_state("networkidle")
        assert watched.evaluate("window.shifted") <= 0.05, path


def test_an_ended_session_gets_the_guests_page_without_a_jump(live_site, made, watched):
    sign_in_as(watched.context, live_site, sam := person("Samended"))
    sam.call(auth.sign_out)
    for path in addresses(made):
        watched.goto(live_site.url + path)
        hydrated(watched)
        watched.locator("header").get_by_role("link", name="로그인").wait_for()
        watched.wait_for_load_state("networkidle")
        assert watched.evaluate("window.shifted") <= 0.05, path


def test_pages_follow_each_other_and_a_reload_starts_clean(live_site, made, watched):
    other = published(instructor("Rendered2"), "Drawing maps by hand")
    for made_course, title in ((made, "Reading maps"), (other, "Drawing maps")):
        watched.goto(f"{live_site.url}/courses/{made_course.slug}")
        hydrated(watched)
        watched.wait_for_load_state("networkidle")
        assert {title in entry[2] for entry in history(watched)} == {True}
    watched.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="강의").click()
    watched.get_by_role("link", name="Reading maps by hand").click()
    watched.get_by_role("heading", level=1, name="Reading maps by hand").wait_for()
    watched.go_back()
    watched.get_by_role("link", name="Drawing maps by hand").wait_for()


@pytest.mark.parametrize("path", ["/courses/a%2Fb", "/instructors/a%2Fb", "/courses/%0D%0Aa"])
def test_an_odd_address_is_the_same_page_to_server_and_browser(live_site, page, path):
    answer = page.goto(live_site.url + path)
    hydrated(page)
    assert answer is not None
    assert answer.status == 404
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", name=t("page_error.not_found_title"))).to_be_visible()


def test_renders_that_overlap_do_not_mix(renderer):
    def values(number: int) -> str:
        session, catalogue = blank(SessionState), blank(CatalogState)
        session._fill_unknown("en" if number % 2 else "ko", presents_session=False)
        catalogue.phase, catalogue.text = "ready", f"word-{number}-"
        return snapshot(session, catalogue)

    with ThreadPoolExecutor(6) as crowd:
        asked = [values(number) for number in range(48)]
        rendered = list(crowd.map(lambda state: renderer.render("/courses", state), asked))
    for number, html in enumerate(rendered):
        assert set(re.findall(r"word-(\d+)-", html)) == {str(number)}
        assert ("Clear all" in html) == bool(number % 2)


def renderer_pid(renderer: NodePageRenderer) -> int:
    """The process that renders; 0 while none does."""
    address = f"http://127.0.0.1:{renderer._port}/"
    try:
        return int(httpx.get(address, headers=renderer._headers).json()["pid"])
    except httpx.HTTPError:
        return 0


def is_rendered(site: LiveSite, word: str) -> bool:
    text = httpx.get(f"{site.url}/courses?q={word}", timeout=20).text
    return word in text.partition("<body")[2].partition("<script")[0]


def test_a_killed_renderer_is_no_error_and_comes_back(live_site, renderer):
    """Killed while pages are asked for that nobody has kept: each is rendered, or is the shell."""
    killed = wait_until(lambda: renderer_pid(renderer))

    def ask(number: int) -> httpx.Response:
        if number == 8:
            os.kill(killed, signal.SIGKILL)
        return httpx.get(f"{live_site.url}/courses?q=killed-{number}", timeout=30)

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(ask, range(24)))
    assert {answer.status_code for answer in answers} == {200}
    assert all("margin-state" in answer.text for answer in answers)
    wait_until(lambda: renderer_pid(renderer) not in (0, killed))
    wait_until(lambda: is_rendered(live_site, "again"))


def test_a_renderer_that_stands_still_is_not_waited_for(live_site, renderer):
    pid = wait_until(lambda: renderer_pid(renderer))
    os.kill(pid, signal.SIGSTOP)
    try:
        for number in range(2):
            answer = httpx.get(f"{live_site.url}/courses?q=still-{number}", timeout=30)
            assert answer.status_code == 200
            assert "margin-state" in answer.text
            assert "<title>" in answer.text
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_until(lambda: is_rendered(live_site, "moving"))
