"""The player with a real, encrypted video: keys, menus, honesty of progress, words for trouble."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page, Route, expect

from lms_app import composition
from lms_app.core import clock, urls
from lms_app.core.permissions import Role
from lms_app.seed.clips import ClipSpec, draw_clip, read_strip
from lms_app.services import course, enrollment, media
from tests.e2e.conftest import hydrated, open_context, sign_in_as, wait_until
from tests.e2e.school import one
from tests.e2e.watching import (
    play,
    play_until,
    progress_of,
    shown,
    shown_second,
    t,
    video,
)
from tests.factories.courses import Made, texts
from tests.factories.people import Person, as_system, instructor, person

SPEEDS = ["0.75", "1", "1.2", "1.4", "1.6", "1.8", "2"]
CUES = [{"start": at, "end": at + 9.5, "text": f"{at}초의 문장"} for at in range(0, 60, 10)]


@pytest.fixture(scope="module")
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
    wait_until(lambda: video(page, expression), 20)


def test_every_key_does_what_the_table_says(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    keys = page.keyboard
    keys.press("k")
    comes(page, "!v.paused")
    keys.press(" ")
    comes(page, "v.paused")
    keys.press("5")
    wait_until(lambda: shown_second(page) == pytest.approx(30, abs=0.3), 20)
    for key, place in (
        ("l", 40), ("j", 30), ("ArrowRight", 35), ("ArrowLeft", 30), ("Home", 0),
        ("9", 54), ("0", 0), ("3", 18),
    ):  # fmt: skip
        keys.press(key)
        wait_until(lambda at=place: abs(video(page, "v.currentTime") - at) < 0.3, 20)
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
    wait_until(lambda: page.evaluate("document.fullscreenElement !== null"), 20)
    keys.press("f")
    wait_until(lambda: page.evaluate("document.fullscreenElement === null"), 20)
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
    comes(page, "v.currentTime >= 30 && v.currentTime < 36")
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
    wait_until(
        lambda: (now := progress_of(student.id, lesson_id)) and abs(now["position"] - left_at) < 2,
        20,
    )
    assert progress_of(student.id, lesson_id)["covered"] >= 2


def test_the_end_is_not_reached_by_jumping_there(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    page.keyboard.press("k")
    comes(page, "v.currentTime > 0.5")
    with page.expect_response(f"**{urls.API_PROGRESS}"):
        page.keyboard.press("End")
    comes(page, "v.ended")
    kept = wait_until(lambda: progress_of(student.id, lessons.lesson_ids[0]), 20)
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
        wait_until(lambda: picture.locator("img").evaluate("(i) => i.naturalWidth > 0"), 20)
        drawn = base64.b64decode(picture.evaluate(SPRITE).partition(",")[2])
        assert read_strip(Image.open(io.BytesIO(drawn))) == pytest.approx(shown_at, abs=0.15)
    page.mouse.move(box["x"], box["y"] - 200)
    expect(picture).to_have_count(0)


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


def test_a_revoked_enrollment_stops_the_video_with_words(troubled, live_site, lessons, student):
    open_lesson(troubled, live_site, lessons)
    play(troubled)
    revoke(student, lessons)
    trouble = troubled.locator(".mp-trouble")
    expect(trouble).to_contain_text(t("player.refused_title"), timeout=40_000)
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
    expect(troubled.locator(".mp-trouble")).to_contain_text(
        t("player.refused_title"), timeout=40_000
    )


def test_a_lost_network_is_told_and_healed(troubled, live_site, lessons):
    troubled.route("**/*.ts*", lambda route: route.abort("internetdisconnected"))
    troubled.goto(live_site.url + urls.learn(lessons.slug))
    line = troubled.locator(".mp-line")
    expect(line).to_contain_text(t("player.retrying"), timeout=40_000)
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
    wait_until(lambda: held)
    gone.extend(route.request.url for route in held)
    for route in held:
        route.fulfill(status=404, body="")
    wait_until(lambda: len(masters) == 2)
    wait_until(lambda: video(troubled, "!v.paused && v.currentTime > 13"), 60)
    assert shown_second(troubled) >= 12
    expect(troubled.locator(".mp-trouble")).to_have_count(0)


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


# ------------------------------------------------------------------ from lesson to lesson


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
    wait_until(lambda: abs(shown_second(page) - second) < 2, 20)


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
    wait_until(lambda: str(wren) in asked, 20)
    lesson_link(page, kite).click()
    comes(page, "v.readyState >= 2 && Math.round(v.duration) === 24")
    silence.end()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kite")
    comes(page, "v.readyState >= 2 && Math.round(v.duration) === 24")
    page.keyboard.press("5")
    comes(page, "Math.abs(v.currentTime - 12) < 1")
    wait_until(lambda: (kept := progress_of(student.id, kite)) and kept["position"] > 11, 20)
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
    wait_until(lambda: str(wren) in asked, 20)
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
    expect(troubled.locator(".mp")).to_have_count(0)
