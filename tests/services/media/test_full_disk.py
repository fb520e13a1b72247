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
