"""The demo's identity provider runs for this machine alone, and is asked for everything."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lms_app.core.config import load_settings
from lms_app.local.demo_identity import DemoIdentity, is_wanted
from lms_app.local.ports import reserve
from lms_app.local.services import Site
from tests.local.conftest import eventually

HERE = {"SECRET_KEY": "a key for tests only, at least 32 characters"}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"DEMO": "0"}, False),
        ({"HOST": "0.0.0.0"}, False),  # noqa: S104
        ({"SITE_URL": "https://learn.example.org"}, False),
        (
            {
                "OAUTH_OIDC_DEMO_ISSUER": "https://id.example.org",
                "OAUTH_OIDC_DEMO_CLIENT_ID": "x",
            },
            False,
        ),
    ],
    ids=str,
)
def test_it_runs_only_with_a_demo_that_nobody_else_can_reach(tmp_path: Path, changes, wanted):
    settings = load_settings({**HERE, "MARGIN_DATA_DIR": str(tmp_path), **changes})
    assert is_wanted(settings) is wanted


def test_what_the_site_is_told_is_a_provider_and_the_process_is_that_issuer(tmp_path: Path):
    port = reserve(("demo-id",))["demo-id"]
    identity = DemoIdentity(port, "http://localhost:8000")
    settings = load_settings({**HERE, "MARGIN_DATA_DIR": str(tmp_path), **identity.environment()})
    (provider,) = settings.identity_providers
    assert (provider.key, provider.label) == ("demo", "Demo ID")
    assert provider.issuer == identity.issuer
    unit = identity.unit(Site(tmp_path, "127.0.0.1", 8000, {}))
    launch = unit.prepare()
    assert launch is not None
    assert provider.client_secret not in " ".join(launch.argv)
    process = subprocess.Popen(launch.argv, cwd=launch.cwd, env={**os.environ, **launch.env})
    try:
        assert eventually(lambda: unit.ready(process.pid))
    finally:
        process.terminate()
        process.wait(10)
    assert not unit.vital
