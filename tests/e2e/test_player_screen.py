"""The player on the whole screen: by key, button and double click, and quickly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import wait_until
from tests.e2e.lessons import open_lesson

KEY = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'f', bubbles: true}))"
BUTTON = "document.querySelector('.mp-button:last-child').click()"
# As the player hears it; the two halves of a real one come too far apart on a slow machine.
DOUBLE = """[0, 0].forEach(() => {
  const video = document.querySelector(".mp video"), box = video.getBoundingClientRect();
  video.dispatchEvent(new PointerEvent("pointerup", {bubbles: true, cancelable: true, button: 0,
    clientX: box.x + box.width / 2, clientY: box.y + box.height / 2}));
})"""


def watched(page: Page, live_site, lessons) -> None:
    """Open a lesson and count how often the screen changes."""
    open_lesson(page, live_site, lessons)
    page.evaluate(
        "() => { window.turns = 0; document.onfullscreenchange = () => { window.turns += 1 } }"
    )


def ends_on_the_page(page: Page) -> None:
    wait_until(lambda: page.evaluate("window.turns === 2"))
    wait_until(lambda: page.evaluate("document.fullscreenElement === null"))


@pytest.mark.parametrize("way", [KEY, BUTTON, DOUBLE], ids=["key", "button", "double click"])
def test_full_screen_asked_for_and_taken_back_at_once_ends_where_it_began(
    page, live_site, lessons, student, way
):
    """The screen follows some frames later."""
    watched(page, live_site, lessons)
    page.evaluate(f"{way}; {way}")
    ends_on_the_page(page)


@pytest.mark.parametrize("way", [KEY, BUTTON], ids=["key", "button"])
def test_full_screen_is_left_as_soon_as_the_document_has_it(page, live_site, lessons, student, way):
    """The player's own state follows the document."""
    watched(page, live_site, lessons)
    page.evaluate(
        f"{way}; const look = () => {{ if (document.fullscreenElement) {{ {way} }}"
        " else setTimeout(look) }; look()"
    )
    ends_on_the_page(page)
