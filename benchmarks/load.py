"""Visitors without a browser: many requests, or many events, over a few connections."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import websocket

CONNECTIONS = 8


@dataclass(frozen=True)
class Call:
    """One request, and what its answer must hold, in its headers or after them."""

    path: str
    expects: bytes
    method: str = "GET"
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


class Client:
    """A connection that stays open, from one of this machine's own addresses (`127.x.x.x`)."""

    def __init__(self, url: str, address: str = "") -> None:
        source = (address, 0) if address else None
        self._connection = http.client.HTTPConnection(
            urlsplit(url).netloc, timeout=60, source_address=source
        )

    def ask(self, call: Call) -> float:
        """Send one and return how many milliseconds it took. Raises for a wrong answer."""
        begun = time.perf_counter()
        self._connection.request(call.method, call.path, call.body, dict(call.headers))
        answer = self._connection.getresponse()
        body = answer.read()
        elapsed = 1000 * (time.perf_counter() - begun)
        whole = "\n".join(map(": ".join, answer.getheaders())).encode() + body
        if answer.status != call.status or call.expects not in whole:
            raise RuntimeError(f"{call.path}: {answer.status} {whole[:500]!r}")
        return elapsed

    def close(self) -> None:
        self._connection.close()


def send(
    url: str,
    calls: Sequence[Call],
    connections: int = CONNECTIONS,
    addresses: Sequence[str] = (),
) -> None:
    """Send all, `connections` at a time over connections that stay open. Raises for a wrong answer.

    Each connection comes from an address of its own where `addresses` are given.
    """

    def work(number: int) -> None:
        client = Client(url, addresses[number] if addresses else "")
        for call in calls[number::connections]:
            client.ask(call)
        client.close()

    _in_threads(work, range(connections))


def _in_threads(work: Callable[[Any], object], parts: Sequence[Any]) -> None:
    with ThreadPoolExecutor(len(parts)) as pool:
        for done in [pool.submit(work, part) for part in parts]:
            done.result()


class EventSocket:
    """Reflex's protocol over a bare websocket; the other end may be a plain echo.

    `ask` sends one event and waits for its answer, which is one message.
    """

    def __init__(self, url: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        self.token = str(uuid.uuid4())
        address = f"{url.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(
            f"{address}&token={self.token}",
            timeout=30,
            origin=url,
            header=[f"{name}: {value}" for name, value in headers],
        )
        self._read()
        self._socket.send("40/_event,")
        self._read()

    def _read(self) -> str:
        """The next message that is not the protocol's own heartbeat."""
        while True:
            text = str(self._socket.recv())
            if text != "2":
                return text
            self._socket.send("3")

    def ask(self, name: str, path: str = "/") -> str:
        event = {
            "name": name,
            "payload": {},
            "router_data": {"pathname": path, "asPath": path, "query": {}},
            "token": self.token,
        }
        self._socket.send("42/_event," + json.dumps(["event", event]))
        return self._read()

    def drain(self, seconds: float = 1.0) -> list[str]:
        """What still comes until nothing has come for so long."""
        found = []
        self._socket.settimeout(seconds)
        try:
            while True:
                found.append(self._read())
        except websocket.WebSocketTimeoutException:
            return found
        finally:
            self._socket.settimeout(30)

    def close(self) -> None:
        self._socket.close()


def ask_all(sockets: Sequence[EventSocket], name: str, count: int) -> None:
    """Each socket sends `count` events, one after the other; all sockets at once."""
    ready = threading.Barrier(len(sockets))

    def work(socket: EventSocket) -> None:
        ready.wait()
        for _ in range(count):
            socket.ask(name)

    _in_threads(work, sockets)
