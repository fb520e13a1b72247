"""From lesson to lesson: what is clicked plays at once, and nothing watched is lost."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import Route, expect

from lms_app.core import urls
from lms_app.services import enrollment
from tests.e2e.conftest import wait_until
from tests.e2e.lessons import (
    UNTOUCHED,
    Silence,
    comes,
    lesson_link,
    lists_asked,
    open_lesson,
    stands_at,
)
from tests.e2e.watching import (
    heard,
    play,
    play_until,
    progress_of,
    shown,
    video,
)


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_clicked_lesson_shows_its_picture_before_the_server_has_told_of_it(
    page, live_site, lessons, student, by
):
    """It starts where the student stopped; what is told then changes the words, not the video."""
    robin, wren, _ = lessons.lesson_ids
    student.call(enrollment.report_playback, wren, played=[(0, 1)], position_seconds=33.0)
    silence, asked = Silence(page), lists_asked(page)
    open_lesson(page, live_site, lessons)
    link = lesson_link(page, wren)
    silence.is_on = True
    if by == "pointer":
        link.click()
    else:
        link.focus()
        page.keyboard.press("Enter")
    # It leaves ten seconds after the picture came, however long everything else takes.
    expect(page.locator(".mp-resumed")).to_contain_text("00:30", timeout=60_000)
    stands_at(page, 30)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
    silence.end()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wren")
    stands_at(page, 30)
    assert asked == [str(robin), str(wren)]
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
    stands_at(page, 0)
    assert asked == [str(robin), str(wren), str(robin)]


def test_of_two_lessons_clicked_in_a_hurry_the_last_one_plays(page, live_site, lessons, student):
    """Pointing at lessons asks for nothing, and what is told of the first one is too late."""
    robin, wren, kite = lessons.lesson_ids
    silence, asked = Silence(page), lists_asked(page)
    open_lesson(page, live_site, lessons)
    for lesson_id in (wren, kite, robin):
        lesson_link(page, lesson_id).hover()
    silence.is_on = True
    lesson_link(page, wren).click()
    heard(page, lambda: str(wren) in asked)
    lesson_link(page, kite).click()
    comes(page, "v.readyState >= 2 && Math.round(v.duration) === 24")
    silence.end()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kite")
    comes(page, "v.readyState >= 2 && Math.round(v.duration) === 24")
    page.keyboard.press("5")
    comes(page, "Math.abs(v.currentTime - 12) < 1")
    wait_until(lambda: (kept := progress_of(student.id, kite)) and kept["position"] > 11)
    assert asked == [str(robin), str(wren), str(kite)]
    assert progress_of(student.id, wren) is None


def test_a_lesson_watched_elsewhere_in_between_goes_where_the_server_says(
    page, live_site, lessons, student
):
    wren = lessons.lesson_ids[1]
    open_lesson(page, live_site, lessons)
    student.call(enrollment.report_playback, wren, played=[(0, 1)], position_seconds=43.0)
    lesson_link(page, wren).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wren")
    stands_at(page, 40)


def test_who_chose_a_place_in_what_is_ahead_stays_there(page, live_site, lessons, student):
    """Neither the server's other place nor a line of the lesson before leads away from it."""
    wren = lessons.lesson_ids[1]
    silence, asked = Silence(page), lists_asked(page)
    open_lesson(page, live_site, lessons)
    line = page.locator(".transcript .line").nth(3)
    expect(line).to_contain_text("30초의 문장")
    student.call(enrollment.report_playback, wren, played=[(0, 1)], position_seconds=43.0)
    silence.is_on = True
    page.locator("a.learn-next").click()
    heard(page, lambda: str(wren) in asked)
    shown(page)
    line.click()
    assert video(page, "v.paused && v.currentTime < 2")
    page.keyboard.press("2")
    stands_at(page, 12)
    silence.end()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wren", timeout=60_000)
    expect(page.locator(".mp-resumed")).to_have_count(0)
    stands_at(page, 12)
    line.click()
    comes(page, "v.currentTime >= 30 && v.currentTime < 50")


def test_the_last_seconds_before_a_clicked_lesson_count(page, live_site, lessons, student):
    """The next lesson begins before the report of the last seconds comes: it is held back here."""
    robin, wren, _ = lessons.lesson_ids
    held: list[Route] = []

    def covered(lesson_id: UUID, seconds: float) -> None:
        wait_until(lambda: (progress_of(student.id, lesson_id) or {}).get("covered", 0) >= seconds)

    open_lesson(page, live_site, lessons)
    page.route(f"**{urls.API_PROGRESS}", lambda route: held.append(route))
    play(page)
    play_until(page, 4)
    left_at = video(page, "v.currentTime")
    with (
        page.expect_response(re.compile(f"{wren}/master.m3u8")),
        page.expect_request(f"**{urls.API_PROGRESS}"),
    ):
        lesson_link(page, wren).click()
    shown(page)
    assert progress_of(student.id, robin) is None
    for route in held:
        route.continue_()
    page.unroute(f"**{urls.API_PROGRESS}")
    covered(robin, int(left_at))
    play(page)
    play_until(page, 4)
    # The bar hid with the focus in it: the key that brings it back does what it says all the same.
    expect(page.locator(".mp")).to_be_focused()
    page.keyboard.press("k")
    comes(page, "v.paused")
    covered(wren, 3)


def test_a_video_waits_for_the_code_that_plays_it(page, live_site, lessons, student):
    """Named to the browser before that is there, the list would be loaded twice, in two ways."""
    asked, held = lists_asked(page), []
    code = re.compile(r"/assets/hls[^/]*\.js")
    page.add_init_script(UNTOUCHED)
    page.route(code, lambda route: held.append(route))
    page.goto(live_site.url + urls.learn(lessons.slug, str(lessons.lesson_ids[0])))
    page.wait_for_selector(".mp video", state="attached")
    for _ in range(30):
        page.evaluate("new Promise(requestAnimationFrame)")
    assert asked == []
    assert held
    for route in held:
        route.continue_()
    page.unroute(code)
    shown(page)
    assert asked == [str(lessons.lesson_ids[0])]
