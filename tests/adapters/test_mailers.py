"""Mailers over a real SMTP server and a real database."""

import ssl
from uuid import uuid4

import pytest

from lms_app.adapters.local_inbox_mailer import LocalInboxMailer
from lms_app.adapters.smtp_mailer import SmtpMailer
from lms_app.core.config import SettingsError, load_settings
from lms_app.core.errors import PortUnavailable
from lms_app.core.smtp import smtp_settings
from lms_app.ports.mailer import Mail, MailRefused
from tests.adapters.mail_servers import MailServer, takes

SENDER = "Margin <no-reply@school.example>"


def a_mail(to: str = "sam@example.com", subject: str = "안녕하세요") -> Mail:
    return Mail(uuid4(), to, subject, "글 <b>\n", "<p>글 &lt;b&gt;</p>")


@pytest.fixture
def server():
    found = MailServer()
    found.start()
    yield found
    found.stop()


def mailer(url: str, timeout_seconds: int = 2) -> SmtpMailer:
    config = smtp_settings(url, SENDER, timeout_seconds)
    assert config
    return SmtpMailer(config)


def test_a_mail_arrives_as_text_and_html_under_its_own_name(server):
    mail = a_mail()
    mailer(server.url).send(mail)
    (got,) = server.postbox.mails
    assert (got["Subject"], got["To"], got["From"]) == ("안녕하세요", "sam@example.com", SENDER)
    assert got["Message-ID"] == f"<{mail.id}@school.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().strip() == "글 <b>"
    assert got.get_body(("html",)).get_content().strip() == "<p>글 &lt;b&gt;</p>"


@pytest.mark.parametrize("line", ["\r\nBcc: eve@example.com", "\nX-Evil: 1", "\x00\u2028y", "\r"])
def test_no_subject_makes_another_header(server, line):
    mailer(server.url).send(a_mail(subject=f"Hello{line}"))
    (got,) = server.postbox.mails
    assert got["Bcc"] is None
    assert got["X-Evil"] is None
    assert len(got["To"].addresses) == 1


@pytest.mark.parametrize(
    "to", ["a@b.com, eve@c.com", "a@b.com\r\nBcc: eve@c.com", "", "nobody", '"x@y" <a@b>, c@d.com']
)
def test_what_is_not_one_address_is_refused_for_good(server, site, to):
    with pytest.raises(MailRefused):
        mailer(server.url).send(a_mail(to=to))
    with pytest.raises(MailRefused):
        LocalInboxMailer(site.engine).send(a_mail(to=to))
    assert server.postbox.mails == []


@pytest.mark.parametrize(
    ("rcpt", "data", "expected"),
    [
        ("550 no such person", "", MailRefused),
        ("451 later", "", PortUnavailable),
        ("", "554 not that", MailRefused),
        ("", "452 full", PortUnavailable),
    ],
)
def test_5xx_is_for_good_and_4xx_for_now(server, rcpt, data, expected):
    server.postbox.rcpt_answer, server.postbox.data_answer = rcpt, data
    with pytest.raises(expected):
        mailer(server.url).send(a_mail())


def test_a_server_that_is_away_or_says_nothing_is_unavailable(server):
    import socket

    server.stop()
    with pytest.raises(PortUnavailable):
        mailer(server.url).send(a_mail())
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(PortUnavailable):
            mailer(f"smtp+insecure://127.0.0.1:{silent.getsockname()[1]}", 1).send(a_mail())


def test_a_wrong_password_waits_for_the_operator_and_loses_no_mail():
    server = MailServer(
        authenticator=takes(b"margin", b"p@ss word"), auth_required=True, auth_require_tls=False
    )
    server.start()
    try:
        at = f"127.0.0.1:{server.port}"
        with pytest.raises(PortUnavailable):
            mailer(f"smtp+insecure://margin:wrong@{at}").send(a_mail())
        right = mailer(f"smtp+insecure://margin:p%40ss%20word@{at}")
        right.greet()
        right.send(a_mail())
    finally:
        server.stop()
    assert len(server.postbox.mails) == 1


def test_without_starttls_nothing_is_said_and_a_strange_certificate_is_not_trusted(tmp_path):
    from tests.adapters.certificates import self_signed

    plain = MailServer()
    plain.start()
    certificate, key = self_signed(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secured = MailServer(tls_context=context)
    secured.start()
    try:
        for server in (plain, secured):
            with pytest.raises(PortUnavailable):
                mailer(f"smtp://127.0.0.1:{server.port}").send(a_mail())
            assert server.postbox.mails == []
    finally:
        plain.stop()
        secured.stop()


def test_starttls_with_a_trusted_certificate_is_used(tmp_path, monkeypatch):
    from tests.adapters.certificates import self_signed

    certificate, key = self_signed(tmp_path, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = MailServer(tls_context=context, require_starttls=True)
    server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    try:
        mailer(f"smtp://127.0.0.1:{server.port}").send(a_mail())
    finally:
        server.stop()
    assert len(server.postbox.mails) == 1


@pytest.mark.parametrize(
    "env",
    [
        {"SMTP_URL": "mail.example.org"},
        {"SMTP_URL": "http://mail.example.org"},
        {"SMTP_URL": "smtp://mail.example.org:port"},
        {"MAIL_FROM": "nobody"},
        {"MAIL_FROM": "a@b.com\r\nBcc: c@d.com"},
        {"DEV_MAIL": "1", "SITE_URL": "https://learn.example.org"},
        {"SMTP_TIMEOUT_SECONDS": "0"},
    ],
)
def test_settings_that_cannot_be_used_say_so(tmp_path, env):
    with pytest.raises(SettingsError):
        load_settings({"MARGIN_DATA_DIR": str(tmp_path), **env})


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({}, True),
        ({"DEMO": "0"}, False),
        ({"SITE_URL": "https://learn.example.org"}, False),
        ({"SMTP_URL": "smtp://mail.example.org"}, False),
        ({"DEMO": "0", "DEV_MAIL": "1"}, True),
    ],
)
def test_mails_are_shown_in_a_demo_on_this_machine_only(tmp_path, env, shown):
    assert load_settings({"MARGIN_DATA_DIR": str(tmp_path), **env}).dev_mail is shown


def test_the_senders_default_is_the_sites_own_host(tmp_path):
    given = {
        "MARGIN_DATA_DIR": str(tmp_path),
        "SITE_URL": "https://learn.example.org",
        "SMTP_URL": "smtps://name:p%40ss@mail.example.org",
    }
    config = load_settings(given).smtp
    assert config
    assert (config.sender, config.port, config.password, config.security) == (
        "Margin <no-reply@learn.example.org>",
        465,
        "p@ss",
        "tls",
    )
