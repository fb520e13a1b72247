"""Somebody between the site and its store who can be told to fail: answers 503, or answers get lost."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PASS, UNAVAILABLE, LOST_ANSWER = "pass", "503", "lost answer"
Decide = Callable[[str, str], str]


class FaultyProxy:
    """`url` stands for the server's; `decide(method, path)` says what happens to a request."""

    def __init__(self, server_url: str) -> None:
        self.decide: Decide = lambda _method, _path: PASS
        self.asked: list[tuple[str, str]] = []
        self._target = urlsplit(server_url)
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _relay(self) -> None:
                proxy._relay(self)

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _relay  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, outcome: str = UNAVAILABLE) -> None:
        self.decide = lambda _method, _path: outcome

    def work(self) -> None:
        self.decide = lambda _method, _path: PASS

    def _relay(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        self.asked.append((request.command, request.path))
        outcome = self.decide(request.command, request.path)
        if outcome == UNAVAILABLE:
            request.send_response(503)
            request.send_header("content-length", "0")
            request.end_headers()
            return
        upstream = http.client.HTTPConnection(self._target.netloc, timeout=60)
        upstream.request(request.command, request.path, body or None, dict(request.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        if outcome == LOST_ANSWER:
            request.close_connection = True
            return
        request.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "date", "server"}:
                request.send_header(name, value)
        if answer.getheader("content-length") is None:
            request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def faulty_proxy(server_url: str) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(server_url)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(10)
