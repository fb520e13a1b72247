"""What an event may carry."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

# Four times the longest article; what the services take of it is their matter.
LONGEST_TEXT = 200_000


class Payload(BaseModel):
    """Base of every event's payload: exact types, nothing extra, texts that are such.

    `is_typed` says that people type what it carries: one that does not fit is answered in words.
    Whoever sends a form of ours (`form_data`) typed it, too.
    """

    model_config = ConfigDict(strict=True, extra="forbid")
    is_typed: ClassVar[bool] = False

    @model_validator(mode="after")
    def _are_texts(self) -> Self:
        """Refuse half a character (a lone surrogate), which can be neither kept nor sent on, and
        what would only fill the memory of a tab."""
        for value in self.__dict__.values():
            if isinstance(value, str):
                if len(value) > LONGEST_TEXT:
                    raise ValueError("too long")
                value.encode()
        return self


class Nothing(Payload):
    """An event without arguments."""
