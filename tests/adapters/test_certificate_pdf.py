"""The sheet as PDF/A: one page, fonts inside, whatever a person is called (X07)."""

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms_app.adapters.typst_certificates import TypstCertificates
from lms_app.adapters.typst_certificates.glyphs import MISSING, covered
from lms_app.ports.certificate_renderer import CertificateSheet
from lms_app.services.certificate.sheets import qr_svg
from lms_app.services.course import panel_svg

SHEET = CertificateSheet(
    language="ko",
    heading="수료증",
    name="윤하늘",
    statement="아래 강의 48강을 마쳤어요.",
    course_title="React 19 깊게 읽기",
    facts=(("강사", "한지우"), ("수료일", "2026. 11. 23."), ("학습 시간", "12시간 40분")),
    code="7F3K-20A8-9QWE-RTY1",
    address="margin.example/certificates/7F3K-20A8-9QWE-RTY1",
    check="이 주소에서 누구나 확인할 수 있어요.",
    art_svg=panel_svg("react", "dev"),
    qr_svg=qr_svg("https://margin.example/certificates/7F3K-20A8-9QWE-RTY1"),
    signed="e30.e30.c2ln",
    issued_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
)
NAMES = {
    "200 characters": "a" * 200,
    "200 syllables": "가나다라" * 50,
    "emoji": "김하나 🎓👩‍💻🇰🇷👍🏽",
    "right to left": "محمد الأمين",
    "Hebrew": "דנה כהן",
    "Hangul and Arabic": "김하나 محمد Kim",
    "marks of one script on another": "가\u064e\u064f\u0301ا\u0301\u20dd",
    "overridden direction": "\u202eevil\u202c",
    "Han": "中村花子",
    "markup of Typst": '#image("/etc/passwd") #eval("1") $x^2$ *b* <l> @x // /* \\ #read("x")',
    "HTML": "<script>alert(1)</script><img src=file:///etc/passwd onerror=x>",
    "XML": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "an address": "file:///etc/passwd https://evil.example/x.png",
    "a tower of marks": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319" * 9,
    "unassigned": "\U000e01ef\ufffe\U0010ffff\u0378",
    "nothing to see": "\u200b\u2060\ufeff",
    "a single letter": "A",
}


@pytest.fixture(scope="module")
def drawing():
    return TypstCertificates()


def streams(pdf: bytes) -> bytes:
    """Everything in a PDF, packed streams unpacked."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_one_page_of_pdf_a_with_its_fonts_and_its_signature(drawing):
    pdf = drawing.render(SHEET)
    inside = streams(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert re.findall(rb"/Count (\d+)", pdf) == [b"1"]
    assert b"<pdfaid:part>3</pdfaid:part>" in inside
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in inside
    assert b"+Pretendard-Bold" in inside
    assert b"+Pretendard-Regular" in inside
    assert b"/FontFile3" in inside
    assert b"e30.e30.c2ln" in inside
    assert b"/Lang(ko)" in inside.replace(b" ", b"")


def test_equal_sheets_are_equal_bytes_in_every_process(drawing):
    assert TypstCertificates().render(SHEET) == drawing.render(SHEET)


@pytest.mark.parametrize("place", ["name", "course_title"])
@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_x07_whatever_it_is_called_it_is_one_page_and_asks_for_nothing(drawing, place, text):
    pdf = drawing.render(replace(SHEET, **{place: text}))
    inside = streams(pdf)
    assert re.findall(rb"/Count (\d+)", pdf) == [b"1"]
    assert b"root:x:" not in inside
    assert not re.search(rb"/(URI|Launch|GoToR|JavaScript|SubmitForm)\b", inside)
    assert len(pdf) < 400_000


def test_what_a_font_has_is_drawn_and_a_square_stands_for_the_rest():
    assert covered("윤하늘 Émile محمد 🎓") == "윤하늘 Émile محمد 🎓"
    assert covered("中A\u202eB\0C\nD") == f"{MISSING}ABC D"
    assert covered("윤محمد", only_main=True) == "윤" + MISSING * 4


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_is_refused(text):
    pdf = _ONE.render(replace(SHEET, name=text, course_title=text))
    assert re.findall(rb"/Count (\d+)", pdf) == [b"1"]


_ONE = TypstCertificates()
