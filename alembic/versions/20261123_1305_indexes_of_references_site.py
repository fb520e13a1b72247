"""an index behind every reference; the database has a name of its own

Revision: c41f7a9d2e60, after 8c1d5be02f67
"""

import sqlalchemy as sa
from alembic import op

revision = "c41f7a9d2e60"
down_revision = "8c1d5be02f67"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_lesson_progress_media_asset_id",
        "lesson_progress",
        ["media_asset_id"],
        postgresql_where=sa.text("media_asset_id IS NOT NULL"),
    )
    op.create_index(
        "ix_enrollment_last_lesson_id",
        "enrollment",
        ["last_lesson_id"],
        postgresql_where=sa.text("last_lesson_id IS NOT NULL"),
    )
    op.create_index("ix_audit_entry_actor_id", "audit_entry", ["actor_id"])
    op.create_index(
        "ix_outbox_delivery_given_up",
        "outbox_delivery",
        ["given_up_at"],
        postgresql_where=sa.text("given_up_at IS NOT NULL"),
    )
    op.create_table(
        "site",
        sa.Column("is_only", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_site_one_row")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("pk_site")),
    )


def downgrade() -> None:
    op.drop_table("site")
    op.drop_index("ix_outbox_delivery_given_up", "outbox_delivery")
    op.drop_index("ix_audit_entry_actor_id", "audit_entry")
    op.drop_index("ix_enrollment_last_lesson_id", "enrollment")
    op.drop_index("ix_lesson_progress_media_asset_id", "lesson_progress")
