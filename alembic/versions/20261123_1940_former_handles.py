"""handles that somebody had before

Revision: b92d7f3a5c18, after 8e41b6d0f2a9
"""

import sqlalchemy as sa
from alembic import op

revision = "b92d7f3a5c18"
down_revision = "8e41b6d0f2a9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_handle",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handle", sa.String(40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_former_handle_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_former_handle")),
    )
    op.create_index("ix_former_handle_user_id", "former_handle", ["user_id"])
    op.create_index("ix_former_handle_kept_until", "former_handle", ["kept_until"])


def downgrade() -> None:
    op.drop_table("former_handle")
