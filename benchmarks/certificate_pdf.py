"""CPU time of a certificate as PDF/A, warm, beside the bare compiler with the same fonts and a page of
one word.

Ours: from the words of a snapshot to the finished file, through the port: art, QR code, glyph
check, template, signature. Every sheet is another person's, so that none is found among those that
are kept. Reference: the same library sets one line, with the same fonts, into PDF/A.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import typst

from benchmarks.measuring import Measurement, Sample, Watch, alternate, of_pairs
from benchmarks.run import Run
from lms_app.adapters.typst_certificates import TypstCertificates
from lms_app.adapters.typst_certificates.renderer import FONTS, STANDARD
from lms_app.services.certificate.sheets import sheet_of
from lms_app.services.certificate.views import CertificateView

SHEETS = 40
MOST_MS = 50.0
_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_NUMBERS = count()


def measure(run: Run) -> list[Measurement]:
    drawing, bare = TypstCertificates(), _bare()
    for _ in range(3):
        drawing.render(sheet_of(_someone(), "ko"))
        bare()

    def ours() -> Sample:
        return _cpu(lambda: drawing.render(sheet_of(_someone(), "ko")))

    pairs = alternate(ours, lambda: _cpu(bare), run.samples)
    note = "one line of PDF/A by the bare compiler"
    return [of_pairs("certificate PDF, warm", "CPU-ms", pairs, MOST_MS, note, is_ratio=False)]


def _someone() -> CertificateView:
    number = next(_NUMBERS)
    return CertificateView(
        code="7F3K-20A8-9QWE-RTY1",
        status="valid",
        issued_on=_AT.isoformat(),
        name=f"윤하늘 {number}",
        course_title=f"React 19 깊게 읽기 {number}",
        course_slug=f"react-{number}",
        category_slug="dev",
        instructor_name="한지우",
        lesson_count=48,
        duration_seconds=45_600,
        completed_on=_AT.isoformat(),
        jws="e30." + "e30" * 120 + ".c2ln",
    )


def _bare() -> Callable[[], object]:
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    date = "datetime(year: 2026, month: 11, day: 23)"

    def compiled() -> object:
        text = f'#set document(date: {date})\n#text(font: "Pretendard")[{next(_NUMBERS)}]'
        return compiler.compile(text.encode(), pdf_standards=STANDARD)

    return compiled


def _cpu(act: Callable[[], object]) -> Sample:
    """The mean CPU time of one, of every thread of this process, in milliseconds."""
    with Watch() as watch:
        begun = time.process_time()
        for _ in range(SHEETS):
            act()
        spent = time.process_time() - begun
    return Sample(1000 * spent / SHEETS, watch.foreign)
