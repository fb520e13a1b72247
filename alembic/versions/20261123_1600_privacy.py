"""copies of one's data, wishes to go, and what the law asks to keep of who is gone

Revision: a6d1f0c2b873, after 2f9ac84e61d7
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "a6d1f0c2b873"
down_revision = "2f9ac84e61d7"
branch_labels = None
depends_on = None

_OPEN = sa.text("done_at IS NULL AND cancelled_at IS NULL")


def _moments() -> list[sa.Column]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), nullable=False)
        for name in ("created_at", "updated_at")
    ]


def upgrade() -> None:
    op.create_table(
        "data_export",
        *_moments(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(24), server_default="waiting", nullable=False),
        sa.Column("object_key", sa.String(250), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'ready', 'expired')", name=op.f("ck_data_export_exportstatus")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_data_export_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(
        "ix_data_export_user_id", "data_export", ["user_id", sa.text("created_at DESC")]
    )
    op.create_index(
        "uq_data_export_waiting",
        "data_export",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_data_export_expiring",
        "data_export",
        ["expires_at"],
        postgresql_where=sa.text("status = 'ready'"),
    )
    op.create_table(
        "account_deletion",
        *_moments(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_reason", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_account_deletion_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_deletion")),
    )
    op.create_index("ix_account_deletion_user_id", "account_deletion", ["user_id"])
    op.create_index(
        "uq_account_deletion_open",
        "account_deletion",
        ["user_id"],
        unique=True,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_account_deletion_due_at", "account_deletion", ["due_at"], postgresql_where=_OPEN
    )
    op.drop_constraint(op.f("ck_user_account_userstatus"), "user_account", type_="check")
    op.create_check_constraint(
        op.f("ck_user_account_userstatus"),
        "user_account",
        "status IN ('active', 'suspended', 'erased')",
    )
    op.execute("CREATE SCHEMA retained")
    op.create_table(
        "record",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False, index=True),
        schema="retained",
    )


def downgrade() -> None:
    op.execute("DROP SCHEMA retained CASCADE")
    # Who is gone stays gone: an older site knows only that nobody may sign in.
    op.execute("UPDATE user_account SET status = 'suspended' WHERE status = 'erased'")
    op.drop_constraint(op.f("ck_user_account_userstatus"), "user_account", type_="check")
    op.create_check_constraint(
        op.f("ck_user_account_userstatus"), "user_account", "status IN ('active', 'suspended')"
    )
    op.drop_table("account_deletion")
    op.drop_table("data_export")
