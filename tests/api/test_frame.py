"""The frame around every answer: policy, language, one host, caching."""

import base64
import hashlib

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from lms_app.api.frame import SiteFrame
from lms_app.api.policy import content_policy
from lms_app.core.config import load_settings

HTML = '<html lang="ko"><head><script>let a=1</script><script src="/x.js"></script></head></html>'


@pytest.fixture
def frame(tmp_path):
    def make(host: str = "localhost:8000", **env: str) -> TestClient:
        inner = Starlette(
            routes=[
                Route("/", lambda _r: HTMLResponse(HTML)),
                Route("/about/", lambda _r: HTMLResponse(HTML)),
                Route(
                    "/assets/a.js", lambda _r: PlainTextResponse("1", media_type="text/javascript")
                ),
                Route("/api/x", lambda _r: PlainTextResponse("x")),
            ]
        )
        (tmp_path / "about").mkdir(exist_ok=True)
        (tmp_path / "about" / "index.html").write_text("x")
        config = load_settings({"MARGIN_DATA_DIR": str(tmp_path), **env})
        return TestClient(
            SiteFrame(inner, config, tmp_path), base_url=f"http://{host}", follow_redirects=False
        )

    return make


def test_a_page_allows_its_own_inline_script_and_no_other(frame):
    policy = frame().get("/").headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(b"let a=1").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "unsafe-eval" not in policy
    assert policy.count("'unsafe-inline'") == 1
    assert "style-src-attr 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_data_blocks_are_no_scripts():
    html = '<script type="application/ld+json">{"a":1}</script><script type="application/json">1</script>'
    assert "sha256" not in content_policy(html)


def test_an_external_store_is_the_one_other_host():
    policy = content_policy("", "https://media.example")
    assert policy.count("https://media.example") == 3


def test_the_address_chooses_and_stores_the_language(frame):
    answer = frame().get("/?lang=en")
    assert '<html lang="en"' in answer.text
    assert "lang=en; Path=/; Max-Age=31536000; SameSite=Lax" in answer.headers["set-cookie"]
    assert '<html lang="ko"' in frame().get("/").text
    assert '<html lang="en"' in frame().get("/", headers={"cookie": "lang=en"}).text
    assert '<html lang="en"' in frame(MARGIN_LANGUAGE="en").get("/").text


@pytest.mark.parametrize("value", ["de", "en-US", '"><script>', "", "ko;x"])
def test_other_languages_change_nothing(frame, value):
    answer = frame().get("/", params={"lang": value})
    assert '<html lang="ko"' in answer.text
    assert "set-cookie" not in answer.headers


def test_loopback_names_lead_to_the_sites_own(frame):
    answer = frame("127.0.0.1:8000").get("/courses?x=1")
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://localhost:8000/courses?x=1"
    assert frame("127.0.0.1:8000").get("/api/x").status_code == 200


def test_a_foreign_host_name_leads_nowhere(frame):
    assert frame("evil.example").get("/").status_code == 200


def test_a_page_answers_without_its_slash(frame):
    assert frame().get("/about").status_code == 200


@pytest.mark.parametrize(
    "path", ["/courses/" + "%EA%B0%80" * 100, "/" + "a" * 300, "/%00", "/%2e%2e/x"]
)
def test_no_path_is_too_long_or_too_odd(frame, tmp_path, path):
    (tmp_path / "courses").mkdir()
    assert frame().get(path).status_code == 404


@pytest.mark.parametrize("host", ["[", "[::1", "a:b:c", "", "x" * 300])
def test_no_host_is_too_odd(frame, host):
    assert frame().get("/", headers={"host": host}).status_code == 200


def test_built_files_are_kept_and_pages_are_not(frame):
    assert "immutable" in frame().get("/assets/a.js").headers["cache-control"]
    assert frame().get("/").headers["cache-control"] == "no-cache, private"


def test_https_sites_promise_to_stay_https(frame):
    headers = frame("x.example", SITE_URL="https://x.example").get("/").headers
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert "strict-transport-security" not in frame().get("/").headers


@pytest.mark.parametrize(
    "name", ["x-content-type-options", "referrer-policy", "permissions-policy"]
)
def test_every_answer_carries_the_headers(frame, name):
    for path in ("/", "/api/x", "/assets/a.js", "/nope"):
        assert name in frame().get(path).headers


@pytest.mark.parametrize(("headers", "is_let_in"), [({}, False), ({"origin": "null"}, True)])
def test_a_socket_says_where_it_was_opened(tmp_path, headers, is_let_in):
    # What it says is the framework's to judge; saying nothing would be judged by nobody.
    async def accept(websocket):
        await websocket.accept()
        await websocket.close()

    inner = Starlette(routes=[WebSocketRoute("/_event", accept)])
    config = load_settings({"MARGIN_DATA_DIR": str(tmp_path)})
    browser = TestClient(SiteFrame(inner, config, tmp_path))
    if is_let_in:
        with browser.websocket_connect("/_event", headers=headers):
            return
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        browser.websocket_connect("/_event", headers=headers),
    ):
        pass
    assert refused.value.code == 1008
