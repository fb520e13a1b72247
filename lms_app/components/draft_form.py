"""What a long form needs around it: a mark for unsaved changes, a draft that survives, counters.

The draft lives in the tab's session storage until it is saved, so leaving the page, a reload or a
refusal of the server loses nothing that was typed. Fields nobody touched are not in it: they show
what the server has.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.template import template

_DRAFT_JS = """
// What was typed and not saved: the fields that differ from what the form began with. Others are
// left as the server has them now. A draft that was sent and then saved holds nothing.
function typedFields(kept, saved) {
  if (!kept?.base || !kept.now || (kept.sentAt ?? Infinity) < saved) return {};
  return Object.fromEntries(
    Object.entries(kept.now).filter(([name, value]) => value !== kept.base[name]));
}

function MarginDraft({form, store, saved, refused, unsaved, done}) {
  const [dirty, setDirty] = useState(false), base = useRef({}), sent = useRef(null);
  const counted = useRef(saved);
  counted.current = saved;
  const read = (el) => Object.fromEntries(
    [...new FormData(el)].filter(([, value]) => typeof value === "string"));
  const keep = (draft) => {
    try {
      if (draft) sessionStorage.setItem(store, JSON.stringify(draft));
      else sessionStorage.removeItem(store);
    } catch {}
  };
  const compare = (el) => {
    const now = read(el);
    const changed = Object.keys(now).some((name) => now[name] !== base.current[name]);
    setDirty(changed);
    keep(changed ? {base: base.current, now} : null);
  };
  useEffect(() => {
    const el = document.getElementById(form);
    if (!el) return;
    base.current = read(el);
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(store)); } catch {}
    for (const [name, value] of Object.entries(typedFields(kept, counted.current))) {
      const field = el.elements[name];
      if (!field || field.value === value) continue;
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
      field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", {bubbles: true}));
    }
    compare(el);
    const onInput = () => compare(el), onSubmit = () => {
      sent.current = read(el);
      keep({base: base.current, now: sent.current, sentAt: counted.current});
    };
    el.addEventListener("input", onInput);
    el.addEventListener("change", onInput);
    el.addEventListener("submit", onSubmit);
    return () => {
      el.removeEventListener("input", onInput);
      el.removeEventListener("change", onInput);
      el.removeEventListener("submit", onSubmit);
    };
  }, [form, store]);
  useEffect(() => {
    const el = document.getElementById(form);
    if (!saved || !el || !sent.current) return;
    base.current = sent.current;
    compare(el);
  }, [saved]);
  useEffect(() => {
    if (refused) document.querySelector(`#${form} [aria-invalid="true"]`)?.focus();
  }, [refused]);
  return <span role="status" className={"draft-mark" + (dirty ? " is-dirty" : "")}>
    {dirty ? unsaved : saved ? done : ""}</span>;
}
"""

_COUNT_JS = """
function MarginCount({field, maximum, lines, words}) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const el = document.getElementById(field);
    if (!el) return;
    const measure = () => {
      const text = el.value.normalize("NFC");
      setCount(lines ? text.split("\\n").filter((line) => line.trim()).length : [...text.trim()].length);
    };
    measure();
    el.addEventListener("input", measure);
    return () => el.removeEventListener("input", measure);
  }, [field, lines]);
  return <span className={"field-count num" + (count > maximum ? " is-over" : "")} aria-hidden="true">
    {words.replace("{count}", count.toLocaleString("en-US"))
      .replace("{maximum}", maximum.toLocaleString("en-US"))}</span>;
}
"""


class Draft(rx.Component):
    tag = "MarginDraft"

    form: rx.Var[str]

    store: rx.Var[str]

    saved: rx.Var[int]

    refused: rx.Var[int]

    unsaved: rx.Var[str]

    done: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_DRAFT_JS]


class Count(rx.Component):
    tag = "MarginCount"

    field: rx.Var[str]

    maximum: rx.Var[int]

    lines: rx.Var[bool]

    words: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_COUNT_JS]


def draft_mark(
    form_id: str, *, store: Any, saved_seq: Any, refused_seq: Any, unsaved: Any, saved: Any
) -> rx.Component:
    """Says whether the form `form_id` has unsaved changes, keeps them under the key `store`.

    `saved_seq` moves when the server has taken what was submitted; `refused_seq` when it has not:
    then the first field with an error gets the focus.
    """
    return Draft.create(
        form=form_id,
        store=store,
        saved=saved_seq,
        refused=refused_seq,
        unsaved=unsaved,
        done=saved,
    )


def count_of(field_id: str, maximum: int, *, lines: bool = False) -> rx.Component:
    """How much of a field is used: code points, or lines that are not empty."""
    return Count.create(
        field=field_id,
        maximum=maximum,
        lines=lines,
        words=template("instructor.count_lines" if lines else "instructor.count"),
    )
