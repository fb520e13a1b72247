"""Mail to a person about their own account, in their language, posted in the transaction."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import select

from lms_app import i18n
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User
from lms_app.services.notification import post_mail

_KEPT_SECONDS = 7 * 86_400


def tell(uow: UnitOfWork, user_id: UUID, template: str, occasion: UUID, **params: str) -> None:
    """Have the mail `template` sent to a person, once an `occasion`; `name` is added."""
    person = uow.session.exec(select(User).where(User.id == user_id)).one()
    post_mail(
        uow,
        template=template,
        user_id=user_id,
        to=person.email,
        language=person.language or "",
        key=f"{template}:{occasion}",
        params={"name": person.display_name, **params},
        expires_in_seconds=_KEPT_SECONDS,
    )


def tell_role(
    uow: UnitOfWork, user_id: UUID, occasion: UUID, *, role: Role, is_given: bool, reason: str
) -> None:
    """Tell a person that they have a role now, or no longer."""
    language = uow.session.exec(select(User.language).where(User.id == user_id)).one()
    template = "role_given" if is_given else "role_taken"
    name = i18n.lookup(f"role.{role.value}", language or i18n.DEFAULT_LANGUAGE)
    tell(uow, user_id, template, occasion, role=name, reason=reason)
