"""A full disk: a clear refusal, no truncated object, and everything goes on when there is room."""

import json
from pathlib import Path

import pytest

from tests import small_disk

pytestmark = pytest.mark.skipif(
    not small_disk.works_here(), reason="mounts need rights of their own"
)

STORE = """
import json, sys
from pathlib import Path
from lms_app.core.errors import PortUnavailable
from lms_app.ports.object_store import MIN_PART_BYTES, ObjectNotFound, Part
from lms_app.ports.served_object_store import StoreRequest
from tests.adapters.store_site import disk_store

disk = Path(sys.argv[1])
store = disk_store(disk, "http://localhost")
MB = 2**20
happened = {}

def refused(act):
    try:
        act()
    except PortUnavailable as error:
        return str(error)
    return "did it"

def receive(upload_id, number, body):
    headers = {"content-length": str(len(body))}
    writer = store.write_part("sources/a", upload_id, number, StoreRequest("PUT", "/", "", headers))
    try:
        for at in range(0, len(body), MB):
            writer.write(body[at : at + MB])
        return Part(number, writer.commit(), len(body))
    except BaseException:
        writer.discard()
        raise

store.put_bytes("media/kept", b"k" * MB, "video/mp2t")
big = Path(sys.argv[2]) / "big"
big.write_bytes(b"b" * 20 * MB)
happened["file"] = refused(lambda: store.put_file("media/big", big, "video/mp2t"))
happened["bytes"] = refused(lambda: store.put_bytes("media/big", b"b" * 20 * MB, "video/mp2t"))
happened["over"] = refused(lambda: store.put_bytes("media/kept", b"n" * 20 * MB, "video/mp2t"))
upload_id = store.create_multipart("sources/a", "video/mp4")
first = receive(upload_id, 1, b"1" * MIN_PART_BYTES)
happened["part"] = refused(lambda: receive(upload_id, 2, b"2" * 12 * MB))
happened["parts"] = len(store.list_parts("sources/a", upload_id))
second = receive(upload_id, 2, b"2" * 2 * MB)
happened["join"] = refused(lambda: store.complete_multipart("sources/a", upload_id, [first, second]))
happened["incoming"] = len(list((store.root / "incoming").iterdir()))
happened["keys"] = store.list_keys("")
happened["kept"] = store.get_bytes("media/kept") == b"k" * MB
store.delete("media/kept")
(disk / "ballast").unlink()
happened["joined"] = store.complete_multipart("sources/a", upload_id, [first, second]).size
happened["whole"] = store.get_bytes("sources/a") == b"1" * MIN_PART_BYTES + b"2" * 2 * MB
print(json.dumps(happened))
"""


BESIDE_A_DATABASE = """
import json, sys
from pathlib import Path
from lms_app.core.errors import PortUnavailable
from lms_app.ports.object_store import Part
from lms_app.ports.served_object_store import StoreRequest
from tests.adapters.store_site import disk_store

disk, MB = Path(sys.argv[1]), 2**20
store = disk_store(disk, "http://localhost")
upload_id = store.create_multipart("sources/a", "video/mp4")

def receive(number, megabytes):
    headers = {"content-length": str(megabytes * MB)}
    return store.write_part("sources/a", upload_id, number, StoreRequest("PUT", "/", "", headers))

def refused(act):
    try:
        act()
    except PortUnavailable as error:
        return str(error)
    return "did it"

first = receive(1, 20)
late = receive(2, 30)
for _ in range(20):
    first.write(b"1" * MB)
etag = first.commit()
happened = {"announced": refused(lambda: receive(3, 42)), "written": 0}
def write():
    for _ in range(30):
        late.write(b"2" * MB)
        happened["written"] += 1
(disk / "other").write_bytes(b"o" * 15 * MB)
happened["while"] = refused(write)
happened["join"] = refused(lambda: (
    (disk / "other").write_bytes(b"o" * 30 * MB),
    store.complete_multipart("sources/a", upload_id, [Part(1, etag, 20 * MB)]),
))
happened["incoming"] = len(list((store.root / "incoming").iterdir()))
with (disk / "other").open("ab") as other:
    other.write(b"o" * store.room())
happened["room"] = store.room()
happened["bytes"] = refused(lambda: store.put_bytes("media/a", b"b", "video/mp2t"))
with (disk / "database").open("wb") as database:
    happened["database"] = database.write(b"d" * 2 * MB)
print(json.dumps(happened))
"""


def test_uploads_leave_room_for_who_shares_the_disk(tmp_path: Path) -> None:
    """Of 64 MB a twentieth stays free, so a database on the same disk can still grow."""
    done = small_disk.run(64, tmp_path, BESIDE_A_DATABASE, str(tmp_path))
    assert done.returncode == 0, done.stderr
    happened = json.loads(done.stdout.splitlines()[-1])
    full = "object_store: No space left on device"
    assert happened == {
        "announced": full,
        "written": 25,
        "while": full,
        "join": full,
        "incoming": 0,
        "room": 0,
        "bytes": full,
        "database": 2 * 2**20,
    }


def test_the_disk_store_refuses_in_words_and_recovers(tmp_path: Path) -> None:
    disk, elsewhere = tmp_path / "disk", tmp_path / "elsewhere"
    disk.mkdir()
    elsewhere.mkdir()
    ballast = "from pathlib import Path; import sys\n"
    ballast += "Path(sys.argv[1], 'ballast').write_bytes(b'0' * 5 * 2**20)\n"
    done = small_disk.run(16, disk, ballast + STORE, str(disk), str(elsewhere))
    assert done.returncode == 0, done.stderr
    happened = json.loads(done.stdout.splitlines()[-1])
    for step in ("file", "bytes", "over", "part", "join"):
        assert happened[step] == "object_store: No space left on device", step
    assert (happened["parts"], happened["incoming"]) == (1, 0)
    assert happened["keys"] == ["media/kept"]
    assert happened["kept"]
    assert happened["joined"] == 7 * 2**20
    assert happened["whole"]
