"""The tree of the curriculum page: sections, lessons, and the lines that add the next."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import badge
from lms_app.components.button import icon_button
from lms_app.components.icon import icon
from lms_app.components.inline_edit import inline_add, inline_text
from lms_app.components.media_state import media_chip
from lms_app.components.menu import menu, menu_action, menu_separator
from lms_app.components.text import clock, duration, t
from lms_app.components.tree_keys import tree_keys
from lms_app.components.vendor.upload_zone import upload_chip, upload_target
from lms_app.services.course.views import EditorLesson, EditorSection
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState as State
from lms_app.states.instructor.curriculum_dialogs import CurriculumDialogState as Dialog
from lms_app.states.instructor.lesson_panel import LessonPanelState as Panel

KINDS = ("video", "article")


def _lesson_menu(lesson: rx.Var[EditorLesson]) -> rx.Component:
    free = rx.cond(lesson.is_preview, t("curriculum.make_closed"), t("curriculum.make_free"))
    return menu(
        icon_button("ellipsis", t("curriculum.lesson_menu", number=lesson.number), size="sm"),
        menu_action(t("curriculum.open"), Panel.select(lesson.id), icon_name="panel-right-open"),
        menu_separator(),
        menu_action(t("curriculum.up"), State.move(lesson.id, "up"), icon_name="arrow-up"),
        menu_action(t("curriculum.down"), State.move(lesson.id, "down"), icon_name="arrow-down"),
        menu_action(
            t("curriculum.move"), Dialog.ask_move(lesson.id), icon_name="corner-down-right"
        ),
        menu_separator(),
        menu_action(free, Panel.open_for_all(lesson.id, ~lesson.is_preview), icon_name="eye"),
        menu_separator(),
        menu_action(
            t("action.delete"), Dialog.ask_delete(lesson.id), icon_name="trash-2", danger=True
        ),
    )


def _glyph(lesson: rx.Var[EditorLesson]) -> rx.Component:
    return rx.el.button(
        rx.cond(lesson.kind == "article", icon("file-text", 17), icon("video", 17)),
        type="button",
        on_click=Panel.select(lesson.id),
        aria_label=t("curriculum.open_lesson", number=lesson.number),
        title=t("curriculum.open_lesson", number=lesson.number),
        class_name="tree-glyph",
    )


def _end(lesson: rx.Var[EditorLesson]) -> rx.Component:
    """The line's right end: free, how far the video is, length, menu."""
    time = rx.cond(lesson.duration_seconds > 0, clock(lesson.duration_seconds), "")
    return rx.el.span(
        rx.cond(lesson.is_preview, badge(t("curriculum.free")), rx.fragment()),
        upload_chip(
            media_chip(lesson, State.work),
            lesson_id=lesson.id,
            is_arriving=(lesson.media_status == "uploading") | (lesson.next_status == "uploading"),
        ),
        rx.el.span(time, class_name="tree-time mono"),
        _lesson_menu(lesson),
        class_name="tree-end",
    )


def _lesson(lesson: rx.Var[EditorLesson]) -> rx.Component:
    line = rx.el.div(
        _glyph(lesson),
        rx.el.span(lesson.number, class_name="tree-number num"),
        inline_text(
            lesson.title,
            label=t("curriculum.lesson_title", number=lesson.number),
            on_save=lambda text: State.rename_lesson(lesson.id, text),
            on_focus=Panel.select(lesson.id),
            lang=BuilderState.language,
        ),
        _end(lesson),
        custom_attrs={"data-row": lesson.id},
        class_name=rx.cond(Panel.selected_id == lesson.id, "tree-line is-current", "tree-line"),
    )
    return rx.el.li(_drop_target(lesson, line), key=lesson.id)


def _drop_target(lesson: rx.Var[EditorLesson], line: rx.Component) -> rx.Component:
    is_free = (lesson.media_status == "") | (lesson.media_status == "failed")
    unfinished = lesson.media_status == "uploading"
    return upload_target(
        line,
        lesson_id=lesson.id,
        unfinished_asset_id=rx.cond(unfinished, lesson.media_asset_id, ""),
        limit_bytes=State.limit_bytes,
        enabled=(lesson.kind == "video") & (is_free | unfinished),
    )


def _section_menu(section: rx.Var[EditorSection]) -> rx.Component:
    return menu(
        icon_button("ellipsis", t("curriculum.section_menu", number=section.number), size="sm"),
        menu_action(t("curriculum.up"), State.move(section.id, "up"), icon_name="arrow-up"),
        menu_action(t("curriculum.down"), State.move(section.id, "down"), icon_name="arrow-down"),
        menu_separator(),
        menu_action(
            t("action.delete"), Dialog.ask_delete(section.id), icon_name="trash-2", danger=True
        ),
    )


def _section_head(section: rx.Var[EditorSection]) -> rx.Component:
    fold = rx.el.button(
        icon("chevron-down", 17),
        type="button",
        aria_expanded="true",
        aria_label=t("curriculum.fold", number=section.number),
        custom_attrs={"data-fold": ""},
        class_name="tree-glyph tree-fold",
    )
    return rx.el.div(
        fold,
        rx.el.span(section.number, ".", class_name="tree-number num"),
        inline_text(
            section.title,
            label=t("curriculum.section_title", number=section.number),
            on_save=lambda text: State.rename_section(section.id, text),
            lang=BuilderState.language,
            class_name="inline-strong",
        ),
        rx.el.span(
            rx.el.span(
                t("curriculum.section_size", count=section.lessons.length()),
                class_name="caption",
            ),
            _section_menu(section),
            class_name="tree-end",
        ),
        custom_attrs={"data-row": section.id},
        class_name="tree-section",
    )


def _section(section: rx.Var[EditorSection]) -> rx.Component:
    add = inline_add(
        label=t("curriculum.add_lesson_to", title=section.title),
        placeholder=t("curriculum.add_lesson_placeholder"),
        action=t("action.add"),
        on_add=lambda text, kind: State.add_lesson(section.id, text, kind),
        kinds=[(kind, t("lesson.kind." + kind)) for kind in KINDS],
        refused=rx.cond(State.refused_in == section.id, State.refused_text, ""),
        refused_seq=State.refused_seq,
    )
    return rx.el.li(
        _section_head(section),
        rx.el.ol(rx.foreach(section.lessons, _lesson), class_name="tree-lessons"),
        add,
        key=section.id,
        custom_attrs={"data-group": ""},
        class_name="tree-group",
    )


def _keys() -> rx.Component:
    def hint(keys: tuple[str, ...], key: str) -> rx.Component:
        return rx.el.span(*(rx.el.kbd(name) for name in keys), t(key))

    return rx.el.p(
        hint(("Enter",), "curriculum.key_enter"),
        hint(("Alt", "↑↓"), "curriculum.key_move"),
        hint(("Alt", "Shift", "↑↓"), "curriculum.key_group"),
        hint(("F2",), "curriculum.key_rename"),
        hint(("Esc",), "curriculum.key_escape"),
        class_name="tree-keys",
    )


def _summary() -> rx.Component:
    words = rx.cond(
        BuilderState.section_count > 0,
        t(
            "builder.summary",
            sections=BuilderState.section_count,
            lessons=BuilderState.lesson_count,
            length=duration(BuilderState.duration_seconds),
        ),
        t("builder.summary_empty"),
    )
    return rx.el.div(
        rx.el.h2(t("curriculum.tree"), class_name="visually-hidden"),
        rx.el.p(words, class_name="caption"),
        class_name="tree-head",
    )


def curriculum_tree() -> rx.Component:
    """The middle of the curriculum page."""
    empty = rx.el.div(
        rx.el.h3(t("curriculum.empty_title")),
        rx.el.p(t("curriculum.empty_text"), class_name="small ink-2"),
        class_name="tree-empty",
    )
    return rx.el.section(
        _summary(),
        rx.cond(BuilderState.section_count > 0, rx.fragment(), empty),
        tree_keys(
            rx.el.ol(rx.foreach(State.sections, _section), class_name="tree-groups"),
            inline_add(
                label=t("curriculum.add_section"),
                placeholder=t("curriculum.add_section_placeholder"),
                action=t("action.add"),
                on_add=lambda text, _kind: State.add_section(text),
                refused=rx.cond(State.refused_in == "", State.refused_text, ""),
                refused_seq=State.refused_seq,
                class_name="inline-add-section",
            ),
            label=t("curriculum.tree"),
            version=State.version,
            on_move=State.move,
            class_name="tree",
        ),
        _keys(),
        rx.el.p(State.announcement, role="status", class_name="visually-hidden"),
        class_name="tree-column",
    )
