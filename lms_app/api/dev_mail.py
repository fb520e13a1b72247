"""The local inbox and the mail templates, for development: 404 unless `DEV_MAIL` is on.

Plain documents without scripts: they weigh nothing on the site's own pages. A mail is shown in a
frame that can run nothing and load nothing.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from lms_app import composition, i18n
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.actor import SystemCredential
from lms_app.core.config import settings
from lms_app.core.errors import NotFound
from lms_app.core.use_case import UseCase
from lms_app.services import notification

_WAIT_SECONDS = 2
_STYLES = ("fonts", "tokens", "base", "kit", "mailbox")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
_MAIL_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'; "
    "sandbox allow-same-origin allow-top-navigation-by-user-activation"
)


def _for_development() -> None:
    if not settings().dev_mail:
        raise NotFound


router = APIRouter(
    dependencies=[Depends(_for_development), Depends(Limited("dev-mail", 600))],
    include_in_schema=False,
)


async def _ask(use_case: UseCase[Any], *args: Any, **kwargs: Any) -> Any:
    me = SystemCredential("dev-mail")
    return await composition.in_thread(composition.call, use_case, *args, credential=me, **kwargs)


@router.get(urls.DEV_INBOX)
async def inbox(request: Request, mail: str = "", to: str = "") -> HTMLResponse:
    """The newest mails, and one of them opened."""
    words = _Words(request)
    found = await _ask(notification.list_local_mails, to=to[:254])
    chosen = mail or (found.rows[0].id if found.rows else "")
    listed = "".join(_row(words, row, to, is_open=row.id == chosen) for row in found.rows)
    waits = bool(found.waiting) or not found.rows
    note = words("inbox.waiting", count=found.waiting) if found.waiting else ""
    if not found.rows:
        listed = f'<p class="mailbox-empty">{words("inbox.empty")}</p>'
    opened = _opened(words, await _ask(notification.get_local_mail, _id(chosen))) if chosen else ""
    body = (
        f'<p class="ink-2">{words("inbox.lead")}</p>'
        f'<p class="small muted" role="status">{note}</p>'
        f'<div class="mailbox"><nav class="mailbox-list" aria-label="{words("inbox.title")}">'
        f"{listed}</nav>{opened}</div>"
    )
    answer = _document(words, "inbox.title", body, here=urls.DEV_INBOX)
    if waits:
        answer.headers["Refresh"] = str(_WAIT_SECONDS)
    return answer


@router.get(urls.DEV_INBOX + "/{mail_id}/body")
async def mail_body(mail_id: UUID) -> HTMLResponse:
    """The HTML of a mail, for the frame."""
    found = await _ask(notification.get_local_mail, mail_id)
    return _in_frame(found.html)


@router.get(urls.DEV_MAILS)
async def templates(request: Request, name: str = "") -> HTMLResponse:
    """Every template with its example, and one of them opened."""
    words = _Words(request)
    names = sorted(notification.TEMPLATES)
    chosen = name if name in notification.TEMPLATES else names[0]
    rows = []
    for each in names:
        mark = ' aria-current="page"' if each == chosen else ""
        subject = escape(_preview(each, words.language).subject)
        rows.append(
            f'<a class="mailbox-row" href="{urls.DEV_MAILS}?name={each}"{mark}>'
            f'<span class="strong">{subject}</span><span class="small muted">{each}</span></a>'
        )
    shown = _preview(chosen, words.language)
    body = (
        f'<p class="ink-2">{words("inbox.templates_lead")}</p>'
        f'<div class="mailbox"><nav class="mailbox-list" '
        f'aria-label="{words("inbox.templates")}">{"".join(rows)}</nav>'
        + _mail(words, shown.subject, "", f"{urls.DEV_MAILS}/{chosen}/body", shown.text)
        + "</div>"
    )
    return _document(words, "inbox.templates", body, here=f"{urls.DEV_MAILS}?name={chosen}")


@router.get(urls.DEV_MAILS + "/{name}/body")
async def template_body(request: Request, name: str) -> HTMLResponse:
    """The HTML of a template with its example, for the frame."""
    if name not in notification.TEMPLATES:
        raise NotFound
    return _in_frame(_preview(name, _Words(request).language).html)


class _Words:
    """The visitor's language; texts come out escaped."""

    def __init__(self, request: Request) -> None:
        self.language = str(request.scope.get("margin.language") or settings().language)

    def __call__(self, key: str, **params: object) -> str:
        return escape(i18n.lookup(key, self.language, **params))


def _preview(name: str, language: str) -> notification.RenderedMail:
    example = notification.TEMPLATES[name].example
    return notification.render_mail(name, language, example, site_url=settings().site_url)


def _row(words: _Words, row: notification.InboxRow, to: str, *, is_open: bool) -> str:
    at = i18n.date_time(datetime.fromisoformat(row.sent_at), words.language)
    mark = ' aria-current="page"' if is_open else ""
    kept = f"&amp;to={quote(to)}" if to else ""
    return (
        f'<a class="mailbox-row" href="{urls.DEV_INBOX}?mail={row.id}{kept}"{mark}>'
        f'<span class="strong">{escape(row.subject)}</span>'
        f'<span class="small muted">{escape(row.to_address)} · {escape(at)}</span></a>'
    )


def _opened(words: _Words, mail: notification.InboxMail) -> str:
    source = f"{urls.DEV_INBOX}/{mail.id}/body"
    return _mail(words, mail.subject, mail.to_address, source, mail.text)


def _mail(words: _Words, subject: str, to: str, source: str, text: str) -> str:
    recipient = f'<p class="small muted">{words("inbox.to")}: {escape(to)}</p>' if to else ""
    return (
        f'<article class="mailbox-mail"><h2>{escape(subject)}</h2>{recipient}'
        f'<iframe class="mailbox-frame" src="{source}" title="{escape(subject)}" '
        'sandbox="allow-same-origin allow-top-navigation-by-user-activation"></iframe>'
        f"<details><summary>{words('inbox.as_text')}</summary>"
        f'<pre class="mailbox-text">{escape(text)}</pre></details></article>'
    )


def _document(words: _Words, title: str, body: str, *, here: str) -> HTMLResponse:
    other = "ko" if words.language == "en" else "en"
    mark = "&amp;" if "?" in here else "?"
    styles = "".join(f'<link rel="stylesheet" href="/{name}.css">' for name in _STYLES)
    html = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{words(title)} · Margin</title>{styles}</head>"
        f'<body class="mailbox-page"><header class="mailbox-head"><h1>{words(title)}</h1><nav>'
        f'<a class="link" href="{urls.DEV_INBOX}">{words("inbox.title")}</a>'
        f'<a class="link" href="{urls.DEV_MAILS}">{words("inbox.templates")}</a>'
        f'<a class="link" href="{escape(here)}{mark}lang={other}" lang="{other}">'
        f"{words('inbox.switch_language')}</a>"
        f'<a class="link" href="{urls.HOME}">{words("inbox.site")}</a></nav></header>'
        f"<main>{body}</main></body></html>"
    )
    return _kept_by_nobody(html, _PAGE_POLICY)


def _in_frame(html: str) -> HTMLResponse:
    """A mail's own document; its links open outside of the frame. It may have the site's type: no
    script of it runs, so that being of the same origin gives it nothing else."""
    ours = '<head><base target="_top"><link rel="stylesheet" href="/fonts.css">'
    return _kept_by_nobody(html.replace("<head>", ours, 1), _MAIL_POLICY)


def _kept_by_nobody(html: str, policy: str) -> HTMLResponse:
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error
