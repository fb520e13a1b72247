"""What the processes of a running site have written."""

from __future__ import annotations

import contextlib
from collections import Counter

from tests.e2e.conftest import LiveSite

TROUBLE = ("Traceback", "unexpected_error", "unanswered_error")
KNOWN = "No registered handler found"  # the framework's word for a name that there is not
LINES_TOLD = 40


def logs_of(site: LiveSite) -> dict[str, str]:
    """The text of every log until now, by the name of its file."""
    files = [site.data_dir / "run.log", *sorted((site.data_dir / "logs").glob("*.log*"))]
    found = {}
    for path in files:
        with contextlib.suppress(FileNotFoundError):  # put aside meanwhile: the next name has it
            found[path.name] = path.read_text("utf-8", "replace")
    return found


def _is_trouble(line: str) -> bool:
    return any(words in line for words in TROUBLE) and KNOWN not in line


def troubles(site: LiveSite) -> Counter[str]:
    """How often each unexpected thing was told to the logs, by the end of its line."""
    lines = (line for text in logs_of(site).values() for line in text.splitlines())
    return Counter(line[-300:] for line in lines if _is_trouble(line))


def new_troubles(site: LiveSite, before: Counter[str]) -> list[str]:
    """What was told since `before`, with the lines around it, so that a failure says what it saw.

    A log is put aside when it grows: what is missing is not new.
    """
    new = troubles(site) - before
    found = []
    for name, text in logs_of(site).items():
        lines = text.splitlines()
        for at in (at for at, line in enumerate(lines) if line[-300:] in new and _is_trouble(line)):
            around = (line[:500] for line in lines[max(0, at - 3) : at + LINES_TOLD])
            found.append("\n".join([f"{name}:{at + 1}", *around]))
    return found
