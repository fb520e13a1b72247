"""What the served disk store refuses, and how it serves files by range."""

from __future__ import annotations

import io
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from lms_app.core import clock
from lms_app.core.errors import PortUnavailable
from tests.adapters.store_site import StoreSite, disk_store

BODY = b"0123456789"


@pytest.fixture
def key(store_site: StoreSite) -> str:
    key = f"assets/{uuid4()}/s00000.ts"
    store_site.store.put_bytes(key, BODY, "video/mp2t", "private, max-age=60")
    return key


def signed(site: StoreSite, key: str) -> str:
    return site.url + site.store.sign_get(key, 60)


def part_address(site: StoreSite, length: int) -> tuple[str, str, str]:
    key = f"uploads/{uuid4()}"
    upload_id = site.store.create_multipart(key, "video/mp4")
    return site.url + site.store.sign_part(key, upload_id, 1, length, 60).url, key, upload_id


def files_below(site: StoreSite, name: str) -> list[Path]:
    return [p for p in (site.store.root / name).rglob("*") if p.is_file()]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/xml"
    assert "X-Amz" not in answer.text
    return answer.status_code, answer.text.partition("<Code>")[2].partition("</Code>")[0]


def test_nobody_reads_or_writes_without_a_signature(store_site: StoreSite, key: str) -> None:
    bare = f"{store_site.url}/store/{store_site.store.bucket}/{key}"
    for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
        assert httpx.request(method, bare).status_code == 403
    assert httpx.get(f"{store_site.url}/store/margin?list-type=2").status_code == 403
    assert store_site.store.get_bytes(key) == BODY


def test_an_altered_address_is_refused(store_site: StoreSite, key: str) -> None:
    url = signed(store_site, key)
    other = key.replace("s00000", "s00001")
    store_site.store.put_bytes(other, b"another", "video/mp2t")
    alterations = [
        url.replace(key, other),
        url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url + "&response-content-type=text/html",
        url + "&X-Amz-Expires=6000",
        url.replace("/margin/", "/margin2/"),
    ]
    for altered in alterations:
        answer = httpx.get(altered)
        assert answer.status_code == 403, altered
        assert BODY not in answer.content
    assert refusal(httpx.get(alterations[0])) == (403, "SignatureDoesNotMatch")
    for method in ("HEAD", "PUT", "DELETE", "POST"):
        assert httpx.request(method, url).status_code == 403
    assert httpx.get(url).content == BODY


def test_an_address_works_until_it_expires(store_site: StoreSite, key: str) -> None:
    now = clock.now()
    with clock.frozen(lambda: now - timedelta(seconds=59)):
        fresh = signed(store_site, key)
    with clock.frozen(lambda: now - timedelta(seconds=90)):
        old = signed(store_site, key)
    with clock.frozen(lambda: now + timedelta(hours=1)):
        future = signed(store_site, key)
    with clock.frozen(lambda: now):
        assert httpx.get(fresh).status_code == 200
        assert refusal(httpx.get(old)) == (403, "AccessDenied")
        assert refusal(httpx.get(future)) == (403, "RequestTimeTooSkewed")


def test_an_address_works_whatever_the_browser_calls_this_host(
    store_site: StoreSite, key: str
) -> None:
    url = signed(store_site, key)
    assert httpx.get(url.replace("localhost", "127.0.0.1")).content == BODY


def test_another_sites_secret_signs_nothing_here(
    store_site: StoreSite, key: str, tmp_path: Path
) -> None:
    stranger = disk_store(tmp_path, store_site.url, "x" * 40)
    answer = httpx.get(store_site.url + stranger.sign_get(key, 60))
    assert refusal(answer) == (403, "InvalidAccessKeyId")
    with pytest.raises(PortUnavailable, match="SignatureDoesNotMatch"):
        store_site.s3(secret="wrong").get_bytes(key)


def test_a_body_of_another_length_is_refused(store_site: StoreSite) -> None:
    url, key, upload_id = part_address(store_site, len(BODY))
    for body in (BODY + b"x", BODY[:-1], b""):
        assert httpx.put(url, content=body).status_code == 403
    assert httpx.put(url, content=iter([BODY])).status_code == 403
    assert store_site.store.list_parts(key, upload_id) == []
    answer = httpx.put(url, content=BODY)
    assert answer.status_code == 200
    assert "etag" in answer.headers["access-control-expose-headers"].lower()


def test_bytes_behind_the_signed_length_and_broken_off_bodies_leave_nothing(
    store_site: StoreSite,
) -> None:
    url, key, upload_id = part_address(store_site, len(BODY))
    address = urlsplit(url)
    head = (
        f"PUT {address.path}?{address.query} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Length: {len(BODY)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", address.port), timeout=5) as connection:
        connection.sendall(head + BODY[:4])
        connection.shutdown(socket.SHUT_RDWR)
    with socket.create_connection(("127.0.0.1", address.port), timeout=5) as connection:
        connection.sendall(head + BODY + b"more than was signed" * 10)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    [part] = store_site.store.list_parts(key, upload_id)
    assert part.size == len(BODY)
    assert httpx.get(signed(store_site, "no/such")).status_code == 404  # the site is well
    assert files_below(store_site, "incoming") == []


def test_evil_names_are_refused_even_with_a_genuine_signature(store_site: StoreSite) -> None:
    sign = store_site.store._signer.sign_url
    for name in (".hidden", "a//b", "a/", "a~b", "x" * 600, "a/.../b", "..", "a/../../b"):
        for method in ("GET", "PUT", "DELETE"):
            path = f"/store/{store_site.store.bucket}/{name}"
            with httpx.Client(base_url=store_site.url) as client:
                answer = client.request(method, sign(method, path, {}, {}, 60), content=b"")
            assert answer.status_code in {400, 403, 404, 411}, (name, method)
    for path in ("/store/margin/%ff%fe", "/store/margin/%00", "/store/margin/%2e%2e/x", "/store/"):
        assert httpx.get(store_site.url + path).status_code in {403, 404}


def test_files_are_served_by_range(store_site: StoreSite, key: str) -> None:
    url = signed(store_site, key)

    def ranged(value: str) -> tuple[int, bytes, str | None]:
        answer = httpx.get(url, headers={"Range": value})
        return answer.status_code, answer.content, answer.headers.get("content-range")

    assert ranged("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert ranged("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert ranged("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert ranged("bytes=5-99") == (206, b"56789", "bytes 5-9/10")
    assert ranged("bytes=10-") == (416, b"", "bytes */10")
    whole = httpx.get(url)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-length"] == "10"
    unchanged = httpx.get(url, headers={"If-None-Match": whole.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["etag"] == whole.headers["etag"]
    stale = {"Range": "bytes=2-4", "If-Range": '"another"'}
    assert httpx.get(url, headers=stale).status_code == 200


def test_what_people_uploaded_never_acts_as_a_page(store_site: StoreSite) -> None:
    key = f"uploads/{uuid4()}"
    store_site.store.put_bytes(key, b"<script>alert(1)</script>", "text/html")
    headers = httpx.get(signed(store_site, key)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_an_operation_we_do_not_speak_changes_nothing(store_site: StoreSite, key: str) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=store_site.url + "/store",
        region_name="us-east-1",
        aws_access_key_id=store_site.store.credentials.access_key,
        aws_secret_access_key=store_site.store.credentials.secret_key,
        config=Config(s3={"addressing_style": "path"}),
    )
    where = {"Bucket": store_site.store.bucket, "Key": key}
    for act in (
        lambda: client.put_object_tagging(**where, Tagging={"TagSet": []}),
        lambda: client.put_object_acl(**where, ACL="public-read"),
        lambda: client.copy_object(**where, CopySource=where),
    ):
        with pytest.raises(ClientError, match="NotImplemented"):
            act()
    assert store_site.store.get_bytes(key) == BODY
    client.put_object(**where, Body=b"with the default checksums of boto3")
    assert client.get_object(**where)["Body"].read().startswith(b"with the default")


def test_a_body_changed_on_its_way_is_refused(store_site: StoreSite, key: str) -> None:
    session = boto3.Session(
        store_site.store.credentials.access_key, store_site.store.credentials.secret_key
    )
    client = session.client(
        "s3",
        endpoint_url=store_site.url + "/store",
        region_name="us-east-1",
        config=Config(
            s3={"addressing_style": "path"}, request_checksum_calculation="when_required"
        ),
    )

    def swap(request, **_: object) -> None:
        request.body = io.BytesIO(b"X" * len(b"what was signed"))

    client.meta.events.register("before-send.s3.PutObject", swap)
    with pytest.raises(ClientError, match="XAmzContentSHA256Mismatch"):
        client.put_object(Bucket=store_site.store.bucket, Key=key, Body=b"what was signed")
    assert store_site.store.get_bytes(key) == BODY


def test_what_a_crash_left_is_found_by_age_and_nothing_else_is_touched(tmp_path: Path) -> None:
    store = disk_store(tmp_path, "http://localhost")
    store.put_bytes("media/kept", BODY, "video/mp2t")
    upload_id = store.create_multipart("sources/open", "video/mp4")
    (store.root / "incoming" / "half").write_bytes(b"1234")
    (store.root / "blobs" / "ab").mkdir()
    (store.root / "blobs" / "ab" / "abandoned").write_bytes(b"123")
    (store.root / "uploads" / ("0" * 32)).mkdir()
    assert store.sweep(clock.now() - timedelta(hours=1), delete=True) == []
    later = clock.now() + timedelta(seconds=5)
    found = store.sweep(later, delete=False)
    names = {entry.key: entry.size for entry in found}
    assert names == {"incoming/half": 4, "blobs/ab/abandoned": 3, f"uploads/{'0' * 32}": 0}
    assert store.sweep(later, delete=True) == found
    assert store.sweep(later, delete=True) == []
    assert store.get_bytes("media/kept") == BODY
    assert [upload.upload_id for upload in store.list_uploads("sources/")] == [upload_id]


def test_trouble_of_the_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    store = disk_store(tmp_path, "http://localhost")
    (store.root / "index").rmdir()
    (store.root / "index").write_text("a file where a folder should be")
    with pytest.raises(PortUnavailable):
        store.put_bytes("a/b", b"x", "text/plain")
    left = [p for p in store.root.rglob("*/*") if p.is_file() and "locks" not in p.parts]
    assert left == []
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "objects").write_text("")
    with pytest.raises(PortUnavailable):
        disk_store(tmp_path / "other", "http://localhost")
