"""The dependency rule, checked by import-linter and by looking at a fresh interpreter."""

import subprocess
import sys

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.sources import ROOT, name, python_files


def test_every_import_contract_holds(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == (
        EXIT_STATUS_SUCCESS
    )


def in_fresh_interpreter(code: str) -> str:
    # An import in this process would say yes to whatever another test has loaded already.
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_workers_never_hold_reflex():
    modules = [
        name(p).removesuffix(".py").replace("/", ".")
        for p in python_files("workers")
        if p.name != "__init__.py"
    ]
    code = (
        f"import importlib, sys\nfor m in {modules!r}: importlib.import_module(m)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'reflex', 'reflex_base'}))"
    )
    assert in_fresh_interpreter(code) == "[]"


def test_importing_the_package_imports_nothing():
    code = "import lms_app, sys; print([m for m in sys.modules if m.startswith('lms_app.')])"
    assert in_fresh_interpreter(code) == "[]"


def test_the_configuration_imports_nothing_of_ours():
    source = (ROOT / "rxconfig.py").read_text()
    assert "lms_app" not in source.replace('"lms_app"', "")
