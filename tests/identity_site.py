"""The strict issuer over real HTTP, and a browser that signs in there."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import httpx
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from lms_app.core.identity_settings import ProviderSettings
from ops.oidc_issuer.issuer import Issuer
from ops.oidc_issuer.site import build

CLIENT_ID, CLIENT_SECRET = "margin-tests", "a client secret of the tests"


@contextmanager
def serving(app_of) -> Iterator[str]:
    """Serve `app_of(url)` on loopback; yields the url."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    server = Server(
        app_of(url), address="127.0.0.1", port=port, interface=Interfaces.ASGI,
        log_level=LogLevels.error, websockets=False,
    )  # fmt: skip
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()))
    thread.start()
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
            client.get(f"http://127.0.0.1:{port}/", timeout=10)
        yield url
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)


@contextmanager
def running_issuer(redirect_uri: str) -> Iterator[Issuer]:
    made: list[Issuer] = []

    def app(url: str):
        made.append(Issuer(url, CLIENT_ID, CLIENT_SECRET, redirect_uri))
        return build(made[0])

    with serving(app):
        yield made[0]


def provider_settings(of: Issuer, key: str = "demo", **changes) -> ProviderSettings:
    given = {
        "key": key, "label": "Demo ID", "kind": "oidc", "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET, "issuer": of.url,
    }  # fmt: skip
    return ProviderSettings(**{**given, **changes})


def agree(address: str, person: str) -> dict[str, str]:
    """Open the provider's page as a browser would, choose somebody; the callback's parameters."""
    page = httpx.get(address, timeout=10)
    assert page.status_code == 200, page.text
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    sent = httpx.post(address.partition("?")[0], data={**form, "person": person}, timeout=10)
    assert sent.status_code == 303, sent.text
    return dict(parse_qsl(urlsplit(sent.headers["location"]).query))
