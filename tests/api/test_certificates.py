"""Certificates over HTTP: files for people, keys and the list for programs."""

import json

import pytest

from lms_app.core import urls
from lms_app.core.permissions import Role
from lms_app.services import enrollment
from tests.factories.certificates import articles, complete, issued
from tests.factories.people import as_system, instructor, person
from tests.factories.uploads import client
from tests.services.certificate.offline import opened

pytestmark = pytest.mark.usefixtures("site")
FILES = ("certificate.pdf", "certificate.jwt", "panel.svg", "qr.svg")


@pytest.fixture
def sam():
    return person("Sam")


@pytest.fixture
def code(sam):
    return issued(sam, articles(instructor("Ada"), "지도 <읽기>"))


def get(code, name):
    return client().get(urls.certificate_file(code, name))


def test_everything_of_it_is_there_for_anybody(code):
    kinds = [get(code, name) for name in FILES]
    assert [answer.status_code for answer in kinds] == [200] * 4
    pdf, signed, panel, qr = kinds
    assert pdf.content.startswith(b"%PDF-1.7")
    assert pdf.headers["content-disposition"] == f'attachment; filename="certificate-{code}.pdf"'
    assert pdf.headers["x-robots-tag"] == "noindex"
    assert panel.text.startswith("<svg")
    assert qr.text.startswith("<svg")
    keys = client().get(urls.CERTIFICATE_KEYS).json()
    said = opened(keys, signed.text, "margin-certificate+jws")
    assert (said["name"], said["course"]) == ("Sam", "지도 <읽기>")


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "%00", "..%2f..", "a" * 900])
@pytest.mark.parametrize("name", FILES)
def test_what_never_existed_is_not_found(name, code):
    assert client().get(f"/certificates/{code}/{name}").status_code == 404


def test_a_refund_shows_in_the_published_list_and_takes_the_pdf_away(sam):
    made = articles(instructor("Ada"))
    enrolled = complete(sam, made)
    from lms_app.services import certificate

    code = as_system(certificate.issue_certificate, enrolled)
    listed = client().get(urls.CERTIFICATE_REVOCATIONS)
    keys = client().get(urls.CERTIFICATE_KEYS).json()
    assert opened(keys, listed.text, "margin-revocations+jws")["revoked"] == {}
    root = person("Root", Role.admin)
    root.call(enrollment.revoke_enrollment, enrolled, reason="refunded")
    listed = client().get(urls.CERTIFICATE_REVOCATIONS)
    assert code in opened(keys, listed.text, "margin-revocations+jws")["revoked"]
    assert listed.headers["cache-control"] == "public, max-age=300"
    assert get(code, "certificate.pdf").status_code == 404
    assert get(code, "qr.svg").status_code == 200


def test_before_anything_was_issued_there_is_no_list_and_no_key():
    assert client().get(urls.CERTIFICATE_REVOCATIONS).status_code == 404
    assert client().get(urls.CERTIFICATE_KEYS).json() == {"keys": []}


def test_keys_are_public_halves(code):
    assert '"d"' not in json.dumps(client().get(urls.CERTIFICATE_KEYS).json())
