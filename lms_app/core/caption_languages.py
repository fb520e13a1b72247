"""The languages captions may be in, each by the name its readers call it."""

from __future__ import annotations

CAPTION_LANGUAGES: dict[str, str] = {
    "ko": "한국어",
    "en": "English",
    "ja": "日本語",
    "zh-CN": "简体中文",
    "zh-TW": "繁體中文",
    "vi": "Tiếng Việt",
    "th": "ไทย",
    "id": "Bahasa Indonesia",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "ru": "Русский",
}
"""Code -> name, in the order they are offered; a code has at most 5 characters."""


def in_order(language: str) -> int:
    """Return where a language stands among the offered ones."""
    return list(CAPTION_LANGUAGES).index(language)
