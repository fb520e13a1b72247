"""What was agreed to stands in a ledger that only grows; news is given and withdrawn alike."""

import sqlalchemy as sa

from lms_app.db.unit_of_work import begin
from lms_app.services import auth, privacy
from lms_app.services.auth.consents import Consents, records_of
from tests.factories.people import person


def agreed(site, who, **given) -> None:
    with begin(site.engine, read_only=False) as uow:
        auth.write_consents(uow, who.id, records_of(Consents(**given), "ko"), ip="192.0.2.9")


def rows(site, who) -> list[bool]:
    kept = "SELECT is_given FROM consent WHERE document = 'marketing' AND user_id = :id ORDER BY at"
    with site.engine.connect() as connection:
        return list(connection.execute(sa.text(kept), {"id": who.id}).scalars())


def test_everybody_sees_what_they_agreed_to_and_when(site):
    sam = person("Sam")
    agreed(site, sam, terms=True, privacy=True)
    shown = sam.call(privacy.get_privacy)
    assert [row.document for row in shown.consents] == ["terms", "privacy", "age"]
    assert all(row.is_given and row.at and row.version for row in shown.consents)
    assert not shown.wants_news
    assert person("Kim").call(privacy.get_privacy).consents == ()


def test_news_are_taken_and_stopped_by_one_call_each_and_the_ledger_keeps_both(site):
    sam, kim = person("Sam"), person("Kim")
    agreed(site, sam, terms=True, privacy=True)
    for wanted in (True, True, False, False, True):
        sam.call(privacy.choose_news, wanted=wanted)
        assert sam.call(privacy.get_privacy).wants_news is wanted
    assert rows(site, sam) == [False, True, False, True]
    assert rows(site, kim) == []


def test_an_account_without_a_word_takes_no_news(site):
    sam = person("Sam")
    sam.call(privacy.choose_news, wanted=False)
    assert rows(site, sam) == []
    sam.call(privacy.choose_news, wanted=True)
    assert rows(site, sam) == [True]
