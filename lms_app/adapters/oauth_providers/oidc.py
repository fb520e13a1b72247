"""Any OpenID Connect issuer, Google among them: discovery, ID token, and nothing on trust."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lms_app.adapters.oauth_providers.asking import PORT, Asking
from lms_app.core.errors import PortUnavailable
from lms_app.core.identity_settings import ProviderSettings, checked_address
from lms_app.core.settings_error import SettingsError
from lms_app.ports.identity_provider import Exchange, Identity, IdentityRefused

SCOPE = "openid email profile"
# Asymmetric ones only: `none` and HMAC (a public key taken for a secret) are never read.
ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "Ed25519", "EdDSA"})
DISCOVERY_SECONDS = 3600
KEYS_SECONDS = 3600
# A key that is not known yet may be a new one; asking for keys again is bounded.
KEYS_AGAIN_SECONDS = 30
LEEWAY_SECONDS = 60


class OidcProvider:
    """`IdentityProvider` of one issuer. Discovery and keys are kept for an hour."""

    can_reauthenticate = True

    def __init__(self, settings: ProviderSettings) -> None:
        self.key, self.label = settings.key, settings.label
        self._settings = settings
        self._asking = Asking(settings, SCOPE)
        self._lock = threading.Lock()
        self._about: Mapping[str, Any] = {}
        self._about_until = 0.0
        self._keys: KeySet | None = None
        self._keys_at = 0.0

    def authorization_url(
        self, exchange: Exchange, *, language: str, reauthenticate: bool = False
    ) -> str:
        """See the port."""
        more = {"nonce": exchange.nonce, "ui_locales": language}
        if reauthenticate:
            more |= {"prompt": "login", "max_age": "0"}
        return self._asking.authorization_url(
            self._address("authorization_endpoint"), exchange, **more
        )

    def identify(self, exchange: Exchange, *, code: str, issuer: str | None) -> Identity:
        """See the port."""
        self._check_issuer(issuer)
        token = self._asking.token(
            self._address("token_endpoint"), exchange, code, method=self._token_method()
        )
        claims = self._claims(token.get("id_token"), exchange.nonce)
        if "email" not in claims and self._discovered().get("userinfo_endpoint"):
            claims = {**self._person(token["access_token"], claims["sub"]), **claims}
        return _identity(claims)

    def _check_issuer(self, issuer: str | None) -> None:
        """Refuse an answer of another issuer (mix-up, RFC 9207)."""
        names_itself = self._discovered().get("authorization_response_iss_parameter_supported")
        if issuer != self._settings.issuer and (issuer is not None or names_itself is True):
            raise IdentityRefused("iss")

    def _token_method(self) -> str:
        allowed = self._discovered().get("token_endpoint_auth_methods_supported")
        if isinstance(allowed, list) and "client_secret_basic" not in allowed:
            return "client_secret_post"
        return "client_secret_basic"

    def _discovered(self) -> Mapping[str, Any]:
        """Return what the issuer says of itself (OpenID Connect Discovery 1.0)."""
        with self._lock:
            if time.monotonic() < self._about_until:
                return self._about
            issuer = self._settings.issuer
            about = self._asking.get(issuer.rstrip("/") + "/.well-known/openid-configuration")
            if not isinstance(about, dict) or about.get("issuer") != issuer:
                raise PortUnavailable(PORT, "another issuer")
            self._about, self._about_until = about, time.monotonic() + DISCOVERY_SECONDS
            return about

    def _address(self, endpoint: str) -> str:
        try:
            return checked_address(str(self._discovered().get(endpoint) or ""), endpoint)
        except SettingsError as error:
            raise PortUnavailable(PORT, endpoint) from error

    def _claims(self, id_token: object, nonce: str) -> Mapping[str, Any]:
        """Return the claims of an ID token that is this issuer's, ours, fresh and of this flow."""
        if not isinstance(id_token, str):
            raise IdentityRefused("id_token")
        try:
            decoded = self._decoded(id_token)
            expected = jwt.JWTClaimsRegistry(
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self._settings.issuer},
                aud={"essential": True, "value": self._settings.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            expected.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise IdentityRefused(f"id_token: {type(error).__name__}") from error
        claims: Mapping[str, Any] = decoded.claims
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._settings.client_id) != (
            self._settings.client_id
        ):
            raise IdentityRefused("azp")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise IdentityRefused("sub")
        return claims

    def _decoded(self, id_token: str) -> jwt.Token:
        offered = self._discovered().get("id_token_signing_alg_values_supported")
        allowed = ALGORITHMS.intersection(offered if isinstance(offered, list) else ["RS256"])
        try:
            return jwt.decode(id_token, self._key_set(), algorithms=allowed)
        except (JoseError, ValueError):
            if time.monotonic() - self._keys_at < KEYS_AGAIN_SECONDS:
                raise
        return jwt.decode(id_token, self._key_set(again=True), algorithms=allowed)

    def _key_set(self, *, again: bool = False) -> KeySet:
        address = self._address("jwks_uri")
        with self._lock:
            age = time.monotonic() - self._keys_at
            if self._keys is None or again or age > KEYS_SECONDS:
                try:
                    self._keys = KeySet.import_key_set(self._asking.get(address))
                except (JoseError, ValueError, TypeError, KeyError) as error:
                    raise PortUnavailable(PORT, "keys") from error
                self._keys_at = time.monotonic()
            return self._keys

    def _person(self, access_token: str, subject: str) -> Mapping[str, Any]:
        person = self._asking.get(self._address("userinfo_endpoint"), access_token)
        if not isinstance(person, dict) or person.get("sub") != subject:
            raise IdentityRefused("userinfo")
        return person


def _identity(claims: Mapping[str, Any]) -> Identity:
    at = claims.get("auth_time")
    is_told = isinstance(at, int) and not isinstance(at, bool) and 0 < at < 2**40
    return Identity(
        subject=claims["sub"],
        email=str(claims.get("email") or ""),
        is_email_verified=claims.get("email_verified") in (True, "true"),
        name=str(claims.get("name") or claims.get("preferred_username") or ""),
        authenticated_at=datetime.fromtimestamp(int(at or 0), UTC) if is_told else None,
    )
