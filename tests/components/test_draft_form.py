"""The draft of a long form where it is plain data, run by the Node it is built with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.components.draft_form import _DRAFT_JS

NODE = Path(sys.prefix, "bin", "node")


def typed_fields(kept: object, saved: int = 0) -> dict[str, str]:
    source = _DRAFT_JS.split("function MarginDraft", maxsplit=1)[0]
    call = f"console.log(JSON.stringify(typedFields({json.dumps(kept)}, {saved})))"
    done = subprocess.run(
        [NODE, "-"], input=source + call, capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


def test_only_what_was_typed_comes_back():
    kept = {
        "base": {"title": "Maps", "subtitle": "Old"},
        "now": {"title": "Maps!", "subtitle": "Old"},
    }
    assert typed_fields(kept) == {"title": "Maps!"}


def test_an_emptied_field_stays_empty():
    assert typed_fields({"base": {"title": "Maps"}, "now": {"title": ""}}) == {"title": ""}


@pytest.mark.parametrize(("saved", "back"), [(2, {"title": " Maps "}), (3, {})])
def test_what_was_sent_comes_back_unless_it_was_saved(saved, back):
    kept = {"base": {"title": ""}, "now": {"title": " Maps "}, "sentAt": 2}
    assert typed_fields(kept, saved) == back


@pytest.mark.parametrize("kept", [None, 7, "x", {}, {"title": "of an earlier version"}])
def test_what_is_no_draft_brings_nothing(kept):
    assert typed_fields(kept) == {}
