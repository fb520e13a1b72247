"""Every word of the product in Korean and English, and how numbers, times and names are written.

Pure Python, no Reflex: services, mail and pages all read it. Pages go through
`lms_app.components.text.t`, which compiles a text for both languages at once.

A text is a pair `(Korean, English)`. `{name}` is filled with a parameter;
`{count|lesson|lessons}` writes the first word when `count` is 1, else the second.
"""

from lms_app.i18n.catalog import DEFAULT_LANGUAGE, LANGUAGES, Language, lookup, pair, texts
from lms_app.i18n.formats import (
    DISPLAY_TIME_ZONE,
    clock,
    date,
    date_time,
    duration,
    file_size,
    number,
    relative_time,
)
from lms_app.i18n.josa import josa

__all__ = [
    "DEFAULT_LANGUAGE",
    "DISPLAY_TIME_ZONE",
    "LANGUAGES",
    "Language",
    "clock",
    "date",
    "date_time",
    "duration",
    "file_size",
    "josa",
    "lookup",
    "number",
    "pair",
    "relative_time",
    "texts",
]
