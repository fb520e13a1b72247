"""The catalogue's address is its state."""

from __future__ import annotations

import pytest

from lms_app.states.portal.catalog import Query


def test_choices_are_switched_on_and_off_and_the_page_starts_over():
    query = Query.parse("category=dev&page=3")
    both = query.toggled("category", "data")
    assert both.href == "/courses?category=dev&category=data"
    assert both.toggled("category", "dev").href == "/courses?category=data"
    assert both.toggled("category", "dev").toggled("category", "data").href == "/courses"


def test_what_is_not_ours_is_dropped():
    query = Query.parse("utm_source=x&q=sql&category=&lang=en&q=sql")
    assert query.href == "/courses?q=sql"
    assert query.filter().text == "sql"


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("sort=zzz1", "/courses"),
        ("level=any&length=none&language=xx", "/courses"),
        ("category=A%20b&category=" + "x" * 41, "/courses"),
        ("page=1", "/courses"),
        ("page=0007", "/courses?page=7"),
        ("page=%D9%A3", "/courses"),
        ("page=2&page=3", "/courses?page=2"),
        ("sort=title&sort=newest&q=a&q=b", "/courses?sort=title&q=a"),
        ("level=beginner&level=advanced&level=beginner", "/courses?level=beginner&level=advanced"),
    ],
)
def test_what_says_nothing_or_the_same_again_has_no_address_of_its_own(typed, href):
    assert Query.parse(typed).href == href


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", "²", ""])
def test_a_page_that_is_none_is_the_first_or_the_last(page):
    assert 1 <= Query.parse(f"page={page}").filter().page.number <= 10_000


def test_words_are_cut_and_kept_as_typed():
    query = Query.parse("q=" + "%EA%B0%80" * 300)
    assert query.one("q") == "가" * len(query.one("q"))
    assert len(query.one("q")) <= 100
    assert Query.parse("q=a%26b%3Cc").href == "/courses?q=a%26b%3Cc"
