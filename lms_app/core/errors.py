"""What can go wrong, said once: a text key for the person, a code for the machine.

Services raise `DomainError`; adapters raise `PortUnavailable`. The three boundaries
(states/base.py, api/problems.py, workers/door.py) turn them into words, statuses and retries.
"""

from __future__ import annotations

import errno
from typing import ClassVar


class DomainError(Exception):
    """A refusal the person can understand.

    `key` names a text in `lms_app.i18n` (and is the machine's code), `params` fill its
    placeholders, `fields` maps a form field to the text key of what is wrong with it, and
    `params_of` gives what fills that text.
    """

    status: ClassVar[int] = 400

    def __init__(self, key: str, *, fields: dict[str, str] | None = None, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields or {}
        self.params = params
        self.field_params: dict[str, dict[str, object]] = {}

    def params_of(self, field: str) -> dict[str, object]:
        """Return what fills the text of one field."""
        return self.field_params.get(field, self.params)


class InvalidInput(DomainError):
    """The input cannot be used as it is; `fields` says where."""

    status = 422


class NotAuthenticated(DomainError):
    """Nobody is signed in (or the session has ended)."""

    status = 401

    def __init__(self, key: str = "error.not_authenticated") -> None:
        super().__init__(key)


class Forbidden(DomainError):
    """Yours to see, not yours to do."""

    status = 403

    def __init__(self, key: str = "error.forbidden") -> None:
        super().__init__(key)


class Impersonating(Forbidden):
    """Theirs to do: an admin who looks at the site as somebody else only looks."""

    def __init__(self) -> None:
        super().__init__("error.impersonating")


class StepUpNeeded(DomainError):
    """Yours to do, once you have proved anew who you are."""

    status = 403

    def __init__(self) -> None:
        super().__init__("error.step_up_needed")


class NotFound(DomainError):
    """Not there, or not yours to see: both look the same on purpose."""

    status = 404

    def __init__(self, key: str = "error.not_found") -> None:
        super().__init__(key)


class Conflict(DomainError):
    """The world has moved on: taken, already done, changed by somebody else."""

    status = 409


class TooEarly(DomainError):
    """What was asked for is being done already; ask again."""

    status = 425


class InvalidTransition(Conflict):
    """A status move that the entity's table of moves does not allow."""

    def __init__(self, entity: str, source: str, target: str) -> None:
        super().__init__("error.invalid_transition", entity=entity, source=source, target=target)


class RateLimited(DomainError):
    """Too often; `retry_after_seconds` says when again."""

    status = 429

    def __init__(self, retry_after_seconds: int = 60) -> None:
        super().__init__("error.rate_limited", seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class PortUnavailable(Exception):
    """The outside (store, queue, transcoder) did not answer; trying again may help.

    Not a `DomainError`: nobody asked for something wrong. `port` is its name, never an address.
    """

    def __init__(self, port: str, reason: str = "") -> None:
        super().__init__(f"{port}: {reason}" if reason else port)
        self.port = port


class DiskFull(PortUnavailable):
    """A disk of this machine, or somebody's share of it, has no room: people have to make some."""


_FULL = (errno.ENOSPC, errno.EDQUOT)


def unavailable(port: str, error: OSError) -> PortUnavailable:
    """Return the port's error for trouble of this machine's own."""
    reason = error.strerror or type(error).__name__
    return (DiskFull if error.errno in _FULL else PortUnavailable)(port, reason)
