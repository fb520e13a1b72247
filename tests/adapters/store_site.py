"""A site that serves nothing but the disk store, by Granian in a thread on loopback."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import FastAPI
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from lms_app.adapters.local_object_store import MOUNT_PATH, LocalObjectStore
from lms_app.adapters.s3_object_store import S3ObjectStore
from lms_app.api.object_store import build_object_store_router
from lms_app.core.config import S3Settings, load_settings

SECRET_KEY = "a secret of the tests, long enough to be one"


@dataclass
class StoreSite:
    """A running site; `store` works on its folder, `s3()` speaks to it over HTTP."""

    url: str
    store: LocalObjectStore

    def s3(self, secret: str | None = None) -> S3ObjectStore:
        return S3ObjectStore(
            S3Settings(
                bucket=self.store.bucket,
                endpoint_url=self.url + MOUNT_PATH,
                public_endpoint_url=None,
                region="us-east-1",
                access_key_id=self.store.credentials.access_key,
                secret_access_key=secret or self.store.credentials.secret_key,
            )
        )


def disk_store(data_dir: Path, site_url: str, secret_key: str = SECRET_KEY) -> LocalObjectStore:
    environment = {
        "MARGIN_DATA_DIR": str(data_dir),
        "SITE_URL": site_url,
        "SECRET_KEY": secret_key,
    }
    return LocalObjectStore(load_settings(environment), durable=False)


@contextmanager
def running_store_site(data_dir: Path) -> Iterator[StoreSite]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    store = disk_store(data_dir, url)
    app = FastAPI()
    app.include_router(build_object_store_router(store), prefix=MOUNT_PATH)
    server = Server(
        app,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.error,
        websockets=False,
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()))
    thread.start()
    try:
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport) as client:
            client.get(f"http://127.0.0.1:{port}{MOUNT_PATH}/{store.bucket}", timeout=10)
        yield StoreSite(url, store)
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)
