"""Fields that save themselves: each a moment after it was changed, and one word about all of them.

Typing stays in the browser until then. What was not taken (a refusal, no connection, a closed tab)
lies in the tab's session storage and is in its field again, so nothing typed is lost.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t

_AUTOSAVE_JS = """
const AUTOSAVE_MS = 700;
const autosaveValue = (form, name) => {
  const field = form.elements[name];
  if (!field) return [...form.querySelectorAll(`[data-group="${name}"]`)]
    .map((one) => one.value.trim()).filter(Boolean).join("\\n");
  if (field.type === "checkbox") return field.checked ? "on" : "off";
  return field.value ?? "";
};
function MarginAutosave({form, store, acked, errors, words, onSave}) {
  const [word, setWord] = useState("");
  const own = useRef({known: {}, sent: {}, timers: {}, last: 0, any: false});
  const save = useRef(onSave), wrong = useRef(errors);
  save.current = onSave;
  wrong.current = errors;
  const element = () => document.getElementById(form);
  const names = (el) => [...new Set([...el.elements].map((one) => one.dataset.group ?? one.name)
    .filter(Boolean))];
  const open = (el) => names(el).filter((name) => autosaveValue(el, name) !== own.current.known[name]);
  const keep = (el) => {
    const typed = Object.fromEntries(open(el).map((name) => [name, autosaveValue(el, name)]));
    try {
      if (Object.keys(typed).length) sessionStorage.setItem(store, JSON.stringify(typed));
      else sessionStorage.removeItem(store);
    } catch {}
  };
  const say = (el) => {
    const left = open(el), waits = Object.keys(own.current.sent).length > 0;
    const isRefused = left.some((name) => wrong.current?.[name]) || own.current.failed;
    setWord(waits || (left.length && !isRefused) ? "saving" : left.length ? "refused"
      : own.current.any ? "saved" : "");
  };
  const send = (name) => {
    const el = element();
    clearTimeout(own.current.timers[name]);
    delete own.current.timers[name];
    if (!el) return;
    const value = autosaveValue(el, name), on = own.current.sent[name];
    if (value === (on ? on.value : own.current.known[name])) return say(el);
    const nonce = own.current.last = Math.max(Date.now(), own.current.last + 1);
    own.current.sent[name] = {nonce, value};
    own.current.failed = false;
    save.current?.(name, value, nonce);
    say(el);
  };
  useEffect(() => {
    const el = element();
    if (!el) return;
    own.current.known = Object.fromEntries(names(el).map((name) => [name, autosaveValue(el, name)]));
    let typed = {};
    try { typed = JSON.parse(sessionStorage.getItem(store)) ?? {}; } catch {}
    for (const [name, value] of Object.entries(typed)) {
      const field = el.elements[name];
      if (!field?.tagName || field.type === "checkbox" || value === autosaveValue(el, name)) continue;
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
      field.dispatchEvent(new Event("input", {bubbles: true}));
      own.current.timers[name] = setTimeout(() => send(name), AUTOSAVE_MS);
    }
    const heard = (event) => {
      const name = event.target.dataset?.group ?? event.target.name;
      if (!name || event.isComposing) return;
      keep(el);
      clearTimeout(own.current.timers[name]);
      const isTyped = event.type === "input" && event.target.matches("input[type=text], textarea");
      if (isTyped) own.current.timers[name] = setTimeout(() => send(name), AUTOSAVE_MS);
      else send(name);
      say(el);
    };
    const leave = () => Object.keys(own.current.timers).forEach(send);
    const kinds = ["input", "change", "compositionend"];
    kinds.forEach((kind) => el.addEventListener(kind, heard));
    addEventListener("pagehide", leave);
    say(el);
    return () => {
      leave();
      kinds.forEach((kind) => el.removeEventListener(kind, heard));
      removeEventListener("pagehide", leave);
    };
  }, [form, store]);
  useEffect(() => {
    const el = element();
    for (const [name, on] of Object.entries(own.current.sent)) {
      const answer = acked?.[name];
      if (answer !== on.nonce && answer !== -on.nonce) continue;
      delete own.current.sent[name];
      if (answer === on.nonce) { own.current.known[name] = on.value; own.current.any = true; }
      else own.current.failed = true;
    }
    if (el) { keep(el); say(el); }
  }, [acked, errors]);
  const again = () => { const el = element(); if (el) open(el).forEach(send); };
  return <span className={"autosave" + (word ? " is-" + word : "")} role="status">
    {word && words[word]}
    {word === "refused" && <button type="button" className="link" onClick={again}>{words.again}</button>}
  </span>;
}
"""


class Autosave(rx.Component):
    tag = "MarginAutosave"

    form: rx.Var[str]

    store: rx.Var[str]

    acked: rx.Var[dict[str, int]]

    errors: rx.Var[dict[str, str]]

    words: rx.Var[dict[str, str]]

    on_save: rx.EventHandler[lambda name, value, nonce: [name, value, nonce]]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_AUTOSAVE_JS]


def autosave(
    form_id: str, *, store: Any, acked: rx.Var, errors: rx.Var, on_save: Any
) -> rx.Component:
    """Saves the fields of the form `form_id` and says how that goes.

    `on_save(name, value, nonce)` for every field that changed (a checkbox is `on` or `off`; fields
    that share a `data-group` are one, a line each). The server answers in `acked[name]` with the
    nonce when it took the value, with its negative when it did not; `errors[name]` says why.
    """
    return Autosave.create(
        form=form_id,
        store=store,
        acked=acked,
        errors=errors,
        words={
            "saving": t("settings.saving"),
            "saved": t("settings.saved"),
            "refused": t("settings.refused"),
            "again": t("action.retry"),
        },
        on_save=on_save,
    )
