"""Pages rendered by the Node process beside the site."""

from __future__ import annotations

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from lms_app.core.errors import PortUnavailable

RENDER_SECONDS = 3.0
MAX_STATE_BYTES = 2 * 1024 * 1024
MAX_PAGE_BYTES = 4 * 1024 * 1024
MAX_AT_ONCE = 8
# After a failure visitors get their page without it for a moment, instead of each waiting.
PAUSE_SECONDS = 1.0
_PORT = "page_renderer"


class NodePageRenderer:
    """`PageRenderer` over HTTP; `url` carries the secret as its password. Empty: always away."""

    def __init__(self, url: str, *, render_seconds: float = RENDER_SECONDS) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._headers = {
            "authorization": f"Bearer {parts.password or ''}",
            "content-type": "application/json",
        }
        self._render_seconds = render_seconds
        self._places = threading.BoundedSemaphore(MAX_AT_ONCE)
        self._paused_until = 0.0

    def render(self, address: str, state: str) -> str:
        """See the port."""
        if not self._host or time.monotonic() < self._paused_until:
            raise PortUnavailable(_PORT, "away")
        body = f'{{"url":{json.dumps(address)},"state":{state}}}'.encode()
        if len(body) > MAX_STATE_BYTES:
            raise PortUnavailable(_PORT, "state too large")
        if not self._places.acquire(blocking=False):
            raise PortUnavailable(_PORT, "busy")
        try:
            return self._ask(body)
        except (OSError, http.client.HTTPException) as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            raise PortUnavailable(_PORT, type(error).__name__) from error
        finally:
            self._places.release()

    def _ask(self, body: bytes) -> str:
        # One connection a render: on loopback that costs a fifth of a millisecond, and none can
        # be stale after the renderer was started anew.
        connection = http.client.HTTPConnection(
            self._host, self._port, timeout=self._render_seconds
        )
        try:
            connection.request("POST", "/", body, self._headers)
            response = connection.getresponse()
            page = response.read(MAX_PAGE_BYTES + 1)
        finally:
            connection.close()
        kind = response.headers.get("content-type", "")
        if not kind.startswith("text/html") or not page or len(page) > MAX_PAGE_BYTES:
            raise PortUnavailable(_PORT, f"status {response.status}")
        return page.decode()
