"""Sheets become PDF/A-3b. The template is ours and fixed; texts are handed to it as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import typst
from cachetools import LRUCache

from lms_app.adapters.typst_certificates.glyphs import covered
from lms_app.ports.certificate_renderer import CertificateSheet

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
_TEMPLATE = _HERE / "certificate.typ"
# PDF/A-3 is PDF/A-2 with attachments: the signed text travels in the file.
STANDARD: Final = "a-3b"
# Sheets somebody asked for a moment ago; one is some thirty thousand bytes.
KEPT = 64


class TypstCertificates:
    """One compiler for the process, used by one thread at a time: its fonts are read once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._compiler: typst.Compiler | None = None
        self._kept: LRUCache[CertificateSheet, bytes] = LRUCache(KEPT)

    def render(self, sheet: CertificateSheet) -> bytes:
        """See the port."""
        with self._lock:
            made = self._kept.get(sheet)
            if made is None:
                made = self._kept[sheet] = self._drawn(sheet)
            return made

    def _drawn(self, sheet: CertificateSheet) -> bytes:
        if self._compiler is None:
            self._compiler = _compiler()
        try:
            return self._made(self._compiler, sheet, only_main=False)
        except typst.TypstError:
            # Marks of one script on letters of another: no font draws them together.
            return self._made(self._compiler, sheet, only_main=True)

    def _made(self, compiler: typst.Compiler, sheet: CertificateSheet, *, only_main: bool) -> bytes:
        data = _data(sheet, partial(covered, only_main=only_main))
        made = compiler.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARD,
            timestamp=int(sheet.issued_at.timestamp()),
        )
        assert isinstance(made, bytes)  # noqa: S101  (a PDF is one file)
        return made


def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(_TEMPLATE),
        root=str(_HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )


def _data(sheet: CertificateSheet, drawn: Callable[[str], str]) -> dict[str, object]:
    return {
        "language": sheet.language,
        "title": drawn(f"{sheet.heading}: {sheet.name}"),
        "author": "Margin",
        "date": {
            "year": sheet.issued_at.year,
            "month": sheet.issued_at.month,
            "day": sheet.issued_at.day,
        },
        "heading": drawn(sheet.heading),
        "name": drawn(sheet.name),
        "statement": drawn(sheet.statement),
        "course": drawn(sheet.course_title),
        "facts": [[drawn(label), drawn(value)] for label, value in sheet.facts],
        "code": sheet.code,
        "address": drawn(sheet.address),
        "check": drawn(sheet.check),
        "art": sheet.art_svg,
        "qr": sheet.qr_svg,
        "signed": sheet.signed,
    }
