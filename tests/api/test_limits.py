"""Every route that costs something is asked so often from one address, and no more."""

import importlib
import pkgutil

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from lms_app import api
from lms_app.adapters.flood_limiter import FloodLimiter
from lms_app.api import site
from lms_app.api.app import build_api
from lms_app.api.limits import Limited
from lms_app.core.config import settings
from lms_app.core.session_cookie import LANGUAGE_COOKIE

# Cost nothing; go in company, with a bound of their own.
FREE = {"/robots.txt", "/healthz", "/api/progress"}


def _limits(route: APIRoute) -> list[Limited]:
    return [d.call for d in route.dependant.dependencies if isinstance(d.call, Limited)]


def test_every_route_has_a_limit():
    modules = [
        importlib.import_module(m.name) for m in pkgutil.iter_modules(api.__path__, "lms_app.api.")
    ]
    routers = [m.router for m in modules if hasattr(m, "router")]  # the store's: signed addresses
    routes = [r for router in routers for r in router.routes if isinstance(r, APIRoute)]
    assert [r.path for r in routes if not _limits(r) and r.path not in FREE] == []
    assert sum(bool(_limits(r)) for r in routes) > 12


@pytest.mark.usefixtures("site")
def test_a_flood_of_forms_comes_back_to_the_form_in_words(monkeypatch):
    monkeypatch.setattr(FloodLimiter, "hit", lambda *_: False)
    visitor = TestClient(build_api(), base_url=settings().site_url, follow_redirects=False)
    answer = visitor.post("/api/auth/sign-in", headers={"accept": "text/html"})
    assert answer.headers["location"] == "/login?error=error.rate_limited&seconds=60"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("lang", "words"), [("ko", "60초 뒤에"), ("en", "wait 60")])
def test_a_flood_is_refused_in_words_and_others_are_not(lang, words):
    def ask(host, times=1):
        visitor = TestClient(
            build_api(),
            base_url=settings().site_url,
            client=(host, 1),
            cookies={LANGUAGE_COOKIE: lang},
        )
        return [visitor.get("/sitemap.xml") for _ in range(times)]

    flood = ask(f"203.0.113.{lang}", site.MAPS_PER_MINUTE + 1)
    assert {answer.status_code for answer in flood[:-1]} == {200}
    assert flood[-1].status_code == 429
    assert words in flood[-1].json()["detail"]
    assert flood[-1].headers["retry-after"] == "60"
    assert ask(f"198.51.100.{lang}")[0].status_code == 200
