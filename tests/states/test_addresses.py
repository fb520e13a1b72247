"""Where a visitor is sent back to."""

from types import SimpleNamespace

import pytest

from lms_app.states.base import here


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/learn/maps", "", "/learn/maps"),
        ("/learn/maps", "l=80f4b446-319e", "/learn/maps?l=80f4b446-319e"),
        ("/courses", "q=a+b&sort=newest", "/courses?q=a%20b&sort=newest"),
        ("/courses", "q=%ED%95%9C", "/courses?q=%ED%95%9C"),
        ("/courses", "q=<script>", "/courses?q=%3Cscript%3E"),
        ("//evil.example", "a=1", "/"),
        ("/a b", "a=1", "/"),
        ("/courses", "q=" + "%20" * 700, "/courses"),
        ("/learn/" + "%EA%B0%80" * 100, "l=1", "/learn/" + "%EA%B0%80" * 100 + "?l=1"),
    ],
)
def test_an_own_address_keeps_its_query(path, query, address):
    assert here(SimpleNamespace(path=path, query=query)) == address
