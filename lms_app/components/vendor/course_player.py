"""The learn page's player: resumes where it stopped, reports what really played.

`preview_player` is a picture that becomes the same player when it is clicked; `player_companions`
has what follows it (transcript, course line); `player_module` says how it is bundled.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.vendor.player_module import PlayerPart
from lms_app.components.vendor.player_words import player_words
from lms_app.core import urls


class CoursePlayer(PlayerPart):
    tag = "CoursePlayer"

    src: rx.Var[str]
    lesson_id: rx.Var[str]
    visit: rx.Var[str]
    poster: rx.Var[str]
    sprites: rx.Var[str]
    title: rx.Var[str]
    captions: rx.Var[list[Any]]
    chapters: rx.Var[list[Any]]
    resume_seconds: rx.Var[float]
    reports: rx.Var[bool]
    is_done: rx.Var[bool]
    plays: rx.Var[bool]
    next_href: rx.Var[str]
    next_title: rx.Var[str]
    previous_href: rx.Var[str]
    sections: rx.Var[list[Any]]
    wishes: rx.Var[Any]
    beat_url: rx.Var[str]
    texts: rx.Var[dict[str, Any]]
    on_lesson_done: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_ask_again: rx.EventHandler[rx.event.no_args_event_spec]


def course_player(
    *,
    src: Any,
    lesson_id: Any,
    title: Any,
    visit: Any,
    poster: Any = "",
    sprites: Any = "",
    captions: Any = (),
    chapters: Any = (),
    resume_seconds: Any = 0.0,
    reports: Any = False,
    is_done: Any = False,
    plays: Any = False,
    next_href: Any = "",
    next_title: Any = "",
    previous_href: Any = "",
    sections: Any = (),
    wishes: Any = None,
    on_lesson_done: Any = None,
    on_ask_again: Any = None,
) -> rx.Component:
    """The player of one lesson; a new `src` changes the lesson and keeps the player.

    src: the master playlist's address. visit: a new name for every time the page was loaded from
    the server; without a new one the rest may be old, and nothing starts. captions: rows with language, label, url.
    chapters: rows with start_seconds, title.
    sprites: WebVTT of the small pictures over the scrubber. resume_seconds: where it starts. reports: whether progress is sent (students only).
    plays: start at once; otherwise it does when the person came here by a click.
    sections: the course's lessons as its list has them; a click on one of their links opens its
    video at once, and what the server says of it follows.
    wishes: how the person wants videos to begin (`PlaybackWishes`).
    on_lesson_done: called once with the lesson's id when the server says it is complete.
    on_ask_again: called when somebody tries again and the page has not told of the lesson yet.
    """
    named = {"on_lesson_done": on_lesson_done, "on_ask_again": on_ask_again}
    events = {name: handler for name, handler in named.items() if handler is not None}
    return CoursePlayer.create(
        src=src,
        lesson_id=lesson_id,
        visit=visit,
        title=title,
        poster=poster,
        sprites=sprites,
        captions=captions if isinstance(captions, rx.Var) else list(captions),
        chapters=chapters if isinstance(chapters, rx.Var) else list(chapters),
        resume_seconds=resume_seconds,
        reports=reports,
        is_done=is_done,
        plays=plays,
        next_href=next_href,
        next_title=next_title,
        previous_href=previous_href,
        sections=sections if isinstance(sections, rx.Var) else list(sections),
        **({} if wishes is None else {"wishes": wishes}),
        beat_url=urls.API_PROGRESS,
        texts=player_words(),
        **events,
    )
