"""Notes beside the video, highlights in its transcript, and the notebook of them all."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from lms_app.core import urls
from lms_app.services import enrollment
from tests.e2e.conftest import hydrated, wait_until
from tests.e2e.lessons import comes, open_lesson
from tests.e2e.test_pages import findings
from tests.e2e.watching import shown, t, video


def written(page: Page) -> None:
    expect(page.locator(".note-status.is-saved, .note:not(.is-open)").first).to_be_visible()


def at(student, lesson) -> list[tuple[str, float]]:
    found = student.call(enrollment.list_lesson_notes, lesson)
    return [(note.body_md, note.second) for note in found]


def test_a_note_typed_and_left_at_once_is_there_and_leads_to_its_second(
    page, live_site, lessons, student
):
    open_lesson(page, live_site, lessons)
    page.locator(".transcript .line-time").nth(2).click()
    comes(page, "v.currentTime >= 20")
    page.keyboard.press("k")
    comes(page, "v.paused")
    second = video(page, "v.currentTime")
    page.keyboard.press("n")
    page.keyboard.type("Robins **sing** at dusk k m")
    assert video(page, "v.paused && !v.muted")
    page.goto(live_site.url + urls.COURSES)
    hydrated(page)
    page.goto(live_site.url + urls.learn(lessons.slug, str(lessons.lesson_ids[0])))
    hydrated(page)
    shown(page)
    page.get_by_role("tab", name=re.compile(t("notes.tab"))).click()
    note = page.locator(".note")
    expect(note).to_contain_text("Robins sing at dusk k m")
    wait_until(lambda: len(at(student, lessons.lesson_ids[0])) == 1)
    ((body, kept),) = at(student, lessons.lesson_ids[0])
    assert body == "Robins **sing** at dusk k m"
    assert abs(kept - second) < 0.2
    assert findings(page) == []
    note.locator(".time-chip").click()
    comes(page, f"v.currentTime >= {kept} && v.currentTime < {kept} + 8")


def test_the_connection_may_go_and_the_note_arrives_once(troubled, live_site, lessons, student):
    page, lesson = troubled, lessons.lesson_ids[0]
    open_lesson(page, live_site, lessons)
    page.context.set_offline(True)
    page.keyboard.press("n")
    page.keyboard.type("Written in a tunnel")
    expect(page.locator(".note-status")).to_have_text(t("notes.away"))
    assert at(student, lesson) == []
    page.context.set_offline(False)
    wait_until(lambda: at(student, lesson))
    page.keyboard.press("Escape")
    expect(page.locator(".note:not(.is-open)")).to_contain_text("Written in a tunnel")
    assert [body for body, _ in at(student, lesson)] == ["Written in a tunnel"]
    page.locator(".note .note-tool").last.click()
    expect(page.locator(".notes-gone")).to_be_visible()
    wait_until(lambda: not at(student, lesson))
    page.locator(".notes-undo").click()
    wait_until(lambda: at(student, lesson))
    expect(page.locator(".note")).to_have_count(1)


def test_selected_words_are_highlighted_and_by_keyboard_too(page, live_site, lessons, student):
    lesson = lessons.lesson_ids[0]
    open_lesson(page, live_site, lessons)
    page.locator(".transcript .line-text").nth(1).select_text()
    page.locator(".pick-bar button").first.click()
    expect(page.locator(".line-text mark.line-kept")).to_have_text("10초의 문장")
    page.locator(".transcript .line-time").nth(3).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".pick-bar button").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note-field")).to_be_focused()
    page.keyboard.type("Why?")
    wait_until(lambda: ("Why?", 30.0) in at(student, lesson))
    quotes = [note.quote for note in student.call(enrollment.list_lesson_notes, lesson)]
    assert quotes == ["10초의 문장", "30초의 문장"]
    page.reload()
    hydrated(page)
    shown(page)
    expect(page.locator(".line-text mark.line-kept")).to_have_count(2)


def test_the_transcript_is_searched_from_place_to_place(page, live_site, lessons, student):
    open_lesson(page, live_site, lessons)
    field = page.get_by_role("searchbox", name=t("script.search"))
    field.fill("초의")
    told, now = page.locator(".script-found"), page.locator("mark.line-found-now")
    expect(told).to_have_text(t("script.found_of", count=6, at=1))
    for key, place in (
        ("Enter", 2),
        ("Enter", 3),
        ("Shift+Enter", 2),
        ("Shift+Enter", 1),
        ("Shift+Enter", 6),
    ):
        field.press(key)
        expect(told).to_have_text(t("script.found_of", count=6, at=place))
    expect(now).to_be_visible()
    assert video(page, "v.currentTime") < 5
    field.fill("없는 말")
    expect(told).to_have_text(t("script.found_none"))


def test_all_notes_are_searched_taken_away_and_lead_to_their_second(
    page, live_site, lessons, student
):
    lesson = str(lessons.lesson_ids[1])
    for body, second in (("100% of wrens", 12.0), ("A robin", 31.0)):
        note = {"lesson_id": lesson, "body_md": body, "second": second, "revision": 1}
        answer = page.request.put(f"{live_site.url}/api/notes/{uuid4()}", data=note)
        assert answer.ok
    page.goto(live_site.url + urls.MY_NOTES)
    hydrated(page)
    expect(page.locator(".notebook-note")).to_have_count(2)
    assert findings(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=t("notebook.export")).click()
    assert "100% of wrens" in download.value.path().read_text()
    page.locator("#note-search").fill("100%")
    page.locator("#note-search").press("Enter")
    page.wait_for_url(re.compile("q=100%25"))
    hydrated(page)
    expect(page.locator(".notebook-note")).to_have_count(1)
    page.locator(".notebook-place").click()
    page.wait_for_url(re.compile(r"t=12"))
    shown(page)
    comes(page, "v.currentTime >= 11 && v.currentTime < 20")
