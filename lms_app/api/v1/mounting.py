"""Where one application hangs below another."""

from __future__ import annotations

import re

from starlette.routing import Mount
from starlette.types import ASGIApp


class WholeMount(Mount):
    """A mount that gets every address below it; Starlette's own passes by one with a line break,
    which would then be answered as a page."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app=app)
        take_whole(self)


def take_whole(mount: Mount) -> None:
    """Let a mount that others have made get every address below it."""
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
