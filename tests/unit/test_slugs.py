"""Titles as parts of addresses."""

import pytest

from lms_app.core.text import slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Café über Straße", "cafe-uber-strasse"),
        ("Ｆull ﬁne", "full-fine"),
        ("지도 읽기 1강!", "지도-읽기-1강"),
        ("각", "각"),  # syllables that arrive in pieces
        ("日本語", "course"),
    ],
)
def test_a_title_becomes_letters_and_hyphens(title, slug):
    assert slugify(title, "course") == slug
