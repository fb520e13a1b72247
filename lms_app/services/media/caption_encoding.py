"""The bytes of a caption file as text, whatever program wrote them."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from lms_app.core.errors import InvalidInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A few lines are too little to tell these apart by themselves; the language of the captions, which
# is known, leaves one or two.
_OLD_ENCODINGS: dict[str, tuple[str, ...]] = {
    "ko": ("cp949",),
    "ja": ("cp932", "euc_jp"),
    "zh-CN": ("gb18030",),
    "zh-TW": ("big5hkscs", "gb18030"),
    "ru": ("cp1251", "koi8_r"),
    "th": ("cp874",),
    "vi": ("cp1258",),
}
_WESTERN = ("cp1252",)
# Times and numbers make up much of every caption file: every second byte of theirs is a zero in UTF-16.
_SAMPLE_BYTES = 4000
_ZEROS_SHARE = 0.2


def decode_captions(data: bytes, language: str) -> str:
    """Return the text of a caption file; `language` helps with encodings older than Unicode.

    Raises `InvalidInput` naming the first line that cannot be read.
    """
    named = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    named = named or _unmarked_utf16(data)
    if named:
        return _strict(data, named)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        candidates = _OLD_ENCODINGS.get(language, _WESTERN)
        best = from_bytes(data, cp_isolation=list(candidates)).best()
        if best is not None:
            return str(best)
        for name in candidates:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
        raise _unreadable(data, error.start) from error


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[: _SAMPLE_BYTES // 2 * 2]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[first::2]
        if half and half.count(0) > _ZEROS_SHARE * len(half) > 2 * sample[1 - first :: 2].count(0):
            return name
    return None


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _unreadable(data, error.start) from error


def _unreadable(data: bytes, at: int) -> InvalidInput:
    line = data[:at].count(b"\n") + 1
    return InvalidInput("error.captions_encoding", line=line)
