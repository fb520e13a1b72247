"""What is said of people: every table names its person, every column of such a table its kind.

Export and erasure are built from these labels, and the data map in the documentation is too; a
test fails on a table or a column without one. The kinds follow GDPR Art. 15 and 17 (what a person
may see, what must go).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Field


class Pii(StrEnum):
    """What a column says of the person its row belongs to.

    A credential is theirs but leaves with nobody: hashes, keys, tokens. `none` says nothing of a
    person: counts of the site, references, states of work.
    """

    none = "none"
    identity = "identity"
    contact = "contact"
    device = "device"
    activity = "activity"
    content = "content"
    preference = "preference"
    credential = "credential"


class Erasure(StrEnum):
    """What happens to a person's rows when they go.

    `delete` takes the row, `clear` empties its personal columns (null, else the column's server
    default, else an empty text), `keep` leaves it: it says nothing of who is no more.
    """

    delete = "delete"
    clear = "clear"
    keep = "keep"


@dataclass(frozen=True)
class Retention:
    """What a law asks to keep after its person is gone, and how long after it was written."""

    kind: str
    period: timedelta


# Protection of Communications Secrets Act (통신비밀보호법), Decree Art. 41: three months.
ACCESS_LOG = Retention("access_log", timedelta(days=92))
# E-Commerce Act (전자상거래법), Decree Art. 6: what was agreed to, three years for a dispute.
AGREEMENTS = Retention("agreement", timedelta(days=3 * 366))


def of_person(
    column: str,
    *,
    on_erasure: Erasure,
    retention: Retention | None = None,
    address: str | None = None,
    only_own: tuple[str, tuple[str, ...]] | None = None,
) -> dict[str, Any]:
    """Mark a table as one of people: `column` leads to the person, or to a row that does.

    `address` names a column by which rows of nobody yet are found too, when a person goes.
    `only_own` is `(who, columns)`: these columns are of whoever `who` refers to, so that a person
    is given them in rows where that is they themselves.
    """
    info = {"person": column, "on_erasure": on_erasure, "retention": retention, "address": address}
    return {"info": {**info, "only_own": only_own}}


def of_nobody(*, address: str | None = None) -> dict[str, Any]:
    """Mark a table that says nothing of any person; `address` as of a person's table."""
    return {"info": {"person": None, "address": address}}


def labelled(pii: Pii, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a column's keyword arguments with its label."""
    return {**(given or {}), "info": {"pii": pii}}


def personal(pii: Pii, *, sa_column_kwargs: dict[str, Any] | None = None, **field: Any) -> Any:
    """Return a labelled column of a person's table: SQLModel's `Field` with its kind."""
    return Field(**field, sa_column_kwargs=labelled(pii, sa_column_kwargs))
