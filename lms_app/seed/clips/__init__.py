"""Small lesson videos drawn on the spot, so that the demo ships no video file."""

from .captions import to_webvtt
from .encode import ClipNotDrawn, draw_clip
from .spec import GROUNDS, ClipSpec, Cue, Ground
from .strip import read_strip

__all__ = [
    "GROUNDS",
    "ClipNotDrawn",
    "ClipSpec",
    "Cue",
    "Ground",
    "draw_clip",
    "read_strip",
    "to_webvtt",
]
