"""What tests see of a player: the second its picture shows, where it stands, what it reports."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page

from lms_app import composition, i18n
from lms_app.seed.clips import read_strip
from tests.e2e.conftest import wait_until

VIDEO = ".mp video"
# Not a screenshot of the page: the bar, captions and the "resumed" line lie over the picture.
_FRAME = """(v) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [v.videoWidth, v.videoHeight];
  canvas.getContext("2d").drawImage(v, 0, 0);
  return canvas.toDataURL("image/png");
}"""


def t(key: str, **params: object) -> str:
    """The Korean text of `key`: the language the browser tests are in."""
    return i18n.lookup(key, "ko", **params)


def shown_second(page: Page) -> float:
    """Read the time off the picture itself: what a person sees, whatever the player says."""
    return _second(page.locator(VIDEO).evaluate(_FRAME))


def first_second(page: Page) -> float:
    """Wait for the first picture and read its time, before it can play on."""
    found = page.wait_for_function(
        f"() => {{ const v = document.querySelector('.mp[data-shown] video');"
        f" return v?.readyState >= 2 && ({_FRAME})(v) }}",
        timeout=60_000,
    )
    return _second(found.json_value())


def _second(data_url: str) -> float:
    picture = base64.b64decode(data_url.partition(",")[2])
    return read_strip(Image.open(io.BytesIO(picture)))


def heard(page: Page, condition: Callable[[], object], patience: float = 60) -> None:
    """Wait for what the browser tells of: its news come only while Playwright is asked something."""
    wait_until(lambda: page.wait_for_timeout(50) or condition(), patience)


def video(page: Page, expression: str):
    """Evaluate an expression about the video element `v`."""
    return page.locator(VIDEO).evaluate(f"(v) => {expression}")


def shown(page: Page) -> None:
    """Wait until the first picture stands."""
    page.wait_for_selector(".mp[data-shown]", state="attached", timeout=60_000)
    wait_until(lambda: video(page, "v.readyState >= 2"))


def play(page: Page) -> None:
    """Press play unless it plays already, and see the picture move."""
    shown(page)
    if video(page, "v.paused"):
        page.locator("[data-player-play]").click(force=True)
    wait_until(lambda: video(page, "!v.paused && v.currentTime > 0"))
    before = shown_second(page)
    wait_until(lambda: shown_second(page) > before)


def play_until(page: Page, second: float, patience: float = 90) -> None:
    """Let it play until it has come to `second`."""
    wait_until(lambda: video(page, "v.currentTime") >= second, patience)


def progress_of(user_id: UUID, lesson_id: UUID | str) -> dict[str, float] | None:
    """What the server keeps of a person's progress in a lesson."""
    with composition.implementations().engine.connect() as connection:
        row = connection.execute(
            sa.text(
                "SELECT p.position_seconds AS position, p.covered_seconds AS covered,"
                " p.completed_at IS NOT NULL AS done FROM lesson_progress p"
                " JOIN enrollment e ON e.id = p.enrollment_id"
                " WHERE e.user_id = :user AND p.lesson_id = :lesson"
            ),
            {"user": str(user_id), "lesson": str(lesson_id)},
        ).first()
    return dict(row._mapping) if row else None
