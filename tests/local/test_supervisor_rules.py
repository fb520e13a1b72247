"""Order, tasks, repeated deaths: the rules of the supervisor on the smallest programs."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lms_app.local import process_tree
from tests.local.conftest import ROOT, eventually

PRELUDE = """
import os, sys
from pathlib import Path
from lms_app.local.supervisor import run_front
from lms_app.local.units import Kind, Launch, Unit

folder = Path(sys.argv[1])

def launch(name, source):
    return lambda: Launch((sys.executable, "-c", source), folder / f"{name}.log", folder)

def note(word):
    return lambda: os.write(1, f"{word}\\n".encode())
"""


def supervise(folder: Path, source: str) -> subprocess.CompletedProcess:
    """Run a program that ends by itself."""
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(source), str(folder)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_units_start_in_order_and_tasks_are_awaited(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        units = [
            Unit("server", launch("server", "import time; time.sleep(60)"), on_up=note("server")),
            Unit("task", launch("task", "print(1)"), after=("server",), kind=Kind.TASK,
                 on_up=note("task")),
            Unit("nothing", lambda: None, after=("task",), kind=Kind.TASK, on_up=note("nothing")),
            Unit("end", launch("end", "raise SystemExit(3)"), after=("nothing",), kind=Kind.TASK),
        ]
        sys.exit(run_front(units, mark="order" + str(os.getpid())))
        """,
    )
    assert done.stdout.split() == ["server", "task", "nothing"]
    assert done.returncode == 1
    assert "end failed (exit code 3)" in done.stderr


def test_a_failed_task_shows_the_end_of_its_log(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        unit = Unit("migrate", launch("migrate", "raise SystemExit('no such table')"),
                    kind=Kind.TASK)
        sys.exit(run_front([unit], mark="task" + str(os.getpid())))
        """,
    )
    assert done.returncode == 1
    assert "migrate failed (exit code 1)" in done.stderr
    assert "no such table" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_task_that_is_not_required_may_fail(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        units = [
            Unit("seed", launch("seed", "raise SystemExit(1)"), kind=Kind.TASK, required=False),
            Unit("last", launch("last", "raise SystemExit(4)"), after=("seed",), kind=Kind.TASK),
        ]
        sys.exit(run_front(units, mark="optional" + str(os.getpid())))
        """,
    )
    assert "seed did not finish" in done.stderr
    assert "last failed (exit code 4)" in done.stderr


def test_a_service_that_dies_again_and_again_stops_the_stack(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        unit = Unit("weak", launch("weak", "import time; time.sleep(0.15)"))
        sys.exit(run_front([unit], mark="weak" + str(os.getpid())))
        """,
    )
    assert done.returncode == 1
    assert done.stderr.count("starting it again") == 5
    assert "weak ended 6 times within a minute" in done.stderr


def test_a_service_that_is_not_vital_is_started_for_ever_and_told_as_unwell(
    tmp_path: Path,
) -> None:
    done = supervise(
        tmp_path,
        """
        import time
        patient = (
            "import pathlib, sys, time\\n"
            "while pathlib.Path('weak.log').read_text().count('started') < 7: time.sleep(0.05)\\n"
            "raise SystemExit(4)"
        )
        units = [
            Unit("weak", launch("weak", "print('started', flush=True); raise SystemExit(1)"),
                 vital=False),
            Unit("last", launch("last", patient), kind=Kind.TASK, start_seconds=60),
        ]
        told = lambda unwell: os.write(1, f"{unwell.get('weak')}\\n".encode())
        sys.exit(run_front(units, mark="patient" + str(os.getpid()), on_health=told))
        """,
    )
    assert "last failed (exit code 4)" in done.stderr
    assert done.stderr.count("weak ended (exit code 1); it is started again.") >= 6
    assert done.stdout.split()[:6] == ["1", "2", "3", "4", "5", "6"]


def test_only_servers_and_the_site_itself_may_take_the_site_down(tmp_path: Path) -> None:
    from lms_app.local import services
    from lms_app.local.stack import embedded_servers

    environment = {"DATABASE_URL": "postgresql://localhost/none"}
    site = services.Site(tmp_path, "127.0.0.1", 1, environment)
    web = services.web_unit(site, (), lambda: None)
    assert all(unit.vital for unit in [*embedded_servers(tmp_path).units, web])
    assert not any(unit.vital for unit in services.worker_units(site))


def test_a_service_that_never_gets_ready_stops_the_stack(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        unit = Unit("mute", launch("mute", "import time; time.sleep(60)"), start_seconds=0.5,
                    ready=lambda pid: False)
        sys.exit(run_front([unit], mark="mute" + str(os.getpid())))
        """,
    )
    assert done.returncode == 1
    assert "mute did not start" in done.stderr


def test_a_second_request_takes_the_grace_away(tmp_path: Path) -> None:
    resisting = "import signal,time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(600)"
    source = PRELUDE + textwrap.dedent(
        f"""
        log = folder / "resisting.log"
        start = launch("resisting", {resisting!r})
        unit = Unit("resisting", start, stop_seconds=500, ready=lambda pid: bool(log.read_text()),
                    on_up=note("up"))
        sys.exit(run_front([unit], mark="hurry" + str(os.getpid())))
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", source, str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.7)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    process.stdout.close()


def test_the_test_servers_go_with_the_process_that_wanted_them() -> None:
    source = """
        import json, os, signal
        from lms_app.local import process_tree, testing_stack
        with testing_stack() as stack:
            import psycopg, redis
            address = stack.database_url.replace("+psycopg", "", 1)
            assert psycopg.connect(address).execute("SELECT 1").fetchone() == (1,)
            assert redis.Redis.from_url(stack.redis_url).ping()
            below = process_tree.descendants(os.getpid())
            print(json.dumps({"pids": below, "folder": str(stack.data_dir)}), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    facts = json.loads(done.stdout)
    assert done.returncode == -signal.SIGKILL
    assert len(facts["pids"]) > 4
    assert eventually(lambda: not any(process_tree.is_alive(pid) for pid in facts["pids"]))


def test_nobody_waits_for_a_service_that_does_not_start_and_is_not_vital(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        weak = Unit("weak", launch("weak", "raise SystemExit(7)"), vital=False)
        none = Unit("none", lambda: None, vital=False)
        last = Unit("last", launch("last", "raise SystemExit(4)"), after=("weak", "none"),
                    kind=Kind.TASK)
        sys.exit(run_front([weak, none, last], mark="spare" + str(os.getpid())))
        """,
    )
    assert "weak ended (exit code 7)" in done.stderr
    assert "last failed (exit code 4)" in done.stderr


def test_the_log_of_a_running_unit_stays_short(tmp_path: Path) -> None:
    """30 MB in chunks, each written when the one before has been taken aside or is young."""
    done = supervise(
        tmp_path,
        """
        import lms_app.local.supervised as supervised
        supervised._LOOK_AT_LOG_SECONDS = 0.05
        source = (
            "import os, sys, time\\n"
            "log, end = os.fstat(1), time.monotonic() + 50\\n"
            "for chunk in range(3):\\n"
            "    os.write(1, b'old line' * 128 * 1024 + b'last of %d' % chunk + b'x' * 9 * 2**20)\\n"
            "    os.write(1, b'y' * 2**20 + b'\\\\n')\\n"
            "    while os.fstat(1).st_size > 10 * 2**20 and time.monotonic() < end:\\n"
            "        time.sleep(0.02)\\n"
            "print('still here', flush=True)\\n"
            "sys.exit(0)\\n"
        )
        units = [
            Unit("talker", launch("talker", source), kind=Kind.TASK, on_up=note("talked")),
            Unit("end", launch("end", "raise SystemExit(3)"), after=("talker",), kind=Kind.TASK),
        ]
        sys.exit(run_front(units, mark="log" + str(os.getpid())))
        """,
    )
    assert done.stdout.split() == ["talked"], done.stderr
    log, aside = tmp_path / "talker.log", tmp_path / "talker.log.1"
    assert log.read_text().endswith("still here\n")
    assert log.stat().st_size < 10 * 2**20
    assert aside.stat().st_size == 10 * 2**20
    assert sorted(p.name for p in tmp_path.glob("talker*")) == ["talker.log", "talker.log.1"]
