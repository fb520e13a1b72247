"""Messages on the event socket, both ways, while 60 s of a lesson play.

From the first picture that moves to the last second. Watching goes over HTTP: what is left on the
socket is its own heartbeat and the news that the lesson is complete.
"""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket

from benchmarks.browser import chromium, fresh_page
from benchmarks.measuring import Measurement, Sample, Watch, of_samples, repeat
from benchmarks.run import Run
from lms_app.core import urls
from tests.ready import hydrated

SECONDS = 60
MOST = 10
_VIDEO = "document.querySelector('.mp video')"


def measure(run: Run) -> list[Measurement]:
    with chromium() as browser:

        def sample() -> Sample:
            with fresh_page(browser, run.site.url, run.watched.student) as page:
                return _watch_a_lesson(page, run)

        samples = repeat(sample, min(run.samples, 2))
    return [of_samples(f"socket messages in {SECONDS} s of video", "messages", samples, MOST)]


def _watch_a_lesson(page: Page, run: Run) -> Sample:
    counted = [0]

    def count(_message: object) -> None:
        counted[0] += 1

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", count)
        socket.on("framereceived", count)

    page.on("websocket", listen)
    page.goto(run.site.url + urls.learn(run.watched.slug, run.watched.lesson_ids[-1]))
    hydrated(page)
    page.wait_for_selector(".mp[data-shown]", state="attached")
    page.evaluate(f"() => {{ {_VIDEO}.currentTime = 0; return {_VIDEO}.play() }}")
    page.wait_for_function(f"() => {_VIDEO}.currentTime > 0.2 && !{_VIDEO}.paused")
    counted[0] = 0
    with Watch() as watch:
        page.wait_for_function(f"() => {_VIDEO}.currentTime > {SECONDS - 1}", polling=500)
        page.wait_for_timeout(1500)
    return Sample(counted[0], watch.foreign)
