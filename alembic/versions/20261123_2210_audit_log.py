"""the audit log: whom an entry concerns, what it belongs to, and that nobody changes it

Revision: c4f1a8e6d703, after b92d7f3a5c18
"""

import sqlalchemy as sa
from alembic import op

revision = "c4f1a8e6d703"
down_revision = "b92d7f3a5c18"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_entry_created_at": ["created_at", "id"],
    "ix_audit_entry_subject_id": ["subject_id", "created_at", "id"],
    "ix_audit_entry_actor_id": ["actor_id", "created_at", "id"],
    "ix_audit_entry_person_id": ["person_id", "created_at", "id"],
    "ix_audit_entry_action": ["action", "created_at", "id"],
    "ix_audit_entry_correlation_id": ["correlation_id"],
}
# Whom entries of before concern. Who did what is no longer there concerns nobody.
CONCERNED = {
    "user": "SELECT id, id AS person FROM user_account",
    "enrollment": "SELECT id, user_id AS person FROM enrollment",
    "course": "SELECT id, owner_id AS person FROM course",
    "api_key": "SELECT id, user_id AS person FROM api_key",
    "login_session": "SELECT id, user_id AS person FROM login_session",
}
CONCERN = """
UPDATE audit_entry SET person_id = found.person FROM ({found}) AS found
WHERE subject_type = '{kind}' AND subject_id = found.id
"""
# Two ways only. An entry goes when its time is over (housekeeping: 3 * 366 days). And address,
# words and values of one are emptied, nothing else, once an account in it is erased.
GUARD = """
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.created_at < now() - interval '1098 days' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE'
    AND to_jsonb(NEW) - ARRAY['ip', 'reason', 'changes']
      = to_jsonb(OLD) - ARRAY['ip', 'reason', 'changes']
    AND NEW.ip IN ('', OLD.ip) AND NEW.reason IN ('', OLD.reason)
    AND NEW.changes IN ('{}'::jsonb, OLD.changes)
    AND EXISTS (SELECT FROM user_account
      WHERE id IN (OLD.actor_id, OLD.person_id) AND status = 'erased')
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit log is not changed (%)', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$
"""
# The guard asks the site's own accounts: a temporary table of that name would come first otherwise.
GUARD_PATH = """
DO $$ BEGIN
  EXECUTE format('ALTER FUNCTION audit_entry_guard() SET search_path = pg_catalog, %I, pg_temp',
    current_schema());
END $$
"""


def upgrade() -> None:
    op.add_column(
        "audit_entry",
        sa.Column("actor_kind", sa.String(24), nullable=False, server_default="person"),
    )
    op.create_check_constraint(
        op.f("ck_audit_entry_actorkind"),
        "audit_entry",
        "actor_kind IN ('person', 'system', 'unknown')",
    )
    op.add_column("audit_entry", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_audit_entry_person_id"),
        "audit_entry",
        "user_account",
        ["person_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column(
        "audit_entry",
        sa.Column("correlation_id", sa.String(40), nullable=False, server_default=""),
    )
    op.execute("UPDATE audit_entry SET actor_kind = 'system' WHERE actor_id IS NULL")
    for kind, found in CONCERNED.items():
        op.execute(CONCERN.format(found=found, kind=kind))
    op.drop_index("ix_audit_entry_subject_id", "audit_entry")
    op.drop_index("ix_audit_entry_actor_id", "audit_entry")
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_entry", columns)
    op.execute(GUARD)
    op.execute(GUARD_PATH)
    op.execute(
        "CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_guard()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER audit_entry_not_emptied ON audit_entry")
    op.execute("DROP TRIGGER audit_entry_kept ON audit_entry")
    op.execute("DROP FUNCTION audit_entry_guard()")
    for name in INDEXES:
        op.drop_index(name, "audit_entry")
    for column in ("correlation_id", "person_id", "actor_kind"):
        op.drop_column("audit_entry", column)
    op.create_index("ix_audit_entry_actor_id", "audit_entry", ["actor_id"])
    op.create_index("ix_audit_entry_subject_id", "audit_entry", ["subject_id"])
