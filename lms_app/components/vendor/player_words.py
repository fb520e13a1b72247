"""The words of the player, handed to its browser code in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms_app.components.text import t

# The words of the player by the names the browser code knows them by.
_TEXTS = {
    "play": "player.play",
    "pause": "player.pause",
    "replay": "player.replay",
    "back": "player.back",
    "forward": "player.forward",
    "seek": "player.seek",
    "mute": "player.mute",
    "unmute": "player.unmute",
    "volume": "player.volume",
    "captionsOff": "player.captions_off",
    "automatic": "player.automatic",
    "pip": "player.pip",
    "pipExit": "player.pip_exit",
    "fullscreen": "player.fullscreen",
    "fullscreenExit": "player.fullscreen_exit",
    "startOver": "player.start_over",
    "retrying": "player.retrying",
    "failedTitle": "player.failed_title",
    "failedText": "player.failed_text",
    "refusedTitle": "player.refused_title",
    "refusedText": "player.refused_text",
    "signed_outTitle": "player.signed_out_title",
    "signed_outText": "player.signed_out_text",
    "retry": "action.retry",
    "signIn": "nav.sign_in",
    "next": "player.next",
    "playNext": "player.play_next",
    "stay": "player.stay",
}
# Sentences the browser fills in itself: it gets them with their placeholders.
_SENTENCES = {
    "label": ("player.label", ("title",)),
    "seekValue": ("player.seek_value", ("time", "total")),
    "seekValueChapter": ("player.seek_value_chapter", ("time", "total", "chapter")),
    "chapters": ("player.chapters", ("chapter",)),
    "speed": ("player.speed", ("speed",)),
    "quality": ("player.quality", ("quality",)),
    "captions": ("player.captions", ("language",)),
    "resumed": ("player.resumed", ("time",)),
}
_Sentences = Mapping[str, tuple[str, tuple[str, ...]]]


def words_of(texts: Mapping[str, str], sentences: _Sentences | None = None) -> dict[str, Any]:
    """Texts by name -> key; sentences by name -> (key, placeholders), which the browser fills in."""
    words: dict[str, Any] = {name: t(key) for name, key in texts.items()}
    for name, (key, params) in (sentences or {}).items():
        words[name] = t(key, **{param: "{" + param + "}" for param in params})
    return words


def player_words() -> dict[str, Any]:
    """All words of the player in the visitor's language."""
    return words_of(_TEXTS, _SENTENCES)
