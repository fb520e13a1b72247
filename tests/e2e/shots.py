"""Screenshots of every page: phone and desktop, light and dark, Korean and English.

`make shots` starts the product with the demo school in a folder of its own and writes
`test-results/shots/<page>-<width>-<theme>-<language>.png`, and `sheet-<page>.png` with all looks
of a page side by side. With SHOTS_PAGES only pages whose name contains one of the given words are
taken.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import ROOT
from tests.e2e.conftest import (
    CHROMIUM_ARGUMENTS,
    LiveSite,
    Watched,
    _use,
    free_port,
    hydrated,
    open_context,
    sign_in_as,
    start_site,
    wait_until,
)
from tests.e2e.school import PageCase, cast, one, shown_cases

FOLDER = ROOT / "test-results" / "shots"
CLIPS_SECONDS = 300  # how long to wait for the video on the learn page; the rest may follow
SIZES = {1440: 900, 390: 844}
THEMES = ("light", "dark")
LANGUAGES = ("ko", "en")
EAGER = (
    "() => document.querySelectorAll('img[loading=lazy]').forEach((i) => { i.loading = 'eager' })"
)
LOADED = "() => document.fonts.status === 'loaded' && [...document.images].every((i) => i.complete)"


def main() -> None:
    """Take all pictures; complaints of the pages (errors, policy) end with code 1."""
    data_dir = Path(tempfile.mkdtemp(prefix="margin-shots-"))
    data_dir.chmod(0o711)
    site = start_site(data_dir, free_port(), DEMO="1")
    try:
        _use(site)
        wait_until(lambda: (data_dir / "demo-logins.txt").exists(), 120)
        wait_until(has_video, CLIPS_SECONDS, 1)
        complaints = take_all(site)
        for case in shown_cases():
            lay_out(case.name)
    finally:
        site.process.send_signal(signal.SIGINT)
        site.process.wait(60)
        shutil.rmtree(data_dir, ignore_errors=True)
    for complaint in complaints:
        print(complaint)
    print(f"Screenshots are in {FOLDER}")
    raise SystemExit(1 if complaints else 0)


def has_video() -> bool:
    """Whether the demo course of the learn page can be watched."""
    return one(
        "SELECT count(*) FROM lesson l JOIN course c ON c.id = l.course_id"
        " JOIN media_asset a ON a.id = l.media_asset_id"
        " WHERE c.slug = 'react-19-deep' AND a.status = 'ready'"
    ) != "0"  # fmt: skip


def lay_out(name: str) -> None:
    """One sheet of all looks of a page, cut at the height of three phone screens."""
    paths = [
        FOLDER / f"{name}-{width}-{theme}-{language}.png"
        for width, theme, language in product(SIZES, THEMES, LANGUAGES)
    ]
    if not all(path.exists() for path in paths):
        return
    looks = []
    for path in paths:
        with Image.open(path) as shot:
            scale = 640 / 1440 if shot.width > 600 else 240 / 390
            size = (round(shot.width * scale), round(shot.height * scale))
            looks.append(shot.convert("RGB").resize(size).crop((0, 0, size[0], min(size[1], 1500))))
    height = max(look.height for look in looks)
    sheet = Image.new("RGB", (sum(look.width + 12 for look in looks), height), "#888888")
    left = 0
    for look in looks:
        sheet.paste(look, (left, 0))
        left += look.width + 12
    sheet.save(FOLDER / f"sheet-{name}.png")


def take_all(site: LiveSite) -> list[str]:
    """Every page in every look; what the pages complained about."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = os.environ.get("SHOTS_PAGES", "").split()
    cases = [c for c in shown_cases() if not wanted or any(word in c.name for word in wanted)]
    people = cast()
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=CHROMIUM_ARGUMENTS,
        )
        for who, width, theme, language in product(people, SIZES, THEMES, LANGUAGES):
            context = dressed(browser, site, width, theme, language)
            if people[who]:
                sign_in_as(context, site, people[who])
            for case in (c for c in cases if c.who == who):
                path = FOLDER / f"{case.name}-{width}-{theme}-{language}.png"
                complaints += take(context, site, case, path)
            context.close()
        browser.close()
    return complaints


def dressed(
    browser: Browser, site: LiveSite, width: int, theme: str, language: str
) -> BrowserContext:
    """A browser of one size, theme and language."""
    context = open_context(
        browser,
        viewport={"width": width, "height": SIZES[width]},
        has_touch=width < 600,
        color_scheme=theme,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "lang", "value": language, "url": site.url}])
    return context


def take(context: BrowserContext, site: LiveSite, case: PageCase, path: Path) -> list[str]:
    """One picture of the whole page, once everything on it has loaded."""
    page: Page = context.new_page()
    watched = Watched(page, site.url)
    case.prepare(context, site)
    page.goto(site.url + case.path)
    if not case.is_plain:
        hydrated(page)
    case.press(page)
    page.evaluate(EAGER)
    wait_until(lambda: page.evaluate(LOADED), 10)
    page.wait_for_timeout(300)
    page.screenshot(path=path, full_page=True)
    page.close()
    return [f"{path.stem}: {text}" for text in (*watched.complaints, *watched.foreign)]


if __name__ == "__main__":
    main()
