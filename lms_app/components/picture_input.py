"""Choosing a picture of oneself: sent whole to a route of ours, which draws it anew."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t

_PICTURE_JS = """
function MarginPictureInput({url, maxBytes, has, words, onChanged, children}) {
  const [busy, setBusy] = useState(false), [trouble, setTrouble] = useState("");
  const [isOver, setOver] = useState(false), input = useRef(null);
  const ask = async (method, body) => {
    setBusy(true);
    setTrouble("");
    try {
      const answer = await fetch(url, {method, body, headers: body ? {"content-type": body.type} : {}});
      if (answer.ok) onChanged?.();
      else setTrouble((await answer.json().catch(() => ({}))).detail || words.failed);
    } catch { setTrouble(words.failed); }
    setBusy(false);
  };
  const take = (file) => {
    if (!file) return;
    if (file.size > maxBytes) return setTrouble(words.large);
    if (!["image/jpeg", "image/png", "image/webp"].includes(file.type)) return setTrouble(words.kind);
    ask("PUT", file);
  };
  const drop = (event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); };
  return <div className={"picture-input" + (isOver ? " is-over" : "")} aria-busy={busy} onDrop={drop}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}>
    <div className="picture-shown">{children}{busy && <span className="spinner" aria-hidden="true" />}</div>
    <div className="picture-words">
      <div className="row row-wrap">
        <button type="button" className="btn btn-secondary btn-sm" disabled={busy}
          onClick={() => input.current.click()}>{has ? words.change : words.choose}</button>
        {has && <button type="button" className="btn btn-ghost btn-sm" disabled={busy}
          onClick={() => ask("DELETE")}>{words.remove}</button>}
      </div>
      <p className="field-hint">{words.hint}</p>
      {trouble && <p className="field-error" role="alert">{trouble}</p>}
    </div>
    <input ref={input} type="file" accept="image/jpeg,image/png,image/webp" hidden
      aria-label={words.choose} onChange={(event) => { take(event.target.files[0]); event.target.value = ""; }} />
  </div>;
}
"""


class PictureInput(rx.Component):
    tag = "MarginPictureInput"

    url: rx.Var[str]

    max_bytes: rx.Var[int]

    has: rx.Var[bool]

    words: rx.Var[dict[str, str]]

    on_changed: rx.EventHandler[rx.event.no_args_event_spec]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useRef", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_PICTURE_JS]


def picture_input(
    shown: rx.Component, *, url: str, max_bytes: int, has: Any, on_changed: Any
) -> rx.Component:
    """`shown` with buttons to choose, change and remove it; a file may also be dropped on it.

    The file goes to `url` by PUT, DELETE takes it away; `on_changed()` once the server has it.
    """
    return PictureInput.create(
        shown,
        url=url,
        max_bytes=max_bytes,
        has=has,
        words={
            "choose": t("profile.picture_choose"),
            "change": t("profile.picture_change"),
            "remove": t("profile.picture_remove"),
            "hint": t("profile.picture_hint"),
            "large": t("error.picture_bytes", maximum=max_bytes // 1024**2),
            "kind": t("error.picture"),
            "failed": t("profile.picture_failed"),
        },
        on_changed=on_changed,
    )
