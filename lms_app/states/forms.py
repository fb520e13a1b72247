"""What a submitted form sends: exactly its fields, every one a text."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator
from reflex_base.utils.form import form_data_as_dict

from lms_app.states.gate import Payload


class FormFields(Payload):
    """Base of the fields of one form: `class Fields(FormFields): title: str`.

    The gate sees a form as Reflex sends it (a list of pairs); here it becomes its names and
    values, so that the same strict rules hold for them. Reflex tells null of a field that has an id
    and is not on the page just now; such a field was not filled in, so its default holds.
    """

    @model_validator(mode="before")
    @classmethod
    def _unwrap(cls, value: Any) -> Any:
        try:
            told = form_data_as_dict(value)
        except (TypeError, ValueError) as error:
            raise ValueError("not a form") from error
        if not isinstance(told, dict):
            return told
        return {name: text for name, text in told.items() if text is not None}
