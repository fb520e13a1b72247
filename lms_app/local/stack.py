"""The two servers under the product, alone: for tests, for `dev`, and for single commands."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from lms_app.local import data_folder, instance_lock, ports
from lms_app.local.postgres import LEAST_CONNECTIONS, Postgres
from lms_app.local.supervisor import Say, run_front, say
from lms_app.local.units import Unit
from lms_app.local.valkey import Valkey


@dataclass(frozen=True)
class Addresses:
    """Where the servers answer, as the settings want them; passwords included."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Servers:
    """The embedded servers of one data directory, with their ports chosen."""

    units: tuple[Unit, ...]
    addresses: Addresses
    renderer_port: int
    demo_identity_port: int


def mark_of(data_dir: Path) -> str:
    """What every process of this data directory carries in its environment."""
    return hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]


def embedded_servers(
    data_dir: Path,
    *,
    fast: bool = False,
    database_url: str = "",
    redis_url: str = "",
    connections: int = LEAST_CONNECTIONS,
) -> Servers:
    """The servers to start; one whose address is given is external and left out.

    `connections`: how many the product's processes may open to PostgreSQL together.
    """
    names = ("postgres", "valkey", "renderer", "demo-id")
    chosen = ports.reserve(names, record=data_dir / "ports.json")
    units = []
    if not database_url:
        postgres = Postgres(
            data_dir, chosen["postgres"], fast=fast, connections=max(connections, LEAST_CONNECTIONS)
        )
        database_url = postgres.url()
        units.append(postgres.unit())
    if not redis_url:
        valkey = Valkey(data_dir, chosen["valkey"], fast=fast)
        redis_url = valkey.url()
        units.append(valkey.unit())
    addresses = Addresses(database_url, redis_url)
    return Servers(tuple(units), addresses, chosen["renderer"], chosen["demo-id"])


def serve(data_dir: Path, *, fast: bool = False, parent: int | None = None, say: Say = say) -> int:
    """Run the servers in the foreground; prints their addresses as one JSON line when ready.

    parent: stop when this process is gone.
    """
    data_dir = data_folder.prepare(data_dir.resolve())
    instance_lock.acquire(data_dir)
    servers = embedded_servers(data_dir, fast=fast)
    addresses = servers.addresses
    waiting = {unit.name for unit in servers.units}

    def announce_after(name: str, before: Unit) -> Unit:
        def on_up() -> None:
            before.on_up()
            waiting.discard(name)
            if not waiting:
                running = instance_lock.RunningInstance(os.getppid(), "", **asdict(addresses))
                instance_lock.publish(data_dir, running)
                os.write(1, json.dumps(asdict(addresses)).encode() + b"\n")

        return Unit(**{**vars(before), "on_up": on_up})

    units = [announce_after(unit.name, unit) for unit in servers.units]
    return run_front(
        units,
        mark=mark_of(data_dir),
        say=say,
        on_stop=partial(instance_lock.withdraw, data_dir),
        parent=parent,
    )
