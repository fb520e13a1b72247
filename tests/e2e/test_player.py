"""The player with a real, encrypted video: keys, menus, honesty of progress."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lms_app.core import urls
from lms_app.seed.clips import read_strip
from tests.e2e.conftest import wait_until
from tests.e2e.lessons import (
    comes,
    open_lesson,
)
from tests.e2e.watching import (
    play,
    play_until,
    progress_of,
    shown_second,
    t,
    video,
)

SPEEDS = ["0.75", "1", "1.2", "1.4", "1.6", "1.8", "2"]


def test_every_key_does_what_the_table_says(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    keys = page.keyboard
    keys.press("k")
    comes(page, "!v.paused")
    keys.press(" ")
    comes(page, "v.paused")
    keys.press("5")
    wait_until(lambda: shown_second(page) == pytest.approx(30, abs=0.3))
    for key, place in (
        ("l", 40), ("j", 30), ("ArrowRight", 35), ("ArrowLeft", 30), ("Home", 0),
        ("9", 54), ("0", 0), ("3", 18),
    ):  # fmt: skip
        keys.press(key)
        wait_until(lambda at=place: abs(video(page, "v.currentTime") - at) < 0.3)
    before = video(page, "v.currentTime")
    keys.press(".")
    comes(page, f"Math.abs(v.currentTime - {before + 1 / 30}) < 0.01")
    keys.press(",")
    comes(page, f"Math.abs(v.currentTime - {before}) < 0.01")
    comes(page, "!v.seeking")
    assert shown_second(page) == pytest.approx(18, abs=0.3)
    keys.press("m")
    comes(page, "v.muted")
    keys.press("m")
    comes(page, "!v.muted")
    volume = video(page, "v.volume")
    keys.press("ArrowDown")
    comes(page, f"Math.abs(v.volume - {volume - 0.05}) < 0.001")
    keys.press("ArrowUp")
    comes(page, f"Math.abs(v.volume - {volume}) < 0.001")
    for key, rate in ((">", 1.2), (">", 1.4), ("<", 1.2), ("<", 1), ("<", 0.75), ("<", 0.75)):
        keys.press(key)
        comes(page, f"v.playbackRate === {rate}")
    keys.press("c")
    captions = page.locator(".mp-captions")
    expect(captions).to_contain_text("10초의 문장")
    expect(captions).to_be_visible()
    keys.press("c")
    expect(captions).to_be_hidden()
    keys.press("f")
    wait_until(lambda: page.evaluate("document.fullscreenElement !== null"))
    keys.press("f")
    wait_until(lambda: page.evaluate("document.fullscreenElement === null"))
    keys.press("End")
    comes(page, "v.currentTime > 59")
    keys.press("Shift+N")
    page.wait_for_url(f"**l={lessons.lesson_ids[1]}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wren")
    keys.press("Shift+P")
    page.wait_for_url(f"**l={lessons.lesson_ids[0]}")


def test_no_key_fires_while_somebody_types_or_has_turned_them_off(
    page, live_site, lessons, student
):
    open_lesson(page, live_site, lessons)
    state = "[v.paused, v.currentTime, v.muted, v.volume, v.playbackRate].join()"
    before = video(page, state)
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('textarea'),"
        " {id: 'note'}))"
    )
    page.locator("#note").focus()
    page.keyboard.type("jkl mfc<>,.0123456789NP")
    for key in ("ArrowLeft", "ArrowUp", "Home", "End"):
        page.keyboard.press(key)
    assert page.locator("#note").input_value() == "jkl mfc<>,.0123456789NP"
    assert video(page, state) == before
    page.locator("#note").evaluate("(e) => e.remove()")
    page.get_by_role("button", name=t("keys.open")).click()
    switch = page.get_by_role("dialog").get_by_role("switch")
    page.keyboard.press("5")
    switch.click()
    page.keyboard.press("Escape")
    page.keyboard.type("jlm5<>")
    assert video(page, state) == before
    page.get_by_role("button", name=t("keys.open")).click()
    switch.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("5")
    comes(page, "Math.abs(v.currentTime - 30) < 0.3")


def choose(page: Page, pill, option: str) -> None:
    page.mouse.move(500, 300)  # the bar hides while the video plays and nobody stirs
    page.mouse.move(520, 320)
    pill.click()
    page.get_by_role("menuitemradio", name=option, exact=True).click()


def test_menus_of_speed_and_captions(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    for rate in SPEEDS:
        choose(page, page.locator(".mp-pill", has_text="×"), f"{rate}×")
        comes(page, f"v.playbackRate === {rate}")
    captions = page.locator(".mp-captions-pill")
    choose(page, captions, "English")
    play(page)
    expect(page.locator(".mp-captions")).to_contain_text("초의 문장")
    choose(page, captions, t("player.captions_off"))
    expect(page.locator(".mp-captions")).to_be_hidden()
    line = page.locator(".transcript .line").nth(3)
    line.click()
    comes(page, "v.currentTime >= 30 && v.currentTime < 50")
    expect(line).to_have_attribute("aria-current", "true")


def test_the_menu_of_quality_lists_what_was_encoded(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons, number=2)
    quality = page.locator(".mp-quality")
    expect(quality).to_be_visible()  # it comes with the list of renditions, not with the page
    quality.click()
    expect(page.get_by_role("menuitemradio")).to_have_count(3)
    words = page.get_by_role("menuitemradio").all_inner_texts()
    assert words[0].startswith(t("player.automatic"))
    assert words[1:] == ["480p", "360p"]
    page.keyboard.press("Escape")
    expect(quality).to_have_attribute("aria-expanded", "false")
    choose(page, quality, "360p")
    expect(quality).to_have_attribute("aria-expanded", "false")
    play(page)
    comes(page, "v.videoHeight === 360")
    expect(quality).to_have_text("360p")
    choose(page, quality, "480p")
    comes(page, "v.videoHeight === 480")


def test_the_place_survives_the_closing_of_the_page(page, live_site, lessons, student):
    lesson_id = lessons.lesson_ids[0]
    open_lesson(page, live_site, lessons)
    page.keyboard.press("2")
    play(page)
    play_until(page, 15)
    left_at = video(page, "v.currentTime")
    page.close(run_before_unload=True)
    # The last report is sent while the page closes, and the picture may move until then.
    wait_until(
        lambda: (now := progress_of(student.id, lesson_id)) and now["position"] > left_at - 2
    )
    assert progress_of(student.id, lesson_id)["covered"] >= 2


def test_the_end_is_not_reached_by_jumping_there(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    page.keyboard.press("k")
    comes(page, "v.currentTime > 0.5")
    with page.expect_response(f"**{urls.API_PROGRESS}"):
        page.keyboard.press("End")
    comes(page, "v.ended")
    kept = wait_until(lambda: progress_of(student.id, lessons.lesson_ids[0]))
    assert kept["done"] is False
    assert kept["covered"] < 10
    expect(page.locator(".learn-section .is-done")).to_have_count(0)


def test_watching_completes_without_a_reload_and_the_socket_stays_quiet(
    page, live_site, lessons, student
):
    """Ninety percent at double speed; meanwhile at most ten frames a minute go over the socket."""
    frames: list[str] = []
    page.on("websocket", lambda socket: (
        socket.on("framesent", lambda data: frames.append(f"> {str(data)[:60]}")),
        socket.on("framereceived", lambda data: frames.append(f"< {str(data)[:60]}")),
    ))  # fmt: skip
    open_lesson(page, live_site, lessons)
    page.keyboard.press("m")
    for rate in SPEEDS[2:]:
        page.keyboard.press(">")
        comes(page, f"v.playbackRate === {rate}")
    play(page)
    page.evaluate("window.stayed = true")
    begun, frames[:] = page.evaluate("performance.now()"), []
    play_until(page, 50)
    quiet, seconds = list(frames), (page.evaluate("performance.now()") - begun) / 1000
    per_minute = len(quiet) * 60 / seconds
    print(f"{len(quiet)} frames in {seconds:.0f} s: {per_minute:.1f} a minute: {quiet}")
    assert per_minute <= 10
    expect(page.locator(".learn-section li").first.locator(".is-done")).to_be_visible(
        timeout=60_000
    )
    expect(page.locator(".lesson-share")).to_contain_text(t("lesson.state.done"))
    assert page.evaluate("stayed")
    assert progress_of(student.id, lessons.lesson_ids[0])["done"]


# What of the sheet stands in the window over the scrubber.
SPRITE = """(window) => {
  const sheet = window.querySelector("img"), canvas = document.createElement("canvas");
  const [inner, outer] = [window.getBoundingClientRect(), sheet.getBoundingClientRect()];
  [canvas.width, canvas.height] = [inner.width, inner.height];
  canvas.getContext("2d").drawImage(sheet, outer.left - inner.left, outer.top - inner.top);
  return canvas.toDataURL("image/png");
}"""


def test_pointing_at_the_scrubber_shows_the_picture_of_that_second(
    page, live_site, lessons, student
):
    open_lesson(page, live_site, lessons)
    box = page.locator(".mp-scrub").bounding_box()
    picture = page.locator(".mp-sprite")
    for second, shown_at in ((30.5, 28), (57.5, 56), (5.5, 4)):
        page.mouse.move(box["x"] + box["width"] * second / 60, box["y"] + box["height"] / 2)
        expect(page.locator(".mp-hover")).to_contain_text(f"00:{int(second):02d}")
        picture.locator("img").wait_for()
        wait_until(lambda: picture.locator("img").evaluate("(i) => i.naturalWidth > 0"))
        drawn = base64.b64decode(picture.evaluate(SPRITE).partition(",")[2])
        assert read_strip(Image.open(io.BytesIO(drawn))) == pytest.approx(shown_at, abs=0.15)
    page.mouse.move(box["x"], box["y"] - 200)
    expect(picture).to_have_count(0)


def test_from_the_end_a_student_goes_back_where_they_want(page, live_site, lessons, student):
    """The cover with the next lesson leaves, clock and bar follow, and playing goes on there."""
    open_lesson(page, live_site, lessons)
    play(page)
    page.keyboard.press("End")
    ended = page.locator(".mp-ended")
    expect(ended).to_be_visible(timeout=20_000)
    comes(page, "v.ended")  # the cover may be there a moment before the last picture
    page.keyboard.press("3")
    expect(ended).to_have_count(0)
    expect(page.locator(".mp-time")).to_have_text("00:18 / 01:00")
    page.keyboard.press("k")
    comes(page, "!v.paused && v.currentTime > 18.2 && v.currentTime < 40")


def test_the_question_mark_shows_the_keys(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    page.keyboard.press("?")
    expect(page.locator(".keys-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".keys-dialog")).to_have_count(0)
