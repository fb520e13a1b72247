"""T10: after signing out nothing that was open gives anything of the person away: not the page that
the back button shows, not the tab beside it, not the socket, not the token.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from lms_app.core.session_cookie import session_cookie
from tests.e2e.conftest import CHROMIUM_ARGUMENTS, hydrated, open_context, sign_in_as, wait_until
from tests.e2e.socket import RawSocket
from tests.e2e.test_events import named
from tests.e2e.watching import t
from tests.factories.people import Person, person

PRIVATE = ("/settings/security", "/my-courses", "/settings/data", "/settings")


@pytest.fixture
def leaver(live_site) -> Person:
    return person(f"Leaver{uuid.uuid4().hex[:6]}")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=t("nav.account")).click()
    page.get_by_role("button", name=t("nav.sign_out")).click()
    expect(page.locator(".site-end").get_by_role("link", name=t("nav.sign_in"))).to_be_visible()


def tells_nothing(page: Page, who: Person) -> None:
    """Wherever the page ends, and on the way there: neither the name nor the address."""
    name = who.email.partition("@")[0].capitalize()
    page.wait_for_url("**/login*")
    shown = page.content()
    assert name not in shown
    assert who.email not in shown


@pytest.mark.slow
def test_the_back_button_shows_nothing_that_was_private(context, page, live_site, leaver):
    sign_in_as(context, live_site, leaver)
    for path in PRIVATE:
        page.goto(live_site.url + path)
        hydrated(page)
    expect(page.get_by_role("button", name=t("nav.account"))).to_be_visible()
    sign_out(page)
    page.go_back()
    tells_nothing(page, leaver)


@pytest.mark.slow
def test_a_tab_beside_the_one_that_signed_out_acts_for_nobody(context, page, live_site, leaver):
    sign_in_as(context, live_site, leaver)
    page.goto(f"{live_site.url}/settings/security")
    hydrated(page)
    beside = context.new_page()
    beside.goto(f"{live_site.url}/courses")
    hydrated(beside)
    sign_out(beside)
    page.get_by_role("link", name=t("settings.data")).first.click()
    tells_nothing(page, leaver)


def test_an_old_socket_and_an_old_token_are_nobodys(live_site, leaver):
    token = leaver.credential.session_token
    cookie = {"cookie": f"{session_cookie(live_site.url).name}={token}"}
    name = leaver.email.partition("@")[0].capitalize()
    socket = RawSocket(live_site.url, token)
    socket.hydrate("/settings")
    wait_until(lambda: name in socket.said())
    answer = httpx.post(
        f"{live_site.url}/api/auth/sign-out",
        headers={**cookie, "origin": live_site.url, "sec-fetch-site": "same-origin"}, timeout=60,
    )  # fmt: skip
    assert answer.status_code == 303
    assert "cache" in answer.headers["clear-site-data"]
    # The gate remembers a session for five seconds; the door asks each time.
    socket.received.clear()
    for event in ("profile_state.load", "sessions_state.load", "settings_data_state.load"):
        socket.send(named(event), {}, "/settings")
    wait_until(lambda: "/login" in socket.said())
    assert name not in socket.said()
    assert leaver.email not in socket.said()
    anew = RawSocket(live_site.url, token, token=socket.token)
    anew.hydrate("/settings")
    wait_until(lambda: "/login" in anew.said())
    assert name not in anew.said()
    assert name not in httpx.get(f"{live_site.url}/settings", headers=cookie, timeout=60).text
    socket.close()
    anew.close()


@pytest.fixture(scope="module")
def keeping(browser: Browser) -> Iterator[Browser]:
    """Chromium as people have it: it keeps pages that were left, to show them at once.

    Playwright turns that off; its one driver a process is asked for another browser.
    """
    launched = browser.browser_type.launch(
        executable_path=browser_path(), args=CHROMIUM_ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    yield launched
    launched.close()


def browser_path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(path for name in names if (path := shutil.which(name)))


@pytest.mark.slow
def test_a_browser_that_keeps_left_pages_shows_none_of_them(keeping, live_site, leaver):
    context = open_context(keeping)
    sign_in_as(context, live_site, leaver)
    page = context.new_page()
    for path in PRIVATE:
        page.goto(live_site.url + path)
        hydrated(page)
    sign_out(page)
    page.go_back()
    tells_nothing(page, leaver)
    context.close()
