"""Random passwords that live in files only their owner can read."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from lms_app.local.errors import StackError

_SHORTEST = 20


def read_or_create(path: Path) -> str:
    """The secret in the file; made of 24 random bytes (URL-safe text) at the first call.

    StackError for a file that holds less than a secret.
    """
    if not path.exists():
        with _aside(path, secrets.token_urlsafe(24)) as draft, contextlib.suppress(FileExistsError):
            os.link(draft, path)  # a secret that exists is whole, whoever was first
    secret = path.read_text().strip()
    if len(secret) < _SHORTEST:
        raise StackError(f"{path} is damaged; restore it from a backup.")
    return secret


def write(path: Path, text: str) -> None:
    """Replace the file by one of mode 0600 with this text: whole at once, readable by nobody else."""
    with _aside(path, text) as draft:
        draft.replace(path)


@contextlib.contextmanager
def _aside(path: Path, text: str) -> Iterator[Path]:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
