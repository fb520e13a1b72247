"""The public page of a certificate as it is first sent, and what a program reads of it."""

import asyncio
import json

import pytest

from lms_app.api.rendered.head import head_tags
from lms_app.core import urls
from lms_app.core.page import Visit
from lms_app.core.permissions import Role
from lms_app.services import enrollment
from lms_app.states.portal.first_html import FirstHtml
from tests.factories.certificates import articles, issued
from tests.factories.people import instructor, person

pytestmark = pytest.mark.usefixtures("site")
SITE = "https://margin.example"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def sam():
    return person("Sam")


def first(code, language="ko"):
    source = FirstHtml([urls.CERTIFICATE_PAGE])
    path = f"/certificates/{code}"
    return asyncio.run(source.content(Visit(path, "", language)))


def values(content):
    return next(v for k, v in json.loads(content.state).items() if "certificate_page" in k)


def tags(content):
    return head_tags(content.head, "ko", site_url=SITE, default_language="ko")


def test_it_says_all_without_scripts_and_is_neither_kept_nor_listed(sam):
    content = first(issued(sam, articles(instructor("Ada"), "지도")))
    found = {k.removesuffix("_rx_state_"): v for k, v in values(content).items()}
    assert (found["name"], found["course_title"], found["status"]) == ("Sam", "지도", "valid")
    assert (content.status, content.is_kept) == (200, False)
    assert content.head.title == "Sam 님의 수료증 · Margin"
    assert 'name="robots" content="noindex"' in tags(content)
    assert 'property="og:title" content="Sam 님의 수료증 · Margin"' in tags(content)
    assert "canonical" not in tags(content)
    assert sam.email not in content.state
    assert str(sam.id) not in content.state


def test_another_spelling_leads_to_its_address(sam):
    code = issued(sam, articles(instructor("Ada")))
    content = first(code.lower().replace("-", ""))
    assert (content.status, content.location) == (301, urls.certificate(code))


def test_a_revoked_one_says_so_at_once(sam):
    from tests.services.certificate.test_issuing import enrollments

    code = issued(sam, articles(instructor("Ada")))
    (enrolled,) = enrollments(sam)
    root = person("Root", Role.admin)
    root.call(enrollment.revoke_enrollment, enrolled, reason="refunded")
    found = {k.removesuffix("_rx_state_"): v for k, v in values(first(code)).items()}
    assert (found["status"], found["reason"]) == ("revoked", "enrollment")


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "%2e%2e", "a" * 3000, "\0"])
def test_what_never_existed_is_a_page_that_is_not_there(code):
    content = first(code)
    assert content.status == 404
    assert "og:title" not in tags(content)


def test_x01_hostile_words_stay_words(sam):
    sam.call(_rename(), display_name=HOSTILE)
    content = first(issued(sam, articles(instructor("Ada"), f"{HOSTILE}&\"'")))
    assert "<script>" not in tags(content).replace('<script type="application/', "")


def _rename():
    from lms_app.services import user

    return user.update_own_profile
