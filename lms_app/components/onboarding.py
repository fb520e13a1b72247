"""The steps to the first publish: what is done, what is next, one action."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import anchor, link_button
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.text import choose, t

_NAMES = ("profile", "course", "video", "publish")


def _step(step: rx.Var, index: rx.Var[int]) -> rx.Component:
    keys = {name: "instructor.step_" + name for name in _NAMES}
    texts = {name: key + "_text" for name, key in keys.items()}
    actions = {name: key + "_action" for name, key in keys.items()}
    dot = rx.el.span(
        rx.cond(step.is_done, icon("check", 16), rx.el.span(index + 1)),
        class_name="step-dot",
        aria_hidden="true",
    )
    title = rx.el.h3(
        rx.cond(
            step.is_done,
            anchor(choose(keys, step.name, "instructor.step_profile"), href=step.href),
            choose(keys, step.name, "instructor.step_profile"),
        ),
        rx.cond(
            step.is_done, visually_hidden(" ", t("instructor.step_state_done")), rx.fragment()
        ),
    )
    action = link_button(
        choose(actions, step.name, "instructor.step_profile_action"), href=step.href, size="sm"
    )
    return rx.el.li(
        dot,
        title,
        rx.el.p(choose(texts, step.name, "instructor.step_profile_text"), class_name="small"),
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
                t("instructor.steps_done", done=done, total=len(_NAMES)), class_name="caption"
            ),
            class_name="panel-head",
        ),
        rx.el.ol(rx.foreach(steps, _step), class_name="steps"),
        class_name="panel panel-pad onboarding",
    )
    return rx.cond(steps.length() > 0, panel, rx.fragment())
