"""Rows from somewhere on: pages that stay right while rows come and go before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")
MOST_ROWS = 100


@dataclass(frozen=True)
class Place:
    """Where a slice ended: the last row's value in the order, as text, and its id."""

    value: str
    row_id: UUID


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Some rows and where they ended; `end` is None when nothing follows."""

    rows: list[T]
    end: Place | None


@dataclass(frozen=True)
class SliceRequest:
    """So many rows after `after`, from the beginning without it; sizes are brought into range."""

    after: Place | None = None
    size: int = 24

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", min(max(1, self.size), MOST_ROWS))
