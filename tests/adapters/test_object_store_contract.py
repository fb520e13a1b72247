"""One suite for every object store: the disk, boto3 to our own server, boto3 to another's.

The third runs against a real S3-protocol server with authentication on. What that server gets
wrong is named where it happens, with what is asserted all the same.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from lms_app.adapters.s3_object_store import S3ObjectStore
from lms_app.core import clock
from lms_app.ports.object_store import (
    MIN_PART_BYTES,
    InvalidKey,
    JoinRunning,
    ObjectHead,
    ObjectNotFound,
    ObjectStore,
    Part,
    PartMissing,
    PartTooSmall,
    UploadGone,
)
from tests.adapters.store_site import StoreSite, disk_store

FULL = os.urandom(MIN_PART_BYTES)
SHORT = b"the last part may be short"


@pytest.fixture(params=["disk", "s3 to us", "s3 server"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest, store_site: StoreSite) -> ObjectStore:
    if kind == "s3 server":
        return request.getfixturevalue("s3_server").store()
    return store_site.store if kind == "disk" else store_site.s3()


@pytest.fixture
def stranger(kind: str, request: pytest.FixtureRequest, store_site: StoreSite) -> ObjectStore:
    """The same store opened with a key that is not its own."""
    if kind == "s3 server":
        return request.getfixturevalue("s3_server").store(secret="not the secret of this server")
    if kind == "s3 to us":
        return store_site.s3(secret="not the secret of this site")
    folder = request.getfixturevalue("tmp_path")
    return disk_store(folder, store_site.url, "another secret, long enough to be one")


@pytest.fixture
def key() -> str:
    return f"uploads/{uuid4()}/source"


def absolute(site: StoreSite, url: str) -> str:
    """An address as a browser on the site resolves it."""
    return str(httpx.URL(site.url).join(url))


def send_part(
    site: StoreSite, store: ObjectStore, key: str, upload_id: str, number: int, body: bytes
) -> Part:
    signed = store.sign_part(key, upload_id, number, len(body), 60)
    url = absolute(site, signed.url)
    answer = httpx.request(signed.method, url, content=body, headers=signed.headers)
    assert answer.status_code == 200, answer.text
    return Part(number, answer.headers["etag"].strip('"'), len(body))


def test_parts_sent_to_signed_addresses_become_one_object(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    assert store.list_parts(key, upload_id) == []
    second = send_part(store_site, store, key, upload_id, 2, SHORT)
    first = send_part(store_site, store, key, upload_id, 1, FULL)
    assert store.list_parts(key, upload_id) == [first, second]

    head = store.complete_multipart(key, upload_id, [first, second])

    md5s = (
        hashlib.md5(FULL, usedforsecurity=False).digest()
        + hashlib.md5(SHORT, usedforsecurity=False).digest()
    )
    etag = f"{hashlib.md5(md5s, usedforsecurity=False).hexdigest()}-2"
    assert head == ObjectHead(len(FULL + SHORT), etag, "video/mp4")
    assert store.head(key) == head
    assert store.get_bytes(key) == FULL + SHORT
    with pytest.raises(UploadGone):
        store.list_parts(key, upload_id)


def test_a_part_sent_twice_counts_once_and_the_last_one_counts(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    old = send_part(store_site, store, key, upload_id, 1, b"old")
    new = send_part(store_site, store, key, upload_id, 1, b"new!")
    assert store.list_parts(key, upload_id) == [new]
    with pytest.raises(PartMissing):
        store.complete_multipart(key, upload_id, [old])
    store.complete_multipart(key, upload_id, [new])
    assert store.get_bytes(key) == b"new!"


def test_completion_refuses_missing_unordered_forged_and_no_parts(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    first = send_part(store_site, store, key, upload_id, 1, FULL)
    second = send_part(store_site, store, key, upload_id, 2, SHORT)
    forged = Part(2, "0" * 32, second.size)
    for parts in ([], [first, Part(3, second.etag, 1)], [second, first], [first, forged]):
        with pytest.raises(PartMissing):
            store.complete_multipart(key, upload_id, parts)
    with pytest.raises(ObjectNotFound):
        store.head(key)
    assert store.complete_multipart(key, upload_id, [first, second]).size == first.size + 26


def test_only_the_last_part_may_be_short(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    parts = [send_part(store_site, store, key, upload_id, n, SHORT) for n in (1, 2)]
    with pytest.raises(PartTooSmall):
        store.complete_multipart(key, upload_id, parts)


def test_a_completion_repeated_after_a_lost_answer_gives_the_same(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    part = send_part(store_site, store, key, upload_id, 1, SHORT)
    head = store.complete_multipart(key, upload_id, [part])
    assert store.complete_multipart(key, upload_id, [part]) == head


def test_completions_at_the_same_time_give_one_whole_object(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    parts = [
        send_part(store_site, store, key, upload_id, 1, FULL),
        send_part(store_site, store, key, upload_id, 2, SHORT),
    ]

    def complete(_number: int) -> ObjectHead:
        end = time.monotonic() + 60
        while True:
            try:
                return store.complete_multipart(key, upload_id, parts)
            except JoinRunning:  # who comes second is told to ask again
                assert time.monotonic() < end
                time.sleep(0.05)

    with ThreadPoolExecutor(6) as pool:
        heads = set(pool.map(complete, range(6)))
    assert len(heads) == 1
    assert store.get_bytes(key) == FULL + SHORT


def test_an_aborted_upload_is_gone(store: ObjectStore, store_site: StoreSite, key: str) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    part = send_part(store_site, store, key, upload_id, 1, SHORT)
    late = store.sign_part(key, upload_id, 2, len(SHORT), 60)
    store.abort_multipart(key, upload_id)
    store.abort_multipart(key, upload_id)
    with pytest.raises(UploadGone):
        store.list_parts(key, upload_id)
    with pytest.raises(UploadGone):
        store.complete_multipart(key, upload_id, [part])
    answer = httpx.put(absolute(store_site, late.url), content=SHORT)
    assert answer.status_code == 404
    assert "NoSuchUpload" in answer.text


def test_an_upload_id_works_for_its_own_key_only(store: ObjectStore, key: str) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    with pytest.raises(UploadGone):
        store.list_parts(key + "-other", upload_id)
    with pytest.raises(UploadGone):
        store.list_parts(key, "0" * 32)


def test_files_and_bytes_come_back_as_they_were_put(
    store: ObjectStore, key: str, tmp_path: Path
) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(FULL * 2 + SHORT)
    head = store.put_file(key, source, "video/mp2t", "private, max-age=60")
    assert (head.size, head.content_type, head.cache_control) == (
        len(FULL) * 2 + 26,
        "video/mp2t",
        "private, max-age=60",
    )
    target.write_bytes(b"something old")
    store.download(key, target)
    assert target.read_bytes() == source.read_bytes()

    replaced = store.put_bytes(key, b"second version", "text/plain")
    assert store.head(key) == replaced
    assert replaced.etag == hashlib.md5(b"second version", usedforsecurity=False).hexdigest()
    assert store.get_bytes(key) == b"second version"
    assert target.read_bytes() == source.read_bytes()
    assert store.put_bytes(key, b"", "text/plain").size == 0
    assert store.get_bytes(key) == b""


def test_what_is_not_there_is_named(store: ObjectStore, key: str, tmp_path: Path) -> None:
    for ask in (store.head, store.get_bytes, lambda k: store.download(k, tmp_path / "x")):
        with pytest.raises(ObjectNotFound):
            ask(key)
    store.delete(key)


def test_keys_are_listed_and_removed_by_prefix(store: ObjectStore) -> None:
    root = f"assets/{uuid4()}"
    keys = [f"{root}/{name}" for name in ("1/a.ts", "1/b.ts", "2/a.ts", "22/a.ts", "note")]
    for name in keys:
        store.put_bytes(name, b"x", "video/mp2t")
    assert store.list_keys(f"{root}/") == keys
    assert store.list_keys(f"{root}/2") == keys[2:4]
    assert store.delete_prefix(f"{root}/2/") == 1
    assert store.delete_prefix(f"{root}/1") == 2
    assert store.list_keys(f"{root}/") == keys[3:]
    store.delete(keys[4])
    assert store.list_keys(f"{root}/") == [keys[3]]
    assert store.delete_prefix(f"{root}/nothing/") == 0


def test_many_keys_are_listed_over_several_pages(store: ObjectStore) -> None:
    root = f"many/{uuid4()}"
    with ThreadPoolExecutor(4) as pool:
        keys = (f"{root}/{number:04d}" for number in range(1003))
        list(pool.map(lambda key: store.put_bytes(key, b"", "text/plain"), keys))
    assert len(store.list_keys(root + "/")) == 1003
    assert store.delete_prefix(root) == 1003


@pytest.mark.parametrize(
    "bad", ["", "/", "../x", "a/../b", "a//b", "/etc/passwd", "a/", ".hidden", "a\0b", "가", "a b"]
)
def test_keys_that_are_no_keys_are_refused(store: ObjectStore, bad: str) -> None:
    for act in (
        lambda: store.put_bytes(bad, b"x", "text/plain"),
        lambda: store.get_bytes(bad),
        lambda: store.create_multipart(bad, "video/mp4"),
        lambda: store.sign_get(bad, 60),
        lambda: store.delete(bad),
    ):
        with pytest.raises(InvalidKey):
            act()
    with pytest.raises(InvalidKey):
        store.delete_prefix("")
    with pytest.raises(InvalidKey):
        store.delete_prefix("/")


def test_a_signed_address_shows_the_object(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    store.put_bytes(key, b"0123456789", "video/mp2t", "private, max-age=60")
    answer = httpx.get(absolute(store_site, store.sign_get(key, 60)))
    assert (answer.status_code, answer.content) == (200, b"0123456789")
    assert answer.headers["content-type"] == "video/mp2t"
    assert answer.headers["cache-control"] == "private, max-age=60"

    url = store.sign_get(
        key,
        60,
        content_type="text/plain",
        content_disposition='attachment; filename="노트 1.txt"'.encode("ascii", "ignore").decode(),
    )
    answer = httpx.get(absolute(store_site, url))
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"] == 'attachment; filename=" 1.txt"'


def status_and_code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.text.partition("<Code>")[2].partition("</Code>")[0]


def test_a_signed_address_answers_by_range(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    store.put_bytes(key, b"0123456789", "video/mp2t")
    url = absolute(store_site, store.sign_get(key, 60))

    def ranged(value: str) -> tuple[int, bytes, str | None]:
        answer = httpx.get(url, headers={"Range": value})
        content = answer.content if answer.status_code < 300 else b""
        return answer.status_code, content, answer.headers.get("content-range")

    assert ranged("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert ranged("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert ranged("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert ranged("bytes=5-99") == (206, b"56789", "bytes 5-9/10")
    assert ranged("bytes=10-")[:2] == (416, b"")
    etag = httpx.get(url).headers["etag"]
    assert httpx.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_an_address_that_was_altered_shows_nothing(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    other = key + "-other"
    store.put_bytes(key, b"mine", "text/plain")
    store.put_bytes(other, b"yours", "text/plain")
    url = absolute(store_site, store.sign_get(key, 60))
    last = "0" if url[-1] != "0" else "1"
    for altered in (
        url.replace(key, other),
        url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        url[:-1] + last,
        url + "&response-content-type=text/html",
        url.partition("?")[0],
    ):
        answer = httpx.get(altered)
        assert answer.status_code in {400, 403}, altered
        assert b"mine" not in answer.content
        assert b"yours" not in answer.content
    for method in ("PUT", "DELETE", "POST"):
        assert httpx.request(method, url).status_code == 403
    assert httpx.get(url).content == b"mine"


def test_a_part_address_takes_its_own_part_only(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    signed = store.sign_part(key, upload_id, 1, len(SHORT), 60)
    url = absolute(store_site, signed.url)
    for altered in (url.replace("partNumber=1", "partNumber=2"), url.replace(upload_id, "0" * 32)):
        assert httpx.put(altered, content=SHORT).status_code == 403
    for body in (SHORT + b"x", SHORT[:-1]):
        assert httpx.put(url, content=body).status_code == 403
    assert store.list_parts(key, upload_id) == []


def test_an_address_works_until_it_expires(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    store.put_bytes(key, b"for a moment", "text/plain")
    url = absolute(store_site, store.sign_get(key, 1))
    upload_id = store.create_multipart(key, "video/mp4")
    part = absolute(store_site, store.sign_part(key, upload_id, 1, 4, 1).url)
    ends_at = time.monotonic() + 30
    while httpx.get(url).status_code == 200 and time.monotonic() < ends_at:
        time.sleep(0.2)
    assert status_and_code(httpx.get(url)) == (403, "AccessDenied")
    assert httpx.put(part, content=b"late").status_code == 403
    assert store.list_parts(key, upload_id) == []


def test_what_a_stranger_signs_opens_nothing(
    store: ObjectStore, stranger: ObjectStore, store_site: StoreSite, key: str
) -> None:
    store.put_bytes(key, b"not yours", "text/plain")
    answer = httpx.get(absolute(store_site, stranger.sign_get(key, 60)))
    assert answer.status_code == 403
    assert b"not yours" not in answer.content
    upload_id = store.create_multipart(key, "video/mp4")
    signed = stranger.sign_part(key, upload_id, 1, len(SHORT), 60)
    assert httpx.put(absolute(store_site, signed.url), content=SHORT).status_code == 403
    assert store.list_parts(key, upload_id) == []


def test_a_part_that_changed_on_its_way_is_refused(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    url = absolute(store_site, store.sign_part(key, upload_id, 1, len(SHORT), 60).url)
    wrong = base64.b64encode(hashlib.md5(FULL, usedforsecurity=False).digest()).decode()
    answer = httpx.put(url, content=SHORT, headers={"Content-MD5": wrong})
    assert status_and_code(answer) == (400, "BadDigest")
    assert store.list_parts(key, upload_id) == []
    right = base64.b64encode(hashlib.md5(SHORT, usedforsecurity=False).digest()).decode()
    assert httpx.put(url, content=SHORT, headers={"Content-MD5": right}).status_code == 200


def test_after_a_break_only_the_missing_parts_are_sent(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    upload_id = store.create_multipart(key, "video/mp4")
    sent = [send_part(store_site, store, key, upload_id, n, FULL) for n in (1, 3)]
    held = store.list_parts(key, upload_id)  # what a browser that comes back is told
    assert held == sent
    missing = {1, 2, 3, 4} - {part.number for part in held}
    later = [send_part(store_site, store, key, upload_id, n, FULL) for n in sorted(missing)]
    parts = sorted(held + later, key=lambda part: part.number)
    assert store.complete_multipart(key, upload_id, parts).size == 4 * len(FULL)


def test_two_writers_of_one_object_leave_one_of_both_whole(store: ObjectStore, key: str) -> None:
    bodies = [bytes([n]) * 300_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        heads = list(pool.map(lambda body: store.put_bytes(key, body, "video/mp2t"), bodies))
    kept = store.get_bytes(key)
    assert kept in bodies
    assert store.head(key).etag == hashlib.md5(kept, usedforsecurity=False).hexdigest()
    assert store.head(key) in heads


def test_an_object_read_while_it_is_replaced_is_one_of_both(store: ObjectStore, key: str) -> None:
    old, new = b"a" * 500_000, b"b" * 400_000
    store.put_bytes(key, old, "video/mp2t")
    with ThreadPoolExecutor(4) as pool:
        reads = [pool.submit(store.get_bytes, key) for _ in range(8)]
        pool.submit(store.put_bytes, key, new, "video/mp2t").result()
        assert {read.result() for read in reads} <= {old, new}
    assert store.get_bytes(key) == new


def test_a_page_of_another_site_may_not_read_or_send(
    store: ObjectStore, store_site: StoreSite, key: str
) -> None:
    """Our own server is the site itself; another server is told which site may use it."""
    mine, foreign = "https://learn.example.org", "https://evil.example"
    upload_id = store.create_multipart(key, "video/mp4")
    url = absolute(store_site, store.sign_part(key, upload_id, 1, len(SHORT), 60).url)

    def preflight(origin: str) -> httpx.Headers:
        asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        return httpx.options(url, headers=asked).headers

    if not url.startswith(store_site.url):
        assert isinstance(store, S3ObjectStore)
        store.allow_origin(mine)
        assert preflight(mine)["access-control-allow-origin"] in {mine, "*"}
        answer = httpx.put(url, content=SHORT, headers={"Origin": mine})
        assert answer.headers["access-control-allow-origin"] == mine
        assert "etag" in answer.headers["access-control-expose-headers"].lower()
    assert preflight(foreign).get("access-control-allow-origin") not in {foreign, "*"}


def test_objects_are_listed_with_size_and_age(store: ObjectStore) -> None:
    root, before = f"aged/{uuid4()}", clock.now() - timedelta(seconds=5)
    store.put_bytes(f"{root}/a/1", b"12345", "text/plain")
    store.put_bytes(f"{root}/b", b"", "text/plain")
    found = {entry.key: entry for entry in store.list_objects(f"{root}/")}
    assert {key: entry.size for key, entry in found.items()} == {f"{root}/a/1": 5, f"{root}/b": 0}
    for entry in found.values():
        assert before <= entry.modified_at <= clock.now() + timedelta(seconds=5)
    assert store.list_objects(f"{root}/nothing/") == []


def test_open_uploads_are_listed_until_they_end(store: ObjectStore, store_site: StoreSite) -> None:
    root = f"open/{uuid4()}"
    left, done, aborted = (store.create_multipart(f"{root}/{n}", "video/mp4") for n in range(3))
    part = send_part(store_site, store, f"{root}/1", done, 1, SHORT)
    store.complete_multipart(f"{root}/1", done, [part])
    store.abort_multipart(f"{root}/2", aborted)
    [found] = store.list_uploads(f"{root}/")
    assert (found.key, found.upload_id) == (f"{root}/0", left)
    assert abs(found.started_at - clock.now()) < timedelta(minutes=1)
    store.abort_multipart(found.key, found.upload_id)
    assert store.list_uploads(f"{root}/") == []
