"""A page build that fails says why, in a few lines, and where the rest is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.local import build_log, frontend
from lms_app.local.errors import StackError
from tests.local.test_supervisor_rules import supervise

NOWHERE = "http://127.0.0.1:9"


def npm_without_registry(folder: Path) -> str:
    """What npm says when it cannot reach the registry: a dozen lines, one of which is the reason."""
    (folder / "package.json").write_text('{"dependencies": {"left-pad": "1.3.0"}}')
    npm = Path(sys.prefix, "bin", "npm")
    done = subprocess.run(
        [npm, "install", "--fetch-retries=0", f"--registry={NOWHERE}", f"--cache={folder}/cache"],
        cwd=folder,
        env={"PATH": f"{npm.parent}:{os.environ['PATH']}", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode
    return done.stdout + done.stderr


def test_of_npms_lines_those_that_say_why_are_told(tmp_path: Path) -> None:
    said = npm_without_registry(tmp_path)
    assert len(said.splitlines()) > len(told := build_log.reason_in(said))
    assert any("ECONNREFUSED" in line and NOWHERE in line for line in told), said
    for noise in ("npm error", "A complete log", "proxy", "    at "):
        assert not any(noise in line for line in told), noise


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "\x1b[31mnpm error\x1b[0m code ENOSPC\nnpm error syscall write\nnpm error errno ENOSPC\n"
            "npm error nospc ENOSPC: no space left on device, write\n"
            "npm error A complete log of this run can be found in: /x/_logs/1.log\n",
            ["nospc ENOSPC: no space left on device, write"],
        ),
        (
            "✓ 300 modules transformed.\n[UNRESOLVED_IMPORT] Error: Could not resolve './gone' in "
            "app/home.jsx\n    at file:///x/node_modules/rolldown/dist/a.mjs:8:11\n"
            "Run with --loglevel debug  for the full log.\n",
            ["[UNRESOLVED_IMPORT] Error: Could not resolve './gone' in app/home.jsx"],
        ),
        ("Compiling: 100%\nDone\n", []),
        ("error: the same\n" * 40, ["error: the same"]),
    ],
)
def test_what_programs_put_around_the_reason_is_left_out(said: str, told: list[str]) -> None:
    assert build_log.reason_in(said) == told


def test_a_build_that_was_killed_says_so() -> None:
    assert "want of memory" in build_log.in_words("No pages", -9, "npm error code 137")
    assert build_log.in_words("No pages", 3, "nothing") == "No pages (exit code 3)."


def test_the_reason_of_a_failed_export_is_in_the_error_and_all_of_it_in_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Reflex itself, in a project whose configuration asks for a package that is not there."""
    (tmp_path / "rxconfig.py").write_text("import a_package_nobody_has\n")
    for folder in ("lms_app", "assets", "ops"):
        (tmp_path / folder).mkdir()
    monkeypatch.delenv("REFLEX_WEB_WORKDIR", raising=False)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(frontend, "_PACKAGES", "rxconfig.py")
    with pytest.raises(StackError) as caught:
        frontend.build()
    head, *reason = str(caught.value).splitlines()
    assert head == "The pages could not be built:"
    assert any("No module named 'a_package_nobody_has'" in line for line in reason)
    assert len(reason) <= 6
    assert all(line.startswith("    ") and "File " not in line for line in reason)
    assert "Traceback" in capfd.readouterr().out


def test_what_is_started_by_run_shows_the_reason_and_where_the_log_is(tmp_path: Path) -> None:
    done = supervise(
        tmp_path,
        """
        source = '''
        import sys
        for number in range(40): print("npm error at line", number, flush=True)
        sys.exit("margin: The pages could not be built:\\\\n    no space left on device")
        '''
        import textwrap
        unit = Unit("build", launch("build", textwrap.dedent(source)), kind=Kind.TASK)
        sys.exit(run_front([unit], mark="build" + str(os.getpid())))
        """,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "build failed (exit code 1). The pages could not be built:",
        "    no space left on device",
        f"The whole log: {tmp_path / 'build.log'}",
    ]
