"""The steps to the first publish: what is done, what is next, one action."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import anchor, link_button
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.text import choose, t

_TITLES = {
    "profile": "instructor.step_profile",
    "course": "instructor.step_course",
    "video": "instructor.step_video",
    "publish": "instructor.step_publish",
}
_TEXTS = {
    "profile": "instructor.step_profile_text",
    "course": "instructor.step_course_text",
    "video": "instructor.step_video_text",
    "publish": "instructor.step_publish_text",
}
_ACTIONS = {
    "profile": "instructor.step_profile_action",
    "course": "instructor.step_course_action",
    "video": "instructor.step_video_action",
    "publish": "instructor.step_publish_action",
}


def _step(step: rx.Var, index: rx.Var[int]) -> rx.Component:
    words = choose(_TITLES, step.name, "instructor.step_profile")
    dot = rx.el.span(
        rx.cond(step.is_done, icon("check", 16), rx.el.span(index + 1)),
        class_name="step-dot",
        aria_hidden="true",
    )
    title = rx.el.h3(
        rx.cond(
            step.is_done,
            anchor(words, href=step.href),
            words,
        ),
        rx.cond(step.is_done, visually_hidden(" ", t("instructor.step_state_done")), rx.fragment()),
    )
    action = link_button(
        choose(_ACTIONS, step.name, "instructor.step_profile_action"), href=step.href, size="sm"
    )
    return rx.el.li(
        dot,
        title,
        rx.el.p(choose(_TEXTS, step.name, "instructor.step_profile_text"), class_name="small"),
        rx.cond(step.is_current, action, rx.fragment()),
        aria_current=rx.cond(step.is_current, "step", "false"),
        class_name=rx.cond(
            step.is_done, "step is-done", rx.cond(step.is_current, "step is-current", "step")
        ),
    )


def onboarding(steps: rx.Var[list], done: rx.Var[int]) -> rx.Component:
    """A panel with the steps; nothing once there are none."""
    panel = rx.el.section(
        rx.el.div(
            rx.el.h2(t("instructor.steps_title")),
            rx.el.span(
                t("instructor.steps_done", done=done, total=len(_TITLES)), class_name="caption"
            ),
            class_name="panel-head",
        ),
        rx.el.ol(rx.foreach(steps, _step), class_name="steps"),
        class_name="panel panel-pad onboarding",
    )
    return rx.cond(steps.length() > 0, panel, rx.fragment())
