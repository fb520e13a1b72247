"""One renderer for everything people write: Markdown in, safe HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p",
    "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul", "div",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "span": {"class"},
    "div": {"class"},
    "code": {"class"},
    "th": {"align"},
    "td": {"align"},
}


def _highlight(code: str, language: str, _attributes: str) -> str:
    if not language:
        return ""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _image(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """An own picture is shown. One of another site becomes a link: the pages' policy does not
    load it, and loading it would tell that site who reads here."""
    source, title = str(tokens[at].attrs.get("src", "")), escapeHtml(tokens[at].content)
    if source.startswith("/") and not source.startswith(("//", "/\\")):
        return self.image(tokens, at, options, env)
    return f'<a href="{escapeHtml(source)}">{title or escapeHtml(source)}</a>'


@cache
def _parser() -> MarkdownIt:
    # html=False: typed tags are shown as text. nh3 then cleans what is left, whatever it is.
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "highlight": _highlight})
    parser.add_render_rule("image", _image)
    return parser.enable(["table", "strikethrough"])


def render_markdown(text: str) -> str:
    """Return safe HTML of `text`. Headings start at h2, because a page has one h1 of its own.

    Links open with `rel="noopener nofollow"`; only http, https, mailto and own paths survive.
    Pictures are shown from own paths; others become links.
    """
    if not text.strip():
        return ""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(4, max(2, int(token.tag[1]) + 1))}"
    html = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
