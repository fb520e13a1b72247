"""A picture of a video that becomes its player when it is clicked.

Only these few lines are in the page; the player is fetched by the click.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.icon import play_glyph
from lms_app.components.vendor.player_module import PLAYER_MODULE
from lms_app.components.vendor.player_words import player_words

_JS = f"""
function PreviewPlayer({{ children, label, ...lesson }}) {{
  const [Player, setPlayer] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const open = async () => {{
    setBusy(true);
    try {{
      const loaded = await import("{PLAYER_MODULE}");
      setPlayer(() => loaded.CoursePlayer);
    }} catch {{ setBusy(false); }}
  }};
  if (Player) return <Player {{...lesson}} plays />;
  return (
    <button type="button" className="preview" aria-label={{label}} aria-busy={{isBusy}} onClick={{open}}>
      {{children}}
    </button>
  );
}}
"""


class PreviewPlayer(rx.Component):
    tag = "PreviewPlayer"

    src: rx.Var[str]
    lesson_id: rx.Var[str]
    title: rx.Var[str]
    poster: rx.Var[str]
    sprites: rx.Var[str]
    label: rx.Var[str]
    texts: rx.Var[dict[str, Any]]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useState"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def preview_player(
    *picture: rx.Component,
    src: Any,
    lesson_id: Any,
    title: Any,
    label: Any,
    poster: Any = "",
    sprites: Any = "",
) -> rx.Component:
    """`picture` (a cover, a poster) with a play sign; a click plays the video in its place.

    src: `urls.playlist(lesson_id)` or `urls.preview_playlist(asset_id)`; label: the button's
    accessible name. Reports no progress.
    """
    sign = rx.el.span(play_glyph(22), class_name="preview-sign")
    return rx.el.div(
        PreviewPlayer.create(
            *picture,
            sign,
            src=src,
            lesson_id=lesson_id,
            title=title,
            poster=poster,
            sprites=sprites,
            label=label,
            texts=player_words(),
        ),
        class_name="preview-frame",
    )
