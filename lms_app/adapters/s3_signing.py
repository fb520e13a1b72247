"""AWS Signature V4 for the disk store: botocore computes it, for signing and for checking.

The signed host is the site's canonical one whatever the browser calls it, so an address
works at `localhost` and `127.0.0.1` alike; the bucket, key, method, length and expiry are
signed. Credentials come from the site's secret key, so nothing is stored.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lms_app.core import clock
from lms_app.ports.served_object_store import AccessRefused, StoreRequest

REGION = "us-east-1"
ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP = "%Y%m%dT%H%M%SZ"
MAX_EXPIRES_SECONDS = 7 * 24 * 3600
CLOCK_SKEW = timedelta(minutes=15)
_HEADER_PART = re.compile(r"(Credential|SignedHeaders|Signature)=([^,\s]+)")


def derive_credentials(secret_key: bytes) -> Credentials:
    """The disk store's own access key and secret, from the site's secret key."""

    def derived(purpose: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=b"margin object store " + purpose).derive(
            secret_key
        )

    return Credentials("MARGIN" + derived(b"access key id").hex()[:14], derived(b"secret").hex())


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a request says about its own signature."""

    access_key: str
    scope: str
    timestamp: str
    expires_seconds: int | None
    signed_headers: list[str]
    signature: str


class SiteSigner:
    """Signs addresses of this site and checks the signatures of requests to it."""

    def __init__(self, site_url: str, credentials: Credentials) -> None:
        site = urlsplit(site_url)
        self._origin = f"{site.scheme}://{site.netloc}"
        self._host = site.netloc
        self._credentials = credentials

    def sign_url(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        expires_seconds: int,
    ) -> str:
        """Return `path?query` with the signature in the query, relative to the site.

        `headers` (such as Content-Length) must arrive as they are signed here.
        """
        auth = S3SigV4QueryAuth(self._credentials, "s3", REGION)
        timestamp = clock.now().astimezone(UTC).strftime(TIMESTAMP)
        request = AWSRequest(method=method, url=self._origin + path, headers=dict(headers))
        request.context["timestamp"] = timestamp
        signed = {
            **query,
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": auth.scope(request),
            "X-Amz-Date": timestamp,
            "X-Amz-Expires": str(min(expires_seconds, MAX_EXPIRES_SECONDS)),
            "X-Amz-SignedHeaders": auth.signed_headers(auth.headers_to_sign(request)),
        }
        full_query = urlencode(signed, quote_via=quote, safe="-_.~")
        request.url = f"{self._origin}{path}?{full_query}"
        return f"{path}?{full_query}&X-Amz-Signature={_signature(auth, request)}"

    def check(self, request: StoreRequest) -> None:
        """Accept a request signed in its query or its Authorization header, or refuse it.

        Raises `AccessRefused`. A refusal for a wrong signature comes before one for age, so
        that nobody learns from it whether an address was ever good.
        """
        in_query = "X-Amz-Signature=" in request.query
        claim = _claim_in_query(request.query) if in_query else _claim_in_header(request.headers)
        auth: SigV4Auth
        if in_query:
            auth = S3SigV4QueryAuth(self._credentials, "s3", REGION)
        else:
            auth = S3SigV4Auth(self._credentials, "s3", REGION)
        rebuilt = self._rebuild(request, claim, in_query=in_query)
        expected_scope = auth.scope(rebuilt)
        if not hmac.compare_digest(claim.access_key.encode(), self._access_key):
            raise AccessRefused("InvalidAccessKeyId")
        genuine = hmac.compare_digest(
            _signature(auth, rebuilt).encode(), claim.signature.encode()
        ) and hmac.compare_digest(expected_scope.encode(), claim.scope.encode())
        if not genuine:
            raise AccessRefused("SignatureDoesNotMatch")
        _check_age(claim)

    @property
    def _access_key(self) -> bytes:
        return str(self._credentials.access_key).encode()

    def _rebuild(self, request: StoreRequest, claim: _Claim, *, in_query: bool) -> AWSRequest:
        """The request as its signer saw it: canonical host, signed headers, no signature."""
        query = request.query
        if in_query:
            pairs = [p for p in query.split("&") if not p.startswith("X-Amz-Signature=")]
            query = "&".join(pairs)
        headers = {name: request.headers.get(name, "") for name in claim.signed_headers}
        headers["host"] = self._host
        if not in_query:
            body_hash = request.headers.get("x-amz-content-sha256", "")
            headers.setdefault("x-amz-content-sha256", body_hash)
        path = quote(request.path, safe="/-_.~", errors="replace")
        url = f"{self._origin}{path}?{query}" if query else f"{self._origin}{path}"
        rebuilt = AWSRequest(method=request.method, url=url, headers=headers)
        rebuilt.context["timestamp"] = claim.timestamp
        return rebuilt


def _signature(auth: SigV4Auth, request: AWSRequest) -> str:
    to_sign = auth.string_to_sign(request, auth.canonical_request(request))
    return str(auth.signature(to_sign, request))


def _claim_in_query(query: str) -> _Claim:
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=40)
    except ValueError as error:
        raise AccessRefused("AuthorizationQueryParametersError") from error
    names = [name for name, _ in fields]
    if len(set(names)) != len(names):
        raise AccessRefused("AuthorizationQueryParametersError")
    values = dict(fields)
    if values.get("X-Amz-Algorithm") != ALGORITHM:
        raise AccessRefused("AuthorizationQueryParametersError")
    expires = values.get("X-Amz-Expires", "")
    if not expires.isascii() or not expires.isdigit() or len(expires) > 6:
        raise AccessRefused("AuthorizationQueryParametersError")
    return _claim(
        values.get("X-Amz-Credential", ""),
        values.get("X-Amz-Date", ""),
        int(expires),
        values.get("X-Amz-SignedHeaders", ""),
        values.get("X-Amz-Signature", ""),
    )


def _claim_in_header(headers: Mapping[str, str]) -> _Claim:
    authorization = headers.get("authorization", "")
    if not authorization.startswith(ALGORITHM + " "):
        raise AccessRefused
    parts = dict(_HEADER_PART.findall(authorization))
    if "x-amz-content-sha256" not in headers:
        raise AccessRefused("MissingSecurityHeader")
    return _claim(
        parts.get("Credential", ""),
        headers.get("x-amz-date", ""),
        None,
        parts.get("SignedHeaders", ""),
        parts.get("Signature", ""),
    )


def _claim(
    credential: str, timestamp: str, expires: int | None, signed_headers: str, signature: str
) -> _Claim:
    if not re.fullmatch(r"\d{8}T\d{6}Z", timestamp, re.ASCII):
        raise AccessRefused("AuthorizationQueryParametersError")
    names = signed_headers.split(";")
    if "host" not in names or not signature.isascii():
        raise AccessRefused("SignatureDoesNotMatch")
    return _Claim(credential.partition("/")[0], credential, timestamp, expires, names, signature)


def _check_age(claim: _Claim) -> None:
    try:
        signed_at = datetime.strptime(claim.timestamp, TIMESTAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise AccessRefused("AuthorizationQueryParametersError") from error
    age = clock.now() - signed_at
    if age < -CLOCK_SKEW:
        raise AccessRefused("RequestTimeTooSkewed")
    if claim.expires_seconds is None:
        if age > CLOCK_SKEW:
            raise AccessRefused("RequestTimeTooSkewed")
    elif claim.expires_seconds > MAX_EXPIRES_SECONDS:
        raise AccessRefused("AuthorizationQueryParametersError")
    elif age > timedelta(seconds=claim.expires_seconds):
        raise AccessRefused("AccessDenied")
