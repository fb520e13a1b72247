"""Logs as JSON lines on standard error; a person reads them with any tool.

What visitors send may end up in a line, as long and as often as they like: lines are cut, and so
many of one kind are written a minute.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import time
from collections.abc import MutableMapping
from threading import Lock
from typing import Any

import structlog

# Whoever logs, these never reach a file.
_SECRETS = re.compile(r"(token|sid|password|X-Amz-Signature|(?<=[?&])(?:code|state))=([^&\s\"']+)")
# The framework quotes a message that it cannot place, whole: it may be somebody's password form.
_SENT = re.compile(r"(vent data: |event queue entry for |dictionary, but received ).*", re.DOTALL)
# Whoever holds the name of a tab may ask for what it shows.
_TABS = re.compile(r"((?:for token|disconnected client) )\S+")
_HIDDEN = frozenset({"password", "token", "session_token", "cookie", "key"})
LINES_PER_MINUTE = 120
_LONGEST = 2048
_LONGEST_TRACE = 8192
_KINDS_AT_MOST = 2000


def _without_secrets(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if name in _HIDDEN:
            event[name] = "…"
        elif isinstance(value, str):
            quoted = _TABS.sub(r"\1…", _SENT.sub(r"\1…", value))
            event[name] = _SECRETS.sub(r"\1=…", quoted)
    return event


def _cut(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        longest = _LONGEST_TRACE if name == "exception" else _LONGEST
        if isinstance(value, str) and len(value) > longest:
            left_out = len(value) - longest  # a trace says at its end what happened
            event[name] = f"{value[: longest // 4]} …{left_out} more… {value[-longest * 3 // 4 :]}"
    return event


class _Sparing:
    """Counts lines by kind: an event of ours, a place in a library's code."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def left_out(self, kind: str) -> int | None:
        """Return how many of the minute before were left out; None to leave out this one too."""
        now = time.monotonic()
        with self._lock:
            began, lines = self._windows.get(kind, (now, 0))
            before = 0
            if now - began >= 60:
                before, began, lines = max(0, lines - LINES_PER_MINUTE), now, 0
            if len(self._windows) > _KINDS_AT_MOST:
                self._windows.clear()
            self._windows[kind] = began, lines + 1
        return before if lines < LINES_PER_MINUTE else None

    def ours(
        self, _logger: Any, method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Drop an event too many; who asked for debug lines gets them all."""
        before = 0 if method == "debug" else self.left_out(str(event.get("event"))[:200])
        if before is None:
            raise structlog.DropEvent
        return {**event, "left_out": before} if before else event

    def of_libraries(self, record: logging.LogRecord) -> bool:
        """Drop a record too many of the same line of code."""
        before = self.left_out(f"{record.name}:{record.lineno}")
        if before:
            record.left_out = before
        return before is not None


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LAST: list[Any] = [
    structlog.processors.format_exc_info,
    _without_secrets,
    _cut,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def configure() -> None:
    """Set the log format and level (`LOG_LEVEL`, default INFO) of this process.

    Libraries log through the standard library: their warnings take the same way, secrets out.
    """
    level = logging.getLevelNamesMapping().get(os.environ.get("LOG_LEVEL", "INFO").upper(), 20)
    sparing = _Sparing()
    structlog.configure(
        processors=[sparing.ours, *_SHARED, *_LAST],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(sparing.of_libraries)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.ExtraAdder(allow=["left_out"])],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_LAST],
        )
    )
    # With a level of their own these open no second way to standard error, past all of this.
    for name in ("engineio.server", "socketio.server"):
        logging.getLogger(name).setLevel(logging.ERROR)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
