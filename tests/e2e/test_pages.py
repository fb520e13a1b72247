"""Every page: no serious accessibility finding, no policy violation, nothing cut off on a phone."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from tests.e2e.conftest import Watched, hydrated, open_context, sign_in_as
from tests.e2e.school import cast, page_cases, seed_school

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def school(live_site):
    seed_school()
    return cast(), page_cases()


def settled(page) -> None:
    """Wait until the page has its data and has come to rest."""
    hydrated(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)


def findings(page) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    return [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['html'][:160]}"
        for v in result["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


def open_look(browser, look: str):
    """A wide page in light Korean, or a phone in dark English."""
    if look == "wide":
        return open_context(browser, color_scheme="light", reduced_motion="reduce"), "ko"
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    return open_context(browser, color_scheme="dark", reduced_motion="reduce", **phone), "en"


def odd(page, language: str) -> list[str]:
    """What is not as on every page."""
    found = []
    if page.locator("h1:visible").count() != 1:
        found.append(f"{page.locator('h1:visible').count()} headings of level 1")
    if page.evaluate("document.documentElement.lang") != language:
        found.append("the page says it is in another language")
    return found


def cut_off(page) -> list[str]:
    """What a phone shows too wide, too small to hit or too small to read."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    found = [f"{wide} px to the side"] if wide > 0 else []
    return [*found, *page.evaluate(SMALL_TARGETS), *page.evaluate(TINY_TEXT)]


@pytest.mark.parametrize("look", ["wide", "phone"])
def test_no_page_has_a_serious_finding_or_breaks_the_policy(browser, live_site, school, look):
    people, cases = school
    troubles: dict[str, list[str]] = {}
    for who, person in people.items():
        context, language = open_look(browser, look)
        context.add_cookies([{"name": "lang", "value": language, "url": live_site.url}])
        if person:
            sign_in_as(context, live_site, person)
        for case in (c for c in cases if c.who == who):
            page = context.new_page()
            watched = Watched(page, live_site.url)
            case.prepare(context, live_site)
            page.goto(live_site.url + case.path)
            if not case.is_plain:
                settled(page)
            case.press(page)
            found = [*findings(page), *watched.complaints, *watched.foreign, *odd(page, language)]
            found += cut_off(page) if look == "phone" else []
            if found:
                troubles[case.name] = found
            page.close()
        context.close()
    assert troubles == {}


# WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, links inside sentences excepted.
SMALL_TARGETS = """() => [...document.querySelectorAll('button, [role=button], input, select')]
  .filter((e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
  .filter(([e, r]) => r.width > 1 && r.height > 1 && (r.width < 24 || r.height < 24))
  .map(([e]) => e.outerHTML.slice(0, 120))"""
TINY_TEXT = """() => [...document.querySelectorAll('body *')]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
  .filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 13)
  .filter((e) => !e.closest('svg, [aria-hidden=true]'))
  .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)"""
