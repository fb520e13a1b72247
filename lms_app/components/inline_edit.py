"""Titles edited where they stand, and lines that add the next one. Typing stays in the browser.

Enter saves, Esc puts the saved text back; a composition (Hangul) is never cut off by Enter. What is
too long is not cut off either: it stays, says so, and is not sent.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.template import template

# Counted as the server does: code points in normal form, with single spaces.
_LENGTH_JS = """
function tooLong(text, maximum, words) {
  const count = [...text.normalize("NFC").replace(/\\s+/g, " ").trim()].length;
  if (count <= maximum) return "";
  return words.replace("{maximum}", maximum.toLocaleString("en-US"))
    .replace("{count}", count.toLocaleString("en-US"));
}
"""

_FIELD_JS = """
function MarginInlineField({trouble, ...input}) {
  const id = useId();
  return <span className="inline-field">
    <input type="text" autoComplete="off" {...input} aria-invalid={trouble ? true : undefined}
      aria-describedby={trouble ? id : undefined} />
    <span id={id} role="alert" className="field-error">{trouble}</span>
  </span>;
}
"""

_TEXT_JS = """
const isComposing = (event) => event.nativeEvent.isComposing || event.keyCode === 229;
function MarginInlineText({value, label, className, lang, maximum, tooLongWords, onSave, onFocus}) {
  const [text, setText] = useState(value), sent = useRef(value);
  const trouble = tooLong(text, maximum, tooLongWords);
  useEffect(() => { setText(value); sent.current = value; }, [value]);
  const save = () => {
    const wanted = text.trim();
    if (!wanted || wanted === value) { setText(value); sent.current = value; return; }
    if (trouble) return;
    if (wanted !== sent.current) { sent.current = wanted; onSave?.(wanted); }
  };
  const onKeyDown = (event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter") { event.preventDefault(); sent.current = value; save(); }
    if (event.key === "Escape") { event.preventDefault(); setText(value); sent.current = value; }
  };
  return <MarginInlineField className={"inline-text " + (className ?? "")} value={text} lang={lang}
    aria-label={label} trouble={trouble} spellCheck={false}
    data-unsaved={text.trim() !== value || undefined} size={Math.max(6, text.length)}
    onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} onBlur={save}
    onFocus={() => matchMedia("(min-width: 1200px)").matches && onFocus?.()} />;
}
"""

_ADD_JS = """
function MarginInlineAdd({label, placeholder, kinds, hint, refused, refusedSeq, maximum, tooLongWords,
    onAdd, className}) {
  const [text, setText] = useState(""), [kind, setKind] = useState(kinds?.[0]?.[0] ?? "");
  const seen = useRef(refusedSeq);
  useEffect(() => {
    if (refusedSeq !== seen.current && refused) setText((now) => now || refused);
    seen.current = refusedSeq;
  }, [refused, refusedSeq]);
  const trouble = tooLong(text, maximum, tooLongWords);
  const add = () => {
    if (!text.trim() || trouble) return;
    onAdd?.(text.trim(), kind);
    setText("");
  };
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") { event.preventDefault(); add(); }
    if (event.key === "Escape") setText("");
  };
  return (
    <div className={"inline-add " + (className ?? "")} data-row-end="">
      <span className="inline-add-plus" aria-hidden="true">+</span>
      <MarginInlineField className="inline-text" value={text} placeholder={placeholder}
        aria-label={label} trouble={trouble}
        onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      {kinds?.length > 1 && <span className="segment segment-sm" role="group" aria-label={hint}>
        {kinds.map(([name, words]) => <button key={name} type="button" className="segment-item"
          aria-pressed={kind === name} onClick={() => setKind(name)}>{words}</button>)}</span>}
      <button type="button" className="btn btn-ghost btn-sm inline-add-go" onClick={add}
        disabled={!text.trim()}>{hint}</button>
    </div>
  );
}
"""


class _Inline(rx.Component):
    label: rx.Var[str]

    maximum: rx.Var[int]

    too_long_words: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useId", "useRef", "useState"]}


class InlineText(_Inline):
    tag = "MarginInlineText"

    value: rx.Var[str]

    on_save: rx.EventHandler[lambda text: [text]]

    def add_custom_code(self) -> list[str]:
        return [_LENGTH_JS, _FIELD_JS, _TEXT_JS]


class InlineAdd(_Inline):
    tag = "MarginInlineAdd"

    placeholder: rx.Var[str]

    kinds: rx.Var[list[list[str]]]

    hint: rx.Var[str]

    refused: rx.Var[str]

    refused_seq: rx.Var[int]

    on_add: rx.EventHandler[lambda text, kind: [text, kind]]

    def add_custom_code(self) -> list[str]:
        return [_LENGTH_JS, _FIELD_JS, _ADD_JS]


def inline_text(
    value: Any, *, label: Any, on_save: Any, maximum: int = 200, class_name: Any = "", **props
) -> rx.Component:
    """A title that is edited in place; `on_save(text)` when it changed.

    When the server refuses, what was typed stays, marked as unsaved. Props: lang, and on_focus,
    which is called in wide windows only (1200 px), where something can open beside the title.
    """
    return InlineText.create(
        value=value,
        label=label,
        on_save=on_save,
        maximum=maximum,
        too_long_words=template("error.text_long"),
        class_name=class_name,
        **props,
    )


def inline_add(
    *,
    label: Any,
    placeholder: Any,
    action: Any,
    on_add: Any,
    kinds: list[tuple[str, Any]] | None = None,
    refused: Any = "",
    refused_seq: Any = 0,
    maximum: int = 200,
    class_name: Any = "",
) -> rx.Component:
    """A line that adds an entry on Enter and is ready for the next: `on_add(text, kind)`.

    `kinds` are (value, text) to choose from. A refused text comes back when `refused_seq` moves.
    """
    return InlineAdd.create(
        label=label,
        placeholder=placeholder,
        hint=action,
        on_add=on_add,
        kinds=[list(kind) for kind in kinds or []],
        refused=refused,
        refused_seq=refused_seq,
        maximum=maximum,
        too_long_words=template("error.text_long"),
        class_name=class_name,
    )
