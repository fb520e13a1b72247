"""The issuer: checks everything that the standards ask of one, and signs with one key.

OpenID Connect Core 1.0, RFC 6749 and 9700 (exact redirect, one-time codes), RFC 7636 (S256 only),
RFC 9207 (`iss` in the callback).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from ops.oidc_issuer.people import PEOPLE, DemoPerson, Faults

CODE_SECONDS = 60
TOKEN_SECONDS = 300


class Refused(Exception):
    """An error of RFC 6749; `code` is what the answer says."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


@dataclass
class Grant:
    """What a code stands for; a code is spent at its first use, right or wrong."""

    person: DemoPerson
    nonce: str
    challenge: str
    redirect_uri: str
    scope: str
    expires_at: float
    authenticated_at: int
    is_spent: bool = False
    tokens: list[str] = field(default_factory=list)


class Issuer:
    """One client, a few people. Kept in memory: a restart signs everybody out."""

    def __init__(self, url: str, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self.url = url
        self.client_id, self.client_secret = client_id, client_secret
        self.redirect_uri = redirect_uri
        self.faults = Faults()
        self.people = {person.key: person for person in PEOPLE}
        self.grants: dict[str, Grant] = {}
        self.tokens: dict[str, DemoPerson] = {}
        self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "demo-1"})
        self._stranger = RSAKey.generate_key(2048, {"kid": "demo-1"})

    def about(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid", "email", "profile"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def check_request(self, asked: dict[str, str]) -> None:
        """Raise `Refused` unless an authorization request is one this issuer answers."""
        if asked.get("client_id") != self.client_id:
            raise Refused("unauthorized_client")
        if asked.get("redirect_uri") != self.redirect_uri:
            raise Refused("invalid_redirect_uri")
        if asked.get("response_type") != "code":
            raise Refused("unsupported_response_type")
        if "openid" not in asked.get("scope", "").split():
            raise Refused("invalid_scope")
        challenge = asked.get("code_challenge", "")
        if asked.get("code_challenge_method") != "S256" or len(challenge) != 43:
            raise Refused("invalid_request")
        if len(asked.get("state", "")) < 22 or len(asked.get("nonce", "")) < 22:
            raise Refused("invalid_request")

    def grant(self, asked: dict[str, str], person: DemoPerson) -> dict[str, str]:
        """Give a code for the person; return the parameters of the callback."""
        self.check_request(asked)
        code = secrets.token_urlsafe(24)
        self.grants[code] = Grant(
            person=person,
            nonce=asked["nonce"],
            challenge=asked["code_challenge"],
            redirect_uri=asked["redirect_uri"],
            scope=asked["scope"],
            expires_at=time.time() + CODE_SECONDS,
            authenticated_at=int(time.time()),
        )
        answer: dict[str, str | None] = {"code": code, "state": asked["state"], "iss": self.url}
        answer |= self.faults.callback
        return {name: value for name, value in answer.items() if value is not None}

    def redeem(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """Answer the token endpoint. A code that comes twice takes its tokens with it."""
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if not secrets.compare_digest(authorization, f"Basic {pair}"):
            raise Refused("invalid_client", 401)
        if form.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type")
        grant = self.grants.get(form.get("code", ""))
        if grant is None:
            raise Refused("invalid_grant")
        if grant.is_spent:
            for token in grant.tokens:
                self.tokens.pop(token, None)
            raise Refused("invalid_grant")
        grant.is_spent = True
        verifier = form.get("code_verifier", "")
        digest = _text(hashlib.sha256(verifier.encode()).digest())
        is_right = (
            secrets.compare_digest(digest, grant.challenge)
            and 43 <= len(verifier) <= 128
            and form.get("redirect_uri") == grant.redirect_uri
            and time.time() < grant.expires_at
        )
        if not is_right:
            raise Refused("invalid_grant")
        return self._tokens(grant)

    def _tokens(self, grant: Grant) -> dict[str, Any]:
        access = secrets.token_urlsafe(24)
        grant.tokens.append(access)
        self.tokens[access] = grant.person
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url,
            "aud": self.client_id,
            "sub": f"demo-{grant.person.key}",
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": grant.authenticated_at,
            "nonce": grant.nonce,
        }
        claims |= self.faults.token
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": grant.scope,
            "id_token": self._signed({k: v for k, v in claims.items() if v is not None}),
        }

    def _signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": "RS256", "kid": "demo-1"}
        if self.faults.signing == "none":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if self.faults.signing == "hs256":
            signed = f"{_part({'alg': 'HS256', 'kid': 'demo-1'})}.{_part(claims)}"
            public = self._key.as_pem(private=False)
            return f"{signed}.{_text(hmac.digest(public, signed.encode(), 'sha256'))}"
        key = self._stranger if self.faults.signing == "unknown_key" else self._key
        return jwt.encode(header, claims, key, ["RS256"])

    def person(self, authorization: str) -> dict[str, Any]:
        """Answer the userinfo endpoint."""
        found = self.tokens.get(authorization.removeprefix("Bearer "))
        if found is None:
            raise Refused("invalid_token", 401)
        told: dict[str, Any] = {"sub": f"demo-{found.key}", "name": found.name}
        if found.email:
            told["email"] = found.email
        if found.email_verified is not None:
            told["email_verified"] = found.email_verified
        return told | self.faults.userinfo


def _part(value: dict[str, Any]) -> str:
    return _text(json.dumps(value).encode())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
