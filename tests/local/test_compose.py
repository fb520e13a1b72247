"""The container listens where its ports and volumes are, whatever `.env` says."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_what_env_says_of_a_run_without_a_container_does_not_count_inside_one():
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["margin"]
    inside = service["environment"]
    assert service["ports"] == ["${PORT:-8000}:" + inside["PORT"]]
    assert service["volumes"] == ["margin-data:" + inside["MARGIN_DATA_DIR"]]
    assert inside["HOST"] == "0.0.0.0"  # noqa: S104
