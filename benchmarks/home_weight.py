"""What public pages weigh and when they stand, in a Chromium with an empty cache.

Bytes are those on the wire, headers included, until the page has its state and the network is
quiet; the course page and the catalogue show the demo school. LCP and CLS as the browser reports
them, without any brake on network or processor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, fresh_page
from benchmarks.measuring import Measurement, Sample, Watch, of_samples, repeat
from benchmarks.run import Run
from lms_app.core import urls
from tests.ready import hydrated

KB = 1024
QUIET_MS = 1500
_OBSERVE = """
window.__vitals = {lcp: 0, cls: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__vitals.lcp = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__vitals.cls += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Wire:
    """Bytes that came over the network, those of fonts apart."""

    total: float = 0
    fonts: float = 0
    _kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> Wire:
        wire = cls()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", wire._begun)
        session.on("Network.loadingFinished", wire._ended)
        session.on("Network.webSocketFrameReceived", wire._frame)
        return wire

    def _begun(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _ended(self, event: dict[str, Any]) -> None:
        size = event["encodedDataLength"]
        self.total += size
        if self._kinds.get(event["requestId"]) == "Font":
            self.fonts += size

    def _frame(self, event: dict[str, Any]) -> None:
        self.total += len(event["response"]["payloadData"].encode())


@dataclass(frozen=True)
class Seen:
    """One cold visit: bytes, milliseconds, shift, and others' share of the machine."""

    kb: float
    kb_of_fonts: float
    lcp_ms: float
    cls: float
    foreign: float


def measure(run: Run) -> list[Measurement]:
    slug = run.watched.slug
    rows = []
    with chromium() as browser:
        for name, path in (
            ("home", "/"),
            ("catalogue", urls.COURSES),
            ("course", urls.course(slug)),
        ):
            visit(browser, run.site.url + path)
            seen: list[Seen] = []

            def sample(path: str = path, seen: list[Seen] = seen) -> Sample:
                seen.append(visit(browser, run.site.url + path))
                return Sample(seen[-1].lcp_ms, seen[-1].foreign)

            repeat(sample, run.samples)
            rows += _rows(name, seen)
    return rows


def _rows(name: str, seen: list[Seen]) -> list[Measurement]:
    def row(what: str, unit: str, of: Callable[[Seen], float], goal: float) -> Measurement:
        samples = [Sample(of(one), one.foreign) for one in seen]
        return of_samples(f"{name}, {what}", unit, samples, goal)

    weight = [
        row("cold, without fonts", "KB", lambda one: one.kb - one.kb_of_fonts, 350),
        row("cold, with fonts", "KB", lambda one: one.kb, 700),
    ]
    return [
        *(weight if name == "home" else []),
        row("LCP", "ms", lambda one: one.lcp_ms, 1200),
        row("CLS", "", lambda one: one.cls, 0.05),
    ]


def visit(browser: Browser, url: str) -> Seen:
    """Open a page cold and wait until nothing comes any more."""
    with fresh_page(browser) as page, Watch() as watch:
        page.add_init_script(_OBSERVE)
        wire = Wire.of(page)
        page.goto(url)
        hydrated(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET_MS)
        vitals = page.evaluate("window.__vitals")
    kb, fonts = wire.total / KB, wire.fonts / KB
    return Seen(kb, fonts, vitals["lcp"], vitals["cls"], watch.foreign)
