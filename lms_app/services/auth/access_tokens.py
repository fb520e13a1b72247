"""Access tokens (RFC 9068): ten minutes of one session, signed, and no more than its name.

A token says which session it belongs to. Who that is, and what they may do, is read from the
database at every call; a role written into a token would be believed by nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode

from lms_app.core import clock, urls
from lms_app.services.auth.signing_keys import ACCESS_SECONDS, ALGORITHM, LEEWAY_SECONDS

TYPE = "at+jwt"
LONGEST = 2048
_KID = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Claims:
    """Whose session a believed token names."""

    user_id: UUID
    session_id: UUID


def audience(site_url: str) -> str:
    """Return whom the tokens are for: this site's API."""
    return site_url + urls.API_V1


def issue_access(key: OKPKey, site_url: str, *, user_id: UUID, session_id: UUID) -> str:
    """Return a fresh token of a session."""
    now = int(clock.now().timestamp())
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": key.kid}
    claims = {
        "iss": site_url,
        "aud": audience(site_url),
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": uuid4().hex,
        "iat": now,
        "nbf": now,
        "exp": now + ACCESS_SECONDS,
    }
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def key_name(token: str) -> str:
    """Return the name of the key a token says it was signed with; empty for what is no token.

    Nothing is believed yet: the name only picks one of our own keys.
    """
    if len(token) > LONGEST or token.count(".") != 2 or not token.isascii():
        return ""
    try:
        header = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, RecursionError):
        return ""
    if not isinstance(header, dict) or header.get("alg") != ALGORITHM:
        return ""
    kid = header.get("kid")
    return kid if isinstance(kid, str) and _KID.fullmatch(kid) else ""


def read_access(token: str, keys: Mapping[str, OKPKey], site_url: str) -> Claims | None:
    """Return what a token says when its signature, its times and its names are right."""
    key = keys.get(key_name(token))
    if key is None:
        return None
    registry = jwt.JWTClaimsRegistry(
        now=lambda: int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": site_url},
        aud={"essential": True, "value": audience(site_url)},
        sub={"essential": True},
        sid={"essential": True},
        jti={"essential": True},
        exp={"essential": True},
        nbf={"essential": True},
        iat={"essential": True},
    )
    try:
        found = jwt.decode(token, key, algorithms=[ALGORITHM])
        registry.validate(found.claims)
        return _claims(found.header, found.claims)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None


def _claims(header: Mapping[str, Any], claims: Mapping[str, Any]) -> Claims | None:
    if header.get("typ") != TYPE or not isinstance(claims["aud"], str):
        return None
    return Claims(user_id=UUID(str(claims["sub"])), session_id=UUID(str(claims["sid"])))
