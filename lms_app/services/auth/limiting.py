"""How often somebody may try what guessing could break: closed when nobody counts."""

from __future__ import annotations

from lms_app.core.errors import PortUnavailable, RateLimited
from lms_app.services.context import Context


def limit(ctx: Context, key: str, allowed: int, window_seconds: int) -> None:
    """Count a try; raises `RateLimited`, also when the counters are away."""
    try:
        is_allowed = ctx.limits.hit(key, allowed, window_seconds)
    except PortUnavailable as error:
        raise RateLimited(30) from error
    if not is_allowed:
        raise RateLimited(min(window_seconds, 3600))
