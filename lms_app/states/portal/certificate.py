"""The public page of a certificate."""

from __future__ import annotations

from urllib.parse import urlencode

import reflex as rx

from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.services.certificate import CertificateView, get_certificate
from lms_app.states.base import AppState
from lms_app.states.gate import policy

_LINKEDIN = "https://www.linkedin.com/profile/add"


class CertificatePageState(AppState, rx.State):
    """What a certificate says, and whether it still counts; nothing of it is private."""

    phase: str = "loading"
    code: str = ""
    status: str = ""
    reason: str = ""
    name: str = ""
    course_title: str = ""
    instructor_name: str = ""
    language: str = ""
    lesson_count: int = 0
    duration_seconds: int = 0
    completed_on: str = ""
    issued_on: str = ""
    revoked_on: str = ""
    address: str = ""
    path: str = ""
    linkedin: str = ""

    @rx.event
    @policy(get_certificate, per_minute=60)
    async def load(self):
        """Fill the page from the code its address names, however it is written."""
        self._fill(await self._call(get_certificate, self._slug()))

    def _fill(self, found: CertificateView) -> None:
        """Put the certificate in place (also for pages rendered on the server)."""
        self.code, self.status, self.reason = found.code, found.status, found.reason
        self.name, self.course_title = found.name, found.course_title
        self.instructor_name, self.language = found.instructor_name, found.language
        self.lesson_count, self.duration_seconds = found.lesson_count, found.duration_seconds
        self.completed_on, self.issued_on = found.completed_on, found.issued_on
        self.revoked_on, self.path = found.revoked_on, urls.certificate(found.code)
        self.address = settings().site_url + self.path
        asked = {
            "startTask": "CERTIFICATION_NAME",
            "name": found.course_title,
            "certId": found.code,
            "certUrl": self.address,
        }
        self.linkedin = f"{_LINKEDIN}?{urlencode(asked)}"
        self.phase = "ready"
