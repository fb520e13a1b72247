"""`prepare-bucket` lets the site's own pages use the bucket, and no others."""

import os
import subprocess
import sys

import httpx

from tests.adapters.s3_server import ACCESS_KEY, BUCKET, SECRET, S3Server
from tests.conftest import ROOT


def prepare(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "prepare-bucket"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_sites_own_pages_may_use_the_bucket(s3_server: S3Server) -> None:
    settings = {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": s3_server.url,
        "S3_ACCESS_KEY_ID": ACCESS_KEY,
        "S3_SECRET_ACCESS_KEY": SECRET,
        "SITE_URL": "https://school.example.org",
    }
    done = prepare(**settings)
    assert done.returncode == 0, done.stderr
    assert "https://school.example.org" in done.stdout
    asked = {"Access-Control-Request-Method": "PUT"}
    address = f"{s3_server.url}/{BUCKET}/sources/x"
    for origin, allowed in (("https://school.example.org", True), ("https://evil.example", False)):
        answer = httpx.options(address, headers={**asked, "Origin": origin})
        assert (answer.headers.get("access-control-allow-origin") == origin) is allowed


def test_without_a_bucket_there_is_nothing_to_prepare() -> None:
    done = prepare()
    assert done.returncode == 1
    assert "S3_BUCKET is not set" in done.stderr
