"""The player when something is refused, lost, replaced or late: it says so in words, or mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from playwright.sync_api import Page, Route, expect

from lms_app import composition
from lms_app.core import clock, urls
from tests.e2e.conftest import hydrated, wait_until
from tests.e2e.lessons import (
    Silence,
    lesson_link,
    open_lesson,
    revoke,
)
from tests.e2e.watching import (
    heard,
    play,
    shown,
    shown_second,
    t,
    video,
)


def test_a_revoked_enrollment_stops_the_video_with_words(troubled, live_site, lessons, student):
    open_lesson(troubled, live_site, lessons)
    play(troubled)
    revoke(student, lessons)
    trouble = troubled.locator(".mp-trouble")
    expect(trouble).to_contain_text(t("player.refused_title"))
    key = troubled.evaluate(
        "(url) => fetch(url).then((answer) => answer.status)",
        f"{urls.API_PLAYBACK}/{lessons.lesson_ids[0]}/key",
    )
    assert key in {403, 404}
    troubled.reload()
    hydrated(troubled)
    expect(troubled.get_by_role("heading", level=1)).to_have_text(t("learn.revoked_title"))


def test_a_key_that_is_refused_is_told_in_words(troubled, live_site, lessons):
    troubled.route("**/key?*", lambda route: route.fulfill(status=403, body="{}"))
    troubled.goto(live_site.url + urls.learn(lessons.slug))
    expect(troubled.locator(".mp-trouble")).to_contain_text(t("player.refused_title"))


def test_a_lost_network_is_told_and_healed(troubled, live_site, lessons):
    troubled.route("**/*.ts*", lambda route: route.abort("internetdisconnected"))
    troubled.goto(live_site.url + urls.learn(lessons.slug))
    line = troubled.locator(".mp-line")
    expect(line).to_contain_text(t("player.retrying"))
    troubled.unroute("**/*.ts*")
    shown(troubled)
    expect(line).to_have_count(0)
    play(troubled)


class OldAddresses:
    """First lists as of seven hours ago from second 12 on: the store refuses those addresses."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.refused = 0
        page.route(re.compile(r"\.m3u8(\?|$)"), self._list)
        page.on("response", self._count)

    def _list(self, route: Route) -> None:
        answer, url = route.fetch(), route.request.url
        lines = answer.text().splitlines()
        if url not in self.asked:
            lines = [self._old(x) if re.search(r"/s000(0[5-9]|[1-9]\d)\.", x) else x for x in lines]
        self.asked.append(url)
        route.fulfill(response=answer, body="\n".join(lines))

    def _old(self, address: str) -> str:
        key = urlsplit(address).path.removeprefix("/store/margin/")
        seven_hours_ago = clock.now() - timedelta(hours=7)
        with clock.frozen(lambda: seven_hours_ago):
            return composition.implementations().objects.sign_get(key, 6 * 3600)

    def _count(self, response) -> None:
        self.refused += ".ts?" in response.url and response.status == 403


NOTE_WORDS = """window.told = []; new MutationObserver(() => {
  const line = document.querySelector(".mp-line, .mp-trouble")?.textContent;
  if (line) window.told.push(line);
}).observe(document.body, {subtree: true, childList: true})"""


def test_addresses_that_expire_are_signed_anew_and_nobody_notices(troubled, live_site, lessons):
    addresses = OldAddresses(troubled)
    troubled.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {NOTE_WORDS} }})")
    open_lesson(troubled, live_site, lessons)
    play(troubled)
    wait_until(lambda: shown_second(troubled) >= 13, 60)
    assert addresses.refused >= 1, "the store refused an old address"
    for name in ("360p", "audio"):
        assert sum(f"/{name}.m3u8?" in url for url in addresses.asked) == 2, addresses.asked
    assert troubled.evaluate("told") == []


def test_a_video_replaced_under_a_viewer_is_opened_anew_at_the_same_second(
    troubled, live_site, lessons
):
    """Its old segments are gone from the store: what it names is asked for once more."""
    masters: list[str] = []
    held: list[Route] = []
    gone: list[str] = []

    def refuse(route: Route) -> None:
        if len(masters) > 1:
            route.fallback()
        elif gone:
            route.fulfill(status=404, body="")
        else:
            held.append(route)

    # From the beginning: a player that waits has the whole minute in its buffer soon.
    troubled.route(re.compile(r"/s000(0[5-9]|[1-9]\d)\.ts"), refuse)
    troubled.on("request", lambda r: "/master.m3u8" in r.url and masters.append(r.url))
    open_lesson(troubled, live_site, lessons)
    play(troubled)
    heard(troubled, lambda: held)
    gone.extend(route.request.url for route in held)
    for route in held:
        route.fulfill(status=404, body="")
    heard(troubled, lambda: len(masters) == 2)
    wait_until(lambda: video(troubled, "!v.paused && v.currentTime > 13"), 60)
    assert shown_second(troubled) >= 12
    expect(troubled.locator(".mp-trouble")).to_have_count(0)


@contextmanager
def courses_kept_back() -> Iterator[None]:
    """Nobody gets to read a course: what asks for one is told that the database is away."""
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("LOCK TABLE course IN ACCESS EXCLUSIVE MODE"))
        yield


# The pauses between tries go by in a moment.
HURRIED = """((after) => { window.setTimeout = (run, ms, ...rest) =>
  after(run, [2000, 4000, 8000].includes(ms) ? 100 : ms, ...rest); })(window.setTimeout)"""


def test_a_lesson_that_does_not_come_is_told_and_can_be_tried_again(troubled, live_site, lessons):
    """Neither its lists nor its page: the player says so, and asks for both once more."""
    wren = lessons.lesson_ids[1]
    lists = f"**{urls.API_PLAYBACK}/{wren}/**"
    troubled.add_init_script(HURRIED)
    troubled.route(lists, lambda route: route.fulfill(status=503, body=""))
    open_lesson(troubled, live_site, lessons)
    trouble = troubled.locator(".mp-trouble")
    with courses_kept_back():
        lesson_link(troubled, wren).click()
        expect(troubled.locator("[data-sonner-toast]")).to_be_visible(timeout=60_000)
        expect(trouble).to_contain_text(t("player.failed_title"), timeout=60_000)
    expect(troubled.get_by_role("heading", level=1)).to_contain_text("Robin")
    troubled.unroute(lists)
    trouble.get_by_role("button").click()
    expect(troubled.get_by_role("heading", level=1)).to_contain_text("Wren", timeout=60_000)
    expect(trouble).to_have_count(0)
    shown(troubled)


def test_a_refusal_that_the_page_does_not_tell_of_is_told_by_the_player(
    troubled, live_site, lessons, student
):
    silence = Silence(troubled)
    open_lesson(troubled, live_site, lessons)
    revoke(student, lessons)
    silence.is_on = True
    with troubled.expect_response(re.compile("/master.m3u8")):
        lesson_link(troubled, lessons.lesson_ids[1]).click()
    trouble = troubled.locator(".mp-trouble")
    expect(trouble).to_contain_text(t("player.refused_title"), timeout=60_000)
    silence.end()
    expect(troubled.get_by_role("heading", level=1)).to_have_text(
        t("learn.revoked_title"), timeout=60_000
    )


def test_a_lesson_that_may_not_be_watched_any_more_is_told_by_the_page(
    troubled, live_site, lessons, student
):
    open_lesson(troubled, live_site, lessons)
    revoke(student, lessons)
    link = lesson_link(troubled, lessons.lesson_ids[1])
    with troubled.expect_response(re.compile("/master.m3u8")) as refused:
        link.click()
    assert refused.value.status in {403, 404}
    expect(troubled.get_by_role("heading", level=1)).to_have_text(t("learn.revoked_title"))
