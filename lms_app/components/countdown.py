"""Time that runs out, counted in the browser: no message travels for it."""

from __future__ import annotations

from typing import Any

import reflex as rx

# The machine may have slept: what is left is the distance to an end, not a number of ticks.
_JS = """
function MarginCountdown({seconds, form, label}) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    let isOver = false;
    const tick = () => {
      const now = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setLeft(now);
      if (now > 0 || isOver) return;
      isOver = true;
      document.getElementById(form)?.requestSubmit();
    };
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    tick();
    return () => { clearInterval(timer); document.removeEventListener("visibilitychange", tick); };
  }, [seconds, form]);
  const two = (number) => String(number).padStart(2, "0");
  const text = two(Math.floor(left / 60)) + ":" + two(left % 60);
  return createElement("span", {role: "timer", "aria-label": label, className: "countdown num"}, text);
}
"""


class Countdown(rx.Component):
    tag = "MarginCountdown"

    seconds: rx.Var[int]

    form: rx.Var[str]

    label: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["createElement", "useEffect", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def countdown(seconds: Any, *, form: str, label: Any) -> rx.Component:
    """Minutes and seconds that are left; at zero the form with the id `form` is sent, once."""
    return Countdown.create(seconds=seconds, form=form, label=label)
