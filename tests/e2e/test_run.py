"""The whole product as `make run` starts it: however it is ended, nothing stays but the data."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from lms_app.core import urls
from lms_app.local import instance_lock
from tests.conftest import ROOT
from tests.e2e.conftest import LiveSite, answers, free_port, start_site, wait_until
from tests.factories.people import PASSWORD

ACCOUNT = {
    "email": "keeper@example.com",
    "password": PASSWORD,
    "display_name": "Keeper",
    "birth_date": "1990-04-01",
    "terms": "on",
    "privacy": "on",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="margin-run-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def processes_of(site: LiveSite) -> list[psutil.Process]:
    front = psutil.Process(site.process.pid)
    return [front, *front.children(recursive=True)]


def ports_of(site: LiveSite) -> list[int]:
    running = instance_lock.find(site.data_dir)
    addresses = (site.url, running.database_url, running.redis_url)
    return [port for port in (urlsplit(address).port for address in addresses) if port]


def is_listening(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def signs_in(site: LiveSite) -> bool:
    answer = post(site, urls.API_SIGN_IN, ACCOUNT)
    return answer.status_code == 303 and "sid" in answer.headers.get("set-cookie", "")


def post(site: LiveSite, path: str, data: dict[str, str]) -> httpx.Response:
    return httpx.post(site.url + path, data=data, headers={"origin": site.url}, timeout=30)


def join(site: LiveSite) -> None:
    """Sign up, and use the link that lies in the local inbox."""
    assert post(site, urls.API_SIGN_UP, ACCOUNT).headers["location"].startswith("/signup/sent")

    def body() -> str:
        inbox = httpx.get(f"{site.url}/dev/inbox", timeout=30).text
        found = re.search(r'<iframe[^>]* src="([^"]+)"', inbox)
        return httpx.get(site.url + found[1], timeout=30).text if found else ""

    token = re.search(r"/verify\?token=([\w-]+)", wait_until(body, 60))
    assert token
    answer = post(site, urls.API_VERIFY, {"token": token[1], "password": PASSWORD})
    assert "sid" in answer.headers.get("set-cookie", "")


def second_start(site: LiveSite, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "MARGIN_DATA_DIR": str(site.data_dir), "PORT": str(site.port), "DEMO": "0",
        **changed,
    }  # fmt: skip
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "run"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_however_it_is_ended_no_process_and_no_port_stay_and_the_data_do(folder):
    port = free_port()
    # A last start after the SIGKILL finds the data of all before it.
    for number, signum in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)):
        site = start_site(folder, port)
        if number == 0:
            join(site)
        assert signs_in(site)
        processes, ports = processes_of(site), ports_of(site)
        assert len(processes) > 6
        assert len(ports) >= 2
        site.process.send_signal(signum)
        code = site.process.wait(60)
        assert code == (-signal.SIGKILL if signum == signal.SIGKILL else 0)
        wait_until(lambda of=processes: not any(alive(one) for one in of), 60)
        assert not any(is_listening(each) for each in ports)


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_second_start_says_so_in_one_line_and_harms_nothing(live_site, folder):
    before = {process.pid for process in processes_of(live_site)}
    beside = second_start(live_site, PORT=str(free_port()))
    elsewhere = second_start(live_site, MARGIN_DATA_DIR=str(folder))
    for refused in (beside, elsewhere):
        assert refused.returncode == 1
        assert refused.stdout == ""
        assert len(refused.stderr.strip().splitlines()) == 1
    assert "already running" in beside.stderr
    assert str(live_site.port) in elsewhere.stderr
    assert answers(live_site)
    assert before <= {process.pid for process in processes_of(live_site)}
