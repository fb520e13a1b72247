"""Home: the promise for guests, the card to resume for who is signed in, shelves for both."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor, link_button, text_link
from lms_app.components.course_card import course_grid, cover, enrolled_href
from lms_app.components.hero_player import hero_player
from lms_app.components.icon import icon, play_glyph
from lms_app.components.motif import motif_drawing
from lms_app.components.progress import progress_bar
from lms_app.components.skeleton import skeleton_cards
from lms_app.components.text import clock, duration, js, language, t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.services.course.views import CategoryRow, CourseCard
from lms_app.services.enrollment import MyCourseCard
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState

_MOTIFS = {
    "dev": "grid",
    "data": "bars",
    "design": "arcs",
    "business": "steps",
    "language": "ruled",
    "photo": "rings",
    "music": "wave",
}


def _promise() -> rx.Component:
    return rx.el.div(
        rx.el.h1(
            t("home.promise_1"),
            " ",
            rx.el.br(),
            rx.el.em(t("home.promise_2"), class_name="stroke"),
            class_name="display",
        ),
        rx.el.p(t("home.lead"), class_name="lead hero-lead"),
        rx.el.div(
            link_button(t("home.watch_first"), href=HomeState.hero_href, size="lg"),
            link_button(t("home.browse"), href=urls.COURSES, variant="secondary", size="lg"),
            class_name="row row-wrap hero-actions",
        ),
        rx.cond(
            HomeState.course_count > 0,
            rx.el.p(
                t(
                    "home.counts",
                    courses=HomeState.course_count,
                    lessons=HomeState.lesson_count,
                    instructors=HomeState.instructor_count,
                ),
                class_name="caption num hero-counts",
            ),
            rx.fragment(),
        ),
        class_name="hero-text",
    )


def _hero() -> rx.Component:
    def player(course: rx.Var[CourseCard]) -> rx.Component:
        return hero_player(course, HomeState.hero_href)

    return rx.el.section(_promise(), rx.foreach(HomeState.hero, player), class_name="hero")


def _resume_card(course: rx.Var[MyCourseCard]) -> rx.Component:
    share = js(
        "Math.round(100 * $ / Math.max(1, $))",
        course.position_seconds,
        course.duration_seconds,
        kind=float,
    )
    left = js("Math.max(0, $ - $)", course.duration_seconds, course.position_seconds, kind=int)
    picture = rx.cond(
        course.poster_url != "",
        rx.el.img(src=course.poster_url, alt="", class_name="resume-frame"),
        cover(course.slug, course.cover_word, course.version, eager=True),
    )
    label = rx.cond(
        course.position_seconds > 0,
        t("home.resume_at", time=clock(course.position_seconds)),
        t("home.resume"),
    )
    return rx.el.article(
        rx.el.div(
            picture,
            rx.el.span(
                rx.el.span(class_name="resume-fill", style={"width": js("$ + '%'", share)}),
                class_name="resume-bar",
            ),
            class_name="resume-picture",
        ),
        rx.el.div(
            rx.el.p(course.title, class_name="caption clamp-1", lang=course.language),
            rx.el.h2(
                js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title),
                lang=course.language,
                class_name="resume-title clamp-2",
            ),
            rx.cond(
                course.duration_seconds > 0,
                rx.el.p(
                    clock(course.position_seconds), " / ", clock(course.duration_seconds),
                    class_name="mono muted",
                ),
                rx.fragment(),
            ),
            rx.el.div(
                link_button(play_glyph(13), label, href=enrolled_href(course), size="lg"),
                rx.cond(
                    left > 0,
                    rx.el.span(t("home.resume_left", time=duration(left)), class_name="small muted"),
                    rx.fragment(),
                ),
                class_name="row row-wrap resume-actions",
            ),
            class_name="resume-text",
        ),
        class_name="panel resume",
    )  # fmt: skip


def _shelf(title: Any, content: rx.Component, more: rx.Component | None = None) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), more if more is not None else "", class_name="shelf-head"),
        content,
        class_name="block",
    )


def _continuing_row(course: rx.Var[MyCourseCard]) -> rx.Component:
    following = js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title)
    return rx.el.li(
        anchor(
            cover(course.slug, course.cover_word, course.version, small=True),
            rx.el.span(
                rx.el.span(course.title, class_name="going-title clamp-1", lang=course.language),
                rx.el.span(
                    t("state.percent", percent=course.percent),
                    " · ",
                    following,
                    class_name="caption clamp-1 num",
                ),
                progress_bar(course.percent, course.title),
                class_name="going-text",
            ),
            href=enrolled_href(course),
            class_name="going-row",
        )
    )


def _continuing() -> rx.Component:
    panel = rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.continue")),
            text_link(t("action.see_all"), href=urls.MY_COURSES),
            class_name="panel-head",
        ),
        rx.el.ul(rx.foreach(HomeState.continuing, _continuing_row)),
        class_name="panel going",
    )
    return rx.cond(HomeState.continuing.length() > 0, panel, rx.fragment())


def _welcome() -> rx.Component:
    has_more = HomeState.resume.length() > 0
    return rx.el.section(
        rx.el.h1(
            rx.cond(
                has_more,
                t("home.hello", name=SessionState.display_name),
                t("home.hello_new", name=SessionState.display_name),
            ),
            class_name="home-hello",
        ),
        rx.cond(
            has_more,
            rx.el.div(
                rx.foreach(HomeState.resume, _resume_card), _continuing(), class_name="going-on"
            ),
            rx.el.div(
                rx.el.p(t("home.first_text"), class_name="lead"),
                rx.el.div(
                    link_button(t("home.watch_first"), href=HomeState.hero_href, size="lg"),
                    link_button(
                        t("home.browse"), href=urls.COURSES, variant="secondary", size="lg"
                    ),
                    class_name="row row-wrap hero-actions",
                ),
            ),
        ),
        class_name="home-welcome",
    )


def _category(row: rx.Var[CategoryRow]) -> rx.Component:
    drawings = [(slug, motif_drawing(motif, "category-art")) for slug, motif in _MOTIFS.items()]
    return rx.el.li(
        anchor(
            rx.match(row.slug, *drawings, motif_drawing("grid", "category-art")),
            rx.el.span(
                rx.cond(language() == "en", row.name_en, row.name_ko), class_name="category-name"
            ),
            rx.el.span(t("home.category_count", count=row.course_count), class_name="caption num"),
            href=js("'/courses?category=' + encodeURIComponent($)", row.slug),
            class_name="panel category",
        )
    )


def _categories() -> rx.Component:
    grid = rx.el.ul(rx.foreach(HomeState.categories, _category), class_name="categories")
    return _shelf(t("home.categories"), grid)


def _resume_drawing() -> rx.Component:
    return rx.el.div(
        rx.el.div(class_name="demo-frame"),
        rx.el.div(rx.el.span(class_name="demo-seen"), class_name="demo-track"),
        rx.el.span("12:34", class_name="mono demo-time"),
        class_name="demo demo-resume",
        aria_hidden="true",
    )


def _transcript_drawing() -> rx.Component:
    widths = ("w-90", "w-70", "w-90", "w-50")
    return rx.el.div(
        *(
            rx.el.span(class_name="demo-line " + width + (" is-current" if row == 1 else ""))
            for row, width in enumerate(widths)
        ),
        class_name="demo demo-transcript",
        aria_hidden="true",
    )


def _honest_drawing() -> rx.Component:
    return rx.el.div(
        *(rx.el.span(class_name="demo-range demo-range-" + str(part)) for part in range(1, 4)),
        rx.el.span("62%", class_name="demo-percent num"),
        class_name="demo demo-honest",
        aria_hidden="true",
    )


def _differences() -> rx.Component:
    rows = (
        (_resume_drawing(), "home.resume_title", "home.resume_text"),
        (_transcript_drawing(), "home.transcript_title", "home.transcript_text"),
        (_honest_drawing(), "home.honest_title", "home.honest_text"),
    )
    return rx.el.section(
        rx.el.h2(t("home.different"), class_name="ruled-head"),
        rx.el.ul(
            *(
                rx.el.li(drawing, rx.el.h3(t(title)), rx.el.p(t(text), class_name="ink-2"))
                for drawing, title, text in rows
            ),
            class_name="differences",
        ),
        class_name="block",
    )


def _teach() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.teach_title")),
            rx.el.p(t("home.teach_text"), class_name="ink-2"),
            class_name="stack stack-2",
        ),
        link_button(
            t("home.teach_action"),
            icon("arrow-right"),
            href=rx.cond(
                SessionState.is_instructor, urls.INSTRUCTOR_COURSES, urls.INSTRUCTOR_START
            ),
            variant="secondary",
            size="lg",
        ),
        class_name="panel teach",
    )


def page() -> rx.Component:
    """The page at `/`."""
    see_all = text_link(t("action.see_all"), href=urls.COURSES)
    popular = rx.cond(
        HomeState.phase == "loading",
        rx.el.div(skeleton_cards(8), class_name="cards cards-4"),
        course_grid(HomeState.popular, shelf=True),
    )
    newest = _shelf(
        t("home.newest"),
        course_grid(HomeState.newest, shelf=True),
        text_link(t("action.see_all"), href=urls.COURSES + "?sort=newest"),
    )
    return portal_layout(
        rx.cond(SessionState.is_signed_in, _welcome(), _hero()),
        _shelf(t("home.popular"), popular, see_all),
        _categories(),
        rx.cond(SessionState.is_signed_in, newest, rx.fragment(_differences(), _teach())),
        current=urls.HOME,
        class_name="home",
    )


PAGE = Page(
    route=urls.HOME,
    build=page,
    title=lambda: t("home.title"),
    description=lambda: t("home.description"),
    on_load=(HomeState.load,),
)
