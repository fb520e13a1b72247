"""What the server wants the browser to do next: show a notice, go somewhere.

Driven by state and carried out by the bridge component, because the content security policy
allows no script that the server would send to be evaluated.
"""

from __future__ import annotations

import time

import reflex as rx


def _next(before: int) -> int:
    """A number no earlier notice of this tab had, also after the state began anew: the browser
    remembers what it has carried out."""
    return max(before + 1, time.time_ns() // 1_000_000)


class NoticeState(rx.State):
    """A counter and a value each: the bridge acts when the counter moves."""

    notice_seq: int = 0
    notice_kind: str = "info"
    notice_text: str = ""
    go_seq: int = 0
    go_url: str = ""
    _bound_to: str = ""

    def _say(self, kind: str, text: str) -> None:
        """Show a notice once; `kind` is success, info, warning or error."""
        self.notice_kind, self.notice_text = kind, text
        self.notice_seq = _next(self.notice_seq)

    def _go(self, path: str) -> None:
        """Open an own path with a full navigation (the socket reconnects with fresh cookies)."""
        self.go_url = path
        self.go_seq = _next(self.go_seq)
