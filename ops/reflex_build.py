"""What our build changes in what Reflex generates. Used by rxconfig.py; imports nothing of ours.

Each change looks for exactly what it replaces, and stops the build when that is not there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import reflex as rx


class SameOrigin(rx.plugins.Plugin):
    """Let one build serve every address: the page's own origin replaces the one built in."""

    def __init__(self, api: str) -> None:
        """`api` is the address that the build writes down."""
        super().__init__()
        self._api = api

    def post_build(self, **context: Any) -> None:
        """Rewrite the built environment module; runs before compression."""
        websocket = self._api.replace("http", "ws", 1)
        found = False
        for file in context["static_dir"].rglob("assets/reflex-env-*.js"):
            source = file.read_text()
            changed = source.replace("`" + self._api, "`${globalThis.location?.origin}").replace(
                "`" + websocket, "`${globalThis.location?.origin.replace(/^http/,`ws`)}"
            )
            found = found or changed != source
            file.write_text(changed)
        if not found:
            message = "the build has no reflex-env module with the address; has Reflex changed?"
            raise RuntimeError(message)


# What the plugin below changes in Reflex's generated state store, and into what.
_ANCHORS = {
    # In the browser the store starts with the values the server has rendered the page with.
    "const [store] = useState(() => createStateStore(initialState));": (
        "const [store] = useState(() => createStateStore(renderedState()));"
    ),
    # On the server each render sees the values given for it, and no other's.
    "getSnapshot: (substateName) => initialState[substateName],": (
        "getSnapshot: (substateName) =>"
        " globalThis.__marginState?.()?.[substateName] ?? initialState[substateName],"
    ),
}
_RENDERED_STATE = """
function renderedState() {
  try {
    const element = document.getElementById("margin-state");
    if (!element) return initialState;
    const rendered = JSON.parse(element.textContent);
    const state = { ...initialState };
    for (const name in rendered)
      if (name in state) state[name] = { ...state[name], ...rendered[name] };
    return state;
  } catch (error) {
    console.error(error);
    return initialState;
  }
}
"""


def start_with_rendered_state(source: str) -> str:
    """Let the generated state store begin with what a page was rendered with.

    Raises RuntimeError, which stops the build, when Reflex no longer writes the lines expected.
    """
    for anchor, replacement in _ANCHORS.items():
        if source.count(anchor) != 1:
            message = f"Reflex's state store has no line {anchor!r}; pages cannot be rendered"
            raise RuntimeError(message)
        source = source.replace(anchor, replacement)
    return source + _RENDERED_STATE


class RenderedState(rx.plugins.Plugin):
    """Connect the state store to the values that pages are rendered with on the server."""

    def pre_compile(self, **context: Any) -> None:
        """Rewrite the generated module before the build reads it."""
        context["add_modify_task"]("utils/context.jsx", start_with_rendered_state)


# What Reflex hands to components that are sent as source and evaluated in the browser.
_NAMESPACES = re.compile(r'^import \* as \w+ from "[^"\n]+";?\n', re.MULTILINE)
_HANDED_OUT = re.compile(
    r'^if \(typeof window !== "undefined"\) \{\n  window\.__reflex = .*?^\}\n',
    re.MULTILINE | re.DOTALL,
)


def without_evaluated_components(source: str) -> str:
    """Leave out of the generated root what is only there for components evaluated in the browser.

    No page here has such a component and the policy forbids it; but a namespace that is handed out
    whole keeps everything in it, three hundred kilobytes of components that nothing uses.
    Raises RuntimeError, which stops the build, when Reflex no longer writes what is expected.
    """
    kept, count = _HANDED_OUT.subn("", source)
    kept, imports = _NAMESPACES.subn("", kept)
    if count != 1 or not imports or "__reflex" in kept:
        message = "Reflex's root no longer hands out whole libraries as expected"
        raise RuntimeError(message)
    return kept


class NothingEvaluated(rx.plugins.Plugin):
    """Keep only what pages use of the libraries that Reflex would hand to evaluated components."""

    def pre_compile(self, **context: Any) -> None:
        """Rewrite the generated root before the build reads it."""
        context["add_modify_task"]("app/root.jsx", without_evaluated_components)


# Of Radix Themes' stylesheet: the scales of our colours, and the components that pages use.
_RADIX_ALL = "@import url('@radix-ui/themes/styles.css');"
_RADIX_OURS = "\n".join(
    f"@import url('{part}.css');"
    for part in (
        "@radix-ui/themes/tokens/base",
        "@radix-ui/themes/tokens/colors/indigo",
        "@radix-ui/themes/tokens/colors/slate",
        "./radix-components",
    )
)
_COMPONENTS = Path("node_modules", "@radix-ui", "themes", "components.css")
_USED = re.compile(
    r"\.rt-(?:Base)?(?:AlertDialog|Dialog|DropdownMenu|Flex|Heading|Menu|Popover|Popper|ScrollArea"
    r"|TabList|Tabs|Text(?!Field|Area)|Tooltip)"
)
_COMPONENT = re.compile(r"\.rt-[A-Z]")
# A component's size for one width of the window: ours have the same at every width.
_BY_WIDTH = re.compile(r"\.(?:xs|sm|md|lg|xl)\\:")
_BLOCK = re.compile(r"([^{}]+)\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")


def used_rules(css: str) -> str:
    """Return the rules that are about components which the pages use, or about none."""
    kept = []
    for selector, body in _BLOCK.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if selector.lstrip().startswith("@media"):
            inner = used_rules(body)
            kept.append(f"{selector}{{{inner}}}" if inner else "")
        elif _BY_WIDTH.search(selector):
            continue
        elif not _COMPONENT.search(selector) or _USED.search(selector):
            kept.append(f"{selector}{{{body}}}")
    return "".join(kept)


class SmallStyles(rx.plugins.Plugin):
    """Leave out what nothing here uses of the component library's styles: four fifths of them."""

    def pre_compile(self, **context: Any) -> None:
        """Rewrite the list of stylesheets before the build reads it."""
        context["add_modify_task"]("styles/__reflex_global_styles.css", self._shorten)

    def _shorten(self, source: str) -> str:
        if source.count(_RADIX_ALL) != 1:
            message = "the stylesheet no longer imports Radix Themes as expected"
            raise RuntimeError(message)
        web = Path(os.environ.get("REFLEX_WEB_WORKDIR") or ".web")
        rules = used_rules((web / _COMPONENTS).read_text())
        if ".rt-DialogContent" not in rules and ".rt-BaseDialogContent" not in rules:
            message = "Radix Themes names its components otherwise than expected"
            raise RuntimeError(message)
        (web / "styles" / "radix-components.css").write_text(rules)
        return source.replace(_RADIX_ALL, _RADIX_OURS)
