"""One suite for every object store: the disk, and boto3 through our own server over HTTP."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from lms_app.ports.object_store import (
    MIN_PART_BYTES,
    InvalidKey,
    ObjectHead,
    ObjectNotFound,
    ObjectStore,
    Part,
    PartMissing,
    PartTooSmall,
    UploadGone,
)
from tests.adapters.store_site import StoreSite

FULL = os.urandom(MIN_PART_BYTES)
SHORT = b"the last part may be short"


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, store_site: StoreSite) -> ObjectStore:
    return store_site.store if request.param == "disk" else store_site.s3()


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
    with ThreadPoolExecutor(6) as pool:
        heads = set(pool.map(lambda _: store.complete_multipart(key, upload_id, parts), range(6)))
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


def test_many_keys_are_listed_over_several_pages(store: ObjectStore, store_site: StoreSite) -> None:
    root = f"many/{uuid4()}"
    for number in range(1003):
        store_site.store.put_bytes(f"{root}/{number:04d}", b"", "text/plain")
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
