"""A real Chromium, with an empty cache for each sample."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lms_app.core.session_cookie import session_cookie
from tests.factories.people import Person

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_MS = 120_000


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("these figures need Chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()


@contextlib.contextmanager
def fresh_page(browser: Browser, url: str = "", who: Person | None = None) -> Iterator[Page]:
    """A page of a browser that has seen nothing yet; signed in at `url` as `who`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
    if who is not None:
        _sign_in(context, url, who)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    yield page
    context.close()


def _sign_in(context: BrowserContext, url: str, who: Person) -> None:
    """Give the browser the person's session, as the sign-in form would."""
    context.add_cookies(
        [
            {
                "name": session_cookie(url).name,
                "value": who.credential.session_token,
                "url": url.replace("http://", "https://"),
                "httpOnly": True,
                "secure": True,
                "sameSite": "Lax",
            }
        ]
    )
