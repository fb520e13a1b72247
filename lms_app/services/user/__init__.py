"""Profiles and accounts of people."""

from lms_app.services.user.administration import restore_user, suspend_user
from lms_app.services.user.emails import email_key, normalise_email
from lms_app.services.user.profiles import (
    HandleTaken,
    get_own_instructor_profile,
    open_instructor_profile,
    update_instructor_profile,
)
from lms_app.services.user.views import OwnInstructorProfile, ProfileTexts, UserList, UserRow

__all__ = [
    "HandleTaken",
    "OwnInstructorProfile",
    "ProfileTexts",
    "UserList",
    "UserRow",
    "email_key",
    "get_own_instructor_profile",
    "normalise_email",
    "open_instructor_profile",
    "restore_user",
    "suspend_user",
    "update_instructor_profile",
]
