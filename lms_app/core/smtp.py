"""Where mail is handed over, from one address: `smtp://user:password@mail.example.org:587`."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class SmtpSettings:
    """A mail server. `security` is `starttls` (refused without it), `tls` from the first byte, or
    `none`; `timeout_seconds` bounds every wait."""

    host: str
    port: int
    username: str
    password: str
    security: str
    timeout_seconds: int
    sender: str


def smtp_settings(url: str, sender: str, timeout_seconds: int) -> SmtpSettings | None:
    """Read `SMTP_URL`; None when it is empty. Raises `ValueError` with one line.

    `smtp://` asks for STARTTLS (`smtp+insecure://` goes without, for a server on this machine),
    `smtps://` speaks TLS from the start. Name and password are percent-encoded.
    """
    if not url:
        return None
    parts = urlsplit(url)
    scheme, _, mode = parts.scheme.partition("+")
    if scheme not in _PORTS or mode not in {"", "insecure"} or not parts.hostname:
        raise ValueError("SMTP_URL must look like smtp://user:password@mail.example.org:587")
    security = "tls" if scheme == "smtps" else "none" if mode else "starttls"
    try:
        port = parts.port or _PORTS[scheme]
    except ValueError as error:
        raise ValueError("SMTP_URL names no usable port") from error
    return SmtpSettings(
        host=parts.hostname,
        port=port,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
        timeout_seconds=timeout_seconds,
        sender=sender,
    )


def mail_sender(given: str, site_host: str) -> str:
    """Return `MAIL_FROM`, or no-reply at the site's own host. Raises `ValueError` with one line."""
    if not given:
        domain = site_host if "." in site_host else "localhost"
        return f"Margin <no-reply@{domain}>"
    name, address = parseaddr(given)
    try:
        Address(addr_spec=address)
    except Exception as error:
        raise ValueError(f"MAIL_FROM is no address: {given!r}") from error
    if "@" not in address or any(letter in given for letter in "\r\n"):
        raise ValueError(f"MAIL_FROM is no address: {given!r}")
    return f"{name} <{address}>" if name else address
