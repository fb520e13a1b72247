"""how much of a course completes it

Revision: d1c5f7a90b34, after c47e1a90d6b3
"""

import sqlalchemy as sa
from alembic import op

revision = "d1c5f7a90b34"
down_revision = "c47e1a90d6b3"
branch_labels = None
depends_on = None
_RULE = "ck_course_completion_percent_is_a_share"


def upgrade() -> None:
    op.add_column(
        "course",
        sa.Column("completion_percent", sa.Integer(), server_default="100", nullable=False),
    )
    op.create_check_constraint(op.f(_RULE), "course", "completion_percent BETWEEN 1 AND 100")


def downgrade() -> None:
    op.drop_constraint(op.f(_RULE), "course", type_="check")
    op.drop_column("course", "completion_percent")
