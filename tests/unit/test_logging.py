"""What a log line holds, whoever wrote it."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from lms_app.core.logging import configure


@pytest.fixture
def lines_of(monkeypatch, capsys):
    """Run something with logs as in production; return its lines."""
    root = logging.getLogger()
    before = root.handlers, root.level, structlog.get_config()
    monkeypatch.setenv("LOG_LEVEL", "INFO")

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
    assert line["level"] == "warning"


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
