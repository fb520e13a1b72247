"""The site itself: which database this is."""

from __future__ import annotations

from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from lms_app.models.personal import of_nobody


class Site(SQLModel, table=True):
    """The one row that names this database; a copy of it keeps the name.

    The object store keeps the same id once it has been taken for this database's own.
    """

    __table_args__ = (sa.CheckConstraint("is_only", name="one_row"), of_nobody())

    is_only: bool = Field(default=True, primary_key=True)
    id: UUID = Field(default_factory=uuid4, nullable=False)
