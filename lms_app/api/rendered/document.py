"""Puts a document together: the rendered page or, without a renderer, the shell; head and data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms_app.api.policy import content_policy
from lms_app.api.rendered.head import as_data, head_tags, title_tags
from lms_app.core.page import PageContent

# Reflex writes a picture's path where programs want its whole address; ours stands in the head.
_PATH_AS_IMAGE = re.compile(r'<meta content="/[^"]*" property="og:image"/>')
_HTML_LANG = re.compile(r'<html lang="\w+"')


@dataclass(frozen=True)
class Document:
    """A finished document with the policy that fits it."""

    status: int
    html: str
    policy: str
    location: str = ""


@dataclass(frozen=True)
class Frame:
    """What every document of this site has in common."""

    site_url: str
    default_language: str
    store_origin: str

    def moved(self, content: PageContent, query: str) -> Document:
        """A page that has another address now; what was asked of it goes along."""
        location = f"{content.location}?{query}" if query else content.location
        return Document(content.status, "", content_policy("", self.store_origin), location)

    def rendered(self, html: str, content: PageContent, language: str) -> Document:
        """A page that the renderer has made."""
        return self._finish(html, content, language, "")

    def shell(self, html: str, content: PageContent, language: str) -> Document:
        """The empty document that scripts fill; programs find title, description and data."""
        return self._finish(html, content, language, title_tags(content.head))

    def _finish(self, html: str, content: PageContent, language: str, titles: str) -> Document:
        tags = head_tags(
            content.head,
            language,
            site_url=self.site_url,
            default_language=self.default_language,
        )
        state = (
            f'<script type="application/json" id="margin-state">{as_data(content.state)}</script>'
        )
        html = _PATH_AS_IMAGE.sub("", html, count=1)
        html = _HTML_LANG.sub(f'<html lang="{language}"', html, count=1)
        start, end, rest = html.partition("</head>")
        html = f"{start}{titles}{tags}{state}{end}{rest}"
        return Document(content.status, html, content_policy(html, self.store_origin))
