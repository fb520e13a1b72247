"""admins who looked at the site as somebody else

Revision: c47e1a90d6b3, after c4f1a8e6d703
"""

import sqlalchemy as sa
from alembic import op

revision = "c47e1a90d6b3"
down_revision = "c4f1a8e6d703"
branch_labels = None
depends_on = None


def _reference(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_impersonation_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "impersonation",
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("admin_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("returned_at", moment, nullable=True),
        _reference("user_id", "user_account.id", "CASCADE"),
        _reference("admin_id", "user_account.id", "SET NULL"),
        _reference("session_id", "login_session.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impersonation")),
    )
    for column in ("session_id", "admin_id", "user_id"):
        op.create_index(f"ix_impersonation_{column}", "impersonation", [column])
    op.create_index(
        "uq_impersonation_running",
        "impersonation",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("returned_at IS NULL"),
    )
    op.create_index(
        "ix_impersonation_open",
        "impersonation",
        ["ends_at"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("impersonation")
