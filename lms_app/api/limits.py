"""How often one address may ask. A proxy that bounds floods cannot be presumed."""

from __future__ import annotations

from fastapi import Request

from lms_app import composition
from lms_app.api.caller import client_ip
from lms_app.core.addresses import counted
from lms_app.core.errors import RateLimited

_counters = composition.flood_limiter()


class Limited:
    """A dependency: `Depends(Limited("key", 3000))`. By address, because a cookie is anybody's
    invention; a whole school may sit behind one."""

    def __init__(self, what: str, per_minute: int) -> None:
        self._what, self._per_minute = what, per_minute

    async def __call__(self, request: Request) -> None:
        """Raise `RateLimited` for who asks more often."""
        if not _counters.hit(f"{self._what}:{counted(client_ip(request))}", self._per_minute, 60):
            raise RateLimited
