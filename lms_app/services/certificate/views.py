"""What leaves the certificate domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CertificateView:
    """A certificate as anybody may see it. `status` is `valid` or `revoked`, `reason` empty,
    `enrollment`, `reissued` or `erased`; the texts are empty once its person has gone.

    Dates are ISO 8601; `duration_seconds` is the length of the course at the time.
    """

    code: str
    status: str
    issued_on: str
    name: str = ""
    course_title: str = ""
    course_slug: str = ""
    category_slug: str = ""
    instructor_name: str = ""
    language: str = "ko"
    lesson_count: int = 0
    duration_seconds: int = 0
    completed_on: str = ""
    issuer: str = ""
    revoked_on: str = ""
    reason: str = ""
    kid: str = ""
    jws: str = ""


@dataclass(frozen=True)
class OwnCertificate:
    """A course that the caller has completed, and its certificate; `code` is empty while there is
    none. `is_outdated`: another name or title would stand in a new one."""

    course_id: str
    course_title: str
    course_slug: str
    category_slug: str
    language: str
    completed_on: str
    code: str
    issued_on: str
    name: str
    is_outdated: bool


@dataclass(frozen=True)
class Verified:
    """What is known of a signed text: `status` is `valid`, `revoked` or `forged`."""

    status: str
    content: Mapping[str, Any] = field(default_factory=dict)
    revoked_on: str = ""
