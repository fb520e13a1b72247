"""What every table shares: a uuid, UTC times, named constraints, checked status moves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from lms_app.core import clock
from lms_app.models.personal import Pii, labelled

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Entity(SQLModel):
    """A row with an identity of its own. Ids are public; secrets are other columns."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


class Timestamped(SQLModel):
    """Creation and last change, UTC."""

    created_at: datetime = Field(
        default_factory=lambda: clock.now(), sa_type=sa.DateTime(timezone=True), nullable=False
    )
    updated_at: datetime = Field(
        default_factory=lambda: clock.now(),
        sa_type=sa.DateTime(timezone=True),
        nullable=False,
        sa_column_kwargs={"onupdate": lambda: clock.now()},
    )


def moment(pii: Pii = Pii.activity, **kwargs: Any) -> Any:
    """A nullable UTC time column."""
    return Field(
        default=None,
        sa_type=sa.DateTime(timezone=True),
        nullable=True,
        sa_column_kwargs=labelled(pii),
        **kwargs,
    )


def choice(
    kind: type[StrEnum], default: StrEnum | None = None, *, pii: Pii = Pii.none, **kwargs: Any
) -> Any:
    """A column of a closed enum: text with a CHECK constraint, readable in psql."""
    column_type = sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=kind.__name__.lower(),
        values_callable=lambda members: [m.value for m in members],
    )
    if default is None:
        return Field(sa_type=column_type, sa_column_kwargs=labelled(pii), **kwargs)
    return Field(
        default=default,
        sa_type=column_type,
        sa_column_kwargs=labelled(pii, {"server_default": default.value}),
        **kwargs,
    )


def counter(pii: Pii = Pii.none) -> Any:
    """A denormalised count, kept in the same transaction as what it counts."""
    return Field(
        default=0, ge=0, sa_column_kwargs=labelled(pii, {"server_default": "0"}), nullable=False
    )
