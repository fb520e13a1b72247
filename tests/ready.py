"""When a page can be used, for whoever drives a browser."""

from __future__ import annotations

from playwright.sync_api import Page

# The page before stands for a moment under the address of the next one, with its own state.
READY = """() => {
  const text = (address) => { try { return decodeURI(address); } catch { return address; } };
  const here = text(location.pathname + location.search);
  return [...document.querySelectorAll("[data-ready]")].some((at) => text(at.dataset.ready) === here);
}"""


def hydrated(page: Page) -> None:
    """Wait until the page that the address names has its state: before that, buttons do nothing."""
    page.wait_for_function(READY, polling=50)  # a page behind another gets no frames
