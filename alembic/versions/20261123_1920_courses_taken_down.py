"""courses that were taken down, and why

Revision: 8e41b6d0f2a9, after a6d1f0c2b873
"""

import sqlalchemy as sa
from alembic import op

revision = "8e41b6d0f2a9"
down_revision = "a6d1f0c2b873"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course", sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "course",
        sa.Column("taken_down_reason", sa.String(500), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("course", "taken_down_reason")
    op.drop_column("course", "taken_down_at")
