"""Keys of a tree whose lines carry `data-row="<id>"`: moving through it, moving its lines.

↑ ↓ go from line to line, Alt+↑ ↓ move a line, Alt+Shift+↑ ↓ carry it over to the next group,
F2 goes into its title. After a move the focus stays on the line that moved.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

_JS = """
function MarginTreeKeys({version, label, className, onMove, children}) {
  const box = useRef(null), moving = useRef("");
  const field = (row) => row?.querySelector("input:not([type=file])") ?? row?.querySelector("button");
  useEffect(() => {
    const id = moving.current;
    moving.current = "";
    if (!id) return;
    const target = field(box.current.querySelector(`[data-row="${id}"]`));
    if (target && document.activeElement !== target) target.focus();
  }, [version]);
  const move = (id, direction) => {
    if (moving.current === id) return;
    moving.current = id;
    setTimeout(() => { if (moving.current === id) moving.current = ""; }, 3000);
    onMove?.(id, direction);
  };
  const step = (row, by) => {
    const rows = [...box.current.querySelectorAll("[data-row], [data-row-end]")]
      .filter((line) => line.offsetParent);
    field(rows[rows.indexOf(row) + by])?.focus();
  };
  const onKeyDown = (event) => {
    const row = event.target.closest("[data-row], [data-row-end]");
    if (!row || event.nativeEvent.isComposing || event.target.closest("[role=menu]")) return;
    const by = {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (by && event.altKey && row.dataset.row) {
      event.preventDefault();
      if (!event.repeat) move(row.dataset.row, (event.shiftKey ? "group_" : "") + (by < 0 ? "up" : "down"));
    } else if (by && !event.shiftKey && !event.ctrlKey && !event.metaKey
      && event.target.matches("input[type=text]")) {
      event.preventDefault();
      step(row, by);
    } else if (event.key === "F2") {
      event.preventDefault();
      field(row)?.focus();
      field(row)?.select?.();
    }
  };
  const onClick = (event) => {
    const button = event.target.closest("[data-fold]");
    if (!button) return;
    const folded = button.closest("[data-group]").toggleAttribute("data-folded");
    button.setAttribute("aria-expanded", String(!folded));
  };
  return <div ref={box} role="group" aria-label={label} className={className} onKeyDown={onKeyDown}
    onClick={onClick}>{children}</div>;
}
"""


class TreeKeys(rx.Component):
    tag = "MarginTreeKeys"

    version: rx.Var[int]

    label: rx.Var[str]

    on_move: rx.EventHandler[lambda row, direction: [row, direction]]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def tree_keys(
    *children: rx.Component, label: Any, version: Any, on_move: Any, class_name: Any = ""
) -> rx.Component:
    """A tree of lines. `on_move(row_id, direction)`: up, down, group_up or group_down.

    `version` is a number that changes with the order of the lines. A button with `data-fold`
    folds the element with `data-group` around it.
    """
    return TreeKeys.create(
        *children, label=label, version=version, on_move=on_move, class_name=class_name
    )
