"""Caption cues as WebVTT text."""

from collections.abc import Iterable

from .spec import Cue, Language


def to_webvtt(cues: Iterable[Cue], language: Language) -> str:
    """A WebVTT document with one numbered cue per sentence."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        span = f"{_stamp(cue.start_seconds)} --> {_stamp(cue.end_seconds)}"
        blocks.append(f"{number}\n{span}\n{_escape(cue.text(language))}")
    return "\n\n".join(blocks) + "\n"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float) -> str:
    millis = round(seconds * 1000)
    minutes, rest = divmod(millis, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
