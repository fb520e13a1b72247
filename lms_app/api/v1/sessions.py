"""Where somebody is signed in, managed with an access token: keys see no sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import signed_in
from lms_app.services import auth

router = APIRouter(prefix="/sessions", tags=["sessions"])


class Session(BaseModel):
    """A signed-in browser or program; times in ISO 8601."""

    id: str
    device: str
    kind: str
    method: str
    ip: str
    started_at: str
    last_used_at: str
    is_current: bool


@router.get("", response_model=Listed[Session], **signed_in(with_keys=False))
async def list_sessions(request: Request) -> Any:
    """Return the caller's open sessions, this one first, 50 at most."""
    return {"items": await call(request, auth.review_sessions)}


@router.delete("/{session_id}", status_code=204, **signed_in(404, with_keys=False))
async def end_session(request: Request, session_id: UUID) -> Response:
    """End one of the caller's sessions; its tokens and open pages are refused from then on."""
    await call(request, auth.end_session, session_id)
    return Response(status_code=204)
