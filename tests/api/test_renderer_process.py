"""The program that renders pages, run by the supervisor, with pages of our own that misbehave."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lms_app import composition
from lms_app.adapters.node_page_renderer import NodePageRenderer
from lms_app.api.rendered import RenderedPages
from lms_app.core.config import settings
from lms_app.core.errors import PortUnavailable
from lms_app.local import process_tree
from lms_app.local.renderer import Renderer
from lms_app.states.portal.first_html import FirstHtml
from tests.api.test_rendered_pages import ROUTES, SHELL, fetch, state_of
from tests.conftest import ROOT
from tests.e2e.conftest import free_port
from tests.factories.courses import published
from tests.factories.people import instructor

# In place of the built pages: one search loops, another waits for what never comes.
PAGES = """
export const createRequestHandler = () => async (request) => {
  if (request.url.includes("q=Contours")) for (;;);
  if (request.url.includes("q=legends")) await new Promise(() => {});
  return new Response(`<html lang="ko"><head></head><body>by ${process.pid}</body></html>`);
};
"""
SUPERVISE = """
import sys
from dataclasses import replace
from pathlib import Path
from lms_app.local import frontend
from lms_app.local.renderer import Renderer
from lms_app.local.services import Site
from lms_app.local.supervisor import run_front

folder, port = Path(sys.argv[1]), int(sys.argv[2])
frontend.renderer = lambda: folder / "renderer.mjs"
unit = Renderer(folder, port).unit(Site(folder, "127.0.0.1", 1, {}))
sys.exit(run_front([replace(unit, after=())], mark=f"renderer{port}"))
"""


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[NodePageRenderer]:
    """The real program under the real supervisor."""
    packages = tmp_path / "node_modules" / "react-router"
    built = tmp_path / "build" / "server"
    for folder in (packages, built):
        folder.mkdir(parents=True)
    (packages / "package.json").write_text('{"type": "module", "exports": "./index.js"}')
    (packages / "index.js").write_text(PAGES)
    (built / "package.json").write_text('{"type": "module"}')
    (built / "index.js").write_text("export const routes = {};")
    source = ROOT / "lms_app" / "renderer" / "renderer.mjs"
    (tmp_path / "renderer.mjs").write_text(source.read_text())
    port = free_port()
    url = Renderer(tmp_path, port).url()
    with (tmp_path / "supervisor.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUPERVISE), str(tmp_path), str(port)],
            cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    yield NodePageRenderer(url)
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.fixture
def get(site, tmp_path: Path, renderer) -> Callable[[str], httpx.Response]:
    (tmp_path / "__spa-fallback.html").write_text(SHELL)
    inner = Starlette(routes=[Route("/{path:path}", lambda _r: PlainTextResponse("inner"))])
    pages = RenderedPages(
        inner, settings(), tmp_path, FirstHtml(ROUTES), renderer=lambda: renderer,
        cache=composition.page_cache,
    )  # fmt: skip
    return lambda path: asyncio.run(fetch(pages, path))


def rendered_by(renderer: NodePageRenderer) -> int:
    """Wait until it renders; the process that did."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return int(renderer.render("/", "{}").partition("by ")[2].partition("<")[0])
        except PortUnavailable:
            time.sleep(0.1)
    raise AssertionError("it does not render")


def is_the_shell_with_its_head(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 200
        and "shell" in answer.text
        and '<meta name="description"' in answer.text
        and "Reading maps" in state_of(answer)
    )


def test_a_render_that_never_ends_costs_nobody_the_page(get, renderer):
    made = published(instructor("Ada"), "Reading maps")
    first = rendered_by(renderer)
    assert is_the_shell_with_its_head(get("/courses?q=Contours")), "it was not waited for"
    assert is_the_shell_with_its_head(get(f"/courses/{made.slug}")), "nobody else waits either"
    second = rendered_by(renderer)
    assert second != first, "the one that hung was ended and another started"
    assert not process_tree.is_alive(first)
    assert f"by {second}" in get(f"/courses/{made.slug}").text


def test_a_render_that_waits_for_ever_is_left_alone(get, renderer):
    published(instructor("Ada"), "Reading maps")
    first = rendered_by(renderer)
    assert is_the_shell_with_its_head(get("/courses?q=legends"))
    assert rendered_by(renderer) == first, "others are rendered meanwhile"


def test_a_killed_renderer_is_started_again(get, renderer):
    made = published(instructor("Ada"), "Reading maps")
    for _ in range(3):
        before = rendered_by(renderer)
        os.kill(before, signal.SIGKILL)
        assert is_the_shell_with_its_head(get(f"/courses/{made.slug}"))
        assert rendered_by(renderer) != before
