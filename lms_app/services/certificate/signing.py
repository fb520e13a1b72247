"""What a certificate says, written in one way only, and its signature (RFC 7515, RFC 8037)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from lms_app.services.certificate.keys import ALGORITHM, Signer

TYPE = "margin-certificate+jws"
REVOCATIONS_TYPE = "margin-revocations+jws"


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return JSON with sorted names and no space: equal contents, equal bytes."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sign(signer: Signer, content: Mapping[str, Any], kind: str = TYPE) -> str:
    """Return the content as a compact JWS; its header names the key and the kind."""
    header = {"alg": ALGORITHM, "kid": signer.kid, "typ": kind}
    return jws.serialize_compact(header, canonical(content), signer.key, algorithms=[ALGORITHM])


def opened(text: str, public_keys: Mapping[str, OKPKey]) -> dict[str, Any] | None:
    """Return what a certificate says if one of the keys signed it, else None."""
    try:
        unverified = jws.extract_compact(text.encode())
        header = unverified.headers()
        key = public_keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != TYPE:
            return None
        found = jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
        content = json.loads(found.payload)
    except (JoseError, ValueError):
        return None
    return content if isinstance(content, dict) else None
