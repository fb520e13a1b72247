"""The browser side of the player, in parts small enough to read; `SOURCE` is their sum.

The parts become one ES module (see player_module.py), loaded when a page first needs a player.
What changes faster than twice a second stays in here and never travels over the websocket.
"""

from lms_app.components.vendor.player_js import (
    ahead,
    controls,
    keys,
    marks,
    menus,
    notepad,
    notepad_view,
    notes,
    parts,
    player,
    progress,
    screen,
    shared,
    sprites,
    stream,
    transcript,
    wishes,
)

SOURCE = "\n".join(
    part.JS
    for part in (
        shared,
        ahead,
        progress,
        stream,
        screen,
        keys,
        menus,
        sprites,
        parts,
        controls,
        wishes,
        player,
        notepad,
        notepad_view,
        marks,
        transcript,
        notes,
    )
)
