"""What every page has: head, skip link, notices, the line that says the connection is gone.

`lms_app.py` uses `STYLESHEETS`, `head_components()`, `overlay()` once, and adds each `Page`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors

from lms_app.components.bridge import bridge, toaster
from lms_app.components.button import button, native_link
from lms_app.components.icon import icon
from lms_app.components.loaded import loaded_address
from lms_app.components.text import date, js, t
from lms_app.layouts.looking import looking_line
from lms_app.states.notice import NoticeState
from lms_app.states.session import SessionState

STYLESHEETS = [
    "/fonts.css",
    "/tokens.css",
    "/base.css",
    "/kit.css",
    "/course.css",
    "/layout.css",
    "/portal.css",
    "/settings.css",
    "/profile.css",
    "/learn.css",
    "/certificate.css",
    "/notes.css",
    "/instructor.css",
    "/captions.css",
    "/admin.css",
]
MAIN_ID = "main"
PREVIEW_IMAGE = "/og.png"


@dataclass(frozen=True)
class Page:
    """A page as the app adds it: where, what, its title, what runs when it opens.

    Title and description are functions, because texts are compiled when the app is put together.
    """

    route: str
    build: Callable[[], rx.Component]
    title: Callable[[], Any]
    on_load: Sequence[Any] = field(default_factory=tuple)
    description: Callable[[], Any] | None = None

    def add_to(self, app: rx.App) -> None:
        """Register the page; the session is loaded first on every page."""
        meta = {} if self.description is None else {"description": self.description()}
        app.add_page(
            self.build,
            route=self.route,
            title=page_title(self.title()),
            image=PREVIEW_IMAGE,
            on_load=[SessionState.load, *self.on_load],
            **meta,
        )


def page_title(text: Any) -> rx.Var[str]:
    """“내 학습 · Margin” from a text key's Var or any other text Var."""
    return js("$ ? $ + ' · Margin' : 'Margin'", text, text)


# Latin and the commonest Hangul: the slices that every page draws with, in either language.
_FIRST_SLICES = (91, 90, 89)


def _preload(font_slice: int) -> rx.Component:
    return rx.el.link(
        rel="preload",
        href=f"/fonts/margin-sans/margin-sans.{font_slice}.woff2",
        type="font/woff2",
        custom_attrs={"as": "font", "crossOrigin": "anonymous"},
    )


def _bar_color(color: str, theme: str) -> rx.Component:
    # As a plain prop Reflex takes `media` for a style.
    media = {"media": f"(prefers-color-scheme: {theme})"}
    return rx.el.meta(name="theme-color", content=color, custom_attrs=media)


# A theme that came with the sign-in (`api/looks.py`) becomes this browser's, before it paints.
_TAKE_THEME = """
try {
  const [, theme] = document.cookie.match(/(?:^|; )theme=(light|dark|system)/) ?? [];
  if (theme) {
    localStorage.setItem("theme", theme);
    document.cookie = "theme=; Path=/; Max-Age=0; SameSite=Lax";
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const shown = theme === "system" ? system : theme, page = document.documentElement;
    page.classList.remove("light", "dark");
    page.classList.add(shown);
    page.style.colorScheme = shown;
  }
} catch {}
"""


def head_components() -> list[rx.Component]:
    """Icons, the first type, the colours of the browser's own bars, and the theme."""
    return [
        rx.el.script(_TAKE_THEME),
        *(_preload(font_slice) for font_slice in _FIRST_SLICES),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        _bar_color("#f8f9fb", "light"),
        _bar_color("#0d0f13", "dark"),
    ]


def _leaving_line() -> rx.Component:
    """While somebody's week runs: when their account goes, and the way back, on every page."""
    line = rx.el.div(
        rx.el.span(t("leaving.text", day=date(SessionState.leaving_at)), class_name="grow"),
        button(t("leaving.stay"), variant="secondary", size="sm", on_click=SessionState.stay),
        role="status",
        class_name="leaving-line",
    )
    return rx.cond(SessionState.leaving_at != "", line, rx.fragment())


def _overlay_content() -> rx.Component:
    offline = rx.el.div(
        icon("wifi-off", 16), t("state.offline"), role="status", class_name="offline-line"
    )
    return rx.fragment(
        bridge(
            notice_seq=NoticeState.notice_seq,
            notice_kind=NoticeState.notice_kind,
            notice_text=NoticeState.notice_text,
            language=SessionState.lang,
            go_seq=NoticeState.go_seq,
            go_url=NoticeState.go_url,
            required_text=t("error.text_required"),
            email_text=t("error.email"),
        ),
        toaster(t("state.notices")),
        _leaving_line(),
        looking_line(),
        rx.cond(has_too_many_connection_errors, offline, rx.fragment()),
    )


def overlay() -> rx.Component:
    """What lies over every page and outlives navigation; replaces Reflex's own overlay."""
    return rx.fragment(rx.memo(_overlay_content)())


def frame(*content: Any, class_name: Any = "") -> rx.Component:
    """The outermost element of a page; starts with the skip link.

    `data-ready` names the address whose state the page has: before that, its buttons do nothing.
    """
    skip = rx.el.nav(
        native_link(t("nav.skip"), href="#" + MAIN_ID, class_name="skip-link"),
        aria_label=t("nav.skip"),
    )
    names: list[Any] = ["frame", class_name]
    return rx.el.div(skip, *content, class_name=names, data_ready=loaded_address())


def main(*content: Any, class_name: Any = "", **props: Any) -> rx.Component:
    """The main landmark, where the skip link leads."""
    return rx.el.main(*content, id=MAIN_ID, tab_index=-1, class_name=class_name, **props)
