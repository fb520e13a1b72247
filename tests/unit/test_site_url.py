"""SITE_URL as people write it becomes the Origin that browsers send."""

import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.core.config import SettingsError, load_settings

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = {
    "https://Learn.Example.org": "https://learn.example.org",
    "https://learn.example.org:443": "https://learn.example.org",
    "HTTPS://learn.example.org/": "https://learn.example.org",
    "http://learn.example.org:80//": "http://learn.example.org",
    " http://learn.example.org:8080 ": "http://learn.example.org:8080",
    "http://[FE80::1]:8080": "http://[fe80::1]:8080",
    "https://여백.example": "https://xn--3h3bz1p.example",
}


@pytest.mark.parametrize(("written", "origin"), WRITTEN.items())
def test_an_address_becomes_what_browsers_send(tmp_path: Path, written: str, origin: str) -> None:
    config = load_settings({"MARGIN_DATA_DIR": str(tmp_path), "SITE_URL": written})
    assert (config.site_url, config.site_origin) == (origin, origin)


@pytest.mark.parametrize(
    "written",
    [
        "learn.example.org",
        "https://",
        "https://example.org/learn",
        "https://example.org?a=1",
        "https://example.org/#a",
        "https://me@example.org",
        "https://example.org:port",
        "https://example.org:99999",
        "https://[::1",
        "https://a..example",
    ],
)
def test_what_is_more_than_an_origin_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(SettingsError, match="SITE_URL"):
        load_settings({"MARGIN_DATA_DIR": str(tmp_path), "SITE_URL": written})


def test_the_sockets_are_open_to_the_same_origin(tmp_path: Path) -> None:
    code = (
        "from lms_app.cli import frame; frame.usable_settings(); import rxconfig;"
        "print(*rxconfig.config.cors_allowed_origins)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"MARGIN_DATA_DIR": str(tmp_path), "SITE_URL": "https://Learn.Example.org:443"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["https://learn.example.org"], done.stderr
