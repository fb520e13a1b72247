"""Random passwords that live in files only their owner can read."""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path) -> str:
    """The secret in the file; made of 24 random bytes (URL-safe text) at the first call."""
    if not path.exists():
        write(path, secrets.token_urlsafe(24))
    return path.read_text().strip()


def write(path: Path, text: str) -> None:
    """Replace the file by one of mode 0600 with this text, never readable by others in between."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
