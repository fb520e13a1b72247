"""The texts of the demo school as frozen data, read from the YAML files beside this module."""

from .data import (
    ApplicantPlan,
    ClipPlan,
    CoursePlan,
    InstructorPlan,
    LessonPlan,
    School,
    SectionPlan,
)
from .loading import load_school

__all__ = [
    "ApplicantPlan",
    "ClipPlan",
    "CoursePlan",
    "InstructorPlan",
    "LessonPlan",
    "School",
    "SectionPlan",
    "load_school",
]
