"""One way to ask a provider: short time-outs, no redirects, small answers."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.integrations.base_client import OAuthError

from lms_app.core.errors import PortUnavailable
from lms_app.core.identity_settings import ProviderSettings
from lms_app.ports.identity_provider import Exchange, IdentityRefused

with warnings.catch_warnings():
    # It would rather have httpx2, and says so at every start; the framework and its test client
    # still bring httpx. Importing the warning first puts this filter before Authlib's own.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 6.0
MAX_ANSWER_BYTES = 256 * 1024
PORT = "identity_provider"


class Asking:
    """Speaks to one provider as the client that its settings name."""

    def __init__(self, settings: ProviderSettings, scope: str) -> None:
        self._settings = settings
        self._scope = scope

    def authorization_url(self, endpoint: str, exchange: Exchange, **more: str) -> str:
        """Return the address of the provider's page, with the challenge of the code verifier."""
        with self._client(exchange) as client:
            address, _ = client.create_authorization_url(
                endpoint, state=exchange.state, code_verifier=exchange.code_verifier, **more
            )
            return str(address)

    def token(
        self, endpoint: str, exchange: Exchange, code: str, *, method: str, more: str = ""
    ) -> Mapping[str, Any]:
        """Redeem a code; `more` is added to the form. Raises `IdentityRefused` when the provider does not take it."""
        with self._client(exchange, method) as client:
            token: Mapping[str, Any] = client.fetch_token(
                endpoint,
                body=more,
                grant_type="authorization_code",
                code=code,
                redirect_uri=exchange.redirect_uri,
                code_verifier=exchange.code_verifier,
                headers={"Accept": "application/json"},
            )
        if not isinstance(token.get("access_token"), str):
            raise IdentityRefused("token")
        return token

    def get(self, address: str, access_token: str = "") -> Any:
        """Return what an address answers, read from JSON; anything but 200 is no answer."""
        headers = {"Accept": "application/json"}
        if access_token:
            headers["Authorization"] = f"Bearer {access_token}"
        with _told(), httpx.Client(timeout=_timeout()) as client:
            answer = client.get(address, headers=headers)
            if answer.status_code != httpx.codes.OK:
                raise PortUnavailable(PORT, f"status {answer.status_code}")
            if len(answer.content) > MAX_ANSWER_BYTES:
                raise PortUnavailable(PORT, "answer too large")
            return answer.json()

    @contextmanager
    def _client(self, exchange: Exchange, method: str | None = None) -> Iterator[OAuth2Client]:
        with (
            _told(),
            OAuth2Client(
                client_id=self._settings.client_id,
                client_secret=self._settings.client_secret or None,
                token_endpoint_auth_method=method if self._settings.client_secret else "none",
                scope=self._scope,
                redirect_uri=exchange.redirect_uri,
                code_challenge_method="S256",
                timeout=_timeout(),
            ) as client,
        ):
            yield client


@contextmanager
def _told() -> Iterator[None]:
    """Say a provider's troubles in the words of the port."""
    try:
        yield
    except OAuthError as error:
        raise IdentityRefused(str(error.error)[:60]) from error
    except (httpx.HTTPError, ValueError) as error:
        raise PortUnavailable(PORT, type(error).__name__) from error


def _timeout() -> httpx.Timeout:
    return httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
