"""The player: vidstack with the full hls.js, bundled, behind our own component.

    course_player(...)   the learn page's player: resumes, reports what really played
    transcript(...), course_line(...), lesson_share(...), keys_switch(...)
                         what follows the player in the browser, without the server

All of it is one module of the build (`PLAYER_MODULE` names it), fetched when a page first shows
a player, so that no other page carries it. hls.js comes when a stream is opened; nothing is asked
of another host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from lms_app.components.text import t
from lms_app.components.vendor.player_js import SOURCE
from lms_app.core import urls

VIDSTACK = "@vidstack/react@1.15.6"
# Not hls.light: sound is a rendition of its own, which the light build leaves out.
HLS = "hls.js@1.7.4"
PLAYER_MODULE = "$/app_components/lms_app/components/vendor/course_player"

_VIDSTACK_NAMES = (
    "Captions Controls Gesture MediaPlayer MediaProvider Menu Track isHLSProvider useCaptionOptions "
    "useMediaPlayer useMediaRemote useMediaState useVideoQualityOptions"
).split()
_ICONS = (
    "ArrowDownUp Check CircleCheck Maximize Minimize Pause PictureInPicture2 RotateCcw Volume1 "
    "Volume2 VolumeX"
).split()
_REACT = ("useEffect", "useLayoutEffect", "useRef", "useState")
_STYLES = (
    "@vidstack/react/player/styles/base.css",
    "@vidstack/react/player/styles/default/captions.css",
)

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
    "next": "player.next",
    "playNext": "player.play_next",
}
# Sentences the browser fills in itself: it gets them with their placeholders.
_SENTENCES = {
    "label": ("player.label", ("title",)),
    "seekValue": ("player.seek_value", ("time", "total")),
    "speed": ("player.speed", ("speed",)),
    "quality": ("player.quality", ("quality",)),
    "captions": ("player.captions", ("language",)),
    "resumed": ("player.resumed", ("time",)),
}
_LINE_SENTENCES = {
    "left": ("learn.left", ("time",)),
    "atSpeed": ("learn.at_speed", ("rate",)),
    "minutes": ("length.minutes", ("minutes",)),
    "hours": ("length.hours", ("hours",)),
    "hoursMinutes": ("length.hours_minutes", ("hours", "minutes")),
}


def _words(
    texts: Mapping[str, str], sentences: Mapping[str, tuple[str, tuple[str, ...]]] = {}
) -> dict[str, Any]:
    words: dict[str, Any] = {name: t(key) for name, key in texts.items()}
    for name, (key, params) in sentences.items():
        words[name] = t(key, **{param: "{" + param + "}" for param in params})
    return words


def player_words() -> dict[str, Any]:
    """All words of the player in the visitor's language."""
    return _words(_TEXTS, _SENTENCES)


class _Module(rx.Component):
    """Renders nothing; carries the browser code into its module of the build."""

    library = "react"
    tag = "Fragment"

    def add_imports(self) -> dict[str, Any]:
        return {
            "": list(_STYLES),
            "react": [ImportVar(tag=name) for name in _REACT],
            "react-router": [ImportVar(tag="useNavigate")],
            VIDSTACK: [ImportVar(tag=name) for name in _VIDSTACK_NAMES],
            LUCIDE_LIBRARY: [ImportVar(tag=name) for name in _ICONS],
            HLS: [ImportVar(tag=None, render=False)],
        }

    def add_custom_code(self) -> list[str]:
        return [SOURCE]


@rx.memo
def _player_module() -> rx.Component:
    """Place the code in the module named after this file; it is never rendered."""
    return _Module.create()


class _Lazy(rx.NoSSRComponent):
    """A component of the module, fetched in the browser when the first one is mounted."""

    library = PLAYER_MODULE

    def add_custom_code(self) -> list[str]:
        # The page's own code is here before its data: fetch the player meanwhile.
        return [f'if (typeof window !== "undefined") import("{PLAYER_MODULE}");']


class CoursePlayer(_Lazy):
    tag = "CoursePlayer"

    src: rx.Var[str]
    lesson_id: rx.Var[str]
    poster: rx.Var[str]
    title: rx.Var[str]
    captions: rx.Var[list[Any]]
    resume_seconds: rx.Var[float]
    reports: rx.Var[bool]
    is_done: rx.Var[bool]
    plays: rx.Var[bool]
    next_href: rx.Var[str]
    next_title: rx.Var[str]
    previous_href: rx.Var[str]
    beat_url: rx.Var[str]
    texts: rx.Var[dict[str, Any]]
    on_lesson_done: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Transcript(_Lazy):
    tag = "Transcript"

    lesson_id: rx.Var[str]
    lines: rx.Var[dict[str, Any]]
    names: rx.Var[dict[str, str]]
    language: rx.Var[str]
    texts: rx.Var[dict[str, Any]]


class CourseLine(_Lazy):
    tag = "CourseLine"

    lesson_id: rx.Var[str]
    percent: rx.Var[int]
    remaining_seconds: rx.Var[int]
    lesson_seconds: rx.Var[int]
    lesson_percent: rx.Var[int]
    texts: rx.Var[dict[str, Any]]


class LessonShare(_Lazy):
    tag = "LessonShare"

    lesson_id: rx.Var[str]
    percent: rx.Var[int]
    is_done: rx.Var[bool]
    texts: rx.Var[dict[str, Any]]


class KeepInView(_Lazy):
    tag = "KeepInView"

    lesson_id: rx.Var[str]


class KeysSwitch(_Lazy):
    tag = "KeysSwitch"

    text: rx.Var[str]


def course_player(
    *,
    src: Any,
    lesson_id: Any,
    title: Any,
    poster: Any = "",
    captions: Any = (),
    resume_seconds: Any = 0.0,
    reports: Any = False,
    is_done: Any = False,
    plays: Any = False,
    next_href: Any = "",
    next_title: Any = "",
    previous_href: Any = "",
    on_lesson_done: Any = None,
) -> rx.Component:
    """The player of one lesson; a new `src` changes the lesson and keeps the player.

    src: the master playlist's address. captions: rows with language, label, url.
    resume_seconds: where it starts. reports: whether progress is sent (students only).
    plays: start at once; otherwise it does when the person came here by a click.
    on_lesson_done: called once with the lesson's id when the server says it is complete.
    """
    events = {} if on_lesson_done is None else {"on_lesson_done": on_lesson_done}
    return CoursePlayer.create(
        src=src,
        lesson_id=lesson_id,
        title=title,
        poster=poster,
        captions=captions if isinstance(captions, rx.Var) else list(captions),
        resume_seconds=resume_seconds,
        reports=reports,
        is_done=is_done,
        plays=plays,
        next_href=next_href,
        next_title=next_title,
        previous_href=previous_href,
        beat_url=urls.API_PROGRESS,
        texts=player_words(),
        **events,
    )


def transcript(*, lesson_id: Any, lines: Any, names: Any, language: Any) -> rx.Component:
    """Lines by language (rows with start, end, text) that follow the player of `lesson_id`."""
    return Transcript.create(
        lesson_id=lesson_id,
        lines=lines,
        names=names,
        language=language,
        texts=_words({"language": "learn.transcript_language", "follow": "learn.follow"}),
    )


def course_line(
    *, lesson_id: Any, percent: Any, remaining_seconds: Any, lesson_seconds: Any, lesson_percent: Any
) -> rx.Component:
    """“34% · 남은 시간 5시간 12분 (1.4배속)”, kept true by the player."""
    return CourseLine.create(
        lesson_id=lesson_id,
        percent=percent,
        remaining_seconds=remaining_seconds,
        lesson_seconds=lesson_seconds,
        lesson_percent=lesson_percent,
        texts=_words({}, _LINE_SENTENCES),
    )


def lesson_share(*, lesson_id: Any, percent: Any, is_done: Any) -> rx.Component:
    """“62% 들었어요”, then “완료”, kept true by the player."""
    words = _words(
        {"done": "lesson.state.done", "fresh": "lesson.state.not_started"},
        {"share": ("learn.share", ("percent",))},
    )
    return LessonShare.create(lesson_id=lesson_id, percent=percent, is_done=is_done, texts=words)


def keys_switch() -> rx.Component:
    """Turns single-key shortcuts off and on, remembered in this browser."""
    return KeysSwitch.create(text=t("keys.switch"))


def keep_in_view(*, lesson_id: Any) -> rx.Component:
    """Scrolls the list of lessons to the one that is on."""
    return KeepInView.create(lesson_id=lesson_id)
