"""The whole pipeline on real files: upload, probe, encode, seal, publish, play."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest

from lms_app import composition
from lms_app.adapters import hls_sealing
from lms_app.adapters.ffmpeg.binaries import FFMPEG, FFPROBE
from lms_app.core.permissions import Role
from lms_app.local import process_tree
from lms_app.services import course, enrollment, media
from tests.conftest import ROOT
from tests.factories import courses
from tests.factories.people import Nobody, as_system, instructor, person
from tests.factories.uploads import client, upload
from tests.media_samples import MediaZoo
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    return MediaZoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def made(ada):
    return courses.draft(ada, lessons=0)


def dropped(ada, made, path: Path, name: str = "clip.mp4") -> tuple[UUID, UUID]:
    lesson_id = UUID(ada.call(course.add_lesson, made.section_id, title=name))
    return lesson_id, upload(ada, lesson_id, path, name)


def lesson_state(ada, made, lesson_id):
    editor = ada.call(course.get_course_editor, made.id)
    return next(x for s in editor.sections for x in s.lessons if x.id == str(lesson_id))


def published(ada, made, zoo) -> UUID:
    lesson_id, asset_id = dropped(ada, made, zoo("normal.mp4"))
    assert as_system(media.transcode_asset, asset_id) == "ready"
    as_system(course.apply_ready_media, asset_id)
    ada.call(course.publish_course, made.id)
    return lesson_id


def test_an_uploaded_file_becomes_a_course_a_student_can_watch(site, ada, made, zoo, tmp_path):
    lesson_id = published(ada, made, zoo)
    state = lesson_state(ada, made, lesson_id)
    assert (state.media_status, state.duration_seconds) == ("ready", 2)
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    http = client(sam)
    master = http.get(f"/api/playback/{lesson_id}/master.m3u8")
    assert master.status_code == 200
    names = re.findall(r"^(\w+)\.m3u8\?v=\w+$|URI=\"(\w+)\.m3u8\?", master.text, re.MULTILINE)
    assert {a or b for a, b in names} >= {"audio"}
    name = next(a for a, b in names if a)
    playlist = http.get(f"/api/playback/{lesson_id}/{name}.m3u8").text
    key = http.get(f"/api/playback/{lesson_id}/key").content
    assert len(key) == 16
    assert key.hex() not in playlist.lower()
    segment = next(line for line in playlist.splitlines() if line.startswith("/store/"))
    sealed = http.get(segment).content
    (tmp_path / "sealed.ts").write_bytes(sealed)
    (tmp_path / "clear.ts").write_bytes(hls_sealing.unseal(sealed, key, 0))
    assert decodes(tmp_path / "clear.ts")
    assert not decodes(tmp_path / "sealed.ts")
    assert key not in b"".join(p.read_bytes() for p in site.objects.root.rglob("*") if p.is_file())


def decodes(path: Path) -> bool:
    done = subprocess.run(
        [FFMPEG, "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"],
        capture_output=True, check=False,
    )  # fmt: skip
    probed = subprocess.run(
        [FFPROBE, "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames",
         "-of", "csv=p=0", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0 and any(c.isdigit() and c != "0" for c in probed.stdout)


def test_keys_and_playlists_are_refused_to_everybody_else(ada, made, zoo):
    lesson_id = published(ada, made, zoo)
    sam, other, ben = person("Sam"), person("Kim"), instructor("Ben")
    elsewhere = courses.published(ben, "Other maps")
    sam.call(enrollment.enroll, made.id)
    other.call(enrollment.enroll, elsewhere.id)
    paths = [f"/api/playback/{lesson_id}/{x}" for x in ("key", "master.m3u8", "360p.m3u8")]
    for who, status in ((None, 401), (other, 404), (ben, 404)):
        assert {client(who).get(path).status_code for path in paths} == {status}
    assert client(sam).get(paths[0]).status_code == 200
    assert client(ada).get(paths[0]).status_code == 200
    root = person("Root", Role.admin)
    from tests.services.enrollment.test_progress import enrollment_of

    root.call(enrollment.revoke_enrollment, enrollment_of(sam, made), reason="refunded")
    assert {client(sam).get(path).status_code for path in paths} == {404}


def test_segment_addresses_hold_only_as_signed(ada, made, zoo):
    lesson_id = published(ada, made, zoo)
    http = client(ada)
    playlist = http.get(f"/api/playback/{lesson_id}/audio.m3u8").text
    address = next(line for line in playlist.splitlines() if line.startswith("/store/"))
    assert http.get(address).status_code == 200
    assert http.get(address.split("?")[0]).status_code == 403
    assert http.get(address.replace("/audio/", "/360p/")).status_code == 403
    assert (
        http.get(re.sub(r"X-Amz-Expires=\d+", "X-Amz-Expires=999999", address)).status_code == 403
    )
    assert http.get(re.sub(r"X-Amz-Signature=..", "X-Amz-Signature=00", address)).status_code == 403
    expired = re.sub(r"X-Amz-Date=\d{8}", "X-Amz-Date=20200101", address)
    assert http.get(expired).status_code == 403


def test_a_key_is_never_kept_by_caches(ada, made, zoo):
    lesson_id = published(ada, made, zoo)
    for name in ("key", "master.m3u8", "audio.m3u8"):
        answer = client(ada).get(f"/api/playback/{lesson_id}/{name}")
        kept = "private, max-age=600, immutable" if name == "audio.m3u8" else "no-store"
        assert answer.headers["cache-control"] == kept


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        ("random.mp4", "not_a_video"),
        ("text.mp4", "not_a_video"),
        ("playlist.mp4", "not_a_video"),
        ("audio_only.mp4", "no_video_stream"),
        ("no_index.mp4", "truncated"),
    ],
)
def test_files_that_are_no_videos_are_refused_with_words(site, ada, made, zoo, sample, reason):
    from lms_app import i18n

    lesson_id, asset_id = dropped(ada, made, zoo(sample))
    assert as_system(media.transcode_asset, asset_id) == "refused"
    state = lesson_state(ada, made, lesson_id)
    assert state.media_status == "failed"
    assert state.media_reason == f"media.reason.{reason}"
    assert i18n.lookup(state.media_reason, "ko")
    assert site.objects.list_keys(f"media/{asset_id}/") == [], "nothing of it is public"
    for path in (f"playback/{lesson_id}", f"preview/{asset_id}"):
        assert client(ada).get(f"/api/{path}/master.m3u8").status_code == 404
    again = upload(ada, lesson_id, zoo("normal.mp4"))
    assert again != asset_id


def test_no_program_ever_sees_the_name_of_a_file(ada, made, zoo, monkeypatch):
    from lms_app.adapters.ffmpeg import jail

    name, begun, real = "-i $(id)'\"CON 강의.mp4", [], subprocess.Popen

    def noting(arguments, **options):
        begun.append(" ".join([*map(str, arguments), *options.get("env", {}).values()]))
        return real(arguments, **options)

    monkeypatch.setattr(jail.subprocess, "Popen", noting)
    _, asset_id = dropped(ada, made, zoo("normal.mp4"), name)
    assert as_system(media.transcode_asset, asset_id) == "ready"
    assert asset_row(asset_id).filename == name
    for program in ("ffprobe", "libx264", "mjpeg"):
        assert any(program in line for line in begun), program
    assert not [line for line in begun if "$(id)" in line or "CON" in line or "강의" in line]


def start_worker(queue: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "workers.run", "--queue", queue],
        cwd=ROOT, env=dict(os.environ), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_for(condition, seconds: float = 60.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def asset_row(asset_id):
    from lms_app.db.unit_of_work import begin
    from lms_app.models import MediaAsset

    with begin(composition.implementations().engine, read_only=True) as uow:
        return uow.session.get(MediaAsset, asset_id)


@pytest.mark.slow
def test_a_worker_killed_in_mid_transcode_leaves_one_unmixed_set(site, ada, made, zoo):
    _, asset_id = dropped(ada, made, zoo("two_rungs.mp4"))
    composition.drain_outbox(SUBSCRIPTIONS)
    worker = start_worker("transcode")
    wait_for(lambda: site.objects.list_keys(f"media/{asset_id}/"))
    for pid in [worker.pid, *process_tree.descendants(worker.pid)]:
        os.kill(pid, signal.SIGKILL)
    worker.wait()
    assert asset_row(asset_id).status == "processing", "the encode was over before the kill"
    assert ffmpeg_of(asset_id) == []
    left_over = site.objects.list_keys(f"media/{asset_id}/")
    expire_lease(asset_id)
    assert as_system(media.requeue_stalled) == 1
    assert as_system(media.transcode_asset, asset_id) == "ready"
    row = asset_row(asset_id)
    assert (row.status, row.attempt) == ("ready", 2)
    playable = [k for k in site.objects.list_keys(f"{row.published_prefix}/") if k.endswith(".ts")]
    with_rows = {
        f"{row.published_prefix}/{r.name}/s{n:05d}.ts"
        for r in renditions(asset_id)
        for n in range(len(r.segment_seconds))
    }
    assert set(playable) == with_rows
    assert not set(playable) & set(left_over)
    assert {r.attempt for r in renditions(asset_id)} == {2}


def renditions(asset_id):
    from lms_app.db.unit_of_work import begin

    with begin(composition.implementations().engine, read_only=True) as uow:
        return media.get_playable(uow, asset_id).renditions


def expire_lease(asset_id):
    import sqlalchemy as sa

    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE media_asset SET lease_expires_at = now() - interval '1 s' WHERE id = :i"
            ),
            {"i": asset_id},
        )


def ffmpeg_of(asset_id) -> list[str]:
    """Encoders of this asset that still run, by their folder in the command line."""
    wait = time.monotonic() + 10
    while time.monotonic() < wait:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(asset_id) in line:
                found.append(line)
        if not found:
            return []
        time.sleep(0.2)
    return found


@pytest.mark.slow
def test_a_flushed_queue_in_mid_transcode_still_ends_ready(site, ada, made, zoo):
    import redis

    _, asset_id = dropped(ada, made, zoo("nine_seconds.mp4"))
    _, waiting_id = dropped(ada, made, zoo("normal.mp4"), "second.mp4")
    composition.drain_outbox(SUBSCRIPTIONS)
    worker = start_worker("transcode")
    try:
        wait_for(lambda: asset_row(asset_id).attempt == 1)
        redis.Redis.from_url(site.settings.redis_url).flushall()
        wait_for(lambda: asset_row(asset_id).status == "ready")
        long_ago(waiting_id)
        as_system(media.requeue_stalled)
        composition.drain_outbox(SUBSCRIPTIONS)
        wait_for(lambda: asset_row(waiting_id).status == "ready")
    finally:
        worker.terminate()
        worker.wait(30)
    assert {asset_row(a).attempt for a in (asset_id, waiting_id)} == {1}


def long_ago(asset_id):
    import sqlalchemy as sa

    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE media_asset SET queued_at = now() - interval '1 hour' WHERE id = :i"),
            {"i": asset_id},
        )


def test_a_video_no_lesson_shows_is_removed_with_its_objects(site, ada, made, zoo):
    lesson_id, asset_id = dropped(ada, made, zoo("normal.mp4"))
    as_system(media.transcode_asset, asset_id)
    assert site.objects.list_keys(f"media/{asset_id}/")
    ada.call(course.delete_lesson, lesson_id)
    as_system(media.discard_asset, asset_id)
    assert site.objects.list_keys(f"media/{asset_id}/") == []
    assert site.objects.list_keys(f"sources/{asset_id}") == []
    as_system(media.discard_asset, asset_id)


def test_previews_play_for_nobody_in_particular(ada, made, zoo):
    lesson_id = published(ada, made, zoo)
    assert client().get(f"/api/playback/{lesson_id}/key").status_code == 401
    ada.call(course.update_lesson, lesson_id, is_preview=True)
    assert client().get(f"/api/playback/{lesson_id}/key").status_code == 200
    page = Nobody().call(enrollment.get_learn_page, made.slug, lesson_id)
    assert page.poster_url.startswith("/store/")
    assert client().get(page.poster_url).headers["content-type"] == "image/jpeg"
