"""Signing up, signing in, sessions."""

from lms_app.services.auth.entering import start_session
from lms_app.services.auth.registration import (
    EmailTaken,
    WrongPassword,
    create_admin,
    create_person,
    find_password_hash,
    register,
    sign_in,
    sign_up,
)
from lms_app.services.auth.sessions import (
    get_session_user,
    peek_actor,
    sign_out,
    touch_session,
)
from lms_app.services.auth.views import SessionUser, SignedIn

__all__ = [
    "EmailTaken",
    "SessionUser",
    "SignedIn",
    "WrongPassword",
    "create_admin",
    "create_person",
    "find_password_hash",
    "get_session_user",
    "peek_actor",
    "register",
    "sign_in",
    "sign_out",
    "sign_up",
    "start_session",
    "touch_session",
]
