"""The issuer's pages and endpoints."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ops.oidc_issuer.issuer import Issuer, Refused

_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 "Margin Sans",system-ui,sans-serif;word-break:keep-all;margin:0;
display:grid;
place-items:center;min-height:100vh}main{width:min(24rem,90vw)}h1{font-size:1.25rem}
button{display:block;width:100%;text-align:left;margin:.5rem 0;padding:.75rem 1rem;font:inherit;
border:1px solid #8886;border-radius:.5rem;background:transparent;color:inherit;cursor:pointer}
small{opacity:.7;display:block}p{opacity:.75}
"""
# The type of the site, so that Korean is set well on a machine without a font for it.
_ASSETS = Path(__file__).parents[2] / "assets"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def build(issuer: Issuer) -> Starlette:
    """Return the ASGI application of an issuer."""

    async def refused(_request: Request, error: Exception) -> Response:
        code = getattr(error, "code", "server_error")
        status = getattr(error, "status", 500)
        return JSONResponse({"error": code}, status_code=status, headers=_HEADERS)

    def up() -> None:
        if issuer.faults.is_down:
            raise Refused("temporarily_unavailable", 503)

    async def about(_request: Request) -> Response:
        up()
        return JSONResponse(issuer.about())

    async def jwks(_request: Request) -> Response:
        up()
        return JSONResponse(issuer.jwks())

    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        issuer.check_request(asked)
        return HTMLResponse(_page(issuer, asked), headers=_HEADERS)

    async def choose(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if form.get("person") not in issuer.people:
            answer = {"error": "access_denied", "state": form.get("state", ""), "iss": issuer.url}
            issuer.check_request(form)
        else:
            answer = issuer.grant(form, issuer.people[form["person"]])
        address = f"{issuer.redirect_uri}?{urlencode(answer)}"
        return RedirectResponse(address, status_code=303, headers=_HEADERS)

    async def token(request: Request) -> Response:
        up()
        form = {name: str(value) for name, value in (await request.form()).items()}
        return _answer(issuer.redeem(form, request.headers.get("authorization", "")))

    async def userinfo(request: Request) -> Response:
        up()
        return _answer(issuer.person(request.headers.get("authorization", "")))

    async def fonts(_request: Request) -> Response:
        return FileResponse(_ASSETS / "fonts.css")

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", about),
            Route("/jwks", jwks),
            Route("/authorize", authorize),
            Route("/authorize", choose, methods=["POST"]),
            Route("/token", token, methods=["POST"]),
            Route("/userinfo", userinfo),
            Route("/fonts.css", fonts),
            Mount("/fonts", StaticFiles(directory=_ASSETS / "fonts")),
        ],
        exception_handlers={Refused: refused},
    )


def _answer(body: dict[str, Any]) -> Response:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _page(issuer: Issuer, asked: dict[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    people = "".join(
        f'<button name="person" value="{escape(person.key)}">{escape(person.name)}'
        f"<small>{escape(person.email or '—')} {escape(person.remark)}</small></button>"
        for person in issuer.people.values()
    )
    return (
        '<!doctype html><html lang="ko"><meta charset="utf-8"><title>Demo ID</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/fonts.css">'
        f"<style>{_STYLE}</style><main><h1>Demo ID</h1>"
        "<p>누구로 들어갈까요? · Who are you today?</p>"
        f'<form method="post" action="/authorize">{hidden}{people}'
        '<button name="person" value="">그만두기 · Cancel</button></form></main></html>'
    )
