"""Cursors: where a slice ended, as one opaque word that clients hand back unchanged."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, Field

from lms_app.core.errors import InvalidInput
from lms_app.core.slices import MOST_ROWS, Place, Slice, SliceRequest

T = TypeVar("T")
LONGEST = 1500
Cursor = Annotated[
    str, Query(max_length=LONGEST, description="`next_cursor` of the page before; opaque.")
]


def _digits(value: object) -> object:
    """Take what is written in plain digits alone: no sign, no space, no other script's."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ValueError("not a number in plain digits")
    return value


Limit = Annotated[
    int, BeforeValidator(_digits), Query(ge=1, le=MOST_ROWS, description="How many at most.")
]


class Listed(BaseModel, Generic[T]):
    """A page of a list; without `next_cursor` nothing follows."""

    items: list[T]
    next_cursor: str | None = Field(default=None)


def read_cursor(cursor: str, order: str, limit: int) -> SliceRequest:
    """Return what is asked for. Raises `InvalidInput` for what is no cursor of this order."""
    if not cursor:
        return SliceRequest(size=limit)
    try:
        place = _place(cursor, order)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInput("error.cursor", fields={"cursor": "error.cursor"}) from error
    return SliceRequest(after=place, size=limit)


def _place(cursor: str, order: str) -> Place:
    packed = base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)
    found, value, row_id = json.loads(packed)
    if found != order or not isinstance(value, str):
        raise ValueError(found)
    value.encode("utf-8")  # a lone surrogate is no text
    return Place(value, UUID(row_id))


def listed(found: Slice[Any], order: str) -> dict[str, Any]:
    """Return a slice as the content of a `Listed`, with its cursor."""
    cursor = None
    if found.end is not None:
        packed = json.dumps([order, found.end.value, str(found.end.row_id)]).encode()
        cursor = base64.urlsafe_b64encode(packed).decode()
    return {"items": found.rows, "next_cursor": cursor}
