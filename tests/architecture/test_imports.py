"""The dependency rule, checked by import-linter, in the source and in a fresh interpreter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.sources import ROOT, name, python_files, tree


def test_every_import_contract_holds(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == (
        EXIT_STATUS_SUCCESS
    )


SERVICES = "lms_app.services"


def behind_a_door(module: str, own: str) -> bool:
    """Whether `module` is a part of another domain than `own`, and not its package."""
    parts = module.removeprefix(f"{SERVICES}.").split(".")
    return module.startswith(f"{SERVICES}.") and len(parts) > 1 and parts[0] != own


def imported_modules(file: Path) -> Iterator[str]:
    """Every module that a file imports by name, wherever in the file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            # `from <package> import <module>` reaches behind the door as well.
            folder = ROOT / node.module.replace(".", "/")
            yield from (
                f"{node.module}.{found.name}"
                for found in node.names
                if (folder / f"{found.name}.py").exists()
            )
        elif isinstance(node, ast.Import):
            yield from (found.name for found in node.names)


def test_a_domain_is_used_by_others_through_its_package_alone():
    """import-linter knows which domain may use which, but not by which door."""
    found = [
        f"{name(file)} imports {module}"
        for file in python_files(SERVICES.replace(".", "/"))
        for module in imported_modules(file)
        if behind_a_door(module, file.relative_to(ROOT / "lms_app/services").parts[0])
    ]
    assert found == [], "export it in the domain's __init__.py"


def test_a_way_past_the_door_is_seen(tmp_path):
    source = tmp_path / "past.py"
    source.write_text(
        "import lms_app.services.media.views\n"
        "from lms_app.services.course.cards import select_cards\n"
        "from lms_app.services.user import UserRow, emails\n"
        "def late():\n    from lms_app.services.auth import sessions\n"
    )
    modules = set(imported_modules(source))
    assert {m for m in modules if behind_a_door(m, "reporting")} == {
        "lms_app.services.media.views", "lms_app.services.course.cards",
        "lms_app.services.user.emails", "lms_app.services.auth.sessions",
    }  # fmt: skip
    assert not behind_a_door("lms_app.services.course.cards", "course")
    assert not behind_a_door("lms_app.services.course", "reporting")


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
