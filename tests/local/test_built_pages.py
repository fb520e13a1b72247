"""When the pages are built again, and when not."""

from pathlib import Path

import pytest

from lms_app.local import frontend


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lms_app" / "pages").mkdir(parents=True)
    (tmp_path / "lms_app" / "local").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "reflex.lock").mkdir()
    for name in (
        "rxconfig.py",
        "lms_app/pages/home.py",
        "lms_app/local/run.py",
        "lms_app/local/packing.py",
        "assets/a.css",
    ):
        (tmp_path / name).write_text("1")
    (tmp_path / "reflex.lock" / "package.json").write_text("{}")
    (tmp_path / ".web" / "build").mkdir(parents=True)
    monkeypatch.delenv("REFLEX_WEB_WORKDIR", raising=False)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "_NOT_IN_PAGES", (tmp_path / "lms_app" / "local",))
    (tmp_path / ".web" / "build" / "margin-sources.sha256").write_text(frontend.source_hash())
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "lms_app/pages/home.py",
        "assets/a.css",
        "reflex.lock/package.json",
        "rxconfig.py",
        "lms_app/local/packing.py",
    ],
)
def test_pages_are_stale_when_what_they_are_made_of_changes(project: Path, name: str) -> None:
    assert frontend.is_built()
    (project / name).write_text("2")
    assert not frontend.is_built()


def test_pages_are_stale_when_a_source_comes_or_goes(project: Path) -> None:
    (project / "lms_app" / "pages" / "new.py").write_text("")
    assert not frontend.is_built()
    (project / "lms_app" / "pages" / "new.py").unlink()
    assert frontend.is_built()


def test_server_code_and_caches_do_not_make_pages_stale(project: Path) -> None:
    (project / "lms_app" / "local" / "run.py").write_text("2")
    (project / "lms_app" / "__pycache__").mkdir()
    (project / "lms_app" / "__pycache__" / "x.pyc").write_text("2")
    assert frontend.is_built()


def test_a_build_deleted_or_overwritten_is_stale(project: Path) -> None:
    frontend.forget()
    assert not frontend.is_built()
