"""Several fields of one form checked together, so that every one hears what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lms_app.core.errors import InvalidInput


class FormChecks:
    """Makes checks and keeps their refusals: `handle = checks(clean_handle, typed)`, then `settle()`.

    A check that refuses gives an empty text; `settle` raises before anybody uses it.
    """

    def __init__(self) -> None:
        self._refusals: list[InvalidInput] = []

    def __call__(self, check: Callable[..., str], *args: Any, **kwargs: Any) -> str:
        try:
            return check(*args, **kwargs)
        except InvalidInput as refusal:
            self._refusals.append(refusal)
            return ""

    def settle(self) -> None:
        """Raise one `InvalidInput` with every refused field, each with the figures of its own."""
        if not self._refusals:
            return
        first = self._refusals[0]
        told = InvalidInput(first.key)
        told.params = first.params
        for refusal in self._refusals:
            told.fields |= refusal.fields
            told.field_params |= dict.fromkeys(refusal.fields, refusal.params)
        raise told
