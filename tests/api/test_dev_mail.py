"""The local inbox: there in development, nowhere else, and harmless whatever a mail holds."""

import dataclasses

import pytest

from lms_app.core import config
from tests.factories.applicants import apply
from tests.factories.mails import deliver
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")
PATHS = ["/dev/inbox", "/dev/mails", "/dev/mails/password_reset/body"]


@pytest.fixture
def shown(monkeypatch):
    def show(value: bool) -> None:
        known = dataclasses.replace(config.settings(), dev_mail=value)
        monkeypatch.setattr("lms_app.api.dev_mail.settings", lambda: known)

    return show


@pytest.mark.parametrize("path", PATHS)
def test_it_is_not_there_unless_it_is_switched_on(shown, path):
    shown(False)
    assert client().get(path).status_code == 404
    shown(True)
    assert client().get(path).status_code == 200


def test_the_newest_mail_is_open_in_a_frame_that_runs_nothing(shown):
    shown(True)
    assert client().get("/dev/inbox").headers["refresh"] == "2"
    apply("sam@example.com")
    apply("kim@example.com")
    deliver()
    page = client().get("/dev/inbox")
    assert "refresh" not in page.headers
    assert page.text.count("mailbox-row") == 2
    assert page.headers["cache-control"] == "no-store"
    assert "script" not in page.headers["content-security-policy"]
    source = page.text.split('src="')[1].split('"')[0]
    body = client().get(source)
    assert '<base target="_top">' in body.text
    policy = body.headers["content-security-policy"]
    assert "sandbox allow-same-origin allow-top-navigation-by-user-activation" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    only = client().get("/dev/inbox?to=kim@example.com")
    assert only.text.count("mailbox-row") == 1


@pytest.mark.parametrize("mail", ["x", "00000000-0000-0000-0000-000000000000", "'><script>"])
def test_a_mail_that_is_none_is_not_found(shown, mail):
    shown(True)
    answer = client().get("/dev/inbox", params={"mail": mail})
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_every_template_has_its_place(shown):
    from lms_app.services.notification import TEMPLATES

    shown(True)
    page = client().get("/dev/mails").text
    assert all(f"name={name}" in page for name in TEMPLATES)
    assert client().get("/dev/mails/none/body").status_code == 404
    assert client().get("/dev/mails?name=none").status_code == 200
