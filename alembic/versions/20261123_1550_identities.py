"""who is whom at identity providers, and sign-ins that are on their way there

Revision: 2f9ac84e61d7, after 3d8f51b7c2ae
"""

import sqlalchemy as sa
from alembic import op

revision = "2f9ac84e61d7"
down_revision = "3d8f51b7c2ae"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "oauth_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("last_used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_oauth_identity_user_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_identity"),
        sa.UniqueConstraint("provider", "subject", name="uq_oauth_identity_provider_subject"),
        sa.UniqueConstraint("user_id", "provider", name="uq_oauth_identity_user_id_provider"),
    )
    intent = sa.Enum(
        "sign_in",
        "link",
        "confirm",
        name="oauthintent",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    op.create_table(
        "oauth_flow",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("intent", intent, nullable=False),
        sa.Column("next_path", sa.String(2000), nullable=False),
        sa.Column("secrets_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["login_session.id"],
            name="fk_oauth_flow_session_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_flow"),
        sa.UniqueConstraint("state_hash", name="uq_oauth_flow_state_hash"),
    )
    op.create_index("ix_oauth_flow_session_id", "oauth_flow", ["session_id"])
    op.create_index("ix_oauth_flow_expires_at", "oauth_flow", ["expires_at"])


def downgrade() -> None:
    op.drop_table("oauth_flow")
    op.drop_table("oauth_identity")
