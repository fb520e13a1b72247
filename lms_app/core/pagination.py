"""A page of rows and what is needed to ask for the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
MAX_PAGE_SIZE = 100


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page: `number` counts from 1, `total` is the count of all rows."""

    rows: list[T]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class PageRequest:
    """Which page is wanted; out-of-range numbers are brought into range."""

    number: int = 1
    size: int = 24

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", min(max(1, self.number), 10_000))
        object.__setattr__(self, "size", min(max(1, self.size), MAX_PAGE_SIZE))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size
