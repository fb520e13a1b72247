"""Devices as a person would name them."""

from __future__ import annotations

from ua_parser import parse

LABEL_LENGTH = 80


def device_label(user_agent: str) -> str:
    """Return browser and system, such as `Chrome · Windows`; empty when nothing is known.

    Without versions: a browser that was updated is not another device.
    """
    found = parse(user_agent[:300])
    parts = (found.user_agent, found.os)
    return " · ".join(part.family for part in parts if part is not None)[:LABEL_LENGTH]
