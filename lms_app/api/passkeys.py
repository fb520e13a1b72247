"""What browsers ask and answer about passkeys. The mark that ties an answer to the browser that was
asked is a cookie no script can read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import FORMS_PER_MINUTE, Text, back
from lms_app.api.limits import Limited
from lms_app.api.second_step import not_proved
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.errors import DomainError, PortUnavailable
from lms_app.core.session_cookie import read_cookie, session_cookie
from lms_app.core.use_case import UseCase
from lms_app.services import auth
from lms_app.services.auth.passkey_challenges import CHALLENGE_SECONDS

router = APIRouter(
    prefix=urls.API_PASSKEY,
    dependencies=[Depends(from_own_pages), Depends(Limited("passkeys", FORMS_PER_MINUTE))],
    include_in_schema=False,
)
Answer = Annotated[str, Form(max_length=20_000)]


class NewPasskey(BaseModel):
    """A passkey a browser made, as WebAuthn writes it down, and what its owner calls it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str = Field(max_length=20_000)
    name: str = Field(default="", max_length=200)


@router.post("/ask")
async def ask(request: Request) -> Response:
    """Options for signing in with any passkey of this site."""
    return await _question(request, auth.ask_passkey)


@router.post("/ask-own")
async def ask_own(request: Request) -> Response:
    """Options for proving who is there."""
    return await _question(request, auth.ask_own_passkey)


@router.post("/ask-new")
async def ask_new(request: Request) -> Response:
    """Options for making a passkey."""
    return await _question(request, auth.ask_new_passkey)


@router.post("/sign-in")
async def sign_in(
    request: Request, answer: Answer = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Sign in, or take the second step, by a passkey; back to the form with a reason."""
    target = urls.own_path(next)
    try:
        signed_in = await call(
            request, auth.sign_in_with_passkey, answer=answer, browser=_mark(request)
        )
    except (DomainError, PortUnavailable) as error:
        waits = await call(request, auth.get_second_step)
        return back(urls.SECOND_STEP if waits else urls.SIGN_IN, target, error)
    return _unmarked(entered(target, signed_in))


@router.post("/prove")
async def prove(request: Request, answer: Answer = "", next: Text = urls.HOME) -> RedirectResponse:
    """Prove by a passkey who is there, and go back to what asked for it."""
    target = urls.own_path(next)
    try:
        signed_in = await call(
            request, auth.prove_by_passkey, answer=answer, browser=_mark(request)
        )
    except (DomainError, PortUnavailable) as error:
        return not_proved(target, error)
    return _unmarked(entered(target, signed_in))


@router.post("/add", status_code=204)
async def add(request: Request, body: NewPasskey) -> Response:
    """Keep a passkey that was just made."""
    await call(
        request,
        auth.add_passkey,
        answer=body.answer,
        browser=_mark(request),
        name=body.name,
    )
    return _unmarked(Response(status_code=204))


async def _question(request: Request, use_case: UseCase[auth.Question]) -> Response:
    question = await call(request, use_case)
    response = Response(
        question.options,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    cookie = session_cookie(settings().site_url)
    response.set_cookie(
        _mark_name(),
        question.browser,
        max_age=CHALLENGE_SECONDS,
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _mark_name() -> str:
    return "__Host-passkey" if session_cookie(settings().site_url).secure else "passkey"


def _mark(request: Request) -> str:
    return read_cookie(request.headers.get("cookie", ""), _mark_name())


def _unmarked(response: Any) -> Any:
    response.delete_cookie(
        _mark_name(), path="/", secure=session_cookie(settings().site_url).secure, httponly=True
    )
    return response
