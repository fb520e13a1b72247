"""Profiles, settings and accounts of people."""

from lms_app.services.user.administration import restore_user, suspend_user
from lms_app.services.user.avatars import PREFIX as AVATARS
from lms_app.services.user.avatars import get_avatar, record_avatar, remove_avatar, replace_avatar
from lms_app.services.user.avatars import object_key as avatar_key
from lms_app.services.user.emails import email_key, mask_email, normalise_email
from lms_app.services.user.handles import HandleTaken
from lms_app.services.user.links import shown_link
from lms_app.services.user.preferences import (
    chosen_looks,
    get_preferences,
    save_notice_choice,
    save_preferences,
    wants,
)
from lms_app.services.user.profiles import get_own_profile, update_own_profile
from lms_app.services.user.roles import ensure_admin_remains, grant_role, revoke_role
from lms_app.services.user.suspended import suspended_holder, suspended_token
from lms_app.services.user.teaching import (
    apply_to_teach,
    approve_application,
    get_teaching,
    make_instructor,
    refuse_application,
)
from lms_app.services.user.telling import tell as tell_person
from lms_app.services.user.verified import ensure_verified
from lms_app.services.user.views import (
    OwnProfile,
    PlaybackWishes,
    Preferences,
    TeachingStanding,
    UserList,
    UserRow,
)

__all__ = [
    "AVATARS",
    "HandleTaken",
    "OwnProfile",
    "PlaybackWishes",
    "Preferences",
    "TeachingStanding",
    "UserList",
    "UserRow",
    "apply_to_teach",
    "approve_application",
    "avatar_key",
    "chosen_looks",
    "email_key",
    "ensure_admin_remains",
    "ensure_verified",
    "get_avatar",
    "get_own_profile",
    "get_preferences",
    "get_teaching",
    "grant_role",
    "make_instructor",
    "mask_email",
    "normalise_email",
    "record_avatar",
    "refuse_application",
    "remove_avatar",
    "replace_avatar",
    "restore_user",
    "revoke_role",
    "save_notice_choice",
    "save_preferences",
    "shown_link",
    "suspend_user",
    "suspended_holder",
    "suspended_token",
    "tell_person",
    "update_own_profile",
    "wants",
]
