"""What a form may send: its own fields as texts, and nothing else."""

import pytest
from pydantic import ValidationError

from lms_app.states.forms import FormFields


class Fields(FormFields):
    title: str
    message: str = ""


def test_a_field_that_is_not_on_the_page_has_its_default():
    assert Fields.model_validate({"title": "Maps", "message": None}).message == ""


@pytest.mark.parametrize(
    "sent",
    [
        {"title": None},
        {"message": "hello"},
        {"title": 1},
        {"title": "Maps", "more": "x"},
        {"title": ["Maps"]},
        None,
        "title",
        7,
        [],
        ["title"],
        [["title"]],
        [["title", "Maps", "x"]],
        {"__reflex_form_data_entries": 1},
    ],
)
def test_anything_else_is_refused(sent):
    with pytest.raises(ValidationError):
        Fields.model_validate(sent)
