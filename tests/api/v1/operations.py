"""Every operation of the API, from its contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lms_app.api.v1.app import build_v1


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    is_open: bool
    takes_keys: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@cache
def contract() -> dict:
    return build_v1().openapi()


@cache
def operations() -> tuple[Operation, ...]:
    found = []
    for path, methods in contract()["paths"].items():
        for method, described in methods.items():
            schemes = described["security"]
            found.append(
                Operation(
                    method.upper(),
                    path,
                    is_open={} in schemes,
                    takes_keys={"apiKey": []} in schemes,
                )
            )
    return tuple(sorted(found, key=lambda operation: operation.name))
