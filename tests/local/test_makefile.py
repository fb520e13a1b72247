"""`make` on machines that lack something says what, in one line."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.local.conftest import ROOT

TOOLS = ("sh", "make", "tail", "rm", "mkdir", "touch", "echo", "id", "awk")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the Makefile, and a PATH with little on it."""
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(machine: Path, target: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["make", target],
        cwd=machine,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def program(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_python_that_is_too_old_is_named(machine: Path) -> None:
    program(machine, "python3", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    done = make(machine, "run")
    assert done.returncode != 0
    assert "margin: Python 3.11 or newer is needed (Python 3.9.2 is what there is)" in done.stderr
    assert not (machine / ".venv").exists()


def test_a_python_without_venv_is_named(machine: Path) -> None:
    program(machine, "python3", 'case "$1" in -c) exit 0;; *) exit 1;; esac')
    done = make(machine, "run")
    assert done.returncode != 0
    assert "margin: Python's venv module does not work here" in done.stderr
    assert not (machine / ".venv").exists()


def test_help_lists_every_target(machine: Path) -> None:
    listed = {line.split()[1] for line in make(machine, "help").stdout.splitlines()}
    wanted = "help run dev test check e2e bench seed migration shots doctor clean"
    assert set(wanted.split()) <= listed
