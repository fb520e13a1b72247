"""What becomes of a broken constraint."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from lms_app.core.errors import Conflict
from lms_app.db.unit_of_work import begin
from lms_app.models import User


def test_who_was_slower_at_a_unique_name_hears_of_a_change(site):
    def sign_up() -> None:
        with begin(site.engine, read_only=False) as uow:
            uow.add(User(email="a@example.com", email_key="a@example.com", display_name="A"))

    sign_up()
    with pytest.raises(Conflict):
        sign_up()


def test_a_mistake_of_ours_stays_an_error(site):
    statement = sa.text("INSERT INTO category (slug) VALUES ('secret-value')")
    with pytest.raises(IntegrityError), begin(site.engine, read_only=False) as uow:
        uow.session.execute(statement)


def test_values_of_a_failed_statement_stay_out_of_its_error(site):
    statement = sa.text("SELECT CAST(:value AS integer)").bindparams(value="somebody@example.com")
    with site.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(statement)
    assert "hidden" in str(caught.value)
    assert "[parameters: ('somebody" not in str(caught.value)
