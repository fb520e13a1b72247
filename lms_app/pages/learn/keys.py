"""The sheet of keyboard shortcuts, and the switch that turns single keys off."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import icon_button
from lms_app.components.dialog import dialog
from lms_app.components.text import t
from lms_app.components.vendor.player_companions import keys_switch

_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Space", "K"), "keys.play"),
    (("J", "L"), "keys.jump"),
    (("←", "→"), "keys.step"),
    (("↑", "↓"), "keys.volume"),
    (("M",), "keys.mute"),
    (("C",), "keys.captions"),
    (("F",), "keys.full"),
    (("<", ">"), "keys.speed"),
    (("0", "9"), "keys.percent"),
    ((",", "."), "keys.frame"),
    (("Home", "End"), "keys.ends"),
    (("N",), "keys.note"),
    (("Shift N", "Shift P"), "keys.lessons"),
    (("?",), "keys.sheet"),
)


def keys_dialog() -> rx.Component:
    """The keyboard button of the learn header and what it opens."""
    rows = [
        rx.el.div(
            rx.el.dt(*(rx.el.kbd(key) for key in keys)),
            rx.el.dd(t(text)),
            class_name="keys-row",
        )
        for keys, text in _KEYS
    ]
    return dialog(
        rx.el.dl(*rows, class_name="keys"),
        rx.el.div(keys_switch(), class_name="keys-switch"),
        title=t("keys.title"),
        trigger=icon_button("keyboard", t("keys.open"), class_name="keys-button"),
        class_name="keys-dialog",
    )
