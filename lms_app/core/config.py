"""Typed settings from the environment, read once and checked at the start."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lms_app.core.identity_settings import ProviderSettings, read_identity_providers
from lms_app.core.session_cookie import LOOPBACK_HOSTS
from lms_app.core.settings_error import SettingsError
from lms_app.core.smtp import SmtpSettings, mail_sender, smtp_settings

GIB = 1024**3
MIB = 1024**2
_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class S3Settings:
    """An S3-protocol store. `public_endpoint_url` is what browsers reach, if it differs."""

    bucket: str
    endpoint_url: str | None
    public_endpoint_url: str | None
    region: str
    access_key_id: str
    secret_access_key: str


@dataclass(frozen=True)
class Settings:
    """Everything that differs between a laptop and production."""

    data_dir: Path
    host: str
    port: int
    site_url: str
    database_url: str
    redis_url: str
    renderer_url: str
    s3: S3Settings | None
    secret_key: bytes
    language: str
    demo: bool
    web_workers: int
    trusted_proxy_hops: int
    api_cors_origins: tuple[str, ...]
    max_upload_bytes: int
    instructor_quota_bytes: int
    uploads_at_once: int
    max_video_seconds: int
    segment_url_seconds: int
    course_review: bool
    instructor_approval: bool
    db_pool_size: int
    smtp: SmtpSettings | None
    dev_mail: bool
    min_age: int
    clamav_url: str
    identity_providers: tuple[ProviderSettings, ...]

    @property
    def site_origin(self) -> str:
        """The only Origin that may post or open a socket; the address itself, it has no path."""
        return self.site_url


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "0", "1", "true", "false", "on", "off", "yes", "no"}:
        return value in {"1", "true", "on", "yes"} if value else default
    raise SettingsError(f"{name} must be 1 or 0, not {value!r}")


def _not_yet(env: Mapping[str, str], name: str) -> bool:
    """Read a setting whose pages are not built yet: it must not pretend to protect anything."""
    if _flag(env, name, default=False):
        raise SettingsError(f"{name} cannot be switched on yet: its pages are not built")
    return False


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    raw = env.get(name, "").strip() or str(default)
    try:
        value = int(raw)
    except ValueError as error:
        raise SettingsError(f"{name} must be a whole number, not {raw!r}") from error
    if not low <= value <= high:
        raise SettingsError(f"{name} must be between {low} and {high}, not {value}")
    return value


def normalise_site_url(given: str) -> str:
    """Return a site's address as browsers write it in Origin: lower case, without its usual port.

    Raises `SettingsError` for anything but scheme, host and port.
    """
    try:
        parts = urlsplit(given.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"SITE_URL is no address: {given!r}") from error
    if parts.scheme not in _USUAL_PORTS or not host:
        raise SettingsError(f"SITE_URL must start with http:// or https://, not {given!r}")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsError(
            f"SITE_URL must be scheme, host and port only (https://learn.example.org), not {given!r}"
        )
    host = f"[{host}]" if ":" in host else host
    usual = port in {None, _USUAL_PORTS[parts.scheme]}
    return f"{parts.scheme}://{host}" + ("" if usual else f":{port}")


def _origins(given: str) -> tuple[str, ...]:
    """Read the sites whose pages may call the API: exact origins, or `*` for all of them."""
    wanted = [part.strip() for part in given.split(",") if part.strip()]
    if wanted == ["*"]:
        return ("*",)
    try:
        return tuple(dict.fromkeys(normalise_site_url(origin) for origin in wanted))
    except SettingsError as error:
        raise SettingsError(f"API_CORS_ORIGINS: {error}") from error


def normalise_database_url(url: str) -> str:
    """Name the driver: a plain `postgresql://` address becomes psycopg's."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _secret_key(env: Mapping[str, str], data_dir: Path) -> bytes:
    given = env.get("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsError("SECRET_KEY must have at least 32 characters")
        return given.encode()
    path = data_dir / "secret.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and linked into place: a key that exists is whole, whoever was first.
        draft = data_dir / f"secret.key.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_urlsafe(48).encode())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    key = path.read_bytes().strip()
    if len(key) < 32:
        raise SettingsError(f"{path} is damaged; restore it from a backup")
    return key


def _smtp(env: Mapping[str, str], site_url: str) -> SmtpSettings | None:
    timeout = _number(env, "SMTP_TIMEOUT_SECONDS", 10, 1, 120)
    try:
        sender = mail_sender(env.get("MAIL_FROM", ""), urlsplit(site_url).hostname or "")
        return smtp_settings(env.get("SMTP_URL", ""), sender, timeout)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _dev_mail(env: Mapping[str, str], site_url: str, *, demo: bool) -> bool:
    """Show mails to whoever is there: links that sign in included, so on one's own machine only."""
    is_here = (urlsplit(site_url).hostname or "") in LOOPBACK_HOSTS
    if not env.get("DEV_MAIL"):
        return demo and is_here and not env.get("SMTP_URL")
    wanted = _flag(env, "DEV_MAIL", default=False)
    if wanted and not is_here:
        raise SettingsError("DEV_MAIL shows everybody's mail: only where SITE_URL is this machine")
    return wanted


def _s3(env: Mapping[str, str]) -> S3Settings | None:
    bucket = env.get("S3_BUCKET", "")
    if not bucket:
        return None
    missing = [n for n in ("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY") if not env.get(n)]
    if missing:
        raise SettingsError(f"S3_BUCKET is set, so {' and '.join(missing)} must be set too")
    return S3Settings(
        bucket=bucket,
        endpoint_url=env.get("S3_ENDPOINT_URL") or None,
        public_endpoint_url=env.get("S3_PUBLIC_ENDPOINT_URL") or env.get("S3_ENDPOINT_URL") or None,
        region=env.get("S3_REGION") or "us-east-1",
        access_key_id=env["S3_ACCESS_KEY_ID"],
        secret_access_key=env["S3_SECRET_ACCESS_KEY"],
    )


def _clamav(given: str) -> str:
    """Read where ClamAV's daemon listens; empty means that uploads are not looked through."""
    try:
        parts = urlsplit(given.strip())
        is_place = (
            bool(parts.hostname and parts.port) if parts.scheme == "tcp" else bool(parts.path)
        )
    except ValueError:
        is_place = False
    if given and not (parts.scheme in {"tcp", "unix"} and is_place):
        raise SettingsError(
            "CLAMAV_URL must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl"
        )
    return given.strip()


def load_settings(env: Mapping[str, str]) -> Settings:
    """Read and check every setting; raises `SettingsError` with one clear line."""
    data_dir = Path(env.get("MARGIN_DATA_DIR") or ".margin").absolute()
    port = _number(env, "PORT", 8000, 1, 65535)
    language = env.get("MARGIN_LANGUAGE") or "ko"
    if language not in {"ko", "en"}:
        raise SettingsError(f"MARGIN_LANGUAGE must be ko or en, not {language!r}")
    site_url = normalise_site_url(env.get("SITE_URL") or f"http://localhost:{port}")
    demo = _flag(env, "DEMO", default=True)
    return Settings(
        data_dir=data_dir,
        host=env.get("HOST") or "127.0.0.1",
        port=port,
        site_url=site_url,
        database_url=normalise_database_url(env.get("DATABASE_URL", "")),
        redis_url=env.get("REDIS_URL", ""),
        renderer_url=env.get("RENDERER_URL", "").rstrip("/"),
        s3=_s3(env),
        secret_key=_secret_key(env, data_dir),
        language=language,
        demo=demo,
        web_workers=_number(env, "WEB_WORKERS", 2, 1, 64),
        trusted_proxy_hops=_number(env, "TRUSTED_PROXY_HOPS", 0, 0, 8),
        api_cors_origins=_origins(env.get("API_CORS_ORIGINS", "")),
        max_upload_bytes=_number(env, "MAX_UPLOAD_BYTES", 20 * GIB, MIB, 160 * GIB),
        instructor_quota_bytes=_number(env, "INSTRUCTOR_QUOTA_BYTES", 100 * GIB, 0, 2**50),
        uploads_at_once=_number(env, "UPLOADS_AT_ONCE", 20, 0, 1000),
        max_video_seconds=_number(env, "MAX_VIDEO_SECONDS", 12 * 3600, 1, 48 * 3600),
        segment_url_seconds=_number(env, "SEGMENT_URL_SECONDS", 6 * 3600, 30, 24 * 3600),
        course_review=_not_yet(env, "COURSE_REVIEW"),
        instructor_approval=_flag(env, "INSTRUCTOR_APPROVAL", default=False),
        db_pool_size=_number(env, "DB_POOL_SIZE", 10, 1, 100),
        smtp=_smtp(env, site_url),
        dev_mail=_dev_mail(env, site_url, demo=demo),
        min_age=_number(env, "MIN_AGE", 14, 1, 21),
        clamav_url=_clamav(env.get("CLAMAV_URL", "")),
        identity_providers=read_identity_providers(env),
    )


@cache
def settings() -> Settings:
    """Return this process's settings, read from its environment on first use."""
    return load_settings(os.environ)
