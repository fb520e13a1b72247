"""Saying that something came into view. Reflex's own `on_mount` speaks for a whole page only."""

from __future__ import annotations

from typing import Any

import reflex as rx

_JS = """
function Arrival({what, onArrival}) {
  const tell = useRef(onArrival);
  useEffect(() => { tell.current = onArrival; });
  useEffect(() => { tell.current?.(); }, [what]);
  return null;
}
"""


class Arrival(rx.Component):
    tag = "Arrival"

    what: rx.Var[str]
    on_arrival: rx.EventHandler[rx.event.no_args_event_spec]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def arrival(what: Any, handler: Any) -> rx.Component:
    """Calls `handler` once when it is first shown, and again whenever `what` changes."""
    return Arrival.create(what=what, on_arrival=handler)
