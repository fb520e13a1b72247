"""The renderer's client: it answers within its time or says that it cannot."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from lms_app.adapters import node_page_renderer
from lms_app.adapters.node_page_renderer import MAX_PAGE_BYTES, MAX_STATE_BYTES, NodePageRenderer
from lms_app.core.errors import PortUnavailable


class Answers(BaseHTTPRequestHandler):
    """Says what the test wants; `seen` are the requests."""

    status, kind, body = 200, "text/html; charset=utf-8", b"<html></html>"
    wait: Callable[[], object] = staticmethod(lambda: None)
    seen: ClassVar[list[tuple[str, dict]]] = []

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["content-length"]))
        self.seen.append((self.headers["authorization"], json.loads(asked)))
        self.wait()
        self.send_response(self.status)
        self.send_header("content-type", self.kind)
        self.send_header("content-length", str(len(self.body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # who was late is gone
            self.wfile.write(self.body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def answers(monkeypatch) -> Iterator[tuple[type[Answers], str]]:
    monkeypatch.setattr(node_page_renderer, "PAUSE_SECONDS", 0.0)
    kind = type("Own", (Answers,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kind, f"http://margin:secret@127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_it_sends_address_state_and_secret(answers):
    kind, url = answers
    assert NodePageRenderer(url).render("/courses?q=가", '{"a": {"b": 1}}') == "<html></html>"
    assert kind.seen == [("Bearer secret", {"url": "/courses?q=가", "state": {"a": {"b": 1}}})]


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500, "kind": "text/plain", "body": b"broken"},
        {"status": 403, "kind": "text/plain", "body": b""},
        {"body": b""},
        {"body": b"x" * (MAX_PAGE_BYTES + 1)},
    ],
)
def test_an_answer_that_is_no_page_is_none(answers, trouble):
    kind, url = answers
    for name, value in trouble.items():
        setattr(kind, name, value)
    with pytest.raises(PortUnavailable):
        NodePageRenderer(url).render("/", "{}")


def test_a_late_answer_is_none_and_the_next_is_asked_again(answers):
    kind, url = answers
    release = threading.Event()
    kind.wait = staticmethod(lambda: release.wait(20))
    renderer = NodePageRenderer(url, render_seconds=0.2)
    with pytest.raises(PortUnavailable):
        renderer.render("/", "{}")
    release.set()
    assert renderer.render("/", "{}") == "<html></html>"


def test_after_a_failure_nobody_waits_for_a_moment(answers, monkeypatch):
    kind, url = answers
    monkeypatch.setattr(node_page_renderer, "PAUSE_SECONDS", 60.0)
    release = threading.Event()
    kind.wait = staticmethod(lambda: release.wait(20))
    renderer = NodePageRenderer(url, render_seconds=0.2)
    for _ in range(3):
        with pytest.raises(PortUnavailable):
            renderer.render("/", "{}")
    release.set()
    assert len(kind.seen) == 1


def test_too_many_at_once_and_too_much_state_are_refused(answers):
    kind, url = answers
    release = threading.Event()
    kind.wait = staticmethod(lambda: release.wait(20))
    renderer = NodePageRenderer(url, render_seconds=20)
    waiting = [
        threading.Thread(target=renderer.render, args=("/", "{}"))
        for _ in range(node_page_renderer.MAX_AT_ONCE)
    ]
    for thread in waiting:
        thread.start()
    while len(kind.seen) < node_page_renderer.MAX_AT_ONCE:
        threading.Event().wait(0.01)
    with pytest.raises(PortUnavailable, match="busy"):
        renderer.render("/", "{}")
    release.set()
    for thread in waiting:
        thread.join(20)
    with pytest.raises(PortUnavailable, match="too large"):
        renderer.render("/", '"' + "x" * MAX_STATE_BYTES + '"')


@pytest.mark.parametrize("url", ["", "http://margin:x@127.0.0.1:1"])
def test_no_renderer_is_away(url):
    with pytest.raises(PortUnavailable):
        NodePageRenderer(url).render("/", "{}")
