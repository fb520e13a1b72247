"""notes and highlights

Revision: d5a7c3e19f02, after d1c5f7a90b34
"""

import sqlalchemy as sa
from alembic import op

revision = "d5a7c3e19f02"
down_revision = "d1c5f7a90b34"
branch_labels = None
depends_on = None


def _reference(column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_note_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    words = sa.Computed("(quote || ' '::text) || body_md", persisted=True)
    op.create_table(
        "note",
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("second", sa.Float(), nullable=True),
        sa.Column("quote", sa.Text(), server_default="", nullable=False),
        sa.Column("quote_language", sa.String(12), server_default="", nullable=False),
        sa.Column("quote_end_second", sa.Float(), nullable=True),
        sa.Column("body_md", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("search_text", sa.Text(), words, nullable=False),
        sa.CheckConstraint("body_md <> '' OR quote <> ''", name=op.f("ck_note_says_something")),
        _reference("user_id", "user_account.id", "CASCADE"),
        _reference("course_id", "course.id", "CASCADE"),
        _reference("lesson_id", "lesson.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_newest", "note", ["user_id", sa.text("created_at DESC"), "id"])
    op.create_index("ix_note_course", "note", ["course_id", "user_id"])
    op.create_index(
        "ix_note_lesson",
        "note",
        ["lesson_id", "user_id"],
        postgresql_where=sa.text("lesson_id IS NOT NULL"),
    )
    op.create_index(
        "ix_note_search",
        "note",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def downgrade() -> None:
    op.drop_table("note")
