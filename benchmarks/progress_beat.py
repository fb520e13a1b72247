"""CPU of a progress report, from the socket to the committed row.

Fifty students of one course report as their players do, each over a connection that stays open and
as soon as the last report was answered: about what 1,500 players send that report every ten seconds.
Session, permission, entitlement, the meter, the locked rows and the commit are in it, and the whole
site while it runs. Afterwards every row must stand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from benchmarks import load
from benchmarks.measuring import Measurement, Sample, Watch, cpu_per, of_samples, repeat
from benchmarks.run import Run
from benchmarks.site import one
from lms_app.core import urls
from lms_app.core.session_cookie import session_cookie
from lms_app.services import enrollment
from tests.factories import courses
from tests.factories.people import Person, person

STUDENTS = 50
BEATS_EACH = 40
LESSON_SECONDS = 3600.0


def measure(run: Run) -> list[Measurement]:
    made = courses.published(run.teacher, "Knots", lessons=2, seconds=LESSON_SECONDS)
    lesson_id = str(made.lesson_ids[1])
    students = [person(f"Beat{number}") for number in range(STUDENTS)]
    for student in students:
        student.call(enrollment.enroll, made.id)
    cookie = session_cookie(run.site.url).name
    seconds = iter(range(1, 10**6))

    def beats(second: int) -> list[load.Call]:
        return [_beat(run.site.url, cookie, student, lesson_id, second) for student in students]

    def report(rounds: int) -> None:
        calls = [call for _ in range(rounds) for call in beats(next(seconds))]
        load.send(run.site.url, calls, connections=STUDENTS)

    report(1)

    def sample() -> Sample:
        with Watch(run.site.answering) as watch:
            report(BEATS_EACH)
        return cpu_per(STUDENTS * BEATS_EACH, watch)

    samples = repeat(sample, run.samples)
    _check_rows(lesson_id, students, next(seconds) - 1)
    note = "answered after the commit; what comes within 250 ms shares a transaction"
    return [of_samples("progress beat", "CPU-ms", samples, 2.5, note)]


def _beat(url: str, cookie: str, student: Person, lesson_id: str, second: int) -> load.Call:
    body = {"lesson_id": lesson_id, "played": [[0, second]], "position_seconds": second}
    headers = (
        ("Cookie", f"{cookie}={student.credential.session_token}"),
        ("Content-Type", "application/json"),
        ("Origin", url),
        ("Sec-Fetch-Site", "same-origin"),
    )
    return load.Call(
        urls.API_PROGRESS, b"covered_seconds", "POST", json.dumps(body).encode(), headers
    )


def _check_rows(lesson_id: str, students: Sequence[Person], second: int) -> None:
    rows = one(
        "SELECT count(*) FROM lesson_progress WHERE lesson_id = :id AND position_seconds = :at",
        id=lesson_id, at=second,
    )  # fmt: skip
    if rows != len(students):
        raise RuntimeError(f"{rows} of {len(students)} reports were kept")
