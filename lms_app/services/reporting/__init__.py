"""Read-only lists across domains; nothing imports it but states."""

from lms_app.services.reporting.admin import (
    AdminOverview,
    get_admin_overview,
    list_all_courses,
    list_users,
)
from lms_app.services.reporting.health import Health, get_health

__all__ = [
    "AdminOverview",
    "Health",
    "get_admin_overview",
    "get_health",
    "list_all_courses",
    "list_users",
]
