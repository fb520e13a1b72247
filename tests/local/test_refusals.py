"""What cannot work says so in one line, and harms nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.core.config import load_settings
from lms_app.local import data_folder, instance_lock, ports, postgres
from lms_app.local.errors import StackError
from lms_app.local.run import only_here
from lms_app.local.stack import embedded_servers
from tests.local.conftest import PROGRAM, ROOT, SmallStack, eventually


def run_cli(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "lms_app.cli", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def is_one_line(done: subprocess.CompletedProcess) -> bool:
    lines = done.stderr.strip().splitlines()
    return done.returncode == 1 and len(lines) == 1 and lines[0].startswith("margin: ")


def test_a_second_stack_on_the_same_data_is_refused(small_stack: SmallStack) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "MARGIN_DATA_DIR": str(small_stack.data_dir)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert is_one_line(second), second.stderr
    assert f"already running at http://localhost:1 (process {small_stack.process.pid})" in (
        second.stderr
    )
    assert small_stack.sql("SELECT 1") == [(1,)]
    assert not small_stack.is_gone()


def test_a_start_waits_for_one_that_is_still_stopping(small_stack: SmallStack) -> None:
    small_stack.process.kill()
    small_stack.process.wait()
    lock = instance_lock.acquire(small_stack.data_dir)
    assert small_stack.is_gone()
    os.close(lock)


def test_other_commands_find_the_running_stack(small_stack: SmallStack) -> None:
    found = instance_lock.find(small_stack.data_dir)
    assert found is not None
    assert found.database_url == small_stack.database_url
    small_stack.process.terminate()
    small_stack.wait_until_gone()
    assert instance_lock.find(small_stack.data_dir) is None


def test_a_taken_web_port_is_one_line(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run_cli("run", MARGIN_DATA_DIR=str(data_dir), PORT=str(port))
    assert is_one_line(done), done.stderr
    assert f"Port {port} on 127.0.0.1 is taken" in done.stderr


@pytest.mark.parametrize(
    ("host", "site_url", "is_told"),
    [("0.0.0.0", "", True), ("0.0.0.0", "http://a.example", False), ("127.0.0.1", "", False)],  # noqa: S104
)
def test_a_site_for_other_machines_wants_its_address(
    data_dir: Path, host: str, site_url: str, is_told: bool
) -> None:
    given = {"HOST": host, "PORT": "8080", "SITE_URL": site_url, "MARGIN_DATA_DIR": str(data_dir)}
    line = only_here(load_settings(given))
    assert ("SITE_URL=http://<address>:8080" in line) is is_told
    assert bool(line) is is_told


def test_a_port_taken_on_the_other_loopback_counts() -> None:
    with (
        socket.create_server(("::1", 0), family=socket.AF_INET6) as other,
        pytest.raises(StackError, match="::1 is taken"),
    ):
        ports.require_free(other.getsockname()[1], "127.0.0.1")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "99999"}, "PORT must be between"),
        ({"PORT": "eighty"}, "PORT must be a whole number"),
        ({"HOST": "203.0.113.7"}, "HOST=203.0.113.7 is no address of this machine"),
        ({"MARGIN_LANGUAGE": "xx"}, "MARGIN_LANGUAGE must be"),
        ({"MARGIN_DATA_DIR": "/dev/null/margin"}, "cannot be written"),
    ],
)
def test_unusable_settings_are_one_line(
    data_dir: Path, environment: dict[str, str], words: str
) -> None:
    done = run_cli("run", **{"MARGIN_DATA_DIR": str(data_dir), **environment})
    assert is_one_line(done), done.stderr
    assert words in done.stderr


def test_a_full_disk_is_said_before_anything_is_written(data_dir: Path) -> None:
    with pytest.raises(StackError, match="nearly full"):
        data_folder.prepare(data_dir / "new", free_bytes=2**62)


def test_the_ports_of_a_stack_are_all_different(data_dir: Path) -> None:
    names = [f"service-{n}" for n in range(40)]
    chosen = ports.reserve(names, record=data_dir / "ports.json")
    assert len(set(chosen.values())) == len(names)
    assert ports.reserve(names, record=data_dir / "ports.json") == chosen


def test_a_port_of_the_last_run_that_was_taken_is_replaced(data_dir: Path) -> None:
    first = ports.reserve(["postgres"], record=data_dir / "ports.json")["postgres"]
    with socket.create_server(("127.0.0.1", first)):
        second = ports.reserve(["postgres"], record=data_dir / "ports.json")["postgres"]
    assert second != first


def test_a_foreign_listener_is_not_taken_for_ours() -> None:
    foreign = subprocess.Popen(
        [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert foreign.stdout is not None
    port = int(foreign.stdout.readline().split(" port ")[1].split()[0])
    assert not ports.is_listener(port, [os.getpid()])
    assert ports.is_listener(port, [os.getpid(), foreign.pid])
    foreign.kill()
    foreign.wait()
    foreign.stdout.close()


def test_a_server_on_a_port_taken_meanwhile_is_not_believed(data_dir: Path) -> None:
    folder = data_folder.prepare(data_dir, free_bytes=0)
    chosen = embedded_servers(folder, fast=True)
    port = int(chosen.addresses.redis_url.rsplit(":", 1)[1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)):
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM), str(folder)],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        line = process.stdout.readline().decode()
    process.terminate()
    process.wait(30)
    process.stdout.close()
    assert f":{port}/" not in line
    assert '"redis_url"' in line


def test_a_stale_pid_of_another_living_program_does_not_block(small_stack: SmallStack) -> None:
    small_stack.process.terminate()
    small_stack.wait_until_gone()
    record = small_stack.data_dir / "postgres" / "postmaster.pid"
    record.write_text(f"{os.getpid()}\n{record.parent}\n0\n0\n\n\n0\nready\n")
    again = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(small_stack.data_dir)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert again.stdout is not None
    assert b"database_url" in again.stdout.readline()
    again.terminate()
    again.wait(30)
    again.stdout.close()


def test_secrets_are_for_their_owner_only(small_stack: SmallStack) -> None:
    for name in ("postgres.secret", "valkey.secret", "running.json", "valkey/valkey.conf"):
        assert (small_stack.data_dir / name).stat().st_mode & 0o077 == 0, name
    assert eventually(lambda: (small_stack.data_dir / "postgres").stat().st_mode & 0o077 == 0)


def test_an_unfinished_cluster_is_made_again(data_dir: Path) -> None:
    folder = data_folder.prepare(data_dir, free_bytes=0)
    cluster = folder / "postgres"
    cluster.mkdir()
    (cluster / "half").write_text("done")
    unit = postgres.Postgres(folder, 5432, fast=True).unit()
    unit.prepare()
    assert (cluster / "PG_VERSION").exists()
    assert not (cluster / "half").exists()


def test_a_folder_closed_to_the_servers_user_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    unit = postgres.Postgres(data_folder.prepare(closed / "data"), 5432, fast=True).unit()
    if os.geteuid() == 0:
        with pytest.raises(StackError, match=r"who may not enter .*MARGIN_DATA_DIR=/var/lib"):
            unit.prepare()
    else:
        assert unit.prepare() is not None
