"""The route of pictures: who may send what, and what is served."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from lms_app.core import urls
from lms_app.services import user
from lms_app.services.user.pictures import MAX_BYTES
from tests.factories.people import Person, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site) -> Person:
    return person("Sam")


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, kind)
    return out.getvalue()


def test_a_picture_is_taken_and_served_from_its_own_address(sam):
    http = client(sam)
    sent = http.put(urls.API_AVATAR, content=picture(), headers={"content-type": "image/png"})
    assert sent.status_code == 200
    shown = client().get(sent.json()["url"])
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["cache-control"] == "public, max-age=86400, immutable"
    with Image.open(BytesIO(shown.content)) as made:
        assert made.size == (200, 200)
    assert sam.call(user.get_own_profile).avatar_url == sent.json()["url"]
    assert http.delete(urls.API_AVATAR).status_code == 204
    assert client().get(sent.json()["url"]).status_code == 404


def test_nobody_sends_a_picture_without_being_signed_in():
    assert client().put(urls.API_AVATAR, content=picture()).status_code == 401
    assert client().delete(urls.API_AVATAR).status_code == 401


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_change_the_picture(sam, headers):
    assert client(sam).put(urls.API_AVATAR, content=picture(), headers=headers).status_code == 403
    assert client(sam).delete(urls.API_AVATAR, headers=headers).status_code == 403
    assert sam.call(user.get_own_profile).avatar_url == ""


def test_what_is_no_picture_is_refused_in_words_at_the_field(sam):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for body in (svg, b"", b"GIF89a/*<script>*/", picture()[:40]):
        answer = client(sam).put(
            urls.API_AVATAR, content=body, headers={"content-type": "image/png"}
        )
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["avatar"])
        assert "svg" not in answer.text


def test_a_body_that_is_too_large_or_a_form_is_not_read(sam):
    http = client(sam)
    assert http.put(urls.API_AVATAR, content=b"\0" * (MAX_BYTES + 1)).status_code == 413
    form = http.put(urls.API_AVATAR, files={"file": ("a.png", picture(), "image/png")})
    assert form.status_code == 415
    # The room for pictures is theirs alone.
    other = http.post(urls.API_UPLOADS, content=b"\0" * (2 * 1024 * 1024))
    assert other.status_code == 413


@pytest.mark.parametrize("name", ["..%2f..%2fsecret", "x" * 32, "0" * 32, "%00", "a" * 300])
def test_no_other_file_is_served(name):
    assert client().get(f"/avatars/{name}.webp").status_code == 404


def test_sending_pictures_is_limited(sam, monkeypatch):
    monkeypatch.setattr("lms_app.services.user.avatars.PICTURES_PER_HOUR", 1)
    http = client(sam)
    assert http.put(urls.API_AVATAR, content=picture()).status_code == 200
    assert http.put(urls.API_AVATAR, content=picture()).status_code == 429
