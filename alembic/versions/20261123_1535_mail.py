"""mail to be sent, and the inbox of a site without a mail server

Revision: 5e1c0a7b9d34, after c41f7a9d2e60
"""

import sqlalchemy as sa
from alembic import op

revision = "5e1c0a7b9d34"
down_revision = "c41f7a9d2e60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    status = sa.Enum(
        "waiting",
        "sent",
        "expired",
        "given_up",
        name="mailstatus",
        native_enum=False,
        create_constraint=True,
        length=24,
    )
    op.create_table(
        "mail_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("params_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("status", status, server_default="waiting", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failure", sa.String(200), nullable=False),
        sa.Column("next_try_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("lease_expires_at", moment, nullable=True),
        sa.Column("sent_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_mail_message_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_message_key")),
    )
    op.create_index("ix_mail_message_user_id", "mail_message", ["user_id"])
    op.create_index("ix_mail_message_created_at", "mail_message", ["created_at"])
    op.create_index(
        "ix_mail_message_waiting",
        "mail_message",
        ["next_try_at"],
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "local_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(998), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["mail_message.id"], name=op.f("fk_local_mail_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_mail")),
    )
    op.create_index("ix_local_mail_created_at", "local_mail", ["created_at"])


def downgrade() -> None:
    op.drop_table("local_mail")
    op.drop_table("mail_message")
