"""What the build changes in Reflex's generated files, and that it stops when it cannot."""

from __future__ import annotations

import pytest
import reflex as rx
from reflex_base.compiler.templates import app_root_template, context_template

from ops import reflex_build

root_without = reflex_build.without_evaluated_components


def generated() -> str:
    return context_template(is_dev_mode=False, default_color_mode='"system"', state_name="state")


def test_the_store_of_this_reflex_is_connected_on_both_sides() -> None:
    changed = reflex_build.start_with_rendered_state(generated())
    assert "createStateStore(renderedState())" in changed
    assert "globalThis.__marginState?.()?.[substateName] ?? initialState" in changed


@pytest.mark.parametrize("number", [0, 1])
def test_a_missing_line_stops_the_build(number: int) -> None:
    line = list(reflex_build._ANCHORS)[number]
    with pytest.raises(RuntimeError, match="pages cannot be rendered"):
        reflex_build.start_with_rendered_state(generated().replace(line, "const changed = 1;"))


def root(*names: str) -> str:
    """The root as this Reflex writes it, with libraries that it hands out at once and later."""
    return app_root_template(
        imports=[], custom_codes=[], hooks={}, dynamic_imports=set(),
        render=rx.fragment().render(),
        window_libraries=[(name, name) for name in names],
        lazy_window_libraries=[(name, f"@{name}/all") for name in names],
    )  # fmt: skip


def test_no_library_is_handed_out_whole() -> None:
    before, after = root("react", "themes"), root_without(root("react", "themes"))
    assert 'import("@themes/all")' in before
    for name in ("@themes/all", "__reflex", "import *"):
        assert name not in after
    for name in ("export default function App", "function AppWrap", "import { Outlet }"):
        assert name in after


def test_a_root_that_hands_out_otherwise_stops_the_build() -> None:
    changed = root("react").replace("window.__reflex =", "globalThis.__reflex =")
    with pytest.raises(RuntimeError, match="hands out"):
        root_without(changed)


def test_styles_that_reflex_lists_otherwise_stop_the_build() -> None:
    with pytest.raises(RuntimeError):
        reflex_build.SmallStyles()._shorten("@import url('@radix-ui/themes/other.css');")


def test_styles_of_components_that_pages_use_stay() -> None:
    css = """
    /* a comment { */
    .rt-BaseDialogContent:where(.rt-r-size-2) { padding: 1px; }
    .rt-TextFieldRoot { color: red; }
    .rt-Text, .rt-TableCell { color: blue; }
    .rt-reset { margin: 0; }
    @media (hover: hover) { .rt-SliderRoot { color: red; } .rt-PopoverContent { color: blue; } }
    @media (min-width: 520px) { .rt-BaseDialogContent:where(.xs\\:rt-r-size-1) { color: red; } }
    @keyframes rt-fade { from { opacity: 0; } to { opacity: 1; } }
    """
    kept = reflex_build.used_rules(css)
    for name in ("BaseDialogContent", "rt-Text,", "rt-reset", "PopoverContent", "rt-fade"):
        assert name in kept
    for name in ("TextField", "Slider", "comment", "min-width"):
        assert name not in kept
    assert kept.count("{") == kept.count("}")
