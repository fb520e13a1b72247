"""`make run`: the whole product on one machine, with one command."""

import os
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from lms_app.core import unwell
from lms_app.core.config import Settings
from lms_app.core.session_cookie import LOOPBACK_HOSTS
from lms_app.db.engine import OVERFLOW
from lms_app.local import data_folder, demo_identity, instance_lock, ports, services
from lms_app.local.demo_identity import DemoIdentity
from lms_app.local.renderer import Renderer
from lms_app.local.stack import Addresses, Servers, embedded_servers, mark_of
from lms_app.local.supervisor import run_front, say, tell
from lms_app.local.units import Unit


class Announcer:
    """What a person reads while the stack starts. Runs in the supervisor."""

    def __init__(self, data_dir: Path, site_url: str, *, demo: bool) -> None:
        self._data_dir = data_dir
        self._site_url = site_url
        self._demo = demo
        self._logins = data_dir / "demo-logins.txt"
        self._told_logins = False

    def building(self) -> None:
        """The pages are being built."""
        say(
            f"Building the pages; this takes a minute or two and is done once "
            f"(log: {self._data_dir / 'logs' / 'build.log'})."
        )

    def answers(self) -> None:
        """The site answers."""
        tell(f"\nMargin is ready: {self._site_url}")
        if self._demo and not self._tell_logins():
            tell("The demo school is moving in; its logins follow in a moment.")
        if not self._demo:
            tell(
                "The first administrator is made with: .venv/bin/python -m lms_app.cli create-admin"
            )
        tell(f"Stop it with Ctrl-C. All data stay in {self._data_dir}")

    def seeded(self) -> None:
        """The demo school is there."""
        self._tell_logins()

    def _tell_logins(self) -> bool:
        if not self._told_logins and self._logins.exists():
            self._told_logins = True
            tell(f"\nDemo logins (also in {self._logins}):")
            tell(self._logins.read_text().rstrip() + "\n")
        return self._told_logins


def run(settings: Settings, *, development: bool = False, parent: int | None = None) -> int:
    """Start everything and stay until stopped; the exit code.

    development: Reflex's server with hot reload instead of the built site.
    parent: stop when this process is gone (`make` killed with SIGKILL tells nobody).
    """
    data_dir = data_folder.prepare(settings.data_dir)
    instance_lock.acquire(data_dir)
    unwell.tell(data_dir, {})
    ports.require_free(settings.port, settings.host)
    servers = embedded_servers(
        data_dir,
        database_url=settings.database_url,
        redis_url=settings.redis_url,
        connections=_connections(settings),
    )
    if line := only_here(settings):
        say(line)
    _publish(settings, servers.addresses)
    units = [*servers.units, *_product_units(settings, servers, development=development)]
    code = run_front(
        units,
        mark=mark_of(data_dir),
        on_stop=partial(_stopping, data_dir),
        on_health=partial(unwell.tell, data_dir),
        parent=parent,
    )
    if code == 0:
        tell("Margin has stopped.")
    return code


def only_here(settings: Settings) -> str:
    """What to say when other machines may come, but pages and sockets work at loopback only."""
    if (
        settings.host in LOOPBACK_HOSTS
        or urlsplit(settings.site_url).hostname not in LOOPBACK_HOSTS
    ):
        return ""
    return (
        f"HOST={settings.host} answers other machines, but the site works at {settings.site_url} "
        f"only; for them give its address too: SITE_URL=http://<address>:{settings.port}"
    )


def _connections(settings: Settings) -> int:
    """Every process's full pool: the web's, and at most eight beside (workers, relay, commands)."""
    processes = settings.web_workers + 8
    return processes * (settings.db_pool_size + OVERFLOW) + 10


def _stopping(data_dir: Path) -> None:
    instance_lock.withdraw(data_dir)
    unwell.tell(data_dir, {})


def _product_units(settings: Settings, servers: Servers, *, development: bool) -> list[Unit]:
    environment = _environment(settings, servers.addresses)
    site = services.Site(settings.data_dir, settings.host, settings.port, environment)
    renderer = Renderer(settings.data_dir, servers.renderer_port)
    if not development:
        environment["RENDERER_URL"] = settings.renderer_url or renderer.url()
    below = tuple(unit.name for unit in servers.units)
    address = f"http://localhost:{services.DEVELOPMENT_PORT}" if development else settings.site_url
    announcer = Announcer(settings.data_dir, address, demo=settings.demo)
    units = [services.migrate_unit(site, below)]
    if development:
        units.append(services.development_unit(site, below, announcer.answers))
    else:
        units.append(services.build_unit(site, announcer.building))
        renderers = () if settings.renderer_url else (renderer.unit(site),)
        units += renderers
        names = tuple(unit.name for unit in renderers)
        units.append(services.web_unit(site, below, announcer.answers, names))
    units += services.worker_units(site)
    if not development and demo_identity.is_wanted(settings):
        provider = DemoIdentity(servers.demo_identity_port, settings.site_url)
        environment.update(provider.environment())
        units.append(provider.unit(site))
    if settings.demo:
        units += services.seed_units(site, announcer.seeded)
    return units


def _publish(settings: Settings, addresses: Addresses) -> None:
    instance_lock.publish(
        settings.data_dir,
        instance_lock.RunningInstance(
            os.getpid(), settings.site_url, addresses.database_url, addresses.redis_url
        ),
    )


def _environment(settings: Settings, addresses: Addresses) -> dict[str, str]:
    return {
        "MARGIN_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
        "HOST": settings.host,
        "PORT": str(settings.port),
    }
