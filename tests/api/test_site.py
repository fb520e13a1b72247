"""What programs ask a site for: robots and the map."""

import re
import time
from xml.etree import ElementTree as ET

import pytest

from lms_app.api.site import MAP_SECONDS
from lms_app.core.config import settings
from tests.factories.courses import draft, published
from tests.factories.people import instructor
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


def test_the_map_names_every_public_page_in_both_languages_and_no_draft():
    ada = instructor("Ada")
    shown, hidden = published(ada, "Reading maps"), draft(ada, "Not yet")
    instructor("Ben")
    answer = client().get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    ET.fromstring(answer.text)  # noqa: S314  (our own)
    places = re.findall(r"<loc>(.*?)</loc>", answer.text)
    site = settings().site_url
    assert {f"{site}/", f"{site}/courses", f"{site}/courses/{shown.slug}"} <= set(places)
    assert f'hreflang="en" href="{site}/courses/{shown.slug}?lang=en"' in answer.text
    assert hidden.slug not in answer.text
    assert f"{site}/instructors/ada-teaches" in places
    assert "ben-teaches" not in answer.text


def test_the_map_is_made_once_a_minute(monkeypatch):
    ada, visitor = instructor("Ada"), client()
    first = visitor.get("/sitemap.xml")
    late = published(ada, "Reading maps")
    assert first.headers["cache-control"] == f"public, max-age={MAP_SECONDS}"
    assert visitor.get("/sitemap.xml").text == first.text
    later = time.monotonic() + MAP_SECONDS
    monkeypatch.setattr("lms_app.api.site.time.monotonic", lambda: later)
    assert late.slug in visitor.get("/sitemap.xml").text


def test_robots_lead_to_the_map_and_close_workplaces():
    text = client().get("/robots.txt").text
    assert f"Sitemap: {settings().site_url}/sitemap.xml" in text
    assert "Disallow: /admin" in text
    assert "Disallow: /instructor\n" not in text
    assert "Disallow: /instructor/\n" in text
