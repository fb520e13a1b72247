"""What a log line holds, whoever wrote it."""

from __future__ import annotations

import json
import logging

import pytest
import socketio
import structlog

from lms_app.core.logging import configure


@pytest.fixture
def lines_of(monkeypatch, capsys):
    """Run something with logs as in production; return its lines."""
    root = logging.getLogger()
    before = root.handlers, root.level, structlog.get_config()
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    # What other tests started in this process may have set these up in its own way.
    for name in ("reflex", "engineio.server", "socketio.server"):
        fresh = {"disabled": False, "propagate": True, "level": logging.NOTSET, "handlers": []}
        for attribute, value in fresh.items():
            monkeypatch.setattr(logging.getLogger(name), attribute, value)
        monkeypatch.setattr(logging.getLogger(name), "_cache", {})

    def run(action):
        structlog.reset_defaults()
        configure()
        action()
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield run
    root.handlers = before[0]
    root.setLevel(before[1])
    structlog.configure(**before[2])


def test_a_librarys_warning_is_a_line_without_secrets(lines_of):
    log = logging.getLogger("some.library")
    (line,) = lines_of(lambda: log.warning("GET /a?X-Amz-Signature=%s&token=abc", "feed"))
    assert line["event"] == "GET /a?X-Amz-Signature=…&token=…"
    (line,) = lines_of(lambda: log.warning("GET /callback?code=%s&state=abc&iss=x", "feed"))
    assert line["event"] == "GET /callback?code=…&state=…&iss=x"
    assert line["level"] == "warning"


@pytest.mark.parametrize(
    "words",
    ["This may be a bug. Event data:", "Failed to deserialize event data:",
     "Error processing event queue entry for", "Event data must be a dictionary, but received"],
)  # fmt: skip
def test_a_message_that_the_framework_cannot_place_is_not_quoted(lines_of, words):
    log = logging.getLogger("reflex")
    sent = {"payload": {"form_data": {"password": "a long walk"}}}
    (line,) = lines_of(lambda: log.warning("%s %s\nand more", words, sent))
    assert line["event"] == f"{words} …"


def test_the_sockets_have_no_way_of_their_own_to_the_log(lines_of):
    def open_one():
        socketio.AsyncServer(async_mode="asgi")
        for name in ("engineio.server", "socketio.server"):
            logging.getLogger(name).error("Event data: %s", "a long walk")

    assert [line["event"] for line in lines_of(open_one)] == ["Event data: …"] * 2


def test_the_name_of_a_tab_is_not_told(lines_of):
    log, tab = logging.getLogger("reflex"), "0b6a0d1c-55b1"
    for words in ("Lock for token %s was held", "delta to disconnected client %r"):
        (line,) = lines_of(lambda words=words: log.warning(words, tab))
        assert tab not in line["event"]


def test_our_own_lines_hide_what_is_called_a_secret(lines_of):
    log = structlog.get_logger()
    (line,) = lines_of(lambda: log.info("entered", token="abc", address="?password=x&b=1"))
    assert (line["token"], line["address"]) == ("…", "?password=…&b=1")


def test_an_error_of_a_library_keeps_its_trace(lines_of):
    def fail():
        try:
            int("no")
        except ValueError:
            logging.getLogger("some.library").exception("it broke")

    (line,) = lines_of(fail)
    assert "ValueError: invalid literal" in line["exception"]


def test_what_somebody_sent_is_cut(lines_of, capsys):
    sent = "x" * 2**20

    def fail():
        structlog.get_logger().info("refused", payload=sent)
        try:
            {}[f"No registered handler found for event: {sent}"]
        except KeyError:
            logging.getLogger("a.framework").exception("Error processing event %s", sent)

    lines = lines_of(fail)
    assert [len(json.dumps(line)) < 12_000 for line in lines] == [True, True]
    assert "more…" in lines[0]["payload"]
    assert lines[1]["exception"].startswith("Traceback")


def test_lines_of_one_kind_are_counted_not_written(lines_of, monkeypatch):
    now = 0.0
    monkeypatch.setattr("lms_app.core.logging.time.monotonic", lambda: now)
    ours, library = structlog.get_logger(), logging.getLogger("a.framework")

    def flood():
        nonlocal now
        for _ in range(2):
            for number in range(1000):
                ours.info("event_denied", number=number)
                library.warning("unknown event %s", number)
            ours.info("another")
            now += 61

    lines = lines_of(flood)
    kinds = [line["event"].split()[0] for line in lines]
    assert [kinds.count(k) for k in ("event_denied", "unknown", "another")] == [240, 240, 2]
    told = [(line["event"], line["left_out"]) for line in lines if "left_out" in line]
    assert told == [("event_denied", 880), ("unknown event 0", 880)]
