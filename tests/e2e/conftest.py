"""The built product, started as `make run` starts it, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from lms_app.core import urls
from lms_app.seed.clips import ClipSpec, draw_clip
from ops.oidc_issuer.issuer import Issuer
from tests.conftest import ROOT
from tests.factories.people import Person
from tests.identity_site import CLIENT_ID, CLIENT_SECRET, running_issuer
from tests.ready import hydrated  # noqa: F401 - for the modules beside

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


# What is waited for travels through sockets, workers and mails, on machines that are busy; as long
# as Playwright waits before it clicks.
expect.set_options(timeout=30_000)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition, seconds: float = 60.0, step: float = 0.1):
    """Poll until the condition is true; return its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(step)
    raise AssertionError(f"it did not happen within {seconds:.0f} s")


@dataclass(frozen=True)
class LiveSite:
    """A running product: its address, its data, its process, and the provider it offers."""

    url: str
    port: int
    data_dir: Path
    process: subprocess.Popen[bytes]
    issuer_url: str = ""


@pytest.fixture(scope="session")
def live_site() -> Iterator[LiveSite]:
    """Start everything on a free port with an empty data folder; stop it as Ctrl-C does."""
    data_dir = Path(tempfile.mkdtemp(prefix="margin-e2e-"))
    data_dir.chmod(0o711)
    port = free_port()
    with running_issuer(f"http://localhost:{port}{urls.oauth_callback('demo')}") as issuer:
        site = replace(start_site(data_dir, port, **as_demo_id(issuer)), issuer_url=issuer.url)
        try:
            _use(site)
            yield site
        finally:
            site.process.send_signal(signal.SIGINT)
            site.process.wait(60)
            shutil.rmtree(data_dir, ignore_errors=True)


def as_demo_id(issuer: Issuer) -> dict[str, str]:
    """The settings with which the site offers this issuer."""
    return {
        "OAUTH_OIDC_DEMO_ISSUER": issuer.url, "OAUTH_OIDC_DEMO_LABEL": "Demo ID",
        "OAUTH_OIDC_DEMO_CLIENT_ID": CLIENT_ID, "OAUTH_OIDC_DEMO_CLIENT_SECRET": CLIENT_SECRET,
    }  # fmt: skip


def start_site(data_dir: Path, port: int, **settings: str) -> LiveSite:
    """Run the whole stack and return when the site answers."""
    environment = {
        **os.environ, "MARGIN_DATA_DIR": str(data_dir), "PORT": str(port), "DEMO": "0", "DEV_MAIL": "1",
        "SITE_URL": f"http://localhost:{port}", "WEB_WORKERS": "2", **settings,
    }  # fmt: skip
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    log = (data_dir / "run.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "lms_app.cli", "run", "--parent-pid", str(os.getpid())],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip
    site = LiveSite(f"http://localhost:{port}", port, data_dir, process)
    wait_until(lambda: process.poll() is not None or answers(site), 300)
    if process.poll() is not None:
        raise RuntimeError((data_dir / "run.log").read_text()[-2000:])
    return site


def answers(site: LiveSite) -> bool:
    try:
        return httpx.get(f"{site.url}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _use(site: LiveSite) -> None:
    """Let this process enter the running site's door too, for preparing what tests need."""
    from lms_app import composition
    from lms_app.core.config import settings
    from lms_app.local import instance_lock

    running = wait_until(lambda: instance_lock.find(site.data_dir))
    os.environ.update(
        MARGIN_DATA_DIR=str(site.data_dir), SITE_URL=site.url, PORT=str(site.port),
        DATABASE_URL=running.database_url, REDIS_URL=running.redis_url,
    )  # fmt: skip
    settings.cache_clear()
    composition.implementations.cache_clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(
        (
            path
            for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
            if (path := shutil.which(name))
        ),
        None,
    )
    assert found, "these tests need Chromium; `make test` installs it where it may"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


class Watched:
    """What a page complained about; a test that ends with complaints fails."""

    def __init__(self, page: Page, own_origin: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", lambda request: self._request(request.url, own_origin))

    def _console(self, message) -> None:
        # Pages of what is not there, and a network that the test itself has cut.
        meant = ("status of 404", "ERR_INTERNET_DISCONNECTED")
        if (
            (message.type == "error" and not any(words in message.text for words in meant))
            or "Content Security Policy" in message.text
            or "hydrat" in message.text.lower()
        ):
            self.complaints.append(message.text[:400])

    def _request(self, url: str, own_origin: str) -> None:
        if not url.startswith((own_origin, "blob:", "data:", own_origin.replace("http", "ws", 1))):
            self.foreign.append(url)


def open_context(browser: Browser, **options) -> BrowserContext:
    return browser.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "ko-KR", **options}
    )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = open_context(browser)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, live_site: LiveSite) -> Iterator[Page]:
    """A page that fails its test for any script error, policy violation or foreign request."""
    opened = context.new_page()
    watched = Watched(opened, live_site.url)
    yield opened
    assert watched.complaints == []
    assert watched.foreign == []


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real video: 60 s of 360p with its own time in the picture, drawn once a session."""
    path = tmp_path_factory.mktemp("clips") / "lesson.mp4"
    spec = ClipSpec("Sixty seconds", "Browser tests", seconds=60, size=(640, 360), fps=10)
    draw_clip(spec, path)
    return path


def sign_in_as(context: BrowserContext, site: LiveSite, who: Person) -> None:
    """Give the browser the person's session, as the sign-in form would."""
    keep_cookie(context, site, "sid", who.credential.session_token)


def keep_cookie(context: BrowserContext, site: LiveSite, name: str, value: str) -> None:
    """Give the browser a cookie that only the site itself can set."""
    context.add_cookies(
        [
            {
                "name": f"__Host-{name}",
                "value": value,
                "url": site.url.replace("http://", "https://"),
                "httpOnly": True,
                "secure": True,
                "sameSite": "Lax",
            }
        ]
    )


# Fixtures of several modules, made once; below what they are made with.
from tests.e2e.lessons import lessons, student, troubled  # noqa: E402, F401
