"""Whatever is killed: no process and no port stays, and the data do."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from lms_app.local import process_tree
from tests.local.conftest import PROGRAM, ROOT, SmallStack, eventually, start_small_stack


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_killing_the_front_leaves_no_process_and_no_port(
    small_stack: SmallStack, signum: int
) -> None:
    small_stack.process.send_signal(signum)
    small_stack.wait_until_gone()


def test_a_stop_on_request_is_no_failure(small_stack: SmallStack) -> None:
    small_stack.process.send_signal(signal.SIGINT)
    small_stack.wait_until_gone()
    assert small_stack.process.returncode == 0
    assert "database system is shut down" in _log(small_stack, "postgres")


def test_killing_the_supervisor_leaves_nothing(small_stack: SmallStack) -> None:
    os.kill(small_stack.supervisor, signal.SIGKILL)
    small_stack.wait_until_gone()
    assert small_stack.process.returncode == 1


def test_the_next_start_sweeps_what_resisted_when_both_were_killed(
    small_stack: SmallStack,
) -> None:
    os.kill(small_stack.supervisor, signal.SIGKILL)
    small_stack.process.kill()
    small_stack.process.wait(10)
    postgres = small_stack.postgres_pid()
    assert eventually(lambda: not process_tree.is_alive(postgres))
    assert process_tree.is_alive(small_stack.grandchild)

    again = start_small_stack(small_stack.data_dir)

    assert small_stack.is_gone()
    again.process.send_signal(signal.SIGTERM)
    again.wait_until_gone()


def test_data_survive_a_kill_and_a_restart(small_stack: SmallStack) -> None:
    small_stack.sql("CREATE TABLE kept (word text)")
    small_stack.sql("INSERT INTO kept VALUES ('여백')")
    redis.Redis.from_url(small_stack.redis_url).set("kept", "yes")
    small_stack.process.kill()
    small_stack.wait_until_gone()

    again = start_small_stack(small_stack.data_dir)

    assert again.sql("SELECT word FROM kept") == [("여백",)]
    assert redis.Redis.from_url(again.redis_url).get("kept") == b"yes"
    assert again.ports == small_stack.ports
    again.process.send_signal(signal.SIGTERM)
    again.wait_until_gone()


def test_a_killed_postgres_comes_back_with_its_rows(small_stack: SmallStack) -> None:
    small_stack.sql("CREATE TABLE kept AS SELECT 1 AS n")
    before = small_stack.postgres_pid()
    os.kill(before, signal.SIGKILL)
    assert eventually(lambda: small_stack.sql("SELECT n FROM kept") == [(1,)])
    assert small_stack.postgres_pid() != before
    small_stack.process.send_signal(signal.SIGINT)
    small_stack.wait_until_gone()


def test_a_killed_service_takes_its_children_along(small_stack: SmallStack) -> None:
    parent = next(
        pid
        for pid in small_stack.pids
        if small_stack.grandchild in process_tree.descendants(pid) and pid != small_stack.supervisor
    )
    os.kill(parent, signal.SIGKILL)
    assert eventually(lambda: not process_tree.is_alive(small_stack.grandchild))


def test_the_stack_stops_when_its_parent_is_killed(data_dir: Path) -> None:
    starter = (
        "import os, subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, {str(PROGRAM)!r}, {str(data_dir)!r},"
        " '--parent-pid', str(os.getpid())])\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starter],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline()
    below = process_tree.descendants(parent.pid)
    assert len(below) > 4
    parent.kill()
    parent.wait()
    assert eventually(lambda: not any(process_tree.is_alive(pid) for pid in below))
    parent.stdout.close()


def _log(stack: SmallStack, name: str) -> str:
    return (stack.data_dir / "logs" / f"{name}.log").read_text()
