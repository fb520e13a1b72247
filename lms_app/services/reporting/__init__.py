"""Read-only lists across domains; nothing imports it but states."""

from lms_app.services.reporting.admin import (
    AdminOverview,
    get_admin_overview,
    list_all_courses,
    list_users,
)
from lms_app.services.reporting.audit import AuditChange, AuditPage, AuditRow, list_audit
from lms_app.services.reporting.audit_export import (
    MOST_ROWS,
    PART_ROWS,
    AuditPart,
    export_audit,
    read_audit_export,
)
from lms_app.services.reporting.audit_filter import AuditFilter
from lms_app.services.reporting.failed_media import FailedMedia, list_failed_media
from lms_app.services.reporting.health import Health, get_health
from lms_app.services.reporting.housekeeping import count_old_rows, purge_old_rows
from lms_app.services.reporting.instructor import InstructorOverview, get_instructor_overview
from lms_app.services.reporting.people import (
    Act,
    ApplicationRow,
    PersonFile,
    get_person,
    list_applications,
)
from lms_app.services.reporting.recent import RecentStudent, list_recent_students

__all__ = [
    "MOST_ROWS",
    "PART_ROWS",
    "Act",
    "AdminOverview",
    "ApplicationRow",
    "AuditChange",
    "AuditFilter",
    "AuditPage",
    "AuditPart",
    "AuditRow",
    "FailedMedia",
    "Health",
    "InstructorOverview",
    "PersonFile",
    "RecentStudent",
    "count_old_rows",
    "export_audit",
    "get_admin_overview",
    "get_health",
    "get_instructor_overview",
    "get_person",
    "list_all_courses",
    "list_applications",
    "list_audit",
    "list_failed_media",
    "list_recent_students",
    "list_users",
    "purge_old_rows",
    "read_audit_export",
]
