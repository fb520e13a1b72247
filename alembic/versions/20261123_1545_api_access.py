"""signing keys, refresh tokens and API keys

Revision: 7be3c05a914d, after 9b2f4e7d1a60
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "7be3c05a914d"
down_revision = "9b2f4e7d1a60"
branch_labels = None
depends_on = None


def text(length: int) -> sa.types.TypeEngine:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def reference(table: str, column: str, target: str, ondelete: str) -> sa.schema.SchemaItem:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def create_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        moment("created_at", nullable=False),
        moment("updated_at", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    create_table(
        "signing_key",
        sa.Column("kid", text(64), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("public_jwk", JSONB(), nullable=False),
        moment("retires_at", nullable=False),
        moment("withdrawn_at"),
        sa.UniqueConstraint("kid", name=op.f("uq_signing_key_kid")),
    )
    create_table(
        "refresh_token",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        moment("expires_at", nullable=False),
        moment("used_at"),
        sa.Column("client_hash", sa.LargeBinary(), nullable=True),
        sa.Column("rotated_to", sa.Uuid(), nullable=True),
        reference("refresh_token", "session_id", "login_session", "CASCADE"),
        reference("refresh_token", "rotated_to", "refresh_token", "SET NULL"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    for column in ("session_id", "rotated_to", "expires_at"):
        op.create_index(f"ix_refresh_token_{column}", "refresh_token", [column])
    create_table(
        "api_key",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", text(80), nullable=False),
        sa.Column("prefix", text(20), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", JSONB(), nullable=False),
        moment("expires_at", nullable=False),
        moment("last_used_at"),
        moment("revoked_at"),
        reference("api_key", "user_id", "user_account", "CASCADE"),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_index("ix_api_key_user_id", "api_key", ["user_id"])


def downgrade() -> None:
    for name in ("api_key", "refresh_token", "signing_key"):
        op.drop_table(name)
