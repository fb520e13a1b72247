"""Captions and chapters as an instructor makes them and a student meets them."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from lms_app.core import urls
from lms_app.services import course, enrollment, media
from tests.e2e.conftest import hydrated, sign_in_as, wait_until
from tests.e2e.lessons import comes, encoded
from tests.e2e.watching import shown, t, video
from tests.factories.courses import Made, texts
from tests.factories.people import Person, instructor, person

SRT = (
    "1\r\n00:00:01,000 --> 00:00:20,000\r\n뷁: 첫 문장입니다 <b>굵게</b>\r\n\r\n"
    "2\r\n00:00:15,000 --> \r\n<script>alert(1)</script> 둘째 문장\r\n"
)


@pytest.fixture(scope="module")
def teacher(live_site) -> Person:
    return instructor("Sol")


@pytest.fixture(scope="module")
def lesson(teacher, clip) -> Made:
    asset_id = encoded(teacher, clip)
    course_id = UUID(teacher.call(course.create_course, texts=texts("Talking birds")))
    section_id = UUID(teacher.call(course.add_section, course_id, title="Beaks"))
    lesson_id = UUID(teacher.call(course.add_lesson, section_id, title="Parrot"))
    teacher.call(course.attach_video, lesson_id, asset_id)
    teacher.call(course.publish_course, course_id)
    slug = teacher.call(course.get_course_editor, course_id).slug
    return Made(course_id, slug, section_id, [lesson_id])


def open_panel(page: Page, site, lesson: Made) -> None:
    page.goto(f"{site.url}/instructor/courses/{lesson.id}/curriculum")
    hydrated(page)
    page.locator(".tree-lessons .inline-text").first.focus()
    expect(page.get_by_role("heading", name=t("captions.title"), exact=True)).to_be_visible()


def as_student(context, site, lesson: Made) -> Page:
    sam = person("Samcaptions")
    sam.call(enrollment.enroll, lesson.id)
    context.clear_cookies()
    sign_in_as(context, site, sam)
    page = context.new_page()
    page.goto(site.url + urls.learn(lesson.slug, str(lesson.lesson_ids[0])))
    hydrated(page)
    shown(page)
    return page


def test_captions_and_chapters_come_from_the_panel_to_the_player(
    page, context, live_site, teacher, lesson
):
    [lesson_id] = lesson.lesson_ids
    sign_in_as(context, live_site, teacher)
    open_panel(page, live_site, lesson)
    # A file in the encoding of Korean Windows, with an overlap, a missing end and a script.
    file = {"name": "옛날.srt", "mimeType": "application/x-subrip", "buffer": SRT.encode("cp949")}
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=t("captions.upload")).click()
    chosen.value.set_files(file)
    expect(page.locator(".track-done")).to_contain_text(
        t("captions.taken", language="한국어", count=2)
    )
    expect(page.locator(".track-done")).to_contain_text(t("captions.repair_overlaps", count=1))

    # A chapter at the second the video stands at.
    page.locator(".lesson-panel .preview").click()
    wait_until(lambda: page.locator(".lesson-panel video").count() > 0)
    wait_until(lambda: video(page, "v.readyState >= 2"))
    video(page, "(v.pause(), v.currentTime = 24, 0)")
    page.get_by_role("button", name=t("chapters.add_now", time="00:24")).click()
    page.keyboard.type("부리 <i>이야기")
    video(page, "(v.currentTime = 0, 0)")
    page.get_by_role("button", name=t("chapters.add_now", time="00:00")).click()
    page.keyboard.type("시작")
    expect(page.locator(".chapters .cues-status")).to_have_text(t("rows.saved"))
    wait_until(
        lambda: (
            [
                (c.start_seconds, c.title)
                for c in teacher.call(course.list_chapters, lesson_id).chapters
            ]
            == [(0, "시작"), (24, "부리 <i>이야기")]
        )
    )

    # A line is edited beside the video.
    page.get_by_role("button", name=t("captions.edit_named", language="한국어")).click()
    line = page.get_by_label(t("captions.text_of", number=2), exact=True)
    expect(line).to_have_value("<script>alert(1)</script> 둘째 문장")
    line.fill("고친 둘째 문장 <script>")
    expect(page.locator(".cues .cues-status")).to_have_text(t("rows.saved"))
    asset_id = (
        teacher.call(course.get_course_editor, lesson.id).sections[0].lessons[0].media_asset_id
    )
    wait_until(
        lambda: (
            teacher.call(media.get_own_captions, UUID(asset_id), language="ko").cues[1]["text"]
            == "고친 둘째 문장 <script>"
        )
    )

    student = as_student(context, live_site, lesson)
    parts = student.locator(".mp-part")
    expect(parts).to_have_count(2)
    chapters = student.get_by_role("button", name=t("player.chapters", chapter="시작"))
    expect(chapters).to_be_attached()
    expect(student.locator(".line-text").first).to_have_text("뷁: 첫 문장입니다 굵게")
    video(student, "(v.pause(), v.currentTime = 16, 0)")
    student.keyboard.press("c")
    expect(student.locator(".mp-captions")).to_contain_text("고친 둘째 문장 <script>")
    assert student.locator(".mp-captions script").count() == 0
    # The list of chapters, by keyboard alone.
    chapters.focus()
    student.keyboard.press("Enter")
    student.get_by_role("menuitemradio", name="부리 <i>이야기").focus()
    student.keyboard.press("Enter")
    comes(student, "Math.abs(v.currentTime - 24) < 0.5")
    expect(
        student.get_by_role("button", name=t("player.chapters", chapter="부리 <i>이야기"))
    ).to_be_attached()
    # A seek into the middle of a chapter stays there.
    student.keyboard.press("Home")
    comes(student, "v.currentTime < 0.5")
    expect(chapters).to_be_attached()
    student.keyboard.press("5")
    comes(student, "v.currentTime > 20")
    expect(
        student.get_by_role("button", name=t("player.chapters", chapter="부리 <i>이야기"))
    ).to_be_attached()
    student.keyboard.press(".")
    comes(student, "!v.seeking")
    assert abs(video(student, "v.currentTime") - 30) < 0.5
