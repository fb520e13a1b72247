"""What the processes of a running site have written."""

from __future__ import annotations

from tests.e2e.conftest import LiveSite


def logs_of(site: LiveSite) -> dict[str, str]:
    """The text of every log until now, by the name of its file."""
    files = [site.data_dir / "run.log", *(site.data_dir / "logs").glob("*.log*")]
    return {path.name: path.read_text("utf-8", "replace") for path in files}
