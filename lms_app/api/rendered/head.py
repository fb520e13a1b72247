"""What a page's head says to programs: description, link previews, languages, structured data."""

from __future__ import annotations

import json
from html import escape

from lms_app.core.page import PageHead

_LOCALES = {"ko": "ko_KR", "en": "en_US"}
_IMAGE = "/og.png"


def address_in(site_url: str, path: str, language: str, default: str) -> str:
    """The address of a page in one language; the site's own language needs no mark."""
    mark = "" if language == default else ("&" if "?" in path else "?") + f"lang={language}"
    return site_url + path + mark


def head_tags(head: PageHead, language: str, *, site_url: str, default_language: str) -> str:
    """Return the tags that the page's own components do not write."""
    if not head.is_indexed:
        return '<meta name="robots" content="noindex"/>' + (
            "".join(_preview(head, language, site_url, default_language))
            if head.has_preview
            else ""
        )
    tags = _preview(head, language, site_url, default_language)
    address = address_in(site_url, head.path, language, default_language)
    tags.append(f'<link rel="canonical" href="{escape(address)}"/>')
    for other in _LOCALES:
        href = escape(address_in(site_url, head.path, other, default_language))
        tags.append(f'<link rel="alternate" hreflang="{other}" href="{href}"/>')
    plain = escape(site_url + head.path)
    tags.append(f'<link rel="alternate" hreflang="x-default" href="{plain}"/>')
    tags += [
        f'<script type="application/ld+json">{as_data(json.dumps(x, ensure_ascii=False))}</script>'
        for x in head.structured
    ]
    return "".join(tags)


def _preview(head: PageHead, language: str, site_url: str, default_language: str) -> list[str]:
    """What a link to the page shows where it is sent (Open Graph)."""
    properties = {
        "og:title": head.title,
        "og:description": head.description,
        "og:type": head.kind,
        "og:url": address_in(site_url, head.path, language, default_language),
        "og:site_name": "Margin",
        "og:locale": _LOCALES[language],
        "og:image": site_url + (head.image or _IMAGE),
    }
    tags = [_property(name, value) for name, value in properties.items() if value]
    tags += [_property("og:locale:alternate", v) for k, v in _LOCALES.items() if k != language]
    return [*tags, '<meta name="twitter:card" content="summary_large_image"/>']


def title_tags(head: PageHead) -> str:
    """Title and description for a document whose components have not been rendered."""
    tags = f"<title>{escape(head.title)}</title>"
    if head.description:
        tags += f'<meta name="description" content="{escape(head.description)}"/>'
    return tags


def _property(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{escape(value)}"/>'


def as_data(text: str) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
