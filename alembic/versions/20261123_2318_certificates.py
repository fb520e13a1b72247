"""certificates and the keys they are signed with

Revision: e2b86c0d1f47, after d5a7c3e19f02
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "e2b86c0d1f47"
down_revision = "d5a7c3e19f02"
branch_labels = None
depends_on = None
_MOMENT = sa.DateTime(timezone=True)


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_certificate_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE")


def _add_keys() -> None:
    op.create_table(
        "certificate_key",
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(64), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("public_jwk", JSONB(), nullable=False),
        sa.Column("retired_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_certificate_key_kid")),
    )
    op.create_index(
        "uq_certificate_key_current",
        "certificate_key",
        [sa.text("(retired_at IS NULL)")],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )


def upgrade() -> None:
    _add_keys()
    op.create_table(
        "certificate",
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot", JSONB(), server_default="{}", nullable=False),
        sa.Column("jws", sa.Text(), nullable=False),
        sa.Column("kid", sa.String(64), nullable=False),
        sa.Column("issued_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.Column("revoked_reason", sa.String(24), server_default="none", nullable=False),
        sa.CheckConstraint(
            "revoked_reason IN ('enrollment', 'reissued', 'erased', 'none')",
            name=op.f("ck_certificate_revocation"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = 'none')",
            name=op.f("ck_certificate_revoked_for_a_reason"),
        ),
        _reference("user_id", "user_account.id"),
        _reference("enrollment_id", "enrollment.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
    )
    op.create_index(
        "uq_certificate_valid",
        "certificate",
        ["enrollment_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_index("ix_certificate_enrollment_id", "certificate", ["enrollment_id"])
    op.create_index("ix_certificate_user_id", "certificate", ["user_id"])
    op.create_index(
        "ix_certificate_revoked_at",
        "certificate",
        ["revoked_at"],
        postgresql_where=sa.text("revoked_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("certificate")
    op.drop_table("certificate_key")
