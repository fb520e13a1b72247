"""A template and its parameters become subject, text and HTML.

Texts are filled once, so that braces, percent signs or markup inside a parameter stay what they
are; everything is escaped when it is put into HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from lms_app import i18n
from lms_app.core.text import one_line
from lms_app.services.notification.template import MailTemplate
from lms_app.services.notification.templates import TEMPLATES


@dataclass(frozen=True)
class RenderedMail:
    """One mail in one language."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Parts:
    language: str
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    action: str
    link: str
    note: str
    foot: str


def render_mail(
    name: str, language: str, params: Mapping[str, str], *, site_url: str
) -> RenderedMail:
    """Return the mail; links lead to `site_url`. Raises `KeyError` for an unknown template."""
    template = TEMPLATES[name]
    template.ensure_fits(params)
    given = {key: one_line(value) for key, value in params.items()}

    def text(part: str) -> str:
        return i18n.lookup(f"mail.{name}.{part}", language, **given)

    link = site_url + _path(template, given) if template.link else ""
    parts = _Parts(
        language="en" if language == "en" else "ko",
        title=text("title"),
        paragraphs=tuple(text("text").split("\n\n")),
        facts=tuple(
            (i18n.lookup(f"mail.fact.{key}", language), given[key]) for key in template.facts
        ),
        action=text("action") if link else "",
        link=link,
        note=text("note") if template.has_note else "",
        foot=i18n.lookup("mail.foot", language, site=site_url),
    )
    return RenderedMail(one_line(text("subject")), _plain(parts), _html(parts))


def _path(template: MailTemplate, params: Mapping[str, str]) -> str:
    path = template.link
    for key, value in params.items():
        path = path.replace(f"{{{key}}}", quote(value, safe=""))
    return path


def _plain(parts: _Parts) -> str:
    blocks = [parts.title, *parts.paragraphs]
    if parts.facts:
        blocks.append("\n".join(f"{label}: {value}" for label, value in parts.facts))
    if parts.link:
        blocks.append(f"{parts.action}:\n{parts.link}")
    if parts.note:
        blocks.append(parts.note)
    return "\n\n".join([*blocks, f"--\n{parts.foot}"]) + "\n"


# Mail programs know neither style sheets nor variables: the tokens of the light theme, written out.
_FONT = "'Margin Sans','Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',system-ui,sans-serif"
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" '
    'content="light"><title>{title}</title></head>'
    '<body style="margin:0;padding:32px 16px;background:#f8f9fb;color:#14171f;'
    'font:16px/1.65 {font}">'
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>'
    '<td align="center"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
    'style="max-width:520px"><tr><td style="padding:0 8px 16px;font-weight:700;font-size:18px">'
    'Margin</td></tr><tr><td style="padding:32px;background:#ffffff;border:1px solid #e3e6ec;'
    'border-radius:14px;word-break:keep-all;overflow-wrap:anywhere">{content}</td></tr><tr>'
    '<td style="padding:16px 8px;color:#5a6272;font-size:13px">{foot}</td></tr></table></td></tr>'
    "</table></body></html>\n"
)


def _html(parts: _Parts) -> str:
    rows = [
        f'<h1 style="margin:0 0 16px;font-size:22px;line-height:1.35">{escape(parts.title)}</h1>'
    ]
    rows += [f'<p style="margin:0 0 16px">{escape(text)}</p>' for text in parts.paragraphs]
    if parts.facts:
        rows.append(_fact_rows(parts))
    if parts.link:
        rows.append(_button(parts))
    if parts.note:
        rows.append(
            '<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid #e3e6ec;'
            f'color:#5a6272;font-size:14px">{escape(parts.note)}</p>'
        )
    return _PAGE.format(
        language=parts.language,
        title=escape(parts.title),
        font=_FONT,
        content="".join(rows),
        foot=escape(parts.foot),
    )


def _fact_rows(parts: _Parts) -> str:
    cells = "".join(
        f'<tr><td style="padding:4px 16px 4px 0;color:#5a6272;white-space:nowrap">{escape(label)}'
        f'</td><td style="padding:4px 0">{escape(value)}</td></tr>'
        for label, value in parts.facts
    )
    return f'<table role="presentation" style="margin:0 0 16px;font-size:15px">{cells}</table>'


def _button(parts: _Parts) -> str:
    link = escape(parts.link)
    return (
        f'<p style="margin:24px 0 12px"><a href="{link}" style="display:inline-block;'
        "padding:12px 22px;border-radius:10px;background:#14171f;color:#ffffff;"
        f'font-weight:600;text-decoration:none">{escape(parts.action)}</a></p>'
        f'<p style="margin:0;color:#5a6272;font-size:13px;overflow-wrap:anywhere">{link}</p>'
    )
