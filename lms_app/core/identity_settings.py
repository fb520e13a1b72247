"""Who else may vouch for a person: the providers of the environment, read once at the start.

Addresses of issuers come from here and from nowhere else, so nobody can make the site ask a
server of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lms_app.core.session_cookie import LOOPBACK_HOSTS
from lms_app.core.settings_error import SettingsError

GOOGLE_ISSUER = "https://accounts.google.com"
_NAME = re.compile(r"OAUTH_OIDC_([A-Z][A-Z0-9]{0,30})_ISSUER")
_NAMED = re.compile(r"OAUTH_OIDC_([A-Z0-9_]+)_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|LABEL)")


@dataclass(frozen=True)
class ProviderSettings:
    """One provider. `key` names it in addresses and rows, `label` on buttons.

    kind: `oidc` (asked by `issuer` for its endpoints), `github`, `kakao` or `naver`.
    """

    key: str
    label: str
    kind: str
    client_id: str
    client_secret: str = field(repr=False)
    issuer: str = ""


def read_identity_providers(env: Mapping[str, str]) -> tuple[ProviderSettings, ...]:
    """Return every configured provider; raises `SettingsError` for half of one."""
    given = (
        ("google", "Google", env.get("OAUTH_GOOGLE_CLIENT_ID", ""),
         env.get("OAUTH_GOOGLE_CLIENT_SECRET", "")),
        ("github", "GitHub", env.get("OAUTH_GITHUB_CLIENT_ID", ""),
         env.get("OAUTH_GITHUB_CLIENT_SECRET", "")),
        ("kakao", "Kakao", env.get("OAUTH_KAKAO_CLIENT_ID", ""),
         env.get("OAUTH_KAKAO_CLIENT_SECRET", "")),
        ("naver", "NAVER", env.get("OAUTH_NAVER_CLIENT_ID", ""),
         env.get("OAUTH_NAVER_CLIENT_SECRET", "")),
    )  # fmt: skip
    known = [
        _known(key, label, identifier.strip(), secret.strip())
        for key, label, identifier, secret in given
        if identifier.strip() or secret.strip()
    ]
    return (*known, *_issuers(env, taken={key for key, *_ in given}))


def _known(key: str, label: str, identifier: str, secret: str) -> ProviderSettings:
    # Kakao gives a secret only to those who switch it on.
    if not identifier or not (secret or key == "kakao"):
        name = f"OAUTH_{key.upper()}_CLIENT"
        raise SettingsError(f"{name}_ID and {name}_SECRET must be set together")
    is_google = key == "google"
    return ProviderSettings(
        key=key,
        label=label,
        kind="oidc" if is_google else key,
        client_id=identifier,
        client_secret=secret,
        issuer=GOOGLE_ISSUER if is_google else "",
    )


def _issuers(env: Mapping[str, str], taken: set[str]) -> list[ProviderSettings]:
    names = sorted({found[1] for name in env if (found := _NAMED.fullmatch(name)) and env[name]})
    return [_issuer(env, name, taken) for name in names]


def _issuer(env: Mapping[str, str], name: str, taken: set[str]) -> ProviderSettings:
    prefix = f"OAUTH_OIDC_{name}_"
    issuer, identifier = env.get(f"{prefix}ISSUER", "").strip(), env.get(f"{prefix}CLIENT_ID", "")
    if not _NAME.fullmatch(f"{prefix}ISSUER") or name.lower() in taken:
        raise SettingsError(f"{prefix}ISSUER: {name} cannot be a provider's name")
    if not issuer or not identifier.strip():
        raise SettingsError(f"{prefix}ISSUER and {prefix}CLIENT_ID must be set together")
    return ProviderSettings(
        key=name.lower(),
        label=env.get(f"{prefix}LABEL", "").strip()[:40] or name.capitalize(),
        kind="oidc",
        client_id=identifier.strip(),
        client_secret=env.get(f"{prefix}CLIENT_SECRET", "").strip(),
        issuer=checked_address(issuer, f"{prefix}ISSUER"),
    )


def checked_address(address: str, what: str) -> str:
    """Return an address that may be asked: https, or http at loopback; else `SettingsError`."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    )
    if not is_safe or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsError(f"{what} must be an https:// address, not {address!r}")
    return address
