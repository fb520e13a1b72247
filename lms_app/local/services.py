"""The list of everything `run` starts, in order, and what each needs from the environment."""

import http.client
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lms_app.local import frontend, ports, process_tree
from lms_app.local.migrations import Migrations
from lms_app.local.units import Kind, Launch, Unit

DEVELOPMENT_PORT = 3000
_ANSWER_SECONDS = 2.0


@dataclass(frozen=True)
class Site:
    """What the units of the product need to know. `environment` is added to each of them."""

    data_dir: Path
    host: str
    port: int
    environment: Mapping[str, str]

    def launch(self, name: str, *arguments: str) -> Launch:
        """A Python module with arguments, in the root of the product, with its own log."""
        return Launch(
            argv=(sys.executable, "-m", *arguments),
            log=self.data_dir / "logs" / f"{name}.log",
            cwd=frontend.ROOT,
            env={"PYTHONUNBUFFERED": "1", **self.environment},
        )


def build_unit(site: Site, on_start: Callable[[], None]) -> Unit:
    """Builds the pages when their sources changed; side by side with the servers' start."""

    def prepare() -> Launch | None:
        if frontend.is_built():
            return None
        on_start()
        return site.launch("build", "lms_app.cli", "build")

    return Unit("build", prepare, kind=Kind.TASK, start_seconds=1800, stop_seconds=3)


def migrate_unit(site: Site, servers: tuple[str, ...]) -> Unit:
    """Brings the tables to the newest version; nothing to do when they are known to be there."""
    migrations = Migrations(site.data_dir, site.environment["DATABASE_URL"])

    def prepare() -> Launch | None:
        if migrations.are_applied():
            return None
        return site.launch("migrate", "lms_app.cli", "migrate")

    return Unit(
        "migrate",
        prepare,
        after=servers,
        kind=Kind.TASK,
        on_up=migrations.remember,
        start_seconds=600,
    )


def web_unit(
    site: Site, servers: tuple[str, ...], on_up: Callable[[], None], others: tuple[str, ...] = ()
) -> Unit:
    """The site itself. `others` are units that its first answers are better with."""

    def prepare() -> Launch:
        # Two listeners may share a port; a stranger's must not get half of our visitors.
        ports.require_free(site.port, site.host)
        return site.launch("web", "lms_app.cli", "web")

    return Unit(
        "web",
        prepare,
        after=(*servers, "build", "migrate", *others),
        ready=lambda pid: _answers(site, pid),
        on_up=on_up,
        start_seconds=120,
        stop_seconds=10,
    )


def development_unit(site: Site, servers: tuple[str, ...], on_up: Callable[[], None]) -> Unit:
    """Reflex's development server in place of the built site; named the same for its workers."""

    def prepare() -> Launch:
        frontend.forget()
        ports.require_free(site.port, site.host)
        arguments = ("reflex", "run", "--backend-port", str(site.port))
        launch = site.launch("web", *arguments, "--frontend-port", str(DEVELOPMENT_PORT))
        environment = {**launch.env, "MARGIN_DEV": "1", "NODE_ENV": "development"}
        return replace(launch, log=None, env=environment)

    return Unit(
        "web",
        prepare,
        after=(*servers, "migrate"),
        ready=lambda pid: _answers(site, pid),
        on_up=on_up,
        start_seconds=600,
        stop_seconds=3,
    )


def _answers(site: Site, pid: int) -> bool:
    if not ports.is_listener(site.port, [pid, *process_tree.descendants(pid)]):
        return False
    host = ports.LOOPBACK if site.host == "0.0.0.0" else site.host  # noqa: S104 - a comparison
    connection = http.client.HTTPConnection(host, site.port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == http.HTTPStatus.OK
    finally:
        connection.close()


def worker_units(site: Site) -> list[Unit]:
    """Everything that works behind the site; starts after it, so that the site answers first.

    None is vital: while one keeps ending, people still read, watch and write.
    """
    modules: dict[str, tuple[str, ...]] = {
        "relay": ("workers.relay",),
        "worker-default": ("workers.run", "--queue", "default"),
        "worker-transcode": ("workers.run", "--queue", "transcode"),
        # Idle until somebody waits behind a long encode.
        "worker-first": ("workers.run", "--queue", "transcode-first"),
    }

    def unit(name: str, arguments: tuple[str, ...]) -> Unit:
        return Unit(
            name,
            lambda: site.launch(name, *arguments),
            after=("web",),
            vital=False,
            stop_seconds=8,
        )

    return [unit(name, arguments) for name, arguments in modules.items()]


def seed_units(site: Site, on_school: Callable[[], None]) -> list[Unit]:
    """Fills the demo school, then draws its clips; a failure is told and harms nothing else."""

    def unit(part: str, after: str, on_up: Callable[[], None]) -> Unit:
        name = f"seed-{part}"
        return Unit(
            name,
            lambda: site.launch(name, "lms_app.cli", "seed", "--only", part),
            after=(after,),
            kind=Kind.TASK,
            required=False,
            on_up=on_up,
            start_seconds=3600,
            stop_seconds=3,
        )

    return [unit("school", "web", on_school), unit("clips", "seed-school", lambda: None)]
