"""The caller's certificates: those they have, those they may take, those to be renewed."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.certificate import (
    OwnCertificate,
    claim_certificate,
    list_own_certificates,
    reissue_certificate,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy


class CourseChoice(Payload):
    course_id: str


class CodeChoice(Payload):
    code: str


class OwnCertificatesState(AppState, rx.State):
    """Completed courses with their certificates, the latest first."""

    rows: list[OwnCertificate] = []

    @rx.event
    @policy(list_own_certificates)
    async def load(self):
        """Fill the list when its page opens."""
        self.rows = await self._call(list_own_certificates)

    @rx.event
    @policy(claim_certificate, payload=CourseChoice, per_minute=30)
    async def claim(self, course_id: str):
        """Take the certificate of a completed course that has none yet, and open it."""
        code = await self._call(claim_certificate, parse_id(course_id))
        return rx.redirect(urls.certificate(code))

    @rx.event
    @policy(reissue_certificate, payload=CodeChoice, per_minute=10)
    async def reissue(self, code: str):
        """Take one with the present name in place of another, and open it."""
        renewed = await self._call(reissue_certificate, code)
        await self._say("success", "certificate.reissued")
        return rx.redirect(urls.certificate(renewed))
