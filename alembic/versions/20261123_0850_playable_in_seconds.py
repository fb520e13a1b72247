"""playable in seconds: renditions that grow, stills, back-off, a video that takes another's place

Revision: 8c1d5be02f67, after 5b7e2c9a4d18
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8c1d5be02f67"
down_revision = "5b7e2c9a4d18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "rendition",
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "encoding",
                "ready",
                name="renditionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="ready",
            nullable=False,
        ),
    )
    op.add_column(
        "rendition", sa.Column("percent", sa.Integer(), server_default="100", nullable=False)
    )
    for column in (
        sa.Column("failure_detail", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("failure_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("troubled_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds_left", sa.Integer(), nullable=True),
        sa.Column("poster_keys", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("sprites", postgresql.JSONB(none_as_null=True), nullable=True),
    ):
        op.add_column("media_asset", column)
    op.add_column("lesson", sa.Column("next_media_asset_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_lesson_next_media_asset_id"),
        "lesson",
        "media_asset",
        ["next_media_asset_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index("ix_lesson_next_media_asset_id", "lesson", ["next_media_asset_id"])


def downgrade() -> None:
    op.drop_index("ix_lesson_next_media_asset_id", table_name="lesson")
    op.drop_column("lesson", "next_media_asset_id")
    for name in (
        "sprites",
        "poster_keys",
        "seconds_left",
        "troubled_since",
        "retry_at",
        "failed_at",
        "failure_count",
        "failure_detail",
    ):
        op.drop_column("media_asset", name)
    op.drop_column("rendition", "percent")
    op.drop_column("rendition", "state")
