"""lessons that wait for their content; whether a lesson has text, without loading it

Revision: 5b7e2c9a4d18, after b27d90c4e3a1
"""

import sqlalchemy as sa
from alembic import op

revision = "5b7e2c9a4d18"
down_revision = "b27d90c4e3a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "lesson",
        sa.Column("is_released", sa.Boolean(), server_default="true", nullable=False),
    )
    op.add_column(
        "lesson",
        sa.Column(
            "has_text",
            sa.Boolean(),
            sa.Computed("body_md <> ''::text", persisted=True),
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("lesson", "has_text")
    op.drop_column("lesson", "is_released")
