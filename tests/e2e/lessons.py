"""The course that the tests of the player watch, and how they look at it."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

from lms_app.core import urls
from lms_app.core.permissions import Role
from lms_app.seed.clips import ClipSpec, draw_clip
from lms_app.services import course, enrollment, media
from tests.e2e.conftest import hydrated, open_context, sign_in_as, wait_until
from tests.e2e.school import one
from tests.e2e.watching import shown, shown_second, t, video
from tests.factories.courses import Made, texts
from tests.factories.people import Person, as_system, instructor, person

CUES = [{"start": at, "end": at + 9.5, "text": f"{at}초의 문장"} for at in range(0, 60, 10)]


@pytest.fixture(scope="session")
def lessons(live_site, clip) -> Made:
    teacher = instructor("Wren")
    sharper = clip.with_name("sharper.mp4")
    spec = ClipSpec("Two rungs", "Browser tests", seconds=24, size=(854, 480), fps=10)
    draw_clip(spec, sharper)
    asset_id, sharper_id = (encoded(teacher, path) for path in (clip, sharper))
    for language in ("ko", "en"):
        teacher.call(media.save_captions, asset_id, language=language, cues=CUES)
    course_id = UUID(teacher.call(course.create_course, texts=texts("Watching birds")))
    section_id = UUID(teacher.call(course.add_section, course_id, title="Hedges"))
    ids = []
    for title, shown_id in (("Robin", asset_id), ("Wren", asset_id), ("Kite", sharper_id)):
        ids.append(UUID(teacher.call(course.add_lesson, section_id, title=title)))
        teacher.call(course.attach_video, ids[-1], shown_id)
    teacher.call(course.publish_course, course_id)
    slug = teacher.call(course.get_course_editor, course_id).slug
    return Made(course_id, slug, section_id, ids)


def encoded(owner: Person, path: Path) -> UUID:
    """Send a file through the pipeline and wait until it can be watched."""
    asset_id = as_system(media.import_video, owner_id=owner.id, path=path, filename=path.name)

    def status() -> str:
        return one("SELECT status FROM media_asset WHERE id = :id", id=asset_id)

    wait_until(lambda: status() in {"ready", "failed"}, 180)
    assert status() == "ready"
    return UUID(asset_id)


@pytest.fixture
def student(request, lessons, live_site, context) -> Person:
    """Somebody who is enrolled, new for each test, signed in in this browser."""
    who = person(f"Bird{abs(hash(request.node.name)) % 10**9}")
    who.call(enrollment.enroll, lessons.id)
    sign_in_as(context, live_site, who)
    return who


# Playwright's own looks at the page count as a person's touch, and touched pages start playing.
UNTOUCHED = """Object.defineProperty(navigator, "userActivation",
  {value: {hasBeenActive: false, isActive: false}})"""


def open_lesson(page: Page, site, lessons: Made, number: int = 0) -> None:
    page.add_init_script(UNTOUCHED)
    page.goto(site.url + urls.learn(lessons.slug, str(lessons.lesson_ids[number])))
    hydrated(page)
    shown(page)


def comes(page: Page, expression: str) -> None:
    """Wait until an expression about the video `v` holds."""
    wait_until(lambda: video(page, expression))


@pytest.fixture
def troubled(browser, live_site, student):
    """A page that may complain: what it is told is refused or does not arrive."""
    context = open_context(browser)
    sign_in_as(context, live_site, student)
    yield context.new_page()
    context.close()


def revoke(who: Person, lessons: Made) -> None:
    found = one(
        "SELECT id FROM enrollment WHERE user_id = :u AND course_id = :c", u=who.id, c=lessons.id
    )
    chief = person(f"Chief{who.id.hex[:8]}", Role.admin)
    chief.call(enrollment.revoke_enrollment, UUID(found), reason="refund")


class Silence:
    """A server that is heard only when the test says so; what the browser sends goes through."""

    def __init__(self, page: Page) -> None:
        self.is_on = False
        self.kept: list[str | bytes] = []
        page.route_web_socket(re.compile("/_event"), self._connect)

    def _connect(self, socket) -> None:
        self._socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda said: self.kept.append(said) if self.is_on else socket.send(said))

    def end(self) -> None:
        self.is_on = False
        for said in self.kept:
            self._socket.send(said)


def lists_asked(page: Page) -> list[str]:
    """The lessons whose master playlists the page asks for, in order; grows as it does."""
    asked: list[str] = []
    page.on("request", lambda request: asked.extend(
        re.findall(f"{urls.API_PLAYBACK}/([^/]+)/master.m3u8", request.url)
    ))  # fmt: skip
    return asked


def lesson_link(page: Page, lesson_id: UUID):
    lessons = page.get_by_role("tab", name=t("learn.lessons"))
    if lessons.count():
        lessons.click()
    return page.locator(f'.learn-list a.lesson[href$="{lesson_id}"]')


def stands_at(page: Page, second: float) -> None:
    """Wait until the picture is the one of that second, give or take what plays meanwhile."""
    comes(page, f"v.readyState >= 2 && Math.abs(v.currentTime - {second}) < 2")
    wait_until(lambda: abs(shown_second(page) - second) < 2)
