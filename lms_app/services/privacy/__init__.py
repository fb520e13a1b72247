"""What people may ask of their own data: a copy, and an end."""

from lms_app.services.privacy.consents import choose_news
from lms_app.services.privacy.erasing import (
    erase_account,
    erase_again,
    erase_due_accounts,
    forget_erasures,
    list_come_back,
    list_due_deletions,
    purge_retained,
    redo_erasures,
    remove_objects_of,
)
from lms_app.services.privacy.exporting import (
    build_export,
    collect_export,
    find_export,
    finish_export,
    list_expired_exports,
    mark_exports_expired,
    open_export,
    remove_expired_exports,
    request_export,
)
from lms_app.services.privacy.leaving import (
    CannotLeave,
    cancel_deletion,
    get_privacy,
    schedule_deletion,
)
from lms_app.services.privacy.strays import list_named_objects, remove_strays
from lms_app.services.privacy.suspended import (
    find_suspended_copy,
    get_suspended,
    leave_suspended,
    open_suspended_copy,
    request_suspended_copy,
    stay_suspended,
)
from lms_app.services.privacy.views import ConsentRow, Download, ExportView, PrivacyView

__all__ = [
    "CannotLeave",
    "ConsentRow",
    "Download",
    "ExportView",
    "PrivacyView",
    "build_export",
    "cancel_deletion",
    "choose_news",
    "collect_export",
    "erase_account",
    "erase_again",
    "erase_due_accounts",
    "find_export",
    "find_suspended_copy",
    "finish_export",
    "forget_erasures",
    "get_privacy",
    "get_suspended",
    "leave_suspended",
    "list_come_back",
    "list_due_deletions",
    "list_expired_exports",
    "list_named_objects",
    "mark_exports_expired",
    "open_export",
    "open_suspended_copy",
    "purge_retained",
    "redo_erasures",
    "remove_expired_exports",
    "remove_objects_of",
    "remove_strays",
    "request_export",
    "request_suspended_copy",
    "schedule_deletion",
    "stay_suspended",
]
