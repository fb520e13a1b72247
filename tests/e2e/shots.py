"""Screenshots of every page: phone and desktop, light and dark, Korean and English.

`make shots` starts the product with the demo school in a folder of its own and writes
`.build/shots/<page>-<width>-<theme>-<language>.png`. With SHOTS_PAGES only pages whose name
contains one of the given words are taken.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from itertools import product
from pathlib import Path

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
from tests.e2e.school import PageCase, cast, page_cases, seed_school

FOLDER = ROOT / ".build" / "shots"
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
    site = start_site(data_dir, free_port())
    try:
        _use(site)
        seed_school()
        complaints = take_all(site)
    finally:
        site.process.send_signal(signal.SIGINT)
        site.process.wait(60)
        shutil.rmtree(data_dir, ignore_errors=True)
    for complaint in complaints:
        print(complaint)
    print(f"Screenshots are in {FOLDER}")
    raise SystemExit(1 if complaints else 0)


def take_all(site: LiveSite) -> list[str]:
    """Every page in every look; what the pages complained about."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = os.environ.get("SHOTS_PAGES", "").split()
    cases = [c for c in page_cases() if not wanted or any(word in c.name for word in wanted)]
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
    page.goto(site.url + case.path)
    hydrated(page)
    page.evaluate(EAGER)
    wait_until(lambda: page.evaluate(LOADED), 10)
    page.wait_for_timeout(300)
    page.screenshot(path=path, full_page=True)
    page.close()
    return [f"{path.stem}: {text}" for text in (*watched.complaints, *watched.foreign)]


if __name__ == "__main__":
    main()
