"""A State as it stands behind a page that somebody has opened at an address."""

from __future__ import annotations

from typing import TypeVar

import reflex as rx
from reflex.istate.data import RouterData

from lms_app.core.config import settings
from lms_app.core.session_cookie import session_cookie
from lms_app.states.notice import NoticeState

S = TypeVar("S", bound=rx.State)


def opened(cls: type[S], path: str, who: object) -> S:
    """A fresh state of `cls`, its tab at `path`, with the cookie of `who` (a cast member)."""
    root = rx.State(_reflex_internal_init=True)
    token = who.credential.session_token  # type: ignore[attr-defined]
    name = session_cookie(settings().site_url).name
    root.router = RouterData.from_router_data(
        {
            "headers": {"cookie": f"{name}={token}" if token else "", "origin": ""},
            "asPath": path,
            "pathname": path.partition("?")[0],
            "query": {},
            "ip": "192.0.2.1",
        }
    )
    return root.get_substate(cls.get_full_name().split("."))


async def notice_of(state: rx.State) -> NoticeState:
    """What the browser was asked to show or where to go."""
    return await state.get_state(NoticeState)
