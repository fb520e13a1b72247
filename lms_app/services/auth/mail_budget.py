"""How many mails an address may be sent because somebody typed it: strangers cannot fill it."""

from __future__ import annotations

from lms_app.core.errors import PortUnavailable, RateLimited
from lms_app.services.context import Context

# Of all kinds together, whoever asks: (mails, seconds).
MAILS_AT_ONCE = 3
AT_ONCE_SECONDS = 900
MAILS_A_DAY = 10
DAY_SECONDS = 86_400


def may_mail(ctx: Context, key: str) -> bool:
    """Count a mail to the address; False when it has had enough.

    Who asks is not told: the answer would say whether others asked too, and whether it is known.
    Raises `RateLimited` while nobody counts.
    """
    try:
        return ctx.limits.hit(f"mail-to:{key}", MAILS_AT_ONCE, AT_ONCE_SECONDS) and ctx.limits.hit(
            f"mail-to-today:{key}", MAILS_A_DAY, DAY_SECONDS
        )
    except PortUnavailable as error:
        raise RateLimited(30) from error
