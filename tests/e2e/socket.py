"""A client of the event socket without a browser: what anybody can write in an afternoon."""

from __future__ import annotations

import json
import threading
import time
import uuid
from typing import Any

import socketio

from lms_app.core.session_cookie import session_cookie

ROOT_STATE = "reflex___state____state"


class RawSocket:
    """Speaks Reflex's protocol over a bare websocket; collects everything the server says."""

    def __init__(
        self, site_url: str, session_token: str = "", *, origin: str | None = None, token: str = ""
    ) -> None:
        self.token = token or str(uuid.uuid4())
        self.received: list[Any] = []
        self._arrived = threading.Event()
        # websocket-client writes an Origin of its own unless told which.
        self._client = socketio.Client(
            reconnection=False,
            websocket_extra_options={"origin": site_url if origin is None else origin},
        )
        self._client.on("event", self._note, namespace="/_event")
        headers = {}
        if session_token:
            headers["Cookie"] = f"{session_cookie(site_url).name}={session_token}"
        self._client.connect(
            f"{site_url}/?token={self.token}",
            headers=headers,
            socketio_path="/_event",
            namespaces=["/_event"],
            transports=["websocket"],
            wait_timeout=10,
        )

    def _note(self, data: Any) -> None:
        self.received.append(data)
        self._arrived.set()

    def send(self, name: str, payload: dict[str, Any], path: str = "/", **router: Any) -> None:
        self._client.emit(
            "event",
            {
                "name": name,
                "payload": payload,
                "router_data": {"pathname": path, "asPath": path, "query": {}, **router},
                "token": self.token,
            },
            namespace="/_event",
        )

    def ask(self, name: str, payload: dict[str, Any], path: str = "/") -> None:
        """Send, and wait until something has come back, however busy the server is."""
        self._arrived.clear()
        self.send(name, payload, path)
        assert self._arrived.wait(60), f"no answer to {name}"

    def hydrate(self, path: str = "/") -> None:
        self.ask(f"{ROOT_STATE}.hydrate_and_load", {}, path)
        self.quiet()

    def quiet(self, seconds: float = 0.6) -> None:
        """Wait until nothing has arrived for a while."""
        while self._arrived.wait(seconds):
            self._arrived.clear()

    def hears(self, words: str) -> None:
        """Wait until the server has said so."""
        end = time.monotonic() + 60
        while words not in self.said():
            assert time.monotonic() < end, f"{words!r} was not said"
            self._arrived.wait(0.1)
            self._arrived.clear()

    def said(self) -> str:
        return json.dumps(self.received, ensure_ascii=False, default=str)

    def close(self) -> None:
        self._client.disconnect()
        time.sleep(0)
