"""deliveries of jobs, turns of the encoder, room that videos take

Revision: b27d90c4e3a1, after 3f843ffd6c40
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "b27d90c4e3a1"
down_revision = "3f843ffd6c40"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_delivery",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_outbox_delivery_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
        sa.UniqueConstraint("message_id", "job", name=op.f("uq_outbox_delivery_message_id_job")),
    )
    op.create_index(
        "ix_outbox_delivery_open",
        "outbox_delivery",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "encoding_turn",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name=op.f("fk_encoding_turn_owner_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_encoding_turn")),
    )
    op.create_table(
        "media_usage",
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("made_bytes", sa.BigInteger(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["media_asset.id"],
            name=op.f("fk_media_usage_asset_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_media_usage")),
    )


def downgrade() -> None:
    op.drop_table("media_usage")
    op.drop_table("encoding_turn")
    op.drop_index(
        "ix_outbox_delivery_open",
        table_name="outbox_delivery",
        postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
    )
    op.drop_table("outbox_delivery")
