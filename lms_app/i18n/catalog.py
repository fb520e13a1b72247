"""The catalogue: all texts of all areas, merged once, with a check for doubles."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Literal

from lms_app.i18n.texts import (
    account,
    admin,
    api,
    audit,
    captions,
    certificate,
    common,
    course,
    errors,
    export,
    impersonation,
    inbox,
    instructor,
    learn,
    legal,
    mail,
    notes,
    oauth,
    overview,
    portal,
    privacy,
    profile,
    security,
)

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")
DEFAULT_LANGUAGE: Language = "ko"
AREAS = (
    account,
    captions,
    certificate,
    impersonation,
    inbox,
    common,
    course,
    portal,
    profile,
    learn,
    notes,
    instructor,
    overview,
    admin,
    audit,
    errors,
    legal,
    oauth,
    mail,
    api,
    privacy,
    export,
    security,
)

_COUNTED_SECONDS = 90  # a longer wait is told in minutes
PLACEHOLDER = re.compile(r"\{(?P<name>\w+)(?:\|(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}")


@cache
def texts() -> dict[str, tuple[str, str]]:
    """All texts: key -> (Korean, English). A key in two areas is a mistake."""
    merged: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        doubles = merged.keys() & area.TEXTS.keys()
        if doubles:
            raise ValueError(f"text keys defined twice: {', '.join(sorted(doubles))}")
        merged.update(area.TEXTS)
    return merged


def pair(key: str) -> tuple[str, str]:
    """The (Korean, English) templates of `key`; KeyError names the missing key."""
    try:
        return texts()[key]
    except KeyError:
        raise KeyError(f"no text for {key!r}") from None


def lookup(key: str, lang: str = DEFAULT_LANGUAGE, **params: object) -> str:
    """The text of `key` in `lang` (anything but "en" reads Korean), placeholders filled."""
    seconds = params.get("seconds")
    if key == "error.rate_limited" and isinstance(seconds, int) and seconds > _COUNTED_SECONDS:
        key, params = "error.rate_limited_minutes", {"minutes": math.ceil(seconds / 60)}
    korean, english = pair(key)
    template = english if lang == "en" else korean

    def fill(match: re.Match[str]) -> str:
        value = params[match["name"]]
        if match["one"] is not None:
            return match["one"] if value == 1 else match["many"]
        return f"{value:,}" if isinstance(value, int) else str(value)

    return PLACEHOLDER.sub(fill, template)
