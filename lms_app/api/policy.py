"""The content security policy of a page."""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>(.*?)</script>", re.DOTALL
)


def _script_hashes(html: str) -> str:
    """Return a CSP source for each inline script of this very page."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return " ".join(dict.fromkeys(hashes))


def content_policy(html: str, store_origin: str = "") -> str:
    """Return the policy of a page: no evaluated script, no inline one but its own, no other host.

    `store_origin` is the public origin of an external object store, the one host besides ours.
    """
    store = f" {store_origin}" if store_origin else ""
    return (
        "default-src 'none'; "
        f"script-src 'self' {_script_hashes(html)}; "
        "style-src 'self'; style-src-elem 'self' 'unsafe-inline'; style-src-attr 'none'; "
        f"connect-src 'self'{store}; img-src 'self' data: blob:{store}; font-src 'self'; "
        f"media-src 'self' blob:{store}; worker-src 'self' blob:; manifest-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
