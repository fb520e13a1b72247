"""Whatever a signature looks like, it is either genuine or refused; nothing else happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms_app.adapters.s3_signing import SiteSigner, derive_credentials
from lms_app.core import clock
from lms_app.ports.served_object_store import AccessRefused, StoreRequest

SIGNER = SiteSigner("https://margin.example", derive_credentials(b"a secret of the tests"))
PARAMETERS = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"]


def good_request(method: str = "GET", headers: dict[str, str] | None = None) -> StoreRequest:
    url = SIGNER.sign_url(method, "/store/margin/a/b", {"x": "1 2"}, headers or {}, 60)
    parts = urlsplit(url)
    return StoreRequest(method, parts.path, parts.query, {"host": "anything", **(headers or {})})


def test_a_genuine_request_passes_in_any_order_of_its_query() -> None:
    request = good_request()
    SIGNER.check(request)
    SIGNER.check(replace(request, query="&".join(reversed(request.query.split("&")))))


def test_signed_headers_must_arrive_as_signed() -> None:
    request = good_request("PUT", {"content-length": "10"})
    SIGNER.check(request)
    for headers in ({}, {"content-length": "11"}, {"content-length": ""}):
        with pytest.raises(AccessRefused, match="SignatureDoesNotMatch"):
            SIGNER.check(replace(request, headers=headers))


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_part_of_the_claim_is_needed(name: str) -> None:
    request = good_request()
    pairs = request.query.split("&")
    without = [pair for pair in pairs if not pair.startswith(f"X-Amz-{name}=")]
    emptied = [f"X-Amz-{name}=" if p.startswith(f"X-Amz-{name}=") else p for p in pairs]
    doubled = [*pairs, *(pair for pair in pairs if pair.startswith(f"X-Amz-{name}="))]
    for query in (without, emptied, doubled):
        with pytest.raises(AccessRefused):
            SIGNER.check(replace(request, query="&".join(query)))


def test_an_address_lives_seven_days_at_most() -> None:
    url = SIGNER.sign_url("GET", "/store/margin/a", {}, {}, 999_999_999)
    assert "X-Amz-Expires=604800" in url
    request = StoreRequest("GET", "/store/margin/a", urlsplit(url).query, {})
    late = clock.now() + timedelta(days=7, seconds=5)
    with clock.frozen(lambda: late), pytest.raises(AccessRefused):
        SIGNER.check(request)


def test_a_query_of_endless_parameters_is_refused() -> None:
    with pytest.raises(AccessRefused):
        SIGNER.check(replace(good_request(), query="X-Amz-Signature=1" + "&a=1" * 5000))


@settings(max_examples=300, deadline=None)
@given(
    values=st.lists(st.one_of(st.text(max_size=20), st.binary(max_size=9)), min_size=6, max_size=6),
    method=st.sampled_from(["GET", "PUT", "BREW"]),
    path=st.text(max_size=30),
    authorization=st.text(max_size=60),
)
def test_junk_is_refused_and_nothing_else(
    values: list[str | bytes], method: str, path: str, authorization: str
) -> None:
    query = "&".join(
        f"X-Amz-{name}={quote(value)}" for name, value in zip(PARAMETERS, values, strict=True)
    )
    dated = query + "&X-Amz-Date=20261123T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
    claim = f"AWS4-HMAC-SHA256 Credential={authorization}, SignedHeaders=host, Signature=0"
    headers = {"authorization": claim, "x-amz-content-sha256": "0"}
    headers["x-amz-date"] = "20261123T000000Z"
    for request in (
        StoreRequest(method, path, query, {}),
        StoreRequest(method, path, dated.replace("X-Amz-Date=&", ""), {}),
        StoreRequest(method, path, "", {"authorization": authorization}),
        StoreRequest(method, path, "", headers),
    ):
        with pytest.raises(AccessRefused):
            SIGNER.check(request)
