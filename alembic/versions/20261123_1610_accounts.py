"""confirmed addresses, sign-ups that wait, links sent by mail, consents

Revision: 7d20b4c9e1f6, after 7be3c05a914d
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7d20b4c9e1f6"
down_revision = "7be3c05a914d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("user_account", sa.Column("email_verified_at", moment, nullable=True))
    # Whoever has an account by now signed in with it: nobody is to confirm anything anew.
    op.execute("UPDATE user_account SET email_verified_at = created_at")
    op.create_table(
        "pending_sign_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("display_name", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("consents", postgresql.JSONB(), nullable=False),
        sa.Column("next_path", sa.String(2000), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_up")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_sign_up_token_hash")),
    )
    for column in ("email_key", "browser_hash", "expires_at"):
        op.create_index(f"ix_pending_sign_up_{column}", "pending_sign_up", [column])
    purpose = sa.Enum(
        "verify",
        "reset",
        "change",
        name="emailpurpose",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    op.create_table(
        "email_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", purpose, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("new_email", sa.String(254), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_email_token_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_token_token_hash")),
    )
    op.create_index("ix_email_token_user_id", "email_token", ["user_id"])
    op.create_index("ix_email_token_expires_at", "email_token", ["expires_at"])
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("ip", sa.String(45), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_consent_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_user_id", "consent", ["user_id"])


def downgrade() -> None:
    op.drop_table("consent")
    op.drop_table("email_token")
    op.drop_table("pending_sign_up")
    op.drop_column("user_account", "email_verified_at")
