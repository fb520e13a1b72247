"""What would otherwise need evaluated scripts: notices, document language, leaving, clipboard.

Driven by state: each effect runs when its counter moves. Takes Vars, knows no State.
"""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.vars import VarData

_SONNER = "sonner@2.0.8"


# The state outlives the page, so after a reload the last counter arrives again: what this tab has
# already carried out stands in its session storage and is not done twice.
_ONCE = (
    "const once = (name, mark, act) => { try { if (sessionStorage.getItem(name) === mark) return;"
    " sessionStorage.setItem(name, mark); } catch {} act(); };"
)


def _effect(body: str, *sources: rx.Var, watch: rx.Var) -> rx.Var:
    data = VarData.merge(
        VarData(imports={"react": ["useEffect"]}),
        *(source._get_all_var_data() for source in (*sources, watch)),
    )
    return rx.Var(_js_expr=f"useEffect(() => {{ {body} }}, [{watch!s}])", _var_data=data)


def _once(name: str, act: str, *sources: rx.Var, seq: rx.Var, value: rx.Var) -> rx.Var:
    body = f"{_ONCE} if ({seq!s} > 0) once('margin-{name}', {seq!s} + ' ' + {value!s}, () => {{{act}}})"
    return _effect(body, value, *sources, watch=seq)


def _form_checks(required: rx.Var, email: rx.Var, *, watch: rx.Var) -> rx.Var:
    """Browsers speak their own language in forms; the bubbles get the site's words instead."""
    body = (
        f"const words = {{valueMissing: {required!s}, typeMismatch: {email!s}}};"
        " const clear = ({target}) => target.setCustomValidity?.('');"
        " const say = ({target}) => { clear({target});"
        " const wrong = Object.keys(words).find((name) => target.validity[name]);"
        " if (wrong) target.setCustomValidity(words[wrong]); };"
        " const heard = [['invalid', say], ['input', clear], ['change', clear]];"
        " heard.forEach(([name, act]) => document.addEventListener(name, act, true));"
        " return () => heard.forEach(([name, act]) =>"
        " document.removeEventListener(name, act, true));"
    )
    return _effect(body, required, email, watch=watch)


class Bridge(rx.Component):
    """Renders nothing; carries out what the Vars say."""

    library = "react"
    tag = "Fragment"

    _effects: list[rx.Var] = []

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect"], _SONNER: ["toast"]}

    def add_hooks(self) -> list[rx.Var]:
        return self._effects


def bridge(
    *,
    notice_seq: rx.Var[int],
    notice_kind: rx.Var[str],
    notice_text: rx.Var[str],
    language: rx.Var[str],
    go_seq: rx.Var[int],
    go_url: rx.Var[str],
    required_text: Any,
    email_text: Any,
) -> rx.Component:
    """Show a notice, set `<html lang>`, open an own path, word the browser's own form checks.

    A counter that changes acts once per tab; 0 does nothing. `go_url` must be a path of this site.
    """
    component = Bridge.create()
    show = (
        f"(toast[{notice_kind!s}] ?? toast)({notice_text!s}, "
        f"{{duration: {notice_kind!s} === 'error' ? 10000 : 5000}})"
    )
    # A path only: `//host` and `/\host` would leave the site.
    leave = f"if (/^\\/(?![\\/\\\\])/.test({go_url!s})) window.location.assign({go_url!s})"
    effects = [
        _once("notice", show, notice_kind, seq=notice_seq, value=notice_text),
        _effect(f"document.documentElement.lang = {language!s}", watch=language),
        _once("go", leave, seq=go_seq, value=go_url),
        _form_checks(rx.Var.create(required_text), rx.Var.create(email_text), watch=language),
    ]
    component._effects = effects
    return component


class Toaster(rx.Component):
    """Where notices appear, named in the visitor's language."""

    library = _SONNER
    tag = "Toaster"

    position: rx.Var[str]

    theme: rx.Var[str]

    container_aria_label: rx.Var[str]

    close_button: rx.Var[bool]

    visible_toasts: rx.Var[int]

    offset: rx.Var[str]

    mobile_offset: rx.Var[str]


def toaster(label: Any) -> rx.Component:
    """Notices at the bottom right (top on phones, see kit.css); `label` names the region."""
    return Toaster.create(
        position="bottom-right", container_aria_label=label, visible_toasts=3, close_button=False
    )
