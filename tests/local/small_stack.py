"""A stack small enough to kill in a test: real PostgreSQL and Valkey, and a child that resists.

Started as a program by the tests. Prints one JSON line when everything is up.
"""

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from lms_app.local import data_folder, instance_lock
from lms_app.local.stack import embedded_servers, mark_of
from lms_app.local.supervisor import run_front
from lms_app.local.units import Launch, Unit

RESISTING = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
while True:
    time.sleep(600)
"""


def resisting_unit(data_dir: Path) -> Unit:
    """Ignores SIGTERM and has a child of its own."""
    note = data_dir / "grandchild.pid"
    note.unlink(missing_ok=True)
    launch = Launch(
        argv=(sys.executable, "-c", RESISTING, str(note)),
        log=data_dir / "logs" / "resisting.log",
        cwd=data_dir,
    )
    return Unit(
        "resisting",
        lambda: launch,
        after=("postgres", "valkey"),
        ready=lambda _pid: bool(note.read_text()),
        stop_seconds=0.5,
    )


def main() -> int:
    """Run until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--parent-pid", type=int)
    given = parser.parse_args()
    data_dir = data_folder.prepare(given.data_dir, free_bytes=0)
    instance_lock.acquire(data_dir)
    servers = embedded_servers(data_dir, fast=True)
    addresses = servers.addresses
    site = "http://localhost:1"
    front = os.getpid()

    def announce() -> None:
        facts = {
            "front": front,
            "supervisor": os.getpid(),
            "grandchild": int((data_dir / "grandchild.pid").read_text()),
            "database_url": addresses.database_url,
            "redis_url": addresses.redis_url,
        }
        instance_lock.publish(
            data_dir,
            instance_lock.RunningInstance(front, site, addresses.database_url, addresses.redis_url),
        )
        os.write(1, json.dumps(facts).encode() + b"\n")

    resisting = replace(resisting_unit(data_dir), on_up=announce)
    units = [*servers.units, resisting]
    return run_front(units, mark=mark_of(data_dir), parent=given.parent_pid)


if __name__ == "__main__":
    sys.exit(main())
