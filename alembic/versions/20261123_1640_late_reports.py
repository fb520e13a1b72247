"""the meter remembers the lesson before, for its last report

Revision: 3d8f51b7c2ae, after 7d20b4c9e1f6
"""

import sqlalchemy as sa
from alembic import op

revision = "3d8f51b7c2ae"
down_revision = "7d20b4c9e1f6"
branch_labels = None
depends_on = None

CHECK = "ck_playback_meter_previous_balance_not_negative"


def upgrade() -> None:
    op.add_column("playback_meter", sa.Column("previous_lesson_id", sa.Uuid(), nullable=True))
    op.add_column(
        "playback_meter",
        sa.Column("previous_balance_ms", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column(
        "playback_meter", sa.Column("switched_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_check_constraint(op.f(CHECK), "playback_meter", "previous_balance_ms >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), "playback_meter", type_="check")
    op.drop_column("playback_meter", "switched_at")
    op.drop_column("playback_meter", "previous_balance_ms")
    op.drop_column("playback_meter", "previous_lesson_id")
