"""Every address of the site, named once."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

HOME = "/"
COURSES = "/courses"
COURSE = "/courses/[slug]"
LEARN = "/learn/[slug]"
MY_COURSES = "/my-courses"
MY_NOTES = "/my-courses?tab=notes"
SIGN_IN = "/login"
SIGN_UP = "/signup"
SIGN_UP_SENT = "/signup/sent"
VERIFY = "/verify"
FORGOT = "/forgot"
RESET = "/reset"
DEV_INBOX = "/dev/inbox"
DEV_MAILS = "/dev/mails"
SECOND_STEP = "/login/second"
CONFIRM = "/confirm"
SIGN_UP_COMPLETE = "/signup/complete"
SUSPENDED = "/suspended"
TERMS = "/terms"
PRIVACY = "/privacy"
FORBIDDEN = "/forbidden"
SETTINGS = "/settings"
SETTINGS_DATA = "/settings/data"
SETTINGS_SECURITY = "/settings/security"
SETTINGS_PLAYBACK = "/settings/playback"
SETTINGS_NOTIFICATIONS = "/settings/notifications"
SETTINGS_LANGUAGE = "/settings/language"
INSTRUCTOR_PAGE = "/instructors/[handle]"
ERROR = "/error"
INSTRUCTOR = "/instructor"
INSTRUCTOR_START = "/instructor/start"
INSTRUCTOR_COURSES = "/instructor/courses"
INSTRUCTOR_COURSE = "/instructor/courses/[course_id]"
INSTRUCTOR_CURRICULUM = "/instructor/courses/[course_id]/curriculum"
ADMIN = "/admin"
ADMIN_USERS = "/admin/users"
ADMIN_USER = "/admin/users/[user_id]"
ADMIN_INSTRUCTORS = "/admin/instructors"
ADMIN_COURSES = "/admin/courses"
ADMIN_AUDIT = "/admin/audit"

API_AUTH = "/api/auth/"
API_SIGN_IN = "/api/auth/sign-in"
API_SIGN_UP = "/api/auth/sign-up"
API_SIGN_OUT = "/api/auth/sign-out"
API_SECOND_STEP = "/api/auth/second-step"
API_PROOF = "/api/auth/proof"
API_IMPERSONATION = "/api/auth/impersonation"
API_PASSKEY = "/api/auth/passkey"
API_VERIFY = "/api/auth/verify"
API_RESEND = "/api/auth/resend"
API_FORGOT = "/api/auth/forgot"
API_FORGOT_FORM = "/api/auth/forgot-form"
API_RESET = "/api/auth/reset"
API_OAUTH = "/api/auth/oauth"
API_OAUTH_COMPLETE = "/api/auth/oauth-complete"
API_AVATAR = "/api/profile/avatar"
API_PROGRESS = "/api/progress"
API_UPLOADS = "/api/uploads"
API_PLAYBACK = "/api/playback"
API_PREVIEW = "/api/preview"
API_CAPTIONS = "/api/captions"
API_CHAPTERS = "/api/chapters"
API_NOTES = "/api/notes"
API_ACCOUNT = "/api/account"
API_AUDIT = "/api/audit"
API_V1 = "/api/v1"
JWKS = "/.well-known/jwks.json"
CERTIFICATE_PAGE = "/certificates/[code]"
CERTIFICATE_KEYS = "/.well-known/margin-certificates.json"
CERTIFICATE_REVOCATIONS = "/.well-known/margin-revocations.jwt"
SETTINGS_API = "/settings/api"
STORE = "/store"

# A slug of a hundred Hangul syllables has 900 characters when it is encoded.
OWN_PATH_LENGTH = 2000
# Only own paths: one slash, then no slash or backslash, then plain characters.
_OWN_PATH = re.compile(r"^/(?![/\\])[\w\-/?=&%.]*$")


def own_path(value: str | None, default: str = HOME) -> str:
    """Return `value` if it is a path of this site, else `default` (open redirects end here)."""
    if value and len(value) <= OWN_PATH_LENGTH and _OWN_PATH.fullmatch(value):
        return value
    return default


def course(slug: str) -> str:
    return f"/courses/{quote(slug, safe='')}"


def slug_in(path: str) -> str:
    """Return the last part of an address; Hangul arrives percent-encoded."""
    return unquote(path.rstrip("/").rpartition("/")[2]).replace("\0", "")


def learn(slug: str, lesson_id: str | None = None, second: float | None = None) -> str:
    asked = {"l": lesson_id} if lesson_id else {}
    if lesson_id and second is not None:
        asked["t"] = str(int(second))
    return f"/learn/{quote(slug)}" + (f"?{urlencode(asked)}" if asked else "")


def cover(slug: str, version: int) -> str:
    return f"/covers/{quote(slug)}.svg?v={version}"


def avatar(name: str | None) -> str:
    """The address of a person's picture; empty when they have none."""
    return f"/avatars/{name}.webp" if name else ""


def instructor(handle: str) -> str:
    return f"/instructors/{quote(handle, safe='')}" if handle else ""


def certificate(code: str) -> str:
    return f"/certificates/{quote(code, safe='')}"


def certificate_file(code: str, name: str) -> str:
    return f"{certificate(code)}/{name}"


def admin_user(user_id: str) -> str:
    return f"{ADMIN_USERS}/{user_id}"


def playlist(lesson_id: str) -> str:
    return f"{API_PLAYBACK}/{lesson_id}/master.m3u8"


def preview_playlist(asset_id: str) -> str:
    return f"{API_PREVIEW}/{asset_id}/master.m3u8"


def sprites(lesson_id: str) -> str:
    return f"{API_PLAYBACK}/{lesson_id}/sprites.vtt"


def sign_in(next_path: str = HOME) -> str:
    return f"{SIGN_IN}?{urlencode({'next': next_path})}"


def second_step(next_path: str = HOME) -> str:
    return f"{SECOND_STEP}?{urlencode({'next': next_path})}"


def confirm(next_path: str = HOME) -> str:
    return f"{CONFIRM}?{urlencode({'next': next_path})}"


def oauth_callback(provider: str) -> str:
    return f"{API_OAUTH}/{provider}/callback"
