"""Every mail in both languages; what people typed stays text."""

from html.parser import HTMLParser

import pytest

from lms_app.services.notification import TEMPLATES, render_mail

SITE = "https://learn.example.org"
NASTY = [
    "{{7*7}}",
    "${7*7}",
    "%s %(name)s %d",
    "{name}{token}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "Sam\r\nBcc: eve@example.com",
    "\u2028\u0000\u0085",
    "{0}{",
]


class Reader(HTMLParser):
    """Collects text, tags and links."""

    def __init__(self):
        super().__init__()
        self.texts, self.tags, self.links = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data):
        self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@pytest.mark.parametrize("language", ["ko", "en", "", "fr"])
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_mail_can_be_written(name, language):
    template = TEMPLATES[name]
    mail = render_mail(name, language, template.example, site_url=SITE)
    assert mail.subject
    assert "\n" not in mail.subject
    found = read(mail.html)
    assert found.tags <= {
        "html", "head", "meta", "title", "body", "table", "tr", "td", "h1", "p", "a"
    }  # fmt: skip
    assert all(link.startswith(SITE + "/") for link in found.links)
    assert len(found.links) == bool(template.link)
    assert all(link in mail.text for link in found.links)
    assert "{" not in mail.text


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_what_people_typed_stays_what_it_is(name, nasty):
    example = TEMPLATES[name].example
    if not example:
        return
    mail = render_mail(name, "en", dict.fromkeys(example, nasty), site_url=SITE)
    assert "49" not in mail.subject + mail.text
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject + mail.text
    assert "<script" not in mail.html.lower()
    assert "<img" not in mail.html.lower()
    found = read(mail.html)
    assert found.tags.isdisjoint({"script", "img"})
    assert all(link.startswith(SITE + "/") for link in found.links)


def test_braces_in_a_name_are_shown_as_they_are():
    given = {"name": "{{7*7}} ${x} %s {token}", "token": "t"}
    mail = render_mail("password_reset", "en", given, site_url=SITE)
    assert given["name"] in mail.text
    assert given["name"] in "".join(read(mail.html).texts)


def test_a_token_is_encoded_in_its_link():
    given = {"name": "Sam", "token": "a&b=c d/../x#"}
    mail = render_mail("password_reset", "en", given, site_url=SITE)
    assert f"{SITE}/reset?token=a%26b%3Dc%20d%2F..%2Fx%23" in mail.text
