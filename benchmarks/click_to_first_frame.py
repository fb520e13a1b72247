"""From the click on a lesson to its first picture, beside a page with nothing but hls.js.

Ours: on the learn page, where one lesson stands, another is clicked: event, new lesson, new
stream, first picture of it. Reference: a static page whose button loads the same lesson's
playlists, key and segments as files into hls.js. Both pages stand before the click, both browsers
have an empty cache, pictures are counted by `requestVideoFrameCallback`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import httpx
from playwright.sync_api import Browser, Page

from benchmarks.bare import Bare, running
from benchmarks.browser import chromium, fresh_page
from benchmarks.measuring import Measurement, Sample, Watch, alternate, of_pairs
from benchmarks.run import Run
from benchmarks.site import ROOT
from lms_app.core import urls
from lms_app.core.session_cookie import session_cookie
from tests.ready import hydrated

HLS_JS = ROOT / ".web" / "node_modules" / "hls.js" / "dist" / "hls.min.js"
_URI = re.compile(r'URI="([^"]+)"')

# The first picture of what the video was given after the click, whoever gave it.
_CLOCK = """
window.__shown = 0;
addEventListener("click", () => { window.__clicked = performance.now(); }, true);
addEventListener("emptied", ({target}) => {
  // The player tells of the same with an event of its own.
  if (!window.__clicked || target.tagName !== "VIDEO") return;
  target.requestVideoFrameCallback((now) => { window.__shown ||= now - window.__clicked; });
}, true);
"""
_PAGE = """<!doctype html><title>bare</title><script src="hls.min.js"></script>
<video muted playsinline width="960"></video><button>play</button><script>
document.querySelector("button").onclick = () => {
  const video = document.querySelector("video");
  const hls = new Hls();
  hls.loadSource("master.m3u8");
  hls.attachMedia(video);
  hls.on("hlsManifestParsed", () => video.play());
};
</script>"""


def measure(run: Run) -> list[Measurement]:
    folder = run.folder / "bare-lesson"
    copy_lesson(run, run.watched.lesson_ids[1], folder)
    (folder / "index.html").write_text(_PAGE)
    shutil.copy(HLS_JS, folder)
    with running("files", BARE_FOLDER=str(folder)) as bare, chromium() as browser:
        _ours(browser, run)
        pairs = alternate(
            lambda: _ours(browser, run), lambda: _reference(browser, bare), run.samples
        )
    note = "hls.js on the same segments as plain files"
    return [of_pairs("click to first frame", "ms", pairs, 1.3, note)]


def _ours(browser: Browser, run: Run) -> Sample:
    first, second, *_ = run.watched.lesson_ids
    with fresh_page(browser, run.site.url, run.watched.student) as page, Watch() as watch:
        page.add_init_script(_CLOCK)
        page.goto(run.site.url + urls.learn(run.watched.slug, first))
        hydrated(page)
        page.wait_for_selector(".mp[data-shown]", state="attached")
        page.wait_for_load_state("networkidle")
        page.locator(f'a.lesson[href*="{second}"]').first.click()
        shown = _shown(page)
    return Sample(shown, watch.foreign)


def _reference(browser: Browser, bare: Bare) -> Sample:
    with fresh_page(browser) as page, Watch() as watch:
        page.add_init_script(_CLOCK.replace("emptied", "loadstart"))
        page.goto(f"{bare.url}/index.html")
        page.wait_for_load_state("networkidle")
        page.locator("button").click()
        shown = _shown(page)
    return Sample(shown, watch.foreign)


def _shown(page: Page) -> float:
    """Milliseconds from the click to the picture, once there is one."""
    return float(page.wait_for_function("() => window.__shown").json_value())


# ------------------------------------------------------------------ the same lesson as files


def copy_lesson(run: Run, lesson_id: str, folder: Path) -> None:
    """Fetch everything a player of the lesson would fetch, and let the playlists name the files."""
    folder.mkdir(exist_ok=True)
    cookie = session_cookie(run.site.url).name
    token = run.watched.student.credential.session_token
    headers = {"Cookie": f"{cookie}={token}"}
    with httpx.Client(base_url=run.site.url, headers=headers, timeout=60) as client:
        _copy(client, urls.playlist(lesson_id), folder, "master.m3u8")


def _copy(client: httpx.Client, address: str, folder: Path, name: str) -> None:
    answer = client.get(address)
    answer.raise_for_status()
    if not name.endswith(".m3u8"):
        (folder / name).write_bytes(answer.content)
        return
    lines = []
    for line in answer.text.splitlines():
        named = _URI.search(line)
        found = named[1] if named else line if line and not line.startswith("#") else ""
        if found:
            local = _local_name(urljoin(address, found), name)
            if not (folder / local).exists():
                _copy(client, urljoin(address, found), folder, local)
            lines.append(line.replace(found, local))
        else:
            lines.append(line)
    (folder / name).write_text("\n".join(lines))


def _local_name(address: str, playlist: str) -> str:
    """One flat folder: a segment is named after its playlist, the rest as it is called."""
    name = address.partition("?")[0].rsplit("/", 1)[-1]
    return name if name.endswith(".m3u8") or "." not in name else f"{playlist[:-5]}-{name}"
