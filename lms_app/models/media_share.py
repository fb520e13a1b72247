"""What each owner takes of what all share: room in the store, turns of the encoder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from lms_app.models.personal import Erasure, Pii, of_nobody, of_person, personal


class EncodingTurn(SQLModel, table=True):
    """When an owner's video was last given to an encoder: who waited longest comes next."""

    __tablename__ = "encoding_turn"
    __table_args__ = (of_person("owner_id", on_erasure=Erasure.delete),)

    owner_id: UUID = Field(primary_key=True, foreign_key="user_account.id", ondelete="CASCADE")
    served_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True), nullable=False)


class MediaUsage(SQLModel, table=True):
    """How many bytes the store really holds of what was made of an asset, its source aside."""

    __tablename__ = "media_usage"
    __table_args__ = (of_nobody(),)

    asset_id: UUID = Field(primary_key=True, foreign_key="media_asset.id", ondelete="CASCADE")
    made_bytes: int = Field(sa_type=sa.BigInteger, nullable=False)
    measured_at: datetime = Field(sa_type=sa.DateTime(timezone=True), nullable=False)
