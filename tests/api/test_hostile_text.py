"""What somebody typed is text wherever it is told: in mails, copies, maps, answers to programs.

Pages have the same in a browser (`tests/e2e/test_hostile_text.py`).
"""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.smtp_mailer import SmtpMailer
from lms_app.core import config
from lms_app.core.errors import InvalidInput
from lms_app.core.smtp import smtp_settings
from lms_app.services import privacy, user
from tests.adapters.mail_servers import MailServer
from tests.api.v1.client import Program, tokens_for, with_key
from tests.factories import hostile
from tests.factories.applicants import apply
from tests.factories.mails import deliver
from tests.factories.people import as_system, person
from tests.factories.uploads import client

HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
}  # fmt: skip
EXPORT_TAGS = set(
    "html meta title style div span h1 h2 p nav a section dl dt dd table thead tbody tr th td".split()
)


@pytest.fixture(params=hostile.HOSTILE, ids=["tags", "ends", "fills"])
def school(site, request) -> hostile.HostileSchool:
    return hostile.build(request.param, "x")


@pytest.fixture
def postbox(site, monkeypatch):
    """A real mail server that the site hands its mails to."""
    server = MailServer()
    mailer = SmtpMailer(smtp_settings(server.url, "Margin <no-reply@school.example>", 2))
    wired = dataclasses.replace(site, mailer=mailer)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    server.start()
    yield server.postbox
    server.stop()


def test_mails_have_their_own_headers_and_one_recipient(postbox, school):
    deliver()
    people = {school.teacher.email, school.applicant.email, school.admin.email}
    assert len(postbox.mails) >= 5
    for mail in postbox.mails:
        assert {name.lower() for name in mail} == HEADERS
        (to,) = mail["to"].addresses
        assert to.addr_spec in people
        assert mail["from"] == "Margin <no-reply@school.example>"
        text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert "49" not in mail["subject"]
        assert not any(line.lower().startswith("bcc:") for line in text.splitlines())
        read = hostile.read(html)
        assert read.trouble == []
        if school.name in text:
            assert school.name in "".join(read.texts)
    told = "\n".join(mail.get_body(("plain",)).get_content() for mail in postbox.mails)
    reason = hostile.one_line(school.text)
    for wanted in (school.name, reason):
        assert told.count(wanted) >= 4


def test_mails_lie_harmless_in_the_local_inbox(school, monkeypatch):
    shown = dataclasses.replace(config.settings(), dev_mail=True)
    monkeypatch.setattr("lms_app.api.dev_mail.settings", lambda: shown)
    deliver()
    with composition.implementations().engine.begin() as connection:
        # No subject of today has a word of somebody's; one of tomorrow might.
        connection.execute(sa.text("UPDATE local_mail SET subject = :text"), {"text": school.text})
        ids = [str(x) for x in connection.execute(sa.text("SELECT id FROM local_mail")).scalars()]
    assert len(ids) >= 5
    visitor = client()
    for mail_id in ids:
        for path in (f"/dev/inbox?mail={mail_id}", f"/dev/inbox/{mail_id}/body"):
            answer = visitor.get(path)
            assert answer.status_code == 200
            read = hostile.read(answer.text)
            assert read.trouble == []
            assert path.endswith("body") or hostile.one_line("".join(read.texts)).count(
                hostile.one_line(school.text)
            ) >= len(ids)
            assert "script-src" not in answer.headers["content-security-policy"]
    named = visitor.get("/dev/inbox", params={"to": school.text})
    assert hostile.read(named.text).trouble == []


def test_a_copy_of_ones_data_shows_it_as_text(site, school):
    for who in (school.teacher, school.applicant, school.admin):
        export = who.call(privacy.request_export)
        as_system(privacy.build_export, UUID(export))
        packed = site.objects.get_bytes(who.call(privacy.find_export, UUID(export)))
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            page = hostile.read(archive.read("index.html").decode())
            assert page.trouble == []
            assert page.tags <= EXPORT_TAGS
            assert school.name in "".join(page.texts)
            (account,) = json.loads(archive.read("data/user_account.json"))
            assert account["display_name"] == school.name
            names = archive.namelist()
        assert not any(".." in name or name.startswith("/") for name in names)


def test_programs_get_it_word_for_word_and_as_data(school):
    made = school.course
    taught = ("/courses", f"/courses/{made.slug}", "/me", "/me/profile", "/teaching/courses",
              f"/teaching/courses/{made.id}")  # fmt: skip
    scopes = ("account:read", "course:edit")
    answers = [with_key(school.teacher, *scopes).get(path) for path in taught]
    opened = as_system(tokens_for, user_id=school.applicant.id, user_agent=school.text)
    own = Program(opened.access_token)
    answers += [own.get(path) for path in ("/me", "/me/profile", "/keys", "/sessions")]
    for answer in answers:
        assert answer.status_code == 200, answer.url
        assert answer.headers["content-type"].startswith("application/json")
        is_told = json.dumps(school.name, ensure_ascii=False)[1:60] in answer.text
        assert is_told is not answer.url.path.endswith("/sessions")
        for html in _values_of(answer.json(), "_html"):
            assert hostile.read(html).trouble == []
    for params in ({"q": school.text}, {"sort": school.text}, {"cursor": school.text}):
        assert "json" in own.get("/courses", params=params).headers["content-type"]


def _values_of(value, ending: str):
    """Every text below a key with this ending."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key.endswith(ending) and isinstance(one, str):
                yield one
            yield from _values_of(one, ending)
    elif isinstance(value, list):
        for one in value:
            yield from _values_of(one, ending)


def test_map_and_cover_stay_what_they_are(school):
    visitor = client()
    ET.fromstring(visitor.get("/sitemap.xml").text)  # noqa: S314  (our own)
    cover = visitor.get(f"/covers/{school.course.slug}.svg")
    drawn = ET.fromstring(cover.text)  # noqa: S314
    for element in drawn.iter():
        assert element.tag.rpartition("}")[2] not in {"script", "foreignObject", "iframe", "a"}
        assert not any(name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize(
    "address",
    ['"x@y" <a@b.example>', "a@b.example\r\nBcc: eve@evil.example", "a@b.example, c@d.example",
     "<script>@b.example", "a@b.example\0", "Sam <a@b.example>", "a@b.\u2028example"],
)  # fmt: skip
def test_an_address_is_one_address_or_none(site, address):
    with pytest.raises(InvalidInput):
        apply(address)
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM mail_message")).scalar() == 0


def test_a_new_line_in_a_name_is_a_space(site):
    sam = person("Sam")
    sam.call(user.update_own_profile, display_name="Sam\r\nBcc: eve@evil.example")
    assert sam.call(user.get_own_profile).display_name == "Sam Bcc: eve@evil.example"
