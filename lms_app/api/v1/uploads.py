"""Videos: the plan of an upload, signed addresses for its parts, and its end.

The bytes go straight to the object store, to the signed addresses.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urljoin
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.uploads import STORE_THREADS
from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import signed_in
from lms_app.core.config import settings
from lms_app.services import course, media

router = APIRouter(prefix="/uploads", tags=["uploads"])
Filename = Annotated[str, Field(max_length=1000)]


class NewUpload(Body):
    """A video for a lesson; `size_bytes` is exact."""

    lesson_id: UUID
    filename: Filename
    size_bytes: Annotated[int, Field(strict=True, ge=0, le=2**50)]


class PartNumbers(Body):
    """Which parts to sign, numbers from 1."""

    numbers: Annotated[
        list[Annotated[int, Field(strict=True, ge=1, le=10_000)]],
        Field(min_length=1, max_length=20),
    ]


class Plan(BaseModel):
    """How to cut the file: so many parts of so many bytes, the last one shorter."""

    asset_id: str
    part_size_bytes: int
    part_count: int


class Part(BaseModel):
    """A signed PUT of one part; `url` and `headers` are used as they are."""

    number: int
    url: str
    headers: dict[str, str]
    size_bytes: int


class Upload(BaseModel):
    """What the store already has of an upload."""

    asset_id: str
    filename: str
    size_bytes: int
    part_size_bytes: int
    part_count: int
    stored_parts: list[int]


@router.post("", response_model=Plan, status_code=201, **signed_in(404, 409, 425))
async def begin(request: Request, body: NewUpload) -> Any:
    """Open an upload for a lesson. Needs the scope `media:upload`."""
    return await call(
        request,
        course.begin_lesson_upload,
        body.lesson_id,
        filename=body.filename,
        size_bytes=body.size_bytes,
        threads=STORE_THREADS,
    )


@router.get("/{asset_id}", response_model=Upload, **signed_in(404, 409, 425))
async def state(request: Request, asset_id: UUID) -> Any:
    """Say which parts are stored, so that an interrupted upload goes on with the others."""
    return await call(request, media.get_upload_state, asset_id, threads=STORE_THREADS)


@router.post("/{asset_id}/parts", response_model=Listed[Part], **signed_in(404, 409, 425))
async def sign(request: Request, asset_id: UUID, body: PartNumbers) -> Any:
    """Sign addresses for parts; they hold for fifteen minutes."""
    parts = await call(request, media.sign_parts, asset_id, numbers=body.numbers)
    site = settings().site_url
    return {"items": [replace(part, url=urljoin(site, part.url)) for part in parts]}


@router.post("/{asset_id}/complete", status_code=204, **signed_in(404, 409, 425))
async def complete(request: Request, asset_id: UUID) -> Response:
    """Join the parts and start the pipeline; `GET /teaching/courses/{id}` shows how far it is."""
    await call(request, media.complete_upload, asset_id, threads=STORE_THREADS)
    return Response(status_code=204)


@router.delete("/{asset_id}", status_code=204, **signed_in(404, 409, 425))
async def cancel(request: Request, asset_id: UUID) -> Response:
    """Forget an unfinished upload."""
    await call(request, media.cancel_upload, asset_id, threads=STORE_THREADS)
    return Response(status_code=204)
