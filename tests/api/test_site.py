"""What programs ask a site for: robots and the map."""

import re
from xml.etree import ElementTree as ET

import pytest

from lms_app.core.config import settings
from tests.factories.courses import draft, published
from tests.factories.people import instructor
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


def test_the_map_names_every_public_page_in_both_languages_and_no_draft():
    ada = instructor("Ada")
    shown, hidden = published(ada, "Reading maps"), draft(ada, "Not yet")
    answer = client().get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    ET.fromstring(answer.text)  # noqa: S314  (our own)
    places = re.findall(r"<loc>(.*?)</loc>", answer.text)
    site = settings().site_url
    assert {f"{site}/", f"{site}/courses", f"{site}/courses/{shown.slug}"} <= set(places)
    assert f'hreflang="en" href="{site}/courses/{shown.slug}?lang=en"' in answer.text
    assert hidden.slug not in answer.text


def test_robots_lead_to_the_map_and_close_workplaces():
    text = client().get("/robots.txt").text
    assert f"Sitemap: {settings().site_url}/sitemap.xml" in text
    assert "Disallow: /admin" in text
