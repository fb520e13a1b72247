"""Shapes of the demo school's texts."""

from dataclasses import dataclass

from lms_app.seed.clips import ClipSpec


@dataclass(frozen=True)
class InstructorPlan:
    handle: str
    name: str
    headline: str
    bio: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApplicantPlan:
    """Somebody who asks to teach; `refused` is why they were not taken before, if they were."""

    handle: str
    name: str
    headline: str
    bio: str
    message: str
    links: tuple[str, ...]
    days_ago: float
    refused: str = ""


@dataclass(frozen=True)
class ClipPlan:
    """One clip: `key` names its file, `instructor` (a handle) owns the upload."""

    key: str
    instructor: str
    spec: ClipSpec


@dataclass(frozen=True)
class LessonPlan:
    """An article when it has a `body` (Markdown), else a video that shows the clip `clip`."""

    title: str
    body: str = ""
    clip: str = ""
    is_preview: bool = False

    @property
    def kind(self) -> str:
        return "article" if self.body else "video"


@dataclass(frozen=True)
class SectionPlan:
    title: str
    lessons: tuple[LessonPlan, ...]


@dataclass(frozen=True)
class CoursePlan:
    """A course; `popularity` is its share of enrollments, `published_days_ago` is 0 for drafts."""

    slug: str
    title: str
    subtitle: str
    instructor: str
    category: str
    level: str
    language: str
    cover_word: str
    is_draft: bool
    published_days_ago: int
    popularity: int
    outcomes: tuple[str, ...]
    audience: tuple[str, ...]
    requirements: tuple[str, ...]
    description: str
    sections: tuple[SectionPlan, ...]

    @property
    def lessons(self) -> tuple[LessonPlan, ...]:
        return tuple(lesson for section in self.sections for lesson in section.lessons)

    @property
    def has_video(self) -> bool:
        return any(lesson.clip for lesson in self.lessons)


@dataclass(frozen=True)
class School:
    """Everything the seeder builds; courses with the most enrollments first."""

    instructors: tuple[InstructorPlan, ...]
    applicants: tuple[ApplicantPlan, ...]
    clips: tuple[ClipPlan, ...]
    courses: tuple[CoursePlan, ...]
    learner_names: tuple[str, ...]
