"""Argon2id by pwdlib, at most four at a time so that sign-ins cannot starve the process."""

from __future__ import annotations

from base64 import b64encode
from functools import cached_property
from secrets import token_bytes
from threading import BoundedSemaphore

import argon2
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
        """A hash that no password matches; verifying against it costs what a real one costs.

        Put together, not computed: the first unknown address must not cost a second hash.
        """
        salt, digest = (
            b64encode(token_bytes(size)).rstrip(b"=").decode()
            for size in (argon2.DEFAULT_RANDOM_SALT_LENGTH, argon2.DEFAULT_HASH_LENGTH)
        )
        costs = (
            f"m={argon2.DEFAULT_MEMORY_COST},t={argon2.DEFAULT_TIME_COST}"
            f",p={argon2.DEFAULT_PARALLELISM}"
        )
        return f"$argon2id$v=19${costs}${salt}${digest}"

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
