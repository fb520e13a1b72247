"""Logs as JSON lines on standard error; a person reads them with any tool."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Whoever logs, these never reach a file.
_SECRETS = re.compile(r"(token|sid|password|X-Amz-Signature)=([^&\s\"']+)")
_HIDDEN = frozenset({"password", "token", "session_token", "cookie", "key"})


def _without_secrets(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if name in _HIDDEN:
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = _SECRETS.sub(r"\1=…", value)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LAST: list[Any] = [
    structlog.processors.format_exc_info,
    _without_secrets,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def configure() -> None:
    """Set the log format and level (`LOG_LEVEL`, default INFO) of this process.

    Libraries log through the standard library: their warnings take the same way, secrets out.
    """
    level = logging.getLevelNamesMapping().get(os.environ.get("LOG_LEVEL", "INFO").upper(), 20)
    structlog.configure(
        processors=[*_SHARED, *_LAST],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_LAST],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
