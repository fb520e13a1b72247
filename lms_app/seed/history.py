"""Nine invented months of learning: who enrolled in what, when, and how far they came. Pure.

The dice are seeded, and every date is counted back from `now`: the school looks the same on every
machine and never grows old.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lms_app.services.enrollment import PastEnrollment, PastProgress

TOTAL_ENROLLMENTS = 1900
MONTHS_DAYS = 270
_SEED = 20261123
_COMPLETE_SHARE = 0.9
# Launches of the two courses people talked about; more people joined in these weeks.
_LAUNCH_DAYS_AGO = (204, 61)
# How far people come: share of learners, and the range of lessons finished (as shares).
_PACES = ((0.2, 0.0, 0.0), (0.44, 0.02, 0.16), (0.23, 0.2, 0.8), (0.13, 1.0, 1.0))
# Learning hours in Korea (UTC+9): a small peak at lunch, a large one in the evening.
_HOURS = (7, 8, 9, 12, 12, 13, 15, 18, 19, 20, 20, 21, 21, 21, 22, 22, 23)


@dataclass(frozen=True)
class Taught:
    """A lesson as it stands in the database; `seconds` is 0 for articles."""

    lesson_id: UUID
    seconds: int


@dataclass(frozen=True)
class Offered:
    """A published course that people may have enrolled in."""

    course_id: UUID
    slug: str
    language: str
    popularity: int
    published_at: datetime
    lessons: tuple[Taught, ...]


@dataclass(frozen=True)
class Learner:
    """Somebody who joined; `language` is the one they mostly learn in."""

    user_id: UUID
    language: str
    joined_at: datetime


def joined_days_ago(count: int) -> list[float]:
    """Return how many days ago each learner joined, longest first, with a wave at each launch."""
    dice = random.Random(_SEED)  # noqa: S311  (an invented past, not a secret)
    days = []
    for _ in range(count):
        if dice.random() < 0.22:
            days.append(max(1.0, dice.choice(_LAUNCH_DAYS_AGO) - dice.expovariate(1 / 5)))
        else:
            days.append(1 + (MONTHS_DAYS - 2) * dice.random() ** 0.85)
    return sorted(days, reverse=True)


def invent(
    learners: Sequence[Learner], courses: Sequence[Offered], now: datetime, total: int
) -> list[PastEnrollment]:
    """Return `total` enrollments of different pairs of learner and course, oldest first."""
    dice = random.Random(_SEED + 1)  # noqa: S311
    taken: set[tuple[UUID, UUID]] = set()
    past: list[PastEnrollment] = []
    while len(past) < total:
        learner = dice.choice(learners)
        # Most people stay within one language; a third reads both.
        weights = [c.popularity * (1 if c.language == learner.language else 0.35) for c in courses]
        course = dice.choices(courses, weights)[0]
        pair = (learner.user_id, course.course_id)
        earliest = max(learner.joined_at, course.published_at)
        if pair in taken or earliest > now - timedelta(hours=30):
            continue
        taken.add(pair)
        # Interest is greatest in the first weeks after a course or a person arrives.
        share = dice.random() ** 2.2
        at = _evening(dice, earliest + (now - earliest) * share, now)
        past.append(_learned(dice, learner.user_id, course, max(at, earliest), now))
    return sorted(past, key=lambda item: item.enrolled_at)


def _evening(dice: random.Random, day: datetime, now: datetime) -> datetime:
    at = day.replace(minute=dice.randrange(60), second=dice.randrange(60))
    at += timedelta(hours=(dice.choice(_HOURS) - 9) % 24 - at.hour)
    return min(at, now - timedelta(hours=1 + dice.random() * 20))


def _learned(
    dice: random.Random, user_id: UUID, course: Offered, enrolled_at: datetime, now: datetime
) -> PastEnrollment:
    _, low, high = dice.choices(_PACES, [pace[0] for pace in _PACES])[0]
    share = low + (high - low) * dice.random()
    span = timedelta(days=1 + dice.expovariate(1 / 18)) * max(0.05, share)
    last = min(enrolled_at + span, now - timedelta(minutes=5 + dice.random() * 600))
    done = round(share * len(course.lessons))
    stopped_at = dice.random() if share and done < len(course.lessons) else 0.0
    last = max(last, enrolled_at)
    return past_enrollment(user_id, course, enrolled_at, last, done=done, stopped_at=stopped_at)


def past_enrollment(
    user_id: UUID,
    course: Offered,
    enrolled_at: datetime,
    last_at: datetime,
    *,
    done: int,
    stopped_at: float = 0.0,
) -> PastEnrollment:
    """Return an enrollment with the first `done` lessons completed between the two times.

    stopped_at: the share of the next lesson that was played (videos only, below 0.9).
    """
    step = (last_at - enrolled_at) / max(1, done)
    lessons = [
        _progress(taught, float(taught.seconds), enrolled_at + step * (index + 1))
        for index, taught in enumerate(course.lessons[:done])
    ]
    finished = done >= len(course.lessons)
    following = None if finished else course.lessons[done]
    played = following.seconds * min(stopped_at, _COMPLETE_SHARE - 0.1) if following else 0.0
    if following and played >= 1:
        lessons.append(_progress(following, played, None))
    current = following if following and played >= 1 else course.lessons[max(0, done - 1)]
    return PastEnrollment(
        user_id=user_id,
        course_id=course.course_id,
        enrolled_at=enrolled_at,
        last_activity_at=last_at,
        last_lesson_id=current.lesson_id if lessons else None,
        completed_at=last_at if finished else None,
        lessons=tuple(lessons),
    )


def _progress(taught: Taught, played: float, completed_at: datetime | None) -> PastProgress:
    covered = ((0, int(played)),) if int(played) else ()
    return PastProgress(
        lesson_id=taught.lesson_id,
        # The demo's clips are not encoded yet when its past is written.
        media_asset_id=None,
        covered=covered,
        position_seconds=played,
        completed_at=completed_at,
    )
