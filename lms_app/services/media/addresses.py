"""Signed addresses of segments, kept for a while: a class that presses play signs them once.

Who may watch was decided before. Kept in each process and nowhere else; what is kept is used for a
tenth of the time it holds, so nobody is handed an address that is about to expire.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lms_app.core import clock
from lms_app.ports.object_store import ObjectStore

MOST_KEPT = 50_000
"""About 20 MB a process; the longest video has eleven thousand segments a rendition."""


@dataclass
class _Signed:
    at: datetime
    addresses: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class AddressBook:
    """Addresses by rendition; a list that grows is signed as it grows."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        self._signed: OrderedDict[tuple[int, str], _Signed] = OrderedDict()

    def segments(
        self, objects: ObjectStore, folder: str, count: int, *, seconds: int, keep_seconds: int
    ) -> list[str]:
        """Return addresses of segments 0 to `count` of the rendition below `folder`.

        They hold for `seconds`, signed `keep_seconds` ago at most.
        """
        signed = self._find(objects, folder, keep_seconds)
        with signed.lock:  # who asks for the same meanwhile waits for it instead of signing too
            for sequence in range(len(signed.addresses), count):
                signed.addresses.append(objects.sign_get(f"{folder}/s{sequence:05d}.ts", seconds))
            found = signed.addresses[:count]
        self._forget_oldest()
        return found

    def _find(self, objects: ObjectStore, folder: str, keep_seconds: int) -> _Signed:
        now, name = clock.now(), (id(objects), folder)
        with self._lock:
            signed = self._signed.get(name)
            if signed is None or not timedelta() <= now - signed.at <= timedelta(
                seconds=keep_seconds
            ):
                signed = self._signed[name] = _Signed(now)
            self._signed.move_to_end(name)
            return signed

    def _forget_oldest(self) -> None:
        with self._lock:
            kept = sum(len(signed.addresses) for signed in self._signed.values())
            while kept > self._most:
                _, signed = self._signed.popitem(last=False)
                kept -= len(signed.addresses)
