"""Packs the built files by brotli, once and at full strength: nothing is packed when it is asked for.

Reflex could do it while exporting, but it would pack every page's HTML as well, which only leaves
the site rendered, and on one core.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

_KINDS = frozenset({".css", ".js", ".json", ".svg"})
SUFFIX = ".br"
# Below this an answer's headers weigh more than what is saved.
_SMALLEST_BYTES = 256


def pack(folder: Path) -> int:
    """Write a packed file beside each file of text in `folder`; return how many there are."""
    files = [found for found in sorted(folder.rglob("*")) if found.suffix in _KINDS]
    # The library lets other threads run while it works.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(_pack_file, files))


def _pack_file(path: Path) -> bool:
    plain = path.read_bytes()
    if len(plain) < _SMALLEST_BYTES:
        return False
    packed = brotli.compress(plain, mode=brotli.MODE_TEXT, quality=11)
    if len(packed) >= len(plain):
        return False
    path.with_name(path.name + SUFFIX).write_bytes(packed)
    return True
