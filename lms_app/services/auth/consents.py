"""What must be agreed to before there is an account, and how it is written down.

Whoever is too young, or does not say, is turned away before anything of them is stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from lms_app import i18n
from lms_app.core import clock
from lms_app.core.errors import InvalidInput
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.i18n.texts.legal import PRIVACY_SECTIONS, TERMS_SECTIONS
from lms_app.models import Consent

# The day a text came into force, as its page says; its very words are told apart by their hash.
VERSIONS = {
    "terms": "2026-11-23",
    "privacy": "2026-11-23",
    "age": "2026-11-23",
    "marketing": "2026-11-23",
}
REQUIRED = ("terms", "privacy")
_SECTIONS = {"terms": TERMS_SECTIONS, "privacy": PRIVACY_SECTIONS}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OLDEST_AGE = 130


@dataclass(frozen=True)
class Consents:
    """What was ticked. Terms and privacy are needed; marketing is a favour, never asked twice."""

    terms: bool = False
    privacy: bool = False
    marketing: bool = False


@dataclass(frozen=True)
class ConsentRecord:
    """One answer, with the version and the very words it was given to."""

    document: str
    version: str
    text_hash: str
    is_given: bool
    language: str


def check_applicant(consents: Consents, birth_date: str, *, min_age: int) -> None:
    """Raise `InvalidInput` unless they are old enough and agreed to what is required.

    `birth_date` is `YYYY-MM-DD` and kept nowhere. Fields: `birth_date`, `terms`, `privacy`.
    """
    ensure_old_enough(birth_date, min_age=min_age)
    missing = [name for name in REQUIRED if not getattr(consents, name)]
    if missing:
        fields = dict.fromkeys(missing, "error.consent_required")
        raise InvalidInput("error.consent_required", fields=fields)


def ensure_old_enough(birth_date: str, *, min_age: int) -> None:
    """Raise `InvalidInput` on `birth_date` for a date that is none, or that is too young."""
    today = clock.now().astimezone(ZoneInfo(i18n.DISPLAY_TIME_ZONE)).date()
    try:
        born = date.fromisoformat(birth_date if _DATE.fullmatch(birth_date) else "")
    except ValueError as error:
        raise _refused("error.birth_date") from error
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if born > today or age > OLDEST_AGE:
        raise _refused("error.birth_date")
    if age < min_age:
        raise _refused("error.too_young", minimum=min_age)


def _refused(key: str, **params: object) -> InvalidInput:
    return InvalidInput(key, fields={"birth_date": key}, **params)


@cache
def text_of(document: str, language: str) -> str:
    """Return the words somebody agrees to, in one language."""
    sections = _SECTIONS.get(document)
    if sections is None:
        return i18n.lookup(f"sign_up.consent_{document}", language)
    parts = [i18n.lookup(f"{document}.title", language), i18n.lookup(f"{document}.lead", language)]
    for section in sections:
        parts += [
            i18n.lookup(f"{document}.{section}.title", language),
            i18n.lookup(f"{document}.{section}.text", language),
        ]
    return "\n\n".join(parts)


def text_hash(document: str, language: str) -> str:
    """Return the SHA-256 of those words, in hex."""
    return hashlib.sha256(text_of(document, language).encode()).hexdigest()


def records_of(consents: Consents, language: str) -> list[ConsentRecord]:
    """Return what is to be written down; that of age stands for the answer, not for the date."""
    given = {**asdict(consents), "age": True}
    return [consent_record(name, is_given=given[name], language=language) for name in VERSIONS]


def consent_record(document: str, *, is_given: bool, language: str) -> ConsentRecord:
    """Return one answer, given to the words of today in the language they were shown in."""
    spoken = "en" if language == "en" else "ko"
    return ConsentRecord(
        document, VERSIONS[document], text_hash(document, spoken), is_given, spoken
    )


def write_consents(
    uow: UnitOfWork,
    user_id: UUID,
    records: Sequence[ConsentRecord],
    *,
    ip: str,
    at: datetime | None = None,
) -> None:
    """Add rows to the ledger in the caller's transaction; `at` when it was not just now."""
    said_at = at or clock.now()
    for record in records:
        uow.add(Consent(user_id=user_id, ip=ip[:45], at=said_at, **asdict(record)))
