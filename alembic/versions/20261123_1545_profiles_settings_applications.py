"""profiles of everybody, settings, applications to teach; a handle has one owner

Revision: 9b2f4e7d1a60, after 5d20e9b4a7c1
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "9b2f4e7d1a60"
down_revision = "5d20e9b4a7c1"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    create_profiles()
    create_settings()
    create_applications()
    # What instructors said of themselves moves to where everybody's words are.
    op.execute(
        "INSERT INTO user_profile (user_id, handle, headline, bio_md, links, created_at, updated_at)"
        " SELECT user_id, handle, headline, bio_md, '[]'::jsonb, created_at, updated_at"
        " FROM instructor_profile"
    )
    op.drop_column("instructor_profile", "handle")
    op.drop_column("instructor_profile", "headline")
    op.drop_column("instructor_profile", "bio_md")
    op.drop_column("instructor_profile", "status")


def create_profiles() -> None:
    op.create_table(
        "user_profile",
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(40), nullable=True),
        sa.Column("headline", sa.String(120), nullable=False),
        sa.Column("bio_md", sa.Text(), nullable=False),
        sa.Column("links", postgresql.JSONB(), nullable=False),
        sa.Column("avatar", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_user_profile_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_profile")),
        sa.UniqueConstraint("handle", name=op.f("uq_user_profile_handle")),
    )


def create_settings() -> None:
    theme = choice("theme", "system", "light", "dark")
    size = choice("captionsize", "small", "medium", "large")
    op.create_table(
        "user_settings",
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("theme", theme, server_default="system", nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("speed_percent", sa.Integer(), nullable=False),
        sa.Column("is_autoplay", sa.Boolean(), nullable=False),
        sa.Column("captions_language", sa.String(5), nullable=False),
        sa.Column("captions_size", size, server_default="medium", nullable=False),
        sa.Column("muted", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_user_settings_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_settings")),
    )


def create_applications() -> None:
    status = choice("applicationstatus", "pending", "approved", "refused")
    op.create_table(
        "instructor_application",
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", status, server_default="pending", nullable=False),
        sa.Column("message", sa.String(2000), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_instructor_application_user_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_instructor_application_decided_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructor_application")),
    )
    table = "instructor_application"
    op.create_index(
        "uq_instructor_application_waiting",
        table,
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(f"ix_{table}_user_id_created_at", table, ["user_id", "created_at"])
    op.create_index(f"ix_{table}_status_created_at", table, ["status", "created_at"])
    op.create_index(
        f"ix_{table}_decided_by",
        table,
        ["decided_by"],
        postgresql_where=sa.text("decided_by IS NOT NULL"),
    )


def downgrade() -> None:
    status = choice("instructorstatus", "pending", "approved")
    op.add_column(
        "instructor_profile",
        sa.Column("status", status, server_default="approved", nullable=False),
    )
    op.add_column("instructor_profile", sa.Column("bio_md", sa.Text(), server_default=""))
    op.add_column("instructor_profile", sa.Column("headline", sa.String(120), server_default=""))
    op.add_column("instructor_profile", sa.Column("handle", sa.String(40)))
    op.execute(
        "UPDATE instructor_profile AS i SET"
        " handle = coalesce(p.handle, 'i-' || left(replace(i.user_id::text, '-', ''), 12)),"
        " headline = coalesce(p.headline, ''), bio_md = coalesce(p.bio_md, '')"
        " FROM user_account u LEFT JOIN user_profile p ON p.user_id = u.id WHERE u.id = i.user_id"
    )
    for name in ("bio_md", "headline", "handle"):
        op.alter_column("instructor_profile", name, nullable=False, server_default=None)
    op.create_unique_constraint(
        op.f("uq_instructor_profile_handle"), "instructor_profile", ["handle"]
    )
    op.drop_table("instructor_application")
    op.drop_table("user_settings")
    op.drop_table("user_profile")
