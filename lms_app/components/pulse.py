"""A pulse while somebody looks: tells the server that this page is still open and in sight."""

from __future__ import annotations

from typing import Any

import reflex as rx

_JS = """
function MarginPulse({active, everyMs, onPulse}) {
  const pulse = useRef(onPulse);
  useEffect(() => { pulse.current = onPulse; });
  useEffect(() => {
    if (!active) return;
    const beat = () => { if (document.visibilityState === "visible") pulse.current?.(); };
    const timer = setInterval(beat, everyMs);
    document.addEventListener("visibilitychange", beat);
    return () => { clearInterval(timer); document.removeEventListener("visibilitychange", beat); };
  }, [active, everyMs]);
  return null;
}
"""


class Pulse(rx.Component):
    tag = "MarginPulse"

    active: rx.Var[bool]

    every_ms: rx.Var[int]

    on_pulse: rx.EventHandler[rx.event.no_args_event_spec]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def pulse(*, active: Any, every_ms: int, on_pulse: Any) -> rx.Component:
    """Call `on_pulse` every `every_ms` while `active` and while the tab is in sight."""
    return Pulse.create(active=active, every_ms=every_ms, on_pulse=on_pulse)
