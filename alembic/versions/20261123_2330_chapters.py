"""chapters of a lesson's video

Revision: a6d40f7b1c92, after e2b86c0d1f47
"""

import sqlalchemy as sa
from alembic import op

revision = "a6d40f7b1c92"
down_revision = "e2b86c0d1f47"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chapter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("start_seconds", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.CheckConstraint("start_seconds >= 0", name=op.f("ck_chapter_start_not_negative")),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_chapter_lesson_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter")),
        sa.UniqueConstraint(
            "lesson_id", "start_seconds", name="uq_chapter_lesson_id_start_seconds"
        ),
    )


def downgrade() -> None:
    op.drop_table("chapter")
