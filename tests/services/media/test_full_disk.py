"""The worker's disk is full: the video waits with its reason, and is made when there is room."""

import json
from pathlib import Path

import pytest

from lms_app.services import course
from tests import small_disk
from tests.factories import courses
from tests.factories.people import instructor
from tests.factories.uploads import upload
from tests.media_samples import MediaZoo

pytestmark = [
    pytest.mark.usefixtures("site"),
    pytest.mark.skipif(not small_disk.works_here(), reason="mounts need rights of their own"),
]

WORKER = """
import dataclasses, json, os, sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from lms_app import composition
from lms_app.core import clock
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset
from lms_app.services import media
from tests.factories.people import as_system

disk, asset_id, free = Path(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3])
real = composition.implementations()
wired = dataclasses.replace(real, settings=dataclasses.replace(real.settings, data_dir=disk))
composition.implementations = lambda: wired

def state():
    with begin(real.engine, read_only=True) as uow:
        row = uow.session.get(MediaAsset, asset_id)
        return [row.status.value, row.failure_count, row.failure_detail]

(disk / "ballast").write_bytes(b"0" * (40 * 2**20 - free))
full = as_system(media.transcode_asset, asset_id), state()
left = [str(p) for p in (disk / "work").rglob("*")], real.objects.list_keys(f"media/{asset_id}/")
(disk / "ballast").unlink()
at = clock.now() + timedelta(minutes=1)
with clock.frozen(lambda: at):
    again = as_system(media.transcode_asset, asset_id), state()
if again[0] != "ready":
    sys.exit(f"{full} {left} {again}")
with begin(real.engine, read_only=True) as uow:
    row = uow.session.get(MediaAsset, asset_id)
    rows = sorted(
        f"{row.published_prefix}/{r.name}/s{n:05d}.ts"
        for r in media.get_playable(uow, asset_id).renditions
        for n in range(len(r.segment_seconds))
    )
stored = [k for k in real.objects.list_keys(f"media/{asset_id}/") if k.endswith(".ts")]
print(json.dumps([full, left, again, rows, stored]))
"""

FROM_S3 = """
import dataclasses, json, sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from structlog.testing import capture_logs
from lms_app import composition
from lms_app.core import clock
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset
from lms_app.services import media
from tests.adapters.faulty_proxy import PASS, faulty_proxy
from tests.adapters.s3_server import S3Server
from tests.factories.people import as_system

disk, asset_id, url = Path(sys.argv[1]), UUID(sys.argv[2]), sys.argv[3]
real, key = composition.implementations(), f"sources/{asset_id}"

def fill(all_but):
    with (disk / "ballast").open("wb") as ballast:
        ballast.write(b"0" * (40 * 2**20 - all_but))

def fill_up(method, path):
    if is_source(method, path):  # a neighbor takes the last byte while the answer is under way
        try:
            fill(0)
        except OSError:
            pass
    return PASS

def is_source(method, path):
    return method == "GET" and key in path

def tried(minutes):
    proxy.asked.clear()
    at = clock.now() + timedelta(minutes=minutes)
    with clock.frozen(lambda: at), capture_logs() as log:
        outcome = as_system(media.transcode_asset, asset_id)
    with begin(real.engine, read_only=True) as uow:
        row = uow.session.get(MediaAsset, asset_id)
        [state] = media.asset_states(uow, [asset_id]).values()
    return {
        "outcome": outcome,
        "downloads": sum(is_source(*asked) for asked in proxy.asked),
        "row": [row.status.value, row.failure_count, state.reason],
        "detail": row.failure_detail,
        "waits": row.retry_at is not None and row.retry_at > at,
        "log": [line["disk"] for line in log if line["event"] == "disk_full"],
        "left": [p.name for p in (disk / "work").iterdir()],
    }

with faulty_proxy(url) as proxy:
    objects = S3Server(proxy.url).store()
    objects.put_bytes(key, real.objects.get_bytes(key), "video/mp4")
    settings = dataclasses.replace(real.settings, data_dir=disk)
    wired = dataclasses.replace(real, objects=objects, settings=settings)
    composition.implementations = lambda: wired
    fill(12 * 2**20)
    happened = [tried(0)]
    (disk / "ballast").unlink()
    proxy.decide = fill_up
    happened.append(tried(1))
    (disk / "ballast").unlink()
    proxy.decide = lambda *_: PASS
    happened.append(tried(20))
print(json.dumps(happened))
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return MediaZoo(tmp_path_factory.mktemp("zoo"))("normal.mp4")


@pytest.mark.parametrize("room_for", ["nothing", "the source alone"])
def test_a_worker_without_room_gives_the_video_back(tmp_path, clip, room_for):
    ada = instructor("Ada")
    made = courses.draft(ada, lessons=0)
    asset_id = upload(ada, ada.call(course.add_lesson, made.section_id, title="L"), clip)
    free = 8192 if room_for == "nothing" else clip.stat().st_size + 2**20
    done = small_disk.run(40, tmp_path, WORKER, str(tmp_path), str(asset_id), str(free))
    assert done.returncode == 0, done.stderr
    full, left, again, rows, stored = json.loads(done.stdout.splitlines()[-1])
    assert full[0] == "postponed"
    status, failures, detail = full[1]
    assert (status, failures) == ("uploaded", 0), "it is not the file's fault"
    assert "space" in detail or "disk full" in detail
    assert left == [[], []], "nothing half-made stays, here or in the store"
    assert again[0] == "ready"
    assert rows == stored


def test_a_source_is_brought_from_s3_only_where_there_is_room(tmp_path, clip, s3_server):
    """Refused before a byte is here; a disk that fills up meanwhile is no store that is away."""
    ada = instructor("Ada")
    made = courses.draft(ada, lessons=0)
    asset_id = upload(ada, ada.call(course.add_lesson, made.section_id, title="L"), clip)
    done = small_disk.run(40, tmp_path, FROM_S3, str(tmp_path), str(asset_id), s3_server.url)
    assert done.returncode == 0, done.stderr
    before, meanwhile, after = json.loads(done.stdout.splitlines()[-1])
    for full, downloads in (before, 0), (meanwhile, 1):
        assert (full["outcome"], full["downloads"]) == ("postponed", downloads)
        assert full["row"] == ["uploaded", 0, "media.reason.disk_full"], "its owner is told"
        assert f"No space left on device (tmpfs at {tmp_path}: " in full["detail"]
        assert "bytes free" in full["detail"]
        assert full["log"] == [full["detail"]], "whoever runs the machine is told, too"
        assert full["waits"]
        assert full["left"] == []
    needed = clip.stat().st_size + 16 * 2**20
    assert f"{12 * 2**20} of {40 * 2**20} bytes free, {needed} needed" in before["detail"]
    assert (after["outcome"], after["downloads"]) == ("ready", 1)
    assert after["row"] == ["ready", 0, ""]
