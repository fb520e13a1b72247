"""The one module of the build that holds the player: vidstack with the full hls.js, and our code.

It is fetched when a page first shows a player, so that no other page carries it. hls.js comes
when a stream is opened; nothing is asked of another host.
"""

from __future__ import annotations

import json
from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from lms_app.components.vendor.player_js import SOURCE
from lms_app.core import urls

VIDSTACK = "@vidstack/react@1.15.6"
# Not hls.light: sound is a rendition of its own, which the light build leaves out.
HLS = "hls.js@1.7.4"
PLAYER_MODULE = "$/app_components/lms_app/components/vendor/player_module"

_VIDSTACK_NAMES = (
    "Captions",
    "Controls",
    "Gesture",
    "LocalMediaStorage",
    "MediaPlayer",
    "MediaProvider",
    "Menu",
    "Track",
    "isHLSProvider",
    "useCaptionOptions",
    "useMediaPlayer",
    "useMediaRemote",
    "useMediaState",
)
_ICONS = (
    "ArrowDownUp",
    "Check",
    "CircleCheck",
    "List",
    "Highlighter",
    "Maximize",
    "Minimize",
    "NotebookPen",
    "Pause",
    "Pencil",
    "PictureInPicture2",
    "RotateCcw",
    "Search",
    "Trash2",
    "Volume1",
    "Volume2",
    "VolumeX",
)
_REACT = ("useEffect", "useLayoutEffect", "useMemo", "useRef", "useState")
_STYLES = (
    "@vidstack/react/player/styles/base.css",
    "@vidstack/react/player/styles/default/captions.css",
)


class _Module(rx.Component):
    """Renders nothing; carries the browser code into its module of the build."""

    library = "react"
    tag = "Fragment"

    def add_imports(self) -> dict[str, Any]:
        return {
            "": list(_STYLES),
            "react": [ImportVar(tag=name) for name in _REACT],
            "react-router": [ImportVar(tag="useNavigate")],
            VIDSTACK: [ImportVar(tag=name) for name in _VIDSTACK_NAMES],
            LUCIDE_LIBRARY: [ImportVar(tag=name) for name in _ICONS],
            HLS: [ImportVar(tag=None, render=False)],
        }

    def add_custom_code(self) -> list[str]:
        places = {
            "SIGN_IN": urls.SIGN_IN,
            "PLAYLIST": urls.playlist("{id}"),
            "NOTES": urls.API_NOTES,
        }
        named = [f"const {name} = {json.dumps(place)};" for name, place in places.items()]
        return ["\n".join([*named, SOURCE])]


@rx.memo
def _player_module() -> rx.Component:
    """Place the code in the module named after this file; it is never rendered."""
    return _Module.create()


class PlayerPart(rx.NoSSRComponent):
    """A component of the module, fetched in the browser when the first one is mounted."""

    library = PLAYER_MODULE

    def add_custom_code(self) -> list[str]:
        # The page's own code is here before its data: fetch the player meanwhile.
        return [f'if (typeof window !== "undefined") import("{PLAYER_MODULE}");']
