"""Drawing a certificate as a document that is the same in fifty years (PDF/A)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class CertificateSheet:
    """What stands on the sheet, all of it plain text in `language` (ko or en).

    `art_svg` and `qr_svg` are drawings of ours; `signed` is the compact JWS, laid into the file.
    """

    language: str
    heading: str
    name: str
    statement: str
    course_title: str
    facts: tuple[tuple[str, str], ...]
    code: str
    address: str
    check: str
    art_svg: str
    qr_svg: str
    signed: str
    issued_at: datetime


class CertificateRenderer(Protocol):
    """Draws certificates. Asks neither network nor disk for anything a text names."""

    def render(self, sheet: CertificateSheet) -> bytes:
        """Return the PDF: one page, fonts embedded; equal sheets give equal bytes.

        A character that no font has is drawn as an empty square.
        """
        ...
