"""What acts of the administration ask for: a reason, from somebody who proved who they are."""

from __future__ import annotations

from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload


class ReasonFields(FormFields):
    reason: str


class ReasonForm(Payload):
    """The form of `components/reason_question.py`."""

    form_data: ReasonFields


class Shown(Payload):
    """A question was opened or closed."""

    is_open: bool
