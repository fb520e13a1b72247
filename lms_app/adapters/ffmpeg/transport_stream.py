"""Reading MPEG-TS segments of our own making: what is in them, and their first picture. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

PACKET = 188
FIRST_MEDIA_PID = 0x100
_LAST_MEDIA_PID = 0xFFF
_HAS_ADAPTATION, _HAS_PAYLOAD = 0x20, 0x10
_SPS = re.compile(rb"\x00\x00\x01\x67(...)", re.DOTALL)


def holds_media(stream: bytes) -> bool:
    """True when a packet belongs to a stream of its own, not only to the tables."""
    return next(_payloads(stream), None) is not None


def elementary(stream: bytes, *, first_only: bool = False) -> bytes:
    """The bytes of the segment's only stream; of its first picture alone with `first_only`.

    A segment begins with a key frame, so the first picture can be decoded without the others.
    """
    parts, started = [], 0
    for is_start, payload in _payloads(stream):
        started += is_start
        if first_only and started > 1:
            break
        # A packet of the stream begins with a header whose length is in its ninth byte.
        parts.append(payload[9 + payload[8] :] if is_start else payload)
    return b"".join(parts)


def avc_codecs(stream: bytes) -> str | None:
    """The RFC 6381 name of a segment's H.264 stream, from its sequence parameters."""
    match = _SPS.search(elementary(stream, first_only=True))
    return f"avc1.{match[1].hex()}" if match else None


def _payloads(stream: bytes) -> Iterator[tuple[bool, bytes]]:
    """Whether a packet of the stream starts here, and the payload of this transport packet."""
    for at in range(0, len(stream) - PACKET + 1, PACKET):
        packet = stream[at : at + PACKET]
        flags, pid = packet[1], int.from_bytes(packet[1:3], "big") & 0x1FFF
        if not FIRST_MEDIA_PID <= pid <= _LAST_MEDIA_PID or not packet[3] & _HAS_PAYLOAD:
            continue
        skipped = 5 + packet[4] if packet[3] & _HAS_ADAPTATION else 4
        yield bool(flags & 0x40), packet[skipped:]
