"""The builder's second tab: sections, lessons, videos."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button
from lms_app.components.dialog import confirm, dialog, dialog_close
from lms_app.components.field import select_field
from lms_app.components.form import state_form
from lms_app.components.pulse import pulse
from lms_app.components.text import t
from lms_app.components.vendor.upload_zone import upload_tray
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.layouts.workplace import workplace
from lms_app.pages.instructor.builder_frame import builder_frame, builder_layout
from lms_app.pages.instructor.curriculum_tree import curriculum_tree
from lms_app.pages.instructor.lesson_panel import lesson_panel
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState as State
from lms_app.states.instructor.curriculum_dialogs import CurriculumDialogState as Dialog
from lms_app.states.instructor.curriculum_dialogs import PlaceRow
from lms_app.states.instructor.lesson_panel import LessonPanelState as Panel

PULSE_MS = 9_000  # a little less than the server follows on its own


def _place(place: rx.Var[PlaceRow]) -> rx.Component:
    words = rx.cond(
        place.after == "",
        t("curriculum.move_first", section=place.section),
        t("curriculum.move_after", section=place.section, after=place.after),
    )
    return rx.el.option(words, value=place.value)


def _move_dialog() -> rx.Component:
    form = state_form(
        select_field("place", t("curriculum.move_place"), rx.foreach(Dialog.places, _place)),
        rx.el.div(
            dialog_close(button(t("action.cancel"), variant="secondary")),
            button(t("curriculum.move_action"), type="submit"),
            class_name="dialog-actions",
        ),
        on_submit=Dialog.move_there,
    )
    return dialog(
        form,
        title=t("curriculum.move_title"),
        text=t("curriculum.move_text", title=Dialog.title),
        opened=Dialog.is_moving,
        on_open_change=Dialog.show_move,
    )


def _delete_dialog() -> rx.Component:
    return confirm(
        title=rx.cond(
            Dialog.is_section,
            t("curriculum.delete_section_title"),
            t("curriculum.delete_lesson_title"),
        ),
        text=rx.cond(
            Dialog.is_section,
            t("curriculum.delete_section_text", title=Dialog.title, count=Dialog.lesson_count),
            t("curriculum.delete_lesson_text", title=Dialog.title),
        ),
        confirm_label=t("action.delete"),
        on_confirm=Dialog.delete,
        opened=Dialog.is_deleting,
        on_open_change=Dialog.show_delete,
    )


def _content() -> rx.Component:
    return rx.fragment(
        builder_frame(
            rx.el.div(curriculum_tree(), upload_tray(State.upload_changed), class_name="tree-area"),
            lesson_panel(),
            current="curriculum",
            class_name=rx.cond(Panel.selected_id != "", "has-panel", ""),
        ),
        _move_dialog(),
        _delete_dialog(),
        pulse(active=State.is_working, every_ms=PULSE_MS, on_pulse=State.follow),
    )


def page() -> rx.Component:
    """The page at `/instructor/courses/[course_id]/curriculum`."""
    return workplace(
        State.phase,
        builder_layout,
        _content,
        role="instructor",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.INSTRUCTOR_CURRICULUM,
    build=page,
    title=lambda: BuilderState.title,
    on_load=(State.load,),
)
