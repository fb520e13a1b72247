"""U13: captions as people have them. What can be mended is, the rest is refused by its line."""

from __future__ import annotations

import random

import pytest

from lms_app.core.errors import InvalidInput
from lms_app.services.media.caption_files import (
    LAST_SECONDS,
    MAX_CAPTION_BYTES,
    MAX_CUES,
    read_caption_file,
)

KOREAN = ("안녕하세요.", "하지만 화면이 바로 바뀌는 것은 아니에요.", "뷁쀍똠방각하 펲시콜라")
WORDS = {
    "ko": KOREAN,
    "en": ("Plain “quotes” – and a dash", "Naïve café"),
    "ja": ("状態が変わると、関数がもう一度呼ばれます。", "カタカナ"),
    "zh-CN": ("状态改变时函数会再次调用。", "你好"),
    "zh-TW": ("狀態改變時函數會再次調用。", "你好"),
    "es": ("¿Cómo está? Mañana será otro día, señor.",),
    "ru": ("Состояние меняется, и функция вызывается снова.", "Привет, как дела?"),
    "th": ("สวัสดีครับ",),
}


def srt(*texts: str, line_end: str = "\n") -> str:
    rows = []
    for number, text in enumerate(texts, start=1):
        times = f"00:00:{2 * number:02d},000 --> 00:00:{2 * number + 1:02d},500"
        rows += [str(number), times, *text.split("\n"), ""]
    return line_end.join(rows)


def read(text: str | bytes, language: str = "ko"):
    return read_caption_file(text if isinstance(text, bytes) else text.encode(), language)


def texts(text: str | bytes, language: str = "ko") -> list[str]:
    return [cue["text"] for cue in read(text, language).cues]


def refusal(text: str | bytes, language: str = "ko") -> tuple[str, object]:
    with pytest.raises(InvalidInput) as refused:
        read(text, language)
    return refused.value.key, refused.value.params.get("line")


def outcome(data: bytes, language: str = "ko") -> list[dict]:
    """The cues, none when the file is refused in words; nothing else may come out."""
    try:
        return read_caption_file(data, language).cues
    except InvalidInput as refused:
        if not refused.key.startswith("error.captions_"):
            raise
        return []


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *((language, "utf-8") for language in WORDS),
        *((language, "utf-8-sig") for language in WORDS),
        *((language, "utf-16") for language in WORDS),
        *((language, "utf-16-le") for language in WORDS),
        *((language, "utf-16-be") for language in WORDS),
        ("ko", "cp949"), ("en", "cp1252"), ("es", "cp1252"), ("ja", "cp932"), ("ja", "euc_jp"),
        ("zh-CN", "gb18030"), ("zh-CN", "gbk"), ("zh-TW", "big5"), ("ru", "cp1251"),
        ("ru", "koi8_r"), ("th", "cp874"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_u13_captions_are_read_in_any_encoding(language, encoding, line_end):
    words = WORDS[language]
    assert texts(srt(*words, line_end=line_end).encode(encoding), language) == list(words)


@pytest.mark.parametrize("word", ["안녕", "네.", "리액트 19", "가"])
def test_u13_the_shortest_korean_file_in_euc_kr_is_read(word):
    assert texts(srt(word).encode("euc-kr")) == [word]


def test_u13_what_is_in_no_known_encoding_is_refused_by_its_line():
    torn = srt("첫째", "둘째").encode("cp949").replace("둘째".encode("cp949"), b"\xff\xfe\xff")
    assert refusal(torn) == ("error.captions_encoding", 7)
    odd = "﻿가".encode("utf-16-le") + b"\x00\xd8"
    assert refusal(odd)[0] == "error.captions_encoding"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>hello", "alert(1)hello"),
        ("<img src=x onerror=alert(1)>", None),
        ("<v Ada Lee>Hello</v>", "Ada Lee: Hello"),
        ("<v.loud Ada>Hello", "Ada: Hello"),
        ("<b>bold</b> <i>and</i> <c.yellow>more</c>", "bold and more"),
        ("what's<00:00:01.500><c> up</c>", "what's up"),
        ("&lt;div&gt; &amp; co", "<div> & co"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("if a -> b", "if a -> b"),
        ("nul\0 and \x07bell", "nul and bell"),
        ("over\u202eride", "override"),
        ("two\nlines", "two\nlines"),
        ("a" + "\u0301" * 50, None),
    ],
)
def test_u13_only_the_words_of_a_line_are_kept(typed, kept):
    vtt = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{typed}\n\n00:03.000 --> 00:04.000\nend\n"
    [*found, last] = texts(vtt)
    assert last == "end"
    if kept is not None:
        assert found == [kept]
    assert not any("<img" in text or "\0" in text for text in found)


def test_u13_a_script_in_srt_is_text():
    [text] = texts(srt("<script>alert(1)</script> <b>x</b>{\\an8}"))
    assert text == "<script>alert(1)</script> x"


def test_notes_styles_regions_and_names_are_no_captions():
    vtt = (
        "WEBVTT - lesson\nKind: captions\n\nNOTE by Ada\nof two lines\n\nSTYLE\n::cue { x }\n\n"
        "intro\n00:00:01.000 --> 00:00:02.000 line:90% align:start\nOne\n\nNOTE\nhidden\n\n"
        "second name\n00:00:03.000 --> 00:00:04.000\nTwo\n"
    )
    assert texts(vtt) == ["One", "Two"]


def test_a_blank_line_within_a_caption_loses_nothing():
    assert texts("1\n00:00:01,000 --> 00:00:02,000\n\nOne\n\ntwo\n2\n00:00:03,000 --> 00:00:04,000\nThree") == [
        "One\ntwo", "Three",
    ]  # fmt: skip


def test_overlaps_are_cut_order_is_kept_and_missing_ends_are_given():
    found = read(
        "1\n00:00:10,000 --> 00:00:20,000\nlate\n\n2\n00:00:01,000 --> 00:00:12,000\nearly\n\n"
        "3\n00:00:15,000 --> \nno end\n\n4\n00:00:15,000 --> 00:00:16,000\nat once\n\n"
        "5\n00:00:30,000 --> 00:00:29,000\nbackwards\n\n6\n00:00:40,000 --> 00:00:41,000\n\n"
    )
    assert found.cues == [
        {"start": 1.0, "end": 10.0, "text": "early"},
        {"start": 10.0, "end": 15.0, "text": "late"},
        {"start": 15.0, "end": 16.0, "text": "no end\nat once"},
        {"start": 30.0, "end": 30.0 + LAST_SECONDS, "text": "backwards"},
    ]
    assert found.repairs == {"order": 2, "overlaps": 3, "ends": 1, "empty": 1}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("", ("error.captions_none", None)),
        ("WEBVTT\n\nNOTE nothing here", ("error.captions_none", None)),
        ("hello\nworld", ("error.captions_untimed", 1)),
        ("1\n\n\nhello", ("error.captions_untimed", 4)),
        (srt("a", "b").replace("00:00:04,000", "00:xx:04"), ("error.captions_time", 6)),
        (srt("a", "b").replace("00:00:04,000", "00:00:00:04,000"), ("error.captions_time", 6)),
        (srt("a", "b").replace("00:00:05,500", "4x:00"), ("error.captions_time", 6)),
        (srt("a", "b").replace("00:00:04,000", "999:59:59,000"), ("error.captions_time", 6)),
        (srt("a", "x" * 501), ("error.captions_long", 6)),
        (srt("a\U000e0001\ufdd0"), None),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_line(text, refused):
    if refused is None:
        read(text)
    else:
        assert refusal(text) == refused


def test_u13_too_much_is_refused():
    assert refusal(b"1" * (MAX_CAPTION_BYTES + 1))[0] == "error.captions_size"
    line = "00:00:01.000 --> 00:00:02.000\nx\n\n"
    assert refusal("WEBVTT\n\n" + line * (MAX_CUES + 1)) == (
        "error.captions_many", 3 + 3 * MAX_CUES,
    )  # fmt: skip


@pytest.mark.parametrize(
    "bomb",
    [
        "<v" + " " * 500_000, "<v " * 200_000, "{\\" * 400_000, "<" * 900_000, "<b " * 200_000,
        "\u0301" * 300_000, "&" * 900_000, "1" * 900_000 + "-->", "0:" * 400_000 + "->",
        " " * 900_000 + "-->", "\n" * 900_000, "-->" * 200_000,
    ],
)  # fmt: skip
def test_u13_made_to_be_slow_files_are_not(bomb):
    for text in (srt(bomb), "WEBVTT\n\n00:01.000 --> 00:02.000\n" + bomb, bomb):
        assert outcome(text.encode()) is not None


@pytest.mark.parametrize("seed", range(300))
def test_u13_whatever_comes_is_in_order_or_refused_in_words(seed):
    """Generated damage: bytes torn, doubled, swapped; lines gone; halves of other encodings."""
    chance = random.Random(seed)
    data = bytearray(srt(*KOREAN, *WORDS["en"], *KOREAN).encode(
        chance.choice(["utf-8", "cp949", "utf-16", "utf-16-be"]), "replace"
    ))  # fmt: skip
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 30)]
            case 2:
                data[at:at] = data[: chance.randrange(60)]
            case 3:
                data[at:at] = chance.choice([b"\0", b"-->", b"\n", b"\r", b"\xff\xfe", b"<v x>"])
            case _:
                data.extend(data[at : at + 40])
    end = 0.0
    for cue in outcome(bytes(data), chance.choice(list(WORDS))):
        assert end <= cue["start"] < cue["end"]
        assert cue["text"].strip() == cue["text"] != ""
        assert "\0" not in cue["text"]
        assert "\n\n" not in cue["text"]
        end = cue["end"]
