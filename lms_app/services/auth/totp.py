"""Time-based codes (RFC 6238): which step of the clock a code belongs to."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DIGITS = 6
# A phone's clock and slow fingers: one step to either side, as RFC 6238 advises.
NEIGHBOURS = (0, -1, 1)


def new_secret() -> str:
    """Return 160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32()


def setup_uri(secret: str, account: str, site: str) -> str:
    """Return the `otpauth:` address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def setup_picture(uri: str) -> str:
    """Return a QR code as an address for `<img>`: dark on white in every theme, so phones read it."""
    code = segno.make(uri, error="m", micro=False)
    return str(code.svg_data_uri(scale=5, border=4, dark="#111", light="#fff"))


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the step at which `code` is right, near the time `at`; None when it is wrong."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    # All are compared, so that how long it takes says nothing.
    right = [
        now + offset
        for offset in NEIGHBOURS
        if hmac.compare_digest(totp.generate_otp(now + offset), code)
    ]
    return right[0] if right else None
