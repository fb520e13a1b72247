"""A real S3-protocol server for the tests: ministack in a virtual environment of its own.

It pins its botocore exactly, so it cannot share ours. `python -m tests.adapters.s3_server` makes
the environment below `.build/` (once for each version of its requirements) and says where it is.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
import httpx
from botocore.config import Config

from lms_app.adapters.s3_connection import PATIENT, Patience
from lms_app.adapters.s3_object_store import S3ObjectStore
from lms_app.core.config import S3Settings

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements-s3-server.txt")
BUCKET = "margin-tests"
ACCESS_KEY, SECRET = "margintests", "a secret of the tests for the server"


@dataclass(frozen=True)
class S3Server:
    """A running server with one empty bucket; the root credentials are ACCESS_KEY and SECRET."""

    url: str

    def settings(self, *, url: str | None = None, secret: str = SECRET) -> S3Settings:
        """How the site is told about it; `url` when somebody stands between."""
        return S3Settings(
            bucket=BUCKET,
            endpoint_url=url or self.url,
            public_endpoint_url=None,
            region="us-east-1",
            access_key_id=ACCESS_KEY,
            secret_access_key=secret,
        )

    def store(
        self, *, url: str | None = None, secret: str = SECRET, patience: Patience = PATIENT
    ) -> S3ObjectStore:
        return S3ObjectStore(self.settings(url=url, secret=secret), patience)


def environment() -> Path:
    """The server's own environment, made from the package index when it is not there yet."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    place = ROOT / ".build" / f"s3-server-{digest}"
    place.parent.mkdir(exist_ok=True)
    with place.with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made.stamp").exists():
            shutil.rmtree(place, ignore_errors=True)
            venv.create(place, with_pip=True)
            subprocess.run(
                [place / "bin" / "python", "-m", "pip", "install", "-qq",
                 "--disable-pip-version-check", "--root-user-action", "ignore",
                 "--require-hashes", "-r", REQUIREMENTS],
                check=True,
            )  # fmt: skip
            (place / "made.stamp").touch()
    return place


@contextmanager
def running_s3_server(folder: Path) -> Iterator[S3Server]:
    """The server on a free port of loopback, with authentication on, gone with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AUTH": "true",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "s3",
        "S3_PERSIST": "1",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "data"),
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [environment() / "bin" / "ministack"],
            cwd=folder, env=given, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        server = S3Server(f"http://127.0.0.1:{port}")
        _wait_for(server, process, log)
        _client(server).create_bucket(Bucket=BUCKET)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(server: S3Server, process: subprocess.Popen[bytes], log: Path) -> None:
    ends_at = time.monotonic() + 90
    while time.monotonic() < ends_at:
        if process.poll() is not None:
            break
        try:
            if httpx.get(server.url, timeout=2).status_code:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"the S3 server did not start:\n{log.read_text()[-2000:]}")


def _client(server: S3Server):
    session = boto3.Session(ACCESS_KEY, SECRET, region_name="us-east-1")
    return session.client(
        "s3", endpoint_url=server.url, config=Config(s3={"addressing_style": "path"})
    )


if __name__ == "__main__":
    print(environment())
