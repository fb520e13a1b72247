"""The parts that chapters make of a video, run by the Node the pages are built with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lms_app.components.vendor.player_js import parts

NODE = Path(sys.prefix, "bin", "node")


def run(expression: str) -> object:
    script = parts.JS.replace("export ", "") + f"console.log(JSON.stringify({expression}) ?? null);"
    done = subprocess.run([NODE, "-"], input=script, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def parts_of(*chapters: tuple[int, str], duration: float = 60) -> list[tuple[float, float, str]]:
    rows = [{"start_seconds": start, "title": title} for start, title in chapters]
    found = run(f"partsOf({json.dumps(rows)}, {duration})")
    return [(part["start"], part["end"], part["title"]) for part in found]


def test_the_parts_follow_one_another_to_the_end():
    assert parts_of((0, "A"), (20, "B"), (50, "C")) == [(0, 20, "A"), (20, 50, "B"), (50, 60, "C")]


def test_what_comes_before_the_first_chapter_is_a_part_without_a_name():
    assert parts_of((5, "A")) == [(0, 5, ""), (5, 60, "A")]


def test_without_chapters_there_is_no_part():
    assert parts_of() == []


def test_what_begins_after_the_end_is_left_out():
    assert parts_of((0, "A"), (60, "B"), (90, "C")) == [(0, 60, "A")]
    assert parts_of((0, "A"), duration=0) == []


@pytest.mark.parametrize(("second", "title"), [(0, "A"), (19.9, "A"), (20, "B"), (99, "B")])
def test_a_second_is_in_the_last_part_that_has_begun(second, title):
    rows = '[{"start_seconds": 0, "title": "A"}, {"start_seconds": 20, "title": "B"}]'
    assert run(f"partAt(partsOf({rows}, 60), {second})")["title"] == title
