"""What the build changes in Reflex's generated files, and that it stops when it cannot."""

from __future__ import annotations

import pytest
from reflex_base.compiler.templates import context_template

from ops import reflex_build


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
