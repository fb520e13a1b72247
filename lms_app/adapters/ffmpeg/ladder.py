"""Which renditions to make: the ladder by the short side, never above the source."""

from __future__ import annotations

from lms_app.ports.transcoder import MediaFacts, RungSpec

# short side -> (most bits per second, constant quality)
_LADDER: dict[int, tuple[int, int]] = {
    1080: (5_000_000, 22),
    720: (2_800_000, 22),
    480: (1_400_000, 22),
    360: (800_000, 22),
}
_LOWEST = min(_LADDER)
_NEARLY = 0.97  # a source of 1072 lines is what people call 1080p
_FAST_FPS = 40
_FAST_FACTOR = 1.4


def plan(facts: MediaFacts) -> list[RungSpec]:
    """The rungs for a source, from the highest down; a tiny source gets its own size."""
    short = min(facts.width, facts.height)
    rungs = [_rung(facts, side) for side in _LADDER if short >= side * _NEARLY]
    return rungs or [_rung(facts, short)]


def _rung(facts: MediaFacts, side: int) -> RungSpec:
    short = min(facts.width, facts.height)
    target = min(side, short)
    width = _even(facts.width * target / short, facts.width)
    height = _even(facts.height * target / short, facts.height)
    bitrate, crf = _LADDER.get(side, _LADDER[_LOWEST])
    if facts.fps > _FAST_FPS:
        bitrate = round(bitrate * _FAST_FACTOR)
    return RungSpec(f"{side}p", width, height, bitrate, crf)


def _even(exact: float, most: int) -> int:
    """The nearest even number of pixels that is not above the source; 2 at least."""
    return max(2, min(2 * round(exact / 2), most - most % 2))
