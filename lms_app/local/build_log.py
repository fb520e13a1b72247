"""What a build says: passed on line by line, and when it fails, cut down to the reason."""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

_KEPT_LINES = 2000
_TOLD_LINES = 6
_LINE_CHARACTERS = 300
_COLORS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_NPM = re.compile(r"^npm (?:error|ERR!) ?")
_REASON = re.compile(
    r"error\b|exception\b|\bfail|\bcannot\b|could not|not found|no such|no space|insufficient"
    r"|denied|refused|timed? ?out|\bkilled\b|out of memory|unresolved|no matching|unsupported",
    re.IGNORECASE,
)
# Where in somebody's program it happened, what npm adds to every failure, what only warns.
_NOISE = re.compile(
    r"^\s*at\s|^\s*File \"|^npm (?:warn|notice)|^\s*(?:code|errno|syscall|type|path|dest) \S+$"
    r"|A complete log of this run|--loglevel debug|If you are behind a proxy|'proxy' config"
    r"|^Traceback|^Warning:|DeprecationWarning",
    re.IGNORECASE,
)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run `command`, passing its output on as it comes; its exit code and the end of what it said."""
    kept: deque[str] = deque(maxlen=_KEPT_LINES)
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            _pass_on(line)
            kept.append(line)
    return process.returncode, "".join(kept)


def _pass_on(line: str) -> None:
    """Show a line as well as this terminal can: not every one has a tick."""
    known = sys.stdout.encoding or "ascii"
    sys.stdout.write(line.encode(known, "replace").decode(known))
    sys.stdout.flush()


def reason_in(said: str) -> list[str]:
    """The few lines of a failed build that say why, without what programs put around them."""
    told: dict[str, None] = {}
    for raw in _COLORS.sub("", said).splitlines():
        line = _NPM.sub("", raw).strip()[:_LINE_CHARACTERS]
        if _REASON.search(line) and not _NOISE.search(line) and not _NOISE.search(raw):
            told.pop(line, None)
            told[line] = None
    return list(told)[-_TOLD_LINES:]


def in_words(what: str, code: int, said: str) -> str:
    """One kind sentence and the lines that say why, for whoever started the build."""
    if code in (-9, 137):
        return f"{what}: the system ended the build, most likely for want of memory."
    lines = reason_in(said)
    if not lines:
        return f"{what} (exit code {code})."
    return "\n".join([f"{what}:", *(f"    {line}" for line in lines)])
