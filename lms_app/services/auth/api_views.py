"""What clients of the API and their owners get."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """What a client holds: an access token for minutes, a refresh token for its successor."""

    access_token: str
    expires_in_seconds: int
    refresh_token: str
    refresh_expires_in_seconds: int


@dataclass(frozen=True)
class ApiKeyRow:
    """A key in its owner's list; times ISO 8601 (UTC), `last_used_at` empty while it never was."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_at: str
    expires_at: str
    last_used_at: str
    is_expired: bool


@dataclass(frozen=True)
class NewApiKey:
    """A key that was just made: `key` is told now and never again."""

    key: str
    row: ApiKeyRow


@dataclass(frozen=True)
class Account:
    """The caller as themselves; `scopes` is None for a session, which reaches everywhere."""

    id: str
    display_name: str
    email: str
    language: str
    roles: list[str]
    scopes: list[str] | None
    created_at: str
