"""sessions that wait for a second factor; authenticator apps, recovery codes, passkeys, devices

Revision: 5d20e9b4a7c1, after 5e1c0a7b9d34
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "5d20e9b4a7c1"
down_revision = "5e1c0a7b9d34"
branch_labels = None
depends_on = None

NEW_TABLES = ("totp_factor", "recovery_code", "passkey", "passkey_challenge", "known_device")


def text(length: int) -> sa.types.TypeEngine:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    for column in (
        sa.Column(
            "kind", choice("sessionkind", "web", "api"), server_default="web", nullable=False
        ),
        sa.Column("method", text(40), server_default="password", nullable=False),
        sa.Column("device", text(80), server_default="", nullable=False),
        sa.Column("awaits_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("failed_codes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("login_session", column)
    create_table(
        "totp_factor",
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_step", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.create_index("ix_totp_factor_user_id", "totp_factor", ["user_id"])
    for name, condition in (("confirmed", "IS NOT NULL"), ("pending", "IS NULL")):
        op.create_index(
            f"uq_totp_factor_{name}",
            "totp_factor",
            ["user_id"],
            unique=True,
            postgresql_where=sa.text(f"confirmed_at {condition}"),
        )
    create_table(
        "recovery_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "user_id", "code_hash", name=op.f("uq_recovery_code_user_id_code_hash")
        ),
    )
    create_passkeys()
    create_table(
        "known_device",
        sa.Column("label", text(80), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "label", name=op.f("uq_known_device_user_id_label")),
    )
    op.create_index("ix_known_device_last_used_at", "known_device", ["last_used_at"])


def create_passkeys() -> None:
    create_table(
        "passkey",
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("name", text(80), nullable=False),
        sa.Column("transports", JSONB(), nullable=False),
        sa.Column("is_backed_up", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_user_id", "passkey", ["user_id"])
    create_table(
        "passkey_challenge",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column(
            "purpose", choice("challengepurpose", "register", "sign_in", "confirm"), nullable=False
        ),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("challenge", name=op.f("uq_passkey_challenge_challenge")),
        belongs_to_somebody=False,
    )
    op.create_index("ix_passkey_challenge_user_id", "passkey_challenge", ["user_id"])
    op.create_index("ix_passkey_challenge_expires_at", "passkey_challenge", ["expires_at"])


def create_table(name: str, *parts: sa.schema.SchemaItem, belongs_to_somebody: bool = True) -> None:
    op.create_table(
        name,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=not belongs_to_somebody),
        *parts,
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f(f"fk_{name}_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for name in reversed(NEW_TABLES):
        op.drop_table(name)
    for column in (
        "stepped_up_at",
        "failed_codes",
        "awaits_second_factor",
        "device",
        "method",
        "kind",
    ):
        op.drop_column("login_session", column)
