"""Argon2id by pwdlib, at most four at a time so that sign-ins cannot starve the process."""

from __future__ import annotations

from functools import cached_property
from threading import BoundedSemaphore

from pwdlib import PasswordHash

HASHES_AT_ONCE = 4
_AT_ONCE = BoundedSemaphore(HASHES_AT_ONCE)


class Argon2PasswordHasher:
    """`PasswordHasher` with pwdlib's recommended parameters (64 MiB, 3 passes, 4 lanes)."""

    @cached_property
    def _hasher(self) -> PasswordHash:
        return PasswordHash.recommended()

    @cached_property
    def _nobody(self) -> str:
        """A hash that no password matches; verifying against it costs what a real one costs."""
        with _AT_ONCE:
            return self._hasher.hash("\x00nobody")

    def hash(self, password: str) -> str:
        """See the port."""
        with _AT_ONCE:
            return self._hasher.hash(password)

    def verify(self, password: str, hashed: str | None) -> tuple[bool, str | None]:
        """See the port."""
        target = hashed or self._nobody
        with _AT_ONCE:
            valid, replacement = self._hasher.verify_and_update(password, target)
        return (valid, replacement) if hashed else (False, None)
