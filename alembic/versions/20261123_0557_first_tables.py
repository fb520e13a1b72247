"""first tables

Revision: 3f843ffd6c40, after
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "3f843ffd6c40"
down_revision = None
branch_labels = None
depends_on = None


CATEGORIES = (
    ("dev", "개발", "Development"),
    ("data", "데이터", "Data"),
    ("design", "디자인", "Design"),
    ("business", "비즈니스", "Business"),
    ("language", "말과 글", "Language & Writing"),
    ("photo", "사진·생활", "Photo & Life"),
    ("music", "음악", "Music"),
)


def upgrade() -> None:
    # Search finds parts of words, also in Hangul; a trusted extension, so the owner may add it.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "category",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name_ko", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("published_course_count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        "ix_outbox_message_dispatched_at", "outbox_message", ["dispatched_at"], unique=False
    )
    op.create_index(
        "ix_outbox_message_waiting",
        "outbox_message",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("dispatched_at IS NULL"),
    )
    op.create_table(
        "user_account",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("email_key", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("display_name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "suspended",
                name="userstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="active",
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_account_email_key")),
    )
    op.create_index("ix_user_account_created_at", "user_account", ["created_at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("subject_type", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("ip", sqlmodel.sql.sqltypes.AutoString(length=45), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.id"],
            name=op.f("fk_audit_entry_actor_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_subject_id", "audit_entry", ["subject_id"], unique=False)
    op.create_table(
        "course",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("subtitle", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("description_md", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "beginner",
                "intermediate",
                "advanced",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="beginner",
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("cover_word", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column("outcomes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("requirements", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "published",
                "archived",
                name="coursestatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("section_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lesson_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("preview_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("duration_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("enrollment_count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_course_category_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_course_owner_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("slug", name=op.f("uq_course_slug")),
    )
    op.create_index("ix_course_category_id", "course", ["category_id"], unique=False)
    op.create_index(
        "ix_course_newest",
        "course",
        [sa.literal_column("published_at DESC"), "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index("ix_course_owner_id", "course", ["owner_id"], unique=False)
    op.create_index(
        "ix_course_popular",
        "course",
        [sa.literal_column("enrollment_count DESC"), "id"],
        unique=False,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_course_search",
        "course",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "instructor_profile",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("headline", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("bio_md", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                name="instructorstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="approved",
            nullable=False,
        ),
        sa.Column("published_course_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("student_count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_instructor_profile_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructor_profile")),
        sa.UniqueConstraint("handle", name=op.f("uq_instructor_profile_handle")),
        sa.UniqueConstraint("user_id", name=op.f("uq_instructor_profile_user_id")),
    )
    op.create_table(
        "login_session",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_agent", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("ip", sqlmodel.sql.sqltypes.AutoString(length=45), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_login_session_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index("ix_login_session_expires_at", "login_session", ["expires_at"], unique=False)
    op.create_index("ix_login_session_user_id", "login_session", ["user_id"], unique=False)
    op.create_table(
        "media_asset",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "uploading",
                "uploaded",
                "processing",
                "ready",
                "failed",
                name="mediastatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="uploading",
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "waiting",
                "checking",
                "encoding",
                "publishing",
                name="mediaphase",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="waiting",
            nullable=False,
        ),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("content_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("source_key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("upload_id", sqlmodel.sql.sqltypes.AutoString(length=1024), nullable=True),
        sa.Column("part_size_bytes", sa.Integer(), nullable=False),
        sa.Column("source_etag", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
        sa.Column("failure_reason", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("duration_seconds", sa.Float(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("has_audio", sa.Boolean(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_prefix", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("poster_key", sqlmodel.sql.sqltypes.AutoString(length=250), nullable=True),
        sa.Column("content_key_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "status <> 'ready' OR (published_prefix IS NOT NULL AND duration_seconds > 0)",
            name=op.f("ck_media_asset_ready_is_published"),
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_media_asset_size_positive")),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["user_account.id"],
            name=op.f("fk_media_asset_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_asset")),
    )
    op.create_index("ix_media_asset_owner_id", "media_asset", ["owner_id"], unique=False)
    op.create_index(
        "ix_media_asset_unfinished",
        "media_asset",
        ["status", "lease_expires_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('uploading', 'uploaded', 'processing')"),
    )
    op.create_table(
        "playback_meter",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("balance_ms", sa.Integer(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("balance_ms >= 0", name=op.f("ck_playback_meter_balance_not_negative")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_playback_meter_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_playback_meter")),
    )
    op.create_table(
        "role_grant",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "student",
                "instructor",
                "moderator",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_role_grant_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("user_id", "role", name=op.f("uq_role_grant_user_id_role")),
    )
    op.create_table(
        "caption_track",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
        sa.Column("cues", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["media_asset.id"],
            name=op.f("fk_caption_track_asset_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caption_track")),
        sa.UniqueConstraint(
            "asset_id", "language", name=op.f("uq_caption_track_asset_id_language")
        ),
    )
    op.create_table(
        "rendition",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "video",
                "audio",
                name="renditionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("frame_rate", sa.Float(), nullable=True),
        sa.Column("bandwidth", sa.Integer(), nullable=False),
        sa.Column("average_bandwidth", sa.Integer(), nullable=False),
        sa.Column("codecs", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("segment_seconds", postgresql.ARRAY(sa.Float()), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_asset.id"], name=op.f("fk_rendition_asset_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("asset_id", "name", name=op.f("uq_rendition_asset_id_name")),
    )
    op.create_table(
        "section",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_section_course_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint(
            "course_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("uq_section_course_id_position"),
        ),
    )
    op.create_table(
        "lesson",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "video",
                "article",
                name="lessonkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="video",
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_preview", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("body_md", sa.Text(), nullable=False),
        sa.Column("media_asset_id", sa.Uuid(), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["media_asset_id"],
            ["media_asset.id"],
            name=op.f("fk_lesson_media_asset_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_lesson_section_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint(
            "section_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("uq_lesson_section_id_position"),
        ),
    )
    op.create_index("ix_lesson_course_id", "lesson", ["course_id"], unique=False)
    op.create_index("ix_lesson_media_asset_id", "lesson", ["media_asset_id"], unique=False)
    op.create_table(
        "enrollment",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "completed",
                "revoked",
                name="enrollmentstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="active",
            nullable=False,
        ),
        sa.Column("completed_lesson_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_lesson_id", sa.Uuid(), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_enrollment_course_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["last_lesson_id"],
            ["lesson.id"],
            name=op.f("fk_enrollment_last_lesson_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_enrollment_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("user_id", "course_id", name=op.f("uq_enrollment_user_id_course_id")),
    )
    op.create_index("ix_enrollment_course_id", "enrollment", ["course_id"], unique=False)
    op.create_index(
        "ix_enrollment_recent",
        "enrollment",
        ["user_id", sa.literal_column("last_activity_at DESC")],
        unique=False,
    )
    op.create_table(
        "lesson_progress",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("media_asset_id", sa.Uuid(), nullable=True),
        sa.Column("covered", postgresql.INT4MULTIRANGE(), server_default="{}", nullable=False),
        sa.Column("covered_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("position_seconds", sa.Float(), server_default="0", nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_lesson_progress_enrollment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_lesson_progress_lesson_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["media_asset_id"],
            ["media_asset.id"],
            name=op.f("fk_lesson_progress_media_asset_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint(
            "enrollment_id", "lesson_id", name=op.f("uq_lesson_progress_enrollment_id_lesson_id")
        ),
    )
    op.create_index("ix_lesson_progress_lesson_id", "lesson_progress", ["lesson_id"], unique=False)
    _add_categories()


def _add_categories() -> None:
    """The fields of study every site starts with; a course needs one."""
    category = sa.table(
        "category",
        *(sa.column(name) for name in ("id", "slug", "name_ko", "name_en", "position")),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "updated_at")),
    )
    for position, (slug, name_ko, name_en) in enumerate(CATEGORIES):
        op.execute(
            category.insert().values(
                id=sa.func.gen_random_uuid(),
                slug=slug,
                name_ko=name_ko,
                name_en=name_en,
                position=position,
                created_at=sa.func.now(),
                updated_at=sa.func.now(),
            )
        )


def downgrade() -> None:
    op.drop_index("ix_lesson_progress_lesson_id", table_name="lesson_progress")
    op.drop_table("lesson_progress")
    op.drop_index("ix_enrollment_recent", table_name="enrollment")
    op.drop_index("ix_enrollment_course_id", table_name="enrollment")
    op.drop_table("enrollment")
    op.drop_index("ix_lesson_media_asset_id", table_name="lesson")
    op.drop_index("ix_lesson_course_id", table_name="lesson")
    op.drop_table("lesson")
    op.drop_table("section")
    op.drop_table("rendition")
    op.drop_table("caption_track")
    op.drop_table("role_grant")
    op.drop_table("playback_meter")
    op.drop_index(
        "ix_media_asset_unfinished",
        table_name="media_asset",
        postgresql_where=sa.text("status IN ('uploading', 'uploaded', 'processing')"),
    )
    op.drop_index("ix_media_asset_owner_id", table_name="media_asset")
    op.drop_table("media_asset")
    op.drop_index("ix_login_session_user_id", table_name="login_session")
    op.drop_index("ix_login_session_expires_at", table_name="login_session")
    op.drop_table("login_session")
    op.drop_table("instructor_profile")
    op.drop_index(
        "ix_course_search",
        table_name="course",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index(
        "ix_course_popular", table_name="course", postgresql_where=sa.text("status = 'published'")
    )
    op.drop_index("ix_course_owner_id", table_name="course")
    op.drop_index(
        "ix_course_newest", table_name="course", postgresql_where=sa.text("status = 'published'")
    )
    op.drop_index("ix_course_category_id", table_name="course")
    op.drop_table("course")
    op.drop_index("ix_audit_entry_subject_id", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("ix_user_account_created_at", table_name="user_account")
    op.drop_table("user_account")
    op.drop_index(
        "ix_outbox_message_waiting",
        table_name="outbox_message",
        postgresql_where=sa.text("dispatched_at IS NULL"),
    )
    op.drop_index("ix_outbox_message_dispatched_at", table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_table("category")
