"""Mails about one's own data. Whose account is suspended gets a link that does without a sign-in."""

from __future__ import annotations

from uuid import UUID

from lms_app import i18n
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User
from lms_app.services.notification import post_mail
from lms_app.services.user import suspended_token


def tell(
    uow: UnitOfWork,
    user: User,
    template: str,
    occasion: UUID,
    *,
    expires_in_seconds: int,
    **params: str,
) -> None:
    """Have the mail `template` sent, once an `occasion`; `name` is added."""
    name, given = template, params
    token = suspended_token(uow, user.id)
    if token:
        language = user.language or i18n.DEFAULT_LANGUAGE
        what = i18n.lookup(f"mail.{template}.subject", language)
        name, given = "suspended_data", {"what": what, "token": token}
    post_mail(
        uow,
        template=name,
        user_id=user.id,
        to=user.email,
        language=user.language or "",
        key=f"{template}:{occasion}",
        params={"name": user.display_name, **given},
        expires_in_seconds=expires_in_seconds,
    )
