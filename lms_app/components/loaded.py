"""What is loaded, and fields that take it on without losing what somebody has typed meanwhile."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import js
from lms_app.core import urls


def loaded_address() -> rx.Var[str]:
    """The address, with its query, whose state has been loaded; empty until then.

    The state of the page before stays for a moment when somebody goes on: whoever asks whether a
    page is ready compares this with where they are.
    """
    url = rx.State.router.url
    return js(
        "$ ? $ + ($ ? '?' + $ : '') : ''", rx.State.is_hydrated, url.path, url.query, url.query
    )


# A field begins empty, or with what is given once the page is loaded, and follows that until
# somebody types. Why no `key`: a new element would begin without what was typed into the old one.
_GIVEN_JS = """
const isLoadedHere = (address) => address === window.location.pathname + window.location.search;
function MarginGiven({given, loaded, type, ref: outer, ...rest}) {
  const at = type === "checkbox" ? "checked" : "value", box = useRef(null);
  const isHere = Boolean(loaded) && isLoadedHere(loaded);
  const [start] = useState(isHere ? given : at === "checked" ? false : "");
  const last = useRef(start);
  useEffect(() => {
    if (!isHere || given === last.current) return;
    if (box.current[at] === last.current) {
      box.current[at] = given;
      box.current.dispatchEvent(new Event("input", {bubbles: true}));
    }
    last.current = given;
  }, [given, isHere]);
  const begun = at === "checked" ? {defaultChecked: start} : {defaultValue: start};
  const hold = (element) => {
    box.current = element;
    if (outer) outer.current = element;   // what has an id is known to the framework too
  };
  return <input {...rest} {...begun} type={type} ref={hold} />;
}
"""

# First as the server sent it, then as the address says: the state may still be of the page before.
_NEXT_JS = """
function MarginNext({given, home}) {
  const {search} = useLocation();
  const [next, setNext] = useState(null);
  useLayoutEffect(() => { setNext(new URLSearchParams(search).get("next") || home); }, [search]);
  return <input type="hidden" name="next" value={next ?? given} readOnly />;
}
"""


class GivenInput(rx.Component):
    tag = "MarginGiven"

    given: rx.Var[Any]

    loaded: rx.Var[str]

    type: rx.Var[str]

    name: rx.Var[str]

    value: rx.Var[str]

    required: rx.Var[bool]

    max_length: rx.Var[int]

    auto_complete: rx.Var[str]

    input_mode: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useRef", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_GIVEN_JS]


class NextInput(rx.Component):
    tag = "MarginNext"

    given: rx.Var[str]

    home: rx.Var[str]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useLayoutEffect", "useState"], "react-router": ["useLocation"]}

    def add_custom_code(self) -> list[str]:
        return [_NEXT_JS]


def given_input(*, given: Any, **props) -> rx.Component:
    """An input (a checkbox too) that shows what the loaded page gives, until somebody types."""
    return GivenInput.create(given=given, loaded=loaded_address(), **props)


def next_input(given: Any) -> rx.Component:
    """Where a form of an address with `?next=` leads; `given` is what the state knows of it.

    The server takes own paths only, whoever wrote the form.
    """
    return NextInput.create(given=given, home=urls.HOME)
