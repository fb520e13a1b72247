"""Checks a certificate with nothing but the published keys: no site, no database, no network.

    python offline.py keys.json certificate.jwt [revocations.jwt]

Prints what the certificate says, and `revoked` if the list names it. This file imports nothing of
the site.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def opened(keys: dict[str, Any], signed: str, kind: str) -> dict[str, Any]:
    """Return what was signed; raises `InvalidSignature` for anything else (RFC 7515, RFC 8037)."""
    try:
        head, body, signature = signed.strip().split(".")
        header = json.loads(_decode(head))
        (key,) = [k for k in keys["keys"] if k["kid"] == header["kid"]]
        if header["alg"] != "Ed25519" or header["typ"] != kind:
            raise InvalidSignature
        public = Ed25519PublicKey.from_public_bytes(_decode(key["x"]))
        public.verify(_decode(signature), f"{head}.{body}".encode())
        # One spelling of every signature: bits that no byte holds are zero.
        if base64.urlsafe_b64encode(_decode(signature)).rstrip(b"=").decode() != signature:
            raise InvalidSignature
        content: dict[str, Any] = json.loads(_decode(body))
    except (ValueError, KeyError) as error:
        raise InvalidSignature from error
    return content


def main(keys_at: str, certificate_at: str, revocations_at: str = "") -> int:
    """Print the certificate; return 1 when it is forged, 2 when it is revoked."""
    keys = json.loads(Path(keys_at).read_text())
    try:
        said = opened(keys, Path(certificate_at).read_text(), "margin-certificate+jws")
        revoked = {}
        if revocations_at:
            listed = opened(keys, Path(revocations_at).read_text(), "margin-revocations+jws")
            revoked = listed["revoked"]
    except InvalidSignature:
        print("forged")
        return 1
    print(json.dumps(said, ensure_ascii=False, indent=2))
    if said["id"] in revoked:
        print("revoked", revoked[said["id"]])
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
