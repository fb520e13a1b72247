"""Every domain event: frozen, past tense, ids only. They are stored as outbox rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """A fact that was committed. `payload()` is JSON-ready and `rebuild` its inverse."""

    by_name: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Event.by_name[cls.__name__] = cls

    def payload(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    @staticmethod
    def rebuild(name: str, payload: dict[str, str]) -> Event:
        kind = Event.by_name[name]
        return kind(**{f.name: UUID(payload[f.name]) for f in fields(kind)})


@dataclass(frozen=True)
class UserRegistered(Event):
    user_id: UUID


@dataclass(frozen=True)
class DataExportRequested(Event):
    export_id: UUID


@dataclass(frozen=True)
class AccountErased(Event):
    """`avatar` names the picture they had; the nil UUID for none."""

    user_id: UUID
    avatar: UUID


@dataclass(frozen=True)
class InstructorProfileChanged(Event):
    user_id: UUID


@dataclass(frozen=True)
class CoursePublished(Event):
    course_id: UUID


@dataclass(frozen=True)
class CourseChanged(Event):
    course_id: UUID


@dataclass(frozen=True)
class LessonRemoved(Event):
    course_id: UUID


@dataclass(frozen=True)
class CompletionRuleChanged(Event):
    course_id: UUID


@dataclass(frozen=True)
class MediaUploaded(Event):
    asset_id: UUID


@dataclass(frozen=True)
class MediaImported(Event):
    asset_id: UUID


@dataclass(frozen=True)
class MediaReady(Event):
    asset_id: UUID


@dataclass(frozen=True)
class MediaFailed(Event):
    asset_id: UUID


@dataclass(frozen=True)
class MediaDiscarded(Event):
    asset_id: UUID


@dataclass(frozen=True)
class EnrollmentCreated(Event):
    enrollment_id: UUID


@dataclass(frozen=True)
class EnrollmentRevoked(Event):
    enrollment_id: UUID


@dataclass(frozen=True)
class LessonCompleted(Event):
    enrollment_id: UUID
    lesson_id: UUID


@dataclass(frozen=True)
class CourseCompleted(Event):
    enrollment_id: UUID


@dataclass(frozen=True)
class CertificateIssued(Event):
    certificate_id: UUID


@dataclass(frozen=True)
class MailPosted(Event):
    mail_id: UUID
