"""The three accounts that can sign in to the demo, and the file that says how."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

_DOMAIN = "margin.example"
_KINDS = ("student", "instructor", "admin")


@dataclass(frozen=True)
class Login:
    """One demo account: `kind` is student, instructor or admin."""

    kind: str
    email: str
    password: str


def demo_logins(data_dir: Path) -> dict[str, Login]:
    """Return the logins, written to `demo-logins.txt` (mode 0600) before anybody has them.

    An interrupted seeding finds its own passwords again.
    """
    path = data_dir / "demo-logins.txt"
    if path.exists():
        rows = [line.split() for line in path.read_text("utf-8").splitlines()]
        found = {row[0]: Login(*row) for row in rows if len(row) == 3}
        if set(found) == set(_KINDS):
            return found
    logins = {kind: Login(kind, f"{kind}@{_DOMAIN}", secrets.token_urlsafe(12)) for kind in _KINDS}
    _write(path, "".join(f"{x.kind:<11} {x.email:<26} {x.password}\n" for x in logins.values()))
    return logins


def _write(path: Path, text: str) -> None:
    """Appear with its mode and whole: nobody else can read it, nobody reads half of it."""
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)
