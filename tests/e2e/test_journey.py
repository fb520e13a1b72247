"""The whole way, by the interface only: make a course, publish it, find it, enroll, watch, resume."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import LiveSite, Watched, hydrated, wait_until
from tests.e2e.joining import sign_up
from tests.e2e.school import one
from tests.e2e.watching import (
    first_second,
    play,
    play_until,
    progress_of,
    shown_second,
    t,
    video,
)

HANA, SAM = "hana@example.com", "sam@example.com"
TITLE = "지도를 읽는 법"
DESCRIPTION = "## 무엇을 배우나요\n\n등고선과 **범례**를 읽어요.\n\n- 축척\n- 방위"


class Tab(Watched):
    """A page of the journey; closing it says what it complained about."""

    def __init__(self, context: BrowserContext, site: LiveSite) -> None:
        self.page = context.new_page()
        super().__init__(self.page, site.url)

    def is_clean(self) -> None:
        assert self.complaints == []
        assert self.foreign == []


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=t("nav.account")).click()
    page.get_by_role("button", name=t("nav.sign_out")).click()
    expect(page.locator(".site-end").get_by_role("link", name=t("nav.sign_in"))).to_be_visible()


def open_profile(page: Page) -> None:
    page.get_by_role("button", name=t("nav.account")).click()
    page.locator(".account").get_by_role("link", name=t("nav.instructor_start")).click()
    page.locator("#headline").fill("지도와 나침반을 가르쳐요")
    page.locator("#handle").fill("hana-maps")
    page.get_by_role("button", name=t("instructor.open")).click()
    page.wait_for_url(re.compile(r"/instructor$"))
    hydrated(page)


def create_course(page: Page) -> None:
    page.locator(".page-head").get_by_role("link", name=t("instructor.new_course")).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#title").fill(TITLE)
    dialog.get_by_role("button", name=t("instructor.new_create")).click()
    page.wait_for_url(re.compile(r"/instructor/courses/[0-9a-f-]{36}$"))
    page.locator("#subtitle").fill("등고선에서 길까지")
    page.locator("#description_md").fill(DESCRIPTION)
    preview = page.locator(".write-preview")
    expect(preview.get_by_role("heading", name="무엇을 배우나요")).to_be_visible()
    page.locator("#category_slug").select_option(index=1)
    page.locator("#level").select_option("intermediate")
    page.locator("#language").select_option("ko")
    page.locator("#cover_word").fill("지도")
    page.get_by_role("button", name=t("action.save")).click()
    expect(page.locator(".draft-mark")).to_have_text(t("instructor.saved_now"))
    page.reload()
    hydrated(page)
    expect(page.locator("#description_md")).to_have_value(DESCRIPTION)
    expect(page.locator("#level")).to_have_value("intermediate")
    expect(page.locator("#cover_word")).to_have_value("지도")


def titles(page: Page) -> list[str]:
    return page.locator(".tree-lessons .inline-text").evaluate_all(
        "(all) => all.map((e) => e.value)"
    )


def has_titles(page: Page, *wanted: str) -> None:
    wait_until(lambda: titles(page) == list(wanted))


def write_curriculum(page: Page) -> None:
    """Sections and lessons with the keyboard: add, rename, reorder, delete, add again."""
    page.get_by_role("link", name=t("builder.tab_curriculum")).click()
    keys = page.keyboard
    page.get_by_label(t("curriculum.add_section")).focus()
    keys.type("시작")
    keys.press("Enter")
    page.get_by_label(t("curriculum.add_lesson_to", title="시작")).focus()
    for number in (1, 2):
        keys.type(f"강 {number}")
        keys.press("Enter")
        expect(page.locator(".tree-lessons .inline-text")).to_have_count(number)
    has_titles(page, "강 1", "강 2")
    keys.press("ArrowUp")
    keys.press("F2")
    keys.type("범례 읽기")
    keys.press("Enter")
    has_titles(page, "강 1", "범례 읽기")
    keys.press("Alt+ArrowUp")
    has_titles(page, "범례 읽기", "강 1")
    expect(page.locator(".tree-lessons .inline-text").first).to_be_focused()
    keys.press("ArrowDown")
    expect(page.locator(".tree-lessons .inline-text").nth(1)).to_be_focused()
    page.get_by_role("button", name=t("curriculum.lesson_menu", number="1-2")).focus()
    keys.press("Enter")
    page.get_by_role("menuitem", name=t("action.delete")).press("Enter")
    page.get_by_role("dialog").get_by_role("button", name=t("action.delete")).press("Enter")
    has_titles(page, "범례 읽기")
    page.get_by_label(t("curriculum.add_lesson_to", title="시작")).focus()
    page.locator(".tree-group .segment").get_by_text(t("lesson.kind.article")).click()
    page.get_by_label(t("curriculum.add_lesson_to", title="시작")).focus()
    keys.type("더 읽을거리")
    keys.press("Enter")
    has_titles(page, "범례 읽기", "더 읽을거리")


WATCH_WORDS = """() => {
  window.words = new Set();
  window.stayed = true;
  const note = () => {
    for (const e of document.querySelectorAll(".lesson-panel, .tree-end")) words.add(e.innerText);
  };
  new MutationObserver(note).observe(document.body,
    {subtree: true, childList: true, characterData: true});
}"""


def write_article(page: Page) -> None:
    panel = page.get_by_label(t("panel.label"))
    page.locator(".tree-lessons .inline-text").nth(1).focus()
    panel.locator("#body_md").fill("## 책\n\n*지도의 역사*")
    panel.get_by_role("button", name=t("action.save")).click()
    expect(panel.locator(".draft-mark")).to_have_text(t("instructor.saved_now"))


def add_video(page: Page, clip: Path) -> None:
    """Mark a free preview, give it a video, and see it become ready without a reload."""
    page.locator(".tree-lessons .inline-text").first.focus()
    panel = page.get_by_label(t("panel.label"))
    panel.get_by_role("switch").click()
    expect(page.locator(".tree-lessons .badge", has_text=t("curriculum.free"))).to_be_visible()
    page.evaluate(WATCH_WORDS)
    panel.locator("input[data-upload]").set_input_files(clip)
    expect(panel.get_by_text(t("panel.ready"))).to_be_visible(timeout=180_000)
    said = "\n".join(page.evaluate("[...words]"))
    # How far the encoding is in percent: test_uploads.py, with a longer video.
    assert t("upload.chip_moving", percent=100) in said
    assert any(t(f"media.{phase}") in said for phase in ("waiting", "checking")), said
    assert t("media.uploading") not in said
    assert page.evaluate("stayed")


def publish(page: Page) -> None:
    page.get_by_role("button", name=t("builder.publish")).click()
    expect(page.get_by_role("link", name=t("builder.public_page"))).to_be_visible()


def open_course(page: Page) -> None:
    page.locator(".site-nav").get_by_role("link", name=t("nav.courses"), exact=True).click()
    page.wait_for_url("**/courses")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("지도를")
    expect(page.get_by_role("heading", name="무엇을 배우나요")).to_be_visible()


def watch_preview(page: Page) -> None:
    page.locator(".enroll-cover a").click()
    page.wait_for_url("**/learn/**")
    play(page)
    expect(page.get_by_text(t("learn.preview_note"))).to_be_visible()


def enroll_and_leave(tab: Tab) -> tuple[str, float]:
    """Enroll, watch, go to the middle, watch on, close the page. Returns the lesson, the second."""
    page = tab.page
    open_course(page)
    page.locator(".enroll-panel").get_by_role("button", name=t("course_page.enroll")).click()
    page.wait_for_url("**/learn/**")
    play(page)
    page.keyboard.press("5")
    wait_until(lambda: 29.5 < shown_second(page) < 50)
    play_until(page, 34)
    expect(page.locator(".learn-list [aria-current=true]")).to_contain_text("범례 읽기")
    lesson = page.locator(".learn-list [aria-current=true]").get_attribute("href")
    left_at = video(page, "v.currentTime")
    page.close(run_before_unload=True)
    tab.is_clean()
    return lesson.partition("l=")[2], left_at


@pytest.mark.slow
def test_a_course_is_made_published_found_watched_and_resumed(context, live_site, clip):
    tab = Tab(context, live_site)
    page = tab.page
    page.goto(live_site.url)
    hydrated(page)
    sign_up(page, "하나", HANA)
    open_profile(page)
    create_course(page)
    write_curriculum(page)
    write_article(page)
    add_video(page, clip)
    publish(page)
    page.goto(live_site.url)
    sign_out(page)
    open_course(page)
    watch_preview(page)
    page.goto(live_site.url)
    hydrated(page)
    sign_up(page, "샘", SAM)

    lesson, left_at = enroll_and_leave(tab)
    user = UUID(one("SELECT id FROM user_account WHERE email_key = :email", email=SAM))
    # The last report is sent while the page closes, and the picture may move until then.
    saved = wait_until(
        lambda: (now := progress_of(user, lesson)) and now["position"] > left_at - 2 and now
    )["position"]

    again = Tab(context, live_site)
    again.page.goto(f"{live_site.url}/my-courses")
    bar = again.page.get_by_role("progressbar").first
    expect(bar).to_be_visible()
    link = again.page.locator(".resume").get_by_role("link", name=t("my_courses.resume"))
    link.click()
    resumed = first_second(again.page)
    print(f"left at {left_at:.1f} s, saved {saved:.1f} s, resumed at {resumed:.1f} s")
    assert resumed == pytest.approx(max(0, saved - 3), abs=1)
    again.page.goto(live_site.url)
    sign_out(again.page)
    tab.is_clean()
    again.is_clean()
