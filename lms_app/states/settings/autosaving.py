"""The answer to fields that save themselves (`components/autosave.py`)."""

from __future__ import annotations

from collections.abc import Awaitable

from pydantic import Field

from lms_app.core.errors import DomainError
from lms_app.states.base import AppState
from lms_app.states.gate import Payload

# A bio of 5,000 code points in the widest form that JSON may have.
VALUE_LENGTH = 20_000


class FieldValue(Payload):
    """One field as it is now; `nonce` tells this saving of it from the others."""

    is_typed = True
    name: str = Field(max_length=60)
    value: str = Field(max_length=VALUE_LENGTH)
    nonce: int = Field(ge=0, lt=2**53)


class AutosavingState(AppState, mixin=True):
    """Mixin of a State with such fields: which saving was answered how, what is wrong with which."""

    acked: dict[str, int] = {}
    errors: dict[str, str] = {}

    async def _take(self, name: str, nonce: int, saving: Awaitable[object]) -> None:
        """Answer for one field: taken, or not taken (then the refusal goes on)."""
        self.errors = {field: text for field, text in self.errors.items() if field != name}
        self.acked = {**self.acked, name: -nonce}
        await saving
        self.acked = {**self.acked, name: nonce}

    async def _refuse_kindly(self, error: DomainError) -> None:
        """What is wrong with one field does not take away what is wrong with another."""
        before = dict(self.errors)
        await super()._refuse_kindly(error)
        self.errors = {**before, **self.errors}
