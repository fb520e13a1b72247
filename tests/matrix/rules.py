"""Who may what (acceptance 3.5): the one table of expectations, of events and of the API alike.

The role's part is read from the permission table; what is left is what an object adds, one rule
for every use case that a page or a program can reach. A use case without a rule fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lms_app.core.permissions import ROLE_PERMISSIONS, Permission, Role
from lms_app.core.use_case import REGISTRY, UseCase
from lms_app.services import (  # noqa: F401  (registered)
    auth,
    certificate,
    course,
    enrollment,
    media,
    privacy,
    reporting,
    user,
)


class Outcome(StrEnum):
    """How a caller is answered. Allowed is let in, though a text or a state may stand in the way."""

    allowed = "allowed"
    sign_in = "sign in"
    forbidden = "forbidden"
    not_found = "not found"
    conflict = "conflict"


# The owner's things are asked for by all others; those of `unverified` are their own. Whoever is
# suspended holds a session that is nobody's.
ACTORS: dict[str, frozenset[Role]] = {
    "guest": frozenset(),
    "student": frozenset({Role.student}),
    "enrolled": frozenset({Role.student}),
    "removed": frozenset({Role.student}),
    "owner": frozenset({Role.student, Role.instructor}),
    "other_instructor": frozenset({Role.student, Role.instructor}),
    "unverified": frozenset({Role.student, Role.instructor}),
    "moderator": frozenset({Role.student, Role.moderator}),
    "admin": frozenset({Role.student, Role.admin}),
    "suspended": frozenset(),
}
EDITORS = {"owner", "unverified", "admin"}


@dataclass(frozen=True)
class Rule:
    """What an object adds to the role, and which kind of object it is asked about."""

    decide: Callable[[str], Outcome]
    about: str = ""


def _only(allowed: set[str], otherwise: Outcome) -> Callable[[str], Outcome]:
    return lambda actor: Outcome.allowed if actor in allowed else otherwise


def _verified(rule: Rule) -> Rule:
    """The same, for confirmed addresses only."""
    return Rule(lambda a: Outcome.forbidden if a == "unverified" else rule.decide(a), rule.about)


def _lesson(actor: str) -> Outcome:
    if actor in {"guest", "suspended"}:
        return Outcome.sign_in
    return Outcome.allowed if actor in EDITORS | {"enrolled"} else Outcome.not_found


ROLE_ALONE = Rule(lambda _actor: Outcome.allowed)
DRAFT = Rule(_only(EDITORS, Outcome.not_found), "draft")
# That it is there is no secret once it is published.
PUBLISHED = Rule(_only(EDITORS, Outcome.forbidden), "published")
LESSON = Rule(_lesson, "published")
# Who teaches a course does not take it; who lost it gets it back from an administrator alone.
TAKING = Rule(
    lambda a: Outcome.conflict if a in {"owner", "unverified", "removed"} else Outcome.allowed,
    "published",
)
OWN = Rule(_only({"owner"}, Outcome.not_found), "own")
# Who it is, a mailed link says; theirs is the only one there is.
LINK = Rule(_only({"suspended"}, Outcome.not_found), "link")
ABOUT_SOMEBODY = Rule(ROLE_ALONE.decide, "somebody")


def _words(text: str) -> frozenset[str]:
    """`domain: name name` as `domain.name`s."""
    found, domain = set(), ""
    for word in text.split():
        if word.endswith(":"):
            domain = word[:-1]
        else:
            found.add(f"{domain}.{word}")
    return frozenset(found)


def _named(domain: str, names: str, rule: Rule) -> dict[str, Rule]:
    return {f"{domain}.{name}": rule for name in names.split()}


RULES: dict[str, Rule] = {
    **_named("course", "get_course get_course_editor update_course add_section rename_section"
             " move_section delete_section add_lesson update_lesson move_lesson delete_lesson"
             " get_lesson_text list_chapters save_chapters keep_video remove_video attach_video"
             " begin_lesson_upload"
             " ensure_lesson_takes_video", DRAFT),
    **_named("course", "publish_course", _verified(DRAFT)),
    **_named("course", "archive_course", PUBLISHED),
    **_named("course", "take_down_course allow_course", Rule(ROLE_ALONE.decide, "published")),
    # An owner who is named beside the caller counts for the system only.
    **_named("course", "create_course browse_courses browse_own_courses list_own_courses"
             " list_categories preview_cover preview_markdown get_home get_instructor"
             " search_courses", ROLE_ALONE),
    **_named("media", "list_posters choose_poster get_poster_keys retry_processing get_upload"
             " get_upload_state sign_parts complete_upload cancel_upload mark_uploaded add_asset"
             " remove_unfinished save_captions delete_captions upload_captions list_own_captions"
             " get_own_captions get_captions_file authorize_preview get_preview_key"
             " get_preview_master get_preview_playlist get_preview_sprites", DRAFT),
    # Yes or no to figures of one's own; another owner counts for administrators only.
    **_named("media", "check_share begin_upload", ROLE_ALONE),
    **_named("enrollment", "get_learn_page study report_playback complete_article save_note",
             LESSON),
    # Whose they are follows from the caller; whatever id is named, others' are never among them.
    **_named("enrollment", "list_notes list_lesson_notes list_noted_courses read_notebook"
             " export_notes", ROLE_ALONE),
    **_named("enrollment", "delete_note", OWN),
    **_named("enrollment", "enroll", TAKING),
    **_named("enrollment", "get_my_courses list_my_courses get_standing", ROLE_ALONE),
    # By its number, which names one that is nobody's.
    **_named("certificate", "get_certificate reissue_certificate",
             Rule(lambda _actor: Outcome.not_found)),
    # Nobody has completed it; whoever never began has nothing to complete.
    **_named("certificate", "claim_certificate", Rule(
        lambda a: Outcome.conflict if a in {"enrolled", "removed"} else Outcome.not_found,
        "published")),
    **_named("certificate", "list_own_certificates verify_certificate", ROLE_ALONE),
    **_named("auth", "end_session revoke_api_key remove_passkey rename_passkey", OWN),
    **_named("auth", "get_session_user get_own_credentials touch_session request_verification ensure_proved get_account"
             " list_public_keys change_email change_password create_api_key list_api_keys"
             " list_grantable_scopes list_linked_accounts unlink_identity get_proof_choices"
             " get_second_step get_second_factors get_first_recovery_codes get_email_link"
             " is_reset_link get_newcomer begin_authenticator confirm_authenticator"
             " turn_off_authenticator renew_recovery_codes list_sessions end_other_sessions"
             " review_sessions sign_out_client end_impersonation", ROLE_ALONE),
    **_named("auth", "begin_impersonation", ABOUT_SOMEBODY),
    **_named("privacy", "get_privacy request_export schedule_deletion cancel_deletion choose_news",
             ROLE_ALONE),
    **_named("privacy", "get_suspended request_suspended_copy open_suspended_copy leave_suspended"
             " stay_suspended", LINK),
    **_named("privacy", "find_export open_export", OWN),
    **_named("reporting", "get_admin_overview get_instructor_overview list_all_courses"
             " list_audit export_audit"
             " list_applications list_recent_students list_users", ROLE_ALONE),
    **_named("reporting", "get_person", ABOUT_SOMEBODY),
    **_named("user", "approve_application refuse_application grant_role revoke_role suspend_user"
             " restore_user", ABOUT_SOMEBODY),
    **_named("user", "apply_to_teach", _verified(ROLE_ALONE)),
    **_named("user", "get_own_profile get_preferences get_teaching update_own_profile"
             " save_preferences save_notice_choice", ROLE_ALONE),
}  # fmt: skip


def expected(actor: str, use_case: str) -> Outcome:
    """How this actor is answered by this use case; "" is an event that enters none."""
    if not use_case:
        return Outcome.allowed
    permission = declared(use_case).permission
    if permission is not Permission.public:
        if not ACTORS[actor]:
            return Outcome.sign_in
        if not any(permission in ROLE_PERMISSIONS[role] for role in ACTORS[actor]):
            return Outcome.forbidden
    return RULES[use_case].decide(actor)


def declared(use_case: str) -> UseCase[object]:
    return REGISTRY[use_case]


def about(use_case: str) -> str:
    return RULES[use_case].about if use_case else ""


def only_reads(use_case: str) -> bool:
    return not use_case or declared(use_case).kind == "query"


# The least that a caller must be, written down once more by hand: a permission that is loosened in
# the code would loosen what is expected with it.
EVERYBODY = _words("""
course: get_course browse_courses list_categories get_home get_instructor search_courses
enrollment: get_learn_page get_standing
certificate: get_certificate verify_certificate
auth: get_session_user touch_session list_public_keys get_second_step get_email_link is_reset_link
    get_newcomer end_impersonation
privacy: get_suspended request_suspended_copy open_suspended_copy leave_suspended stay_suspended
""")
INSTRUCTORS = _words("""
course: get_course_editor update_course add_section rename_section move_section delete_section
    add_lesson update_lesson move_lesson delete_lesson get_lesson_text list_chapters
    save_chapters keep_video remove_video attach_video begin_lesson_upload ensure_lesson_takes_video publish_course archive_course
    create_course browse_own_courses list_own_courses preview_cover preview_markdown
media: list_posters choose_poster get_poster_keys retry_processing get_upload get_upload_state
    sign_parts complete_upload cancel_upload mark_uploaded add_asset remove_unfinished save_captions
    delete_captions upload_captions list_own_captions get_own_captions get_captions_file
    authorize_preview get_preview_key get_preview_master get_preview_playlist get_preview_sprites
    check_share begin_upload
reporting: get_instructor_overview list_recent_students
""")
MODERATORS = _words("""
reporting: get_admin_overview list_all_courses
course: allow_course take_down_course
""")
ADMINS = _words("""
reporting: list_applications list_users get_person list_audit export_audit
auth: begin_impersonation
user: approve_application refuse_application grant_role revoke_role suspend_user restore_user
""")


def least(use_case: str) -> frozenset[Role] | None:
    """The roles that may, by what is written here; None for everybody."""
    if use_case in EVERYBODY:
        return None
    for names, roles in ((INSTRUCTORS, {Role.instructor, Role.admin}),
                         (MODERATORS, {Role.moderator, Role.admin}), (ADMINS, {Role.admin})):  # fmt: skip
        if use_case in names:
            return frozenset(roles)
    return frozenset(Role)


def held_by(use_case: str) -> frozenset[Role] | None:
    """The roles that may, by the permission table."""
    permission = declared(use_case).permission
    if permission is Permission.public:
        return None
    return frozenset(role for role, held in ROLE_PERMISSIONS.items() if permission in held)
