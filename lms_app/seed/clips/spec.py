"""What a clip says and when. Plain data; drawing lives in `slide`, sound in `pad`."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ko", "en"]


@dataclass(frozen=True)
class Ground:
    """Colors of a slide, as `#rrggbb`. `on_mark` is the ink of text under the highlighter."""

    paper: str
    ink: str
    rule: str
    mark: str
    on_mark: str


GROUNDS: dict[str, Ground] = {
    "blue": Ground("#1b4ed6", "#ffffff", "#3a68de", "#eaf153", "#141720"),
    "red": Ground("#b5372a", "#ffffff", "#c4544a", "#eaf153", "#141720"),
    "green": Ground("#0e5a49", "#ffffff", "#2f7162", "#eaf153", "#141720"),
    "purple": Ground("#5a3a86", "#ffffff", "#73569a", "#eaf153", "#141720"),
    "ink": Ground("#141720", "#ffffff", "#31353f", "#eaf153", "#141720"),
    "cream": Ground("#f1eee6", "#141720", "#d6d1c3", "#eaf153", "#141720"),
    "sky": Ground("#e6eefe", "#0f2f8f", "#c3d3f6", "#eaf153", "#141720"),
    "yellow": Ground("#f3c64c", "#141720", "#d9ab2c", "#ffffff", "#141720"),
}


@dataclass(frozen=True)
class Cue:
    """One caption sentence in both languages, shown from start to end (seconds)."""

    start_seconds: float
    end_seconds: float
    text_ko: str
    text_en: str

    def text(self, language: Language) -> str:
        return self.text_ko if language == "ko" else self.text_en


@dataclass(frozen=True)
class ClipSpec:
    """One clip. `size` is width and height in even pixels; `fps` a multiple of 10.

    `language` chooses which text of the cues is written on the slide; captions exist in both.
    """

    title: str
    subtitle: str
    cues: tuple[Cue, ...] = ()
    ground: str = "blue"
    seconds: float = 20.0
    size: tuple[int, int] = (1280, 720)
    fps: int = 30
    language: Language = "ko"

    def __post_init__(self) -> None:
        object.__setattr__(self, "cues", tuple(self.cues))
        if self.ground not in GROUNDS:
            raise ValueError(f"unknown ground {self.ground!r}")
        if self.fps % 10 or self.fps <= 0:
            raise ValueError("fps must be a multiple of 10: the strip counts tenths of a second")
        if any(side % 2 for side in self.size) or self.size[0] < 320:
            raise ValueError("size must be even and at least 320 pixels wide")
        if not 0 < self.seconds < 2**16 / 10:
            raise ValueError("seconds must be positive and fit in 16 bits of tenths")
        end = 0.0
        for cue in self.cues:
            if not end <= cue.start_seconds < cue.end_seconds <= self.seconds:
                raise ValueError(f"cue at {cue.start_seconds} s overlaps or leaves the clip")
            end = cue.end_seconds
