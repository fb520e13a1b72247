"""Secrets in files: whole or not there, and their owner's alone."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lms_app.local import secret_file
from lms_app.local.errors import StackError


def test_a_secret_stays_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "a.secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: secret_file.read_or_create(path), range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "\n", "too short"])
def test_half_a_secret_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.secret"
    path.write_text(text)
    with pytest.raises(StackError, match=r"a\.secret is damaged"):
        secret_file.read_or_create(path)
    assert path.read_text() == text


def test_a_crash_while_writing_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.conf"
    secret_file.write(path, "before")

    def crash(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        secret_file.write(path, "after")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
