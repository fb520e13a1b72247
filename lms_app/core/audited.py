"""What is written to the audit log: every action by its name, with what it is done to.

`lms_app.db.audit.record` takes no other, and each has words for both languages.
"""

from __future__ import annotations

from collections.abc import Mapping

AUDITED: Mapping[str, str] = {
    "api_key:create": "api_key",
    "api_key:revoke": "api_key",
    "audit:export": "site",
    "auth:admin_link": "user",
    "auth:change_password": "user",
    "auth:reset_password": "user",
    "course:allow": "course",
    "course:take_down": "course",
    "demo:clips": "site",
    "demo:school": "site",
    "enrollment:revoke": "enrollment",
    "impersonation:begin": "user",
    "impersonation:end": "user",
    "instructor:approve": "user",
    "instructor:refuse": "user",
    "role:first_admin": "user",
    "role:grant": "user",
    "role:revoke": "user",
    "second_factor:all_off": "user",
    "second_factor:app_off": "user",
    "second_factor:app_on": "user",
    "second_factor:codes_renewed": "user",
    "second_factor:passkey_added": "user",
    "second_factor:passkey_refused": "user",
    "second_factor:passkey_removed": "user",
    "session:refresh_reused": "login_session",
    "user:restore": "user",
    "user:suspend": "user",
}
SUBJECTS = tuple(sorted(set(AUDITED.values())))


def action_key(action: str) -> str:
    """Return the text key of an action."""
    return "audit.act_" + action.replace(":", "_")
