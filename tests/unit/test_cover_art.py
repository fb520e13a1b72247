"""Covers: the same input gives the same drawing, small, valid, and with colours that fit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lms_app.components import ground
from lms_app.services.course.cover_art import GROUNDS, MOTIFS, cover_svg, ground_index


@pytest.mark.parametrize("category", [*MOTIFS, "something-new"])
def test_a_cover_is_valid_small_and_always_the_same(category):
    drawn = cover_svg("react-19-deep", "React 19", category)
    assert drawn == cover_svg("react-19-deep", "React 19", category)
    assert len(drawn) < 6_000
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314  (our own text)
    assert "style=" not in drawn


def test_the_word_is_escaped_and_only_written_when_asked():
    assert "<text" not in cover_svg("a", "<b>&", "dev")
    assert "&lt;b&gt;&amp;" in cover_svg("a", "<b>&", "dev", with_word=True)


def test_every_ground_is_used_and_a_slug_in_hangul_has_one():
    found = {ground_index(f"course-{number}") for number in range(200)}
    assert found == set(range(len(GROUNDS)))
    assert ground_index("한글-타이포") in found


def test_the_browser_chooses_the_ground_by_the_same_sum(tmp_path):
    slugs = [f"slug-{number}" for number in range(50)] + ["한글", "react-19-deep", ""]
    cases = ",".join(str(ground.ground_class("", slug)) for slug in slugs)
    script = tmp_path / "sum.mjs"
    script.write_text(f"console.log(JSON.stringify([{cases}]))")
    node = shutil.which(
        "node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    said = subprocess.run([node, script], capture_output=True, text=True, check=True).stdout
    assert [int(number) for number in json.loads(said)] == [ground_index(slug) for slug in slugs]
