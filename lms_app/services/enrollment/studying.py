"""The learn page for clients that are no page of ours."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.services.context import Context
from lms_app.services.enrollment.learning import get_learn_page
from lms_app.services.enrollment.views import LearnPage


@workflow(Permission.enrollment_read)
def study(ctx: Context, actor: Actor, slug: str, lesson_id: UUID | None) -> LearnPage:
    """Return the learn page to somebody whose credential reaches as far as their enrollments.

    Raises what `get_learn_page` raises.
    """
    page: LearnPage = ctx.call(get_learn_page, slug, lesson_id)
    return page
