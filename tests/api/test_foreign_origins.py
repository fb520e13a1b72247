"""T08: no route that heeds a cookie and changes something does so for another site's page."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from lms_app.api.app import build_api
from lms_app.core import urls
from tests.factories.people import person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")
SAFE = {"GET", "HEAD", "OPTIONS"}
FOREIGN = [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:9999"},
    {"origin": "http://localhost.evil.example:8000"}, {"origin": "https://localhost:8000"},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
]  # fmt: skip


def changing() -> list[tuple[str, str]]:
    """Every route that is not only read, but those whose requests are signed and the API's."""
    return sorted(
        (method, route.path)
        for route in _flat(build_api().routes)
        if not route.path.startswith((urls.STORE, urls.API_V1))
        for method in route.methods - SAFE
    )


def _flat(routes):
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()


def test_there_are_such_routes():
    assert len(changing()) >= 8


@pytest.mark.parametrize(("method", "path"), changing())
def test_a_page_of_another_site_changes_nothing(method, path):
    some = "00000000-0000-0000-0000-000000000000"
    address = "/".join(some if part.startswith("{") else part for part in path.split("/"))
    http = client(person("Sam"))
    for headers in FOREIGN:
        answer = http.request(method, address, headers=headers, follow_redirects=False)
        assert answer.status_code == 403, (headers, answer.status_code)
        assert "set-cookie" not in answer.headers
