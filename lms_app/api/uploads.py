"""The browser's side of an upload: plan, signed parts, what is stored, done, forget."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from lms_app.api import caller
from lms_app.api.caller import from_own_pages
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.use_case import UseCase
from lms_app.services import course, media
from lms_app.services.media import PartUrl, UploadPlan, UploadState

# Signing twenty parts of 8 MiB a request, this is 7 GiB a second.
REQUESTS_PER_MINUTE = 3000
router = APIRouter(
    prefix=urls.API_UPLOADS,
    dependencies=[Depends(from_own_pages), Depends(Limited("uploads", REQUESTS_PER_MINUTE))],
    include_in_schema=False,
)

R = TypeVar("R")
# The store may take minutes to answer; the door's threads are few, and everybody's.
AT_ONCE = 8
STORE_THREADS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="uploads")
Filename = Annotated[str, Field(max_length=1000)]


async def call(request: Request, use_case: UseCase[R], *args: Any, **kwargs: Any) -> R:
    """Enter the door in threads of uploads alone: a slow store holds up nothing else."""
    return await caller.call(request, use_case, *args, threads=STORE_THREADS, **kwargs)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UploadRequest(_Body):
    """A file dropped on a lesson; `size_bytes` is exact."""

    lesson_id: UUID
    filename: Filename
    size_bytes: Annotated[int, Field(strict=True, ge=0, le=2**50)]


class PartsRequest(_Body):
    """Which parts to sign, numbers from 1."""

    numbers: Annotated[list[Annotated[int, Field(strict=True)]], Field(min_length=1, max_length=20)]


@router.post("")
async def begin(request: Request, body: UploadRequest) -> UploadPlan:
    """Open an upload for a lesson."""
    return await call(
        request,
        course.begin_lesson_upload,
        body.lesson_id,
        filename=body.filename,
        size_bytes=body.size_bytes,
    )


@router.get("/{asset_id}")
async def state(
    request: Request, asset_id: UUID, filename: Filename = "", size_bytes: int = 0
) -> UploadState:
    """Say which parts are stored, of this very file if it is named."""
    return await call(
        request, media.get_upload_state, asset_id, filename=filename, size_bytes=size_bytes
    )


@router.post("/{asset_id}/parts")
async def sign(request: Request, asset_id: UUID, body: PartsRequest) -> list[PartUrl]:
    """Sign addresses for parts. Asks nothing of the store, so others' files go on meanwhile."""
    return await caller.call(request, media.sign_parts, asset_id, numbers=body.numbers)


@router.post("/{asset_id}/complete", status_code=204)
async def complete(request: Request, asset_id: UUID) -> None:
    """Join the parts and start the pipeline."""
    await call(request, media.complete_upload, asset_id)


@router.delete("/{asset_id}", status_code=204)
async def cancel(request: Request, asset_id: UUID) -> None:
    """Forget an unfinished upload."""
    await call(request, media.cancel_upload, asset_id)
