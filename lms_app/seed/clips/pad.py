"""A quiet chord under the slide, so that players have sound to decode and people hear it work."""

import zlib

import ffmpeg

# Open fifths with a ninth: consonant at any root, and no melody to tire of after the third lesson.
_RATIOS = (1.0, 1.5, 2.0, 2.25, 3.0)
_ROOTS_HZ = (110.0, 123.47, 130.81, 146.83, 164.81)
_GAIN = 0.086  # measured with ebur128: about -20 LUFS for every root above
SAMPLE_RATE = 48_000
_SYNTHESIS_RATE = 12_000  # no partial is above 500 Hz, and the formula is paid for per sample


def pad(title: str, seconds: float) -> ffmpeg.nodes.FilterableStream:
    """A stereo pad of this length at about -20 LUFS; the title chooses its root note."""
    root = _ROOTS_HZ[zlib.crc32(title.encode()) % len(_ROOTS_HZ)]
    sides = [_voice(root, side) for side in (-0.4, 0.4)]
    source = ffmpeg.input(
        f"aevalsrc='{sides[0]}|{sides[1]}':s={_SYNTHESIS_RATE}:d={seconds}", format="lavfi"
    )
    fade = min(0.6, seconds / 4)
    sound = source.audio.filter("aresample", SAMPLE_RATE)
    sound = sound.filter("afade", type="in", d=fade)
    return sound.filter("afade", type="out", st=seconds - fade, d=fade)


def _voice(root: float, detune_hz: float) -> str:
    """Detuning the sides against each other by under a hertz is what makes the pad wide."""
    partials = [
        f"{_GAIN / (1 + index * 0.6):.4f}*(1+0.25*sin({0.7 + 0.23 * index:.2f}*t))"
        f"*sin({2 * 3.14159265 * (root * ratio + detune_hz):.4f}*t)"
        for index, ratio in enumerate(_RATIOS)
    ]
    return "+".join(partials)
