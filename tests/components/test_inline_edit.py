"""Titles edited in place: what is too long is told where it is typed, and never cut off."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app import i18n
from lms_app.components.inline_edit import _LENGTH_JS, inline_add, inline_text
from lms_app.core.errors import InvalidInput
from lms_app.core.text import clean_line

NODE = Path(sys.prefix, "bin", "node")


def told(text: str) -> str:
    """What the browser says of a title."""
    words = i18n.pair("error.text_long")[1]
    arguments = ", ".join(json.dumps(value) for value in (text, 200, words))
    source = f"{_LENGTH_JS}\nconsole.log(JSON.stringify(tooLong({arguments})))"
    done = subprocess.run(
        [NODE, "-"], input=source, capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("text", "count"),
    [("x" * 200, 0), ("x" * 201, 201), ("가" * 200, 0), ("\u1100\u1161" * 200, 0),
     ("\U0001f469" * 200, 0), ("\U0001f469" * 1234, 1234), (" a " + " " * 300 + "b ", 0)],
)  # fmt: skip
def test_the_browser_counts_as_the_server_does(text, count):
    if count:
        words = i18n.lookup("error.text_long", "en", maximum=200, count=count)
        with pytest.raises(InvalidInput) as caught:
            clean_line(text, "title", maximum=200)
        assert i18n.lookup("error.text_long", "en", **caught.value.params) == words
    else:
        words = ""
        clean_line(text, "title", maximum=200)
    assert told(text) == words


def test_no_attribute_cuts_a_title_off():
    fields = (
        inline_text("Maps", label="Title", on_save=lambda _text: []),
        inline_add(label="New", placeholder="", action="Add", on_add=lambda _text, _kind: []),
    )
    for field in fields:
        props = " ".join(str(prop) for prop in field.render()["props"])
        assert "maxLength" not in props
        assert "maximum:200" in props
        assert "tooLongWords" in props
