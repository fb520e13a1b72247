"""Which parts of the running site keep ending: written by the supervisor, read by probes.

A small file beside the data, because those who ask (the site, `doctor`) are other processes and the
database may be what is unwell.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path


def tell(data_dir: Path, unwell: Mapping[str, int]) -> None:
    """Replace the note: names of parts and how often each has ended in a row.

    A disk that does not take it (a full one) is no reason for the supervisor to stop.
    """
    note = data_dir / "unwell.json"
    draft = note.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        if unwell:
            draft.write_text(json.dumps(dict(unwell)))
            draft.replace(note)
        else:
            note.unlink(missing_ok=True)


def read(data_dir: Path) -> dict[str, int]:
    """Return what was told last; empty when all is well or nothing is known."""
    try:
        note: dict[str, int] = json.loads((data_dir / "unwell.json").read_text())
    except (OSError, ValueError):
        return {}
    return note
