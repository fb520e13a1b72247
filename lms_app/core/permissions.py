"""Who may do what kind of thing. `services/<domain>/policy.py` decides about one object."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is on this site; everybody who signed up is a student."""

    student = "student"
    instructor = "instructor"
    moderator = "moderator"
    admin = "admin"


class Permission(StrEnum):
    """`<resource>:<action>`, in alphabetical order; `public` needs no session."""

    account_delete = "account:delete"
    account_edit = "account:edit"
    account_export = "account:export"
    account_read = "account:read"
    account_secure = "account:secure"
    admin_read = "admin:read"
    api_key_manage = "api_key:manage"
    audit_read = "audit:read"
    course_edit = "course:edit"
    course_moderate = "course:moderate"
    course_publish = "course:publish"
    enrollment_create = "enrollment:create"
    enrollment_read = "enrollment:read"
    enrollment_revoke = "enrollment:revoke"
    identity_manage = "identity:manage"
    instructor_apply = "instructor:apply"
    instructor_decide = "instructor:decide"
    media_process = "media:process"
    media_upload = "media:upload"
    note_read = "note:read"
    note_write = "note:write"
    progress_write = "progress:write"
    public = "public"
    seed_write = "seed:write"
    system_maintain = "system:maintain"
    user_impersonate = "user:impersonate"
    user_read = "user:read"
    user_roles = "user:roles"
    user_suspend = "user:suspend"


P = Permission
_STUDENT = frozenset(
    {
        P.account_delete,
        P.account_edit,
        P.account_export,
        P.account_read,
        P.account_secure,
        P.api_key_manage,
        P.enrollment_create,
        P.enrollment_read,
        P.identity_manage,
        P.instructor_apply,
        P.note_read,
        P.note_write,
        P.progress_write,
        P.public,
    }
)
_INSTRUCTOR = _STUDENT | {P.course_edit, P.course_publish, P.media_upload}
_MODERATOR = _STUDENT | {P.admin_read, P.course_moderate}
_ADMIN = (
    _INSTRUCTOR
    | _MODERATOR
    | {
        P.audit_read,
        P.enrollment_revoke,
        P.instructor_decide,
        P.user_impersonate,
        P.user_read,
        P.user_roles,
        P.user_suspend,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.student: _STUDENT,
    Role.instructor: _INSTRUCTOR,
    Role.moderator: _MODERATOR,
    Role.admin: _ADMIN,
}

# Held by no person: workers, the seeder and the command line act with these.
SYSTEM_PERMISSIONS: frozenset[Permission] = frozenset(Permission)
# What an API key may be given. Neither keys nor sessions are managed with a key, no role is
# changed, and what asks for a step-up is done by the person alone.
SCOPES: frozenset[Permission] = frozenset(
    {
        P.account_read,
        P.course_edit,
        P.course_publish,
        P.enrollment_create,
        P.enrollment_read,
        P.media_upload,
        P.note_read,
        P.note_write,
        P.progress_write,
    }
)
# What an admin may read as somebody else. What is the person's alone (credentials, devices, keys,
# the copy of their data) is missing on purpose, and so is whatever is added until it is decided.
IMPERSONATION: frozenset[Permission] = frozenset(
    {P.account_read, P.course_edit, P.enrollment_read, P.media_upload, P.public}
)
