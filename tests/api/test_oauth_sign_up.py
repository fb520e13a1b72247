"""The first sign-in with a provider: age and consents first, and no address is taken (A07, D04)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.models import Consent, EmailToken, LoginSession, MailMessage, OAuthIdentity, User
from tests.api.test_oauth import count, issuers, mails, running, with_address, write  # noqa: F401
from tests.factories.mails import token_to
from tests.factories.people import person
from tests.factories.visitors import Visitor, path_of, query_of

pytestmark = pytest.mark.usefixtures("issuers")
FORM = {
    "display_name": "하늘", "email": "typed@example.com", "birth_date": "1990-01-31",
    "terms": "1", "privacy": "1",
}  # fmt: skip


def arrived(who: str, provider: str = "demo") -> Visitor:
    """Somebody new in front of the form that asks for the rest."""
    visitor = Visitor()
    assert path_of(visitor.sign_in_at(provider, who, "/courses")) == "/signup/complete"
    return visitor


def complete(visitor: Visitor, **changes: str):
    return visitor.post(
        "/api/auth/oauth-complete", {**FORM, **changes}, sec_fetch_site="same-origin"
    )


def people():
    with composition.implementations().engine.connect() as connection:
        return connection.execute(sa.select(User)).all()


def test_a_proven_address_is_theirs_at_once(site):
    visitor = arrived("haneul")
    answer = complete(visitor)
    assert answer.headers["location"] == "/courses"
    (made,) = people()
    assert visitor.user_id == made.id
    assert (made.email, made.display_name) == ("haneul@demo.example", "하늘")
    assert made.email_verified_at is not None
    assert made.password_hash is None
    assert "__Host-newcomer" not in visitor.cookies
    again = Visitor()
    assert again.sign_in_at("demo", "haneul").headers["location"] == "/"
    assert again.user_id == made.id


def test_what_was_agreed_to_is_written_down_and_the_date_of_birth_is_not(site):
    complete(arrived("haneul"), marketing="1")
    with composition.implementations().engine.connect() as connection:
        said = {row.document: row.is_given for row in connection.execute(sa.select(Consent))}
        everything = str(connection.execute(sa.select(User)).all())
    assert said == {"terms": True, "privacy": True, "age": True, "marketing": True}
    assert "1990" not in everything


def today_minus(years: int, days: int = 0) -> str:
    today = clock.now().date()
    return (today.replace(year=today.year - years) + timedelta(days=days)).isoformat()


REFUSED = (
    {"birth_date": ""},
    {"birth_date": "2999-01-01"},
    {"birth_date": "yesterday"},
    {"terms": ""},
    {"privacy": ""},
    {"display_name": ""},
)


@pytest.mark.parametrize(
    ("provider", "who"),
    [("demo", "haneul"), ("demo", "dodo"), ("demo", "nomail"), ("other", "haneul")],
)
def test_who_may_not_or_does_not_say_leaves_no_row(provider, who):
    visitor = arrived(who, provider)
    for changes in REFUSED:
        answer = complete(visitor, **changes)
        assert path_of(answer) == "/signup/complete"
        assert query_of(answer)["field"] == next(iter(changes))
        for table in (User, OAuthIdentity, Consent, MailMessage, EmailToken, LoginSession):
            assert count(table) == 0
        assert not visitor.is_signed_in


@pytest.mark.parametrize(
    ("provider", "who"),
    [("demo", "haneul"), ("demo", "dodo"), ("demo", "nomail"), ("other", "haneul")],
)
@pytest.mark.parametrize("birth_date", [today_minus(13), today_minus(14, 2)])
def test_of_who_is_too_young_nothing_stays_not_even_in_the_browser(provider, who, birth_date):
    visitor = arrived(who, provider)
    answer = complete(visitor, birth_date=birth_date)
    assert (path_of(answer), query_of(answer)["error"]) == ("/signup", "error.too_young")
    assert "__Host-newcomer" not in visitor.cookies
    assert "form" not in visitor.cookies or not visitor.cookies["form"]
    for table in (User, OAuthIdentity, Consent, MailMessage, EmailToken, LoginSession):
        assert count(table) == 0


@pytest.mark.parametrize("who", ["dodo", "nomail"])
def test_an_address_that_was_not_proven_becomes_theirs_by_a_link_only(who):
    visitor = arrived(who)
    complete(visitor)
    (made,) = people()
    assert visitor.user_id == made.id
    assert (made.email, made.email_verified_at) == ("", None)
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("email_verify", "typed@example.com")


def test_the_link_gives_the_address_once():
    visitor = arrived("nomail")
    complete(visitor)
    link = {"token": token_to("typed@example.com")}
    answer = visitor.post("/api/auth/verify", link, sec_fetch_site="same-origin")
    assert answer.headers["location"] == "/verify?done=change"
    (made,) = people()
    assert (made.id, made.email) == (visitor.user_id, "typed@example.com")
    assert made.email_verified_at is not None
    again = visitor.post("/api/auth/verify", link, sec_fetch_site="same-origin")
    assert query_of(again)["error"] == "error.link_dead"


def test_who_holds_the_mail_alone_signs_in_first_and_goes_on_from_there():
    complete(arrived("nomail"))
    token = token_to("typed@example.com")
    link, page = {"token": token}, f"/verify?token={token}"
    elsewhere = Visitor()
    answer = elsewhere.post("/api/auth/verify", link, sec_fetch_site="same-origin")
    assert (path_of(answer), query_of(answer)["next"]) == ("/login", page)
    assert people()[0].email == ""
    back = elsewhere.sign_in_at("demo", "nomail", quote(page))
    assert back.headers["location"] == page
    answer = elsewhere.post("/api/auth/verify", link, sec_fetch_site="same-origin")
    assert answer.headers["location"] == "/verify?done=change"
    assert people()[0].email == "typed@example.com"


def test_somebody_else_who_holds_the_mail_changes_nothing_and_is_told_which_account():
    complete(arrived("nomail"))
    token = token_to("typed@example.com")
    other = Visitor(person("Kim"))
    answer = other.post("/api/auth/verify", {"token": token}, sec_fetch_site="same-origin")
    assert (path_of(answer), query_of(answer)["error"]) == ("/verify", "error.link_other_account")
    assert sorted(row.email for row in people()) == ["", "kim@example.com"]
    sign_in = f"/login?next={quote(f'/verify?token={token}', safe='')}"
    answer = other.post("/api/auth/sign-out", {"next": sign_in}, sec_fetch_site="same-origin")
    assert answer.headers["location"] == sign_in
    assert not other.is_signed_in


def test_an_address_of_somebody_else_is_neither_taken_nor_told_of():
    owner = with_address("typed@example.com")
    visitor, other = arrived("dodo"), arrived("nomail")
    answers = complete(visitor), complete(other, email="nobody@example.com")
    assert len({answer.headers["location"] for answer in answers}) == 1
    made = {row.id: row for row in people()}
    assert made[owner.id].email == "typed@example.com"
    assert {made[one.user_id].email for one in (visitor, other)} == {""}
    assert {mail.to_address: mail.template for mail in mails()} == {
        "typed@example.com": "sign_up_known", "nobody@example.com": "email_verify",
    }  # fmt: skip


def test_an_unproven_account_never_keeps_out_who_proves_the_address(site):
    squatter = arrived("dodo")
    complete(squatter, email="haneul@demo.example")
    owner = arrived("haneul")
    complete(owner)
    assert owner.user_id not in (None, squatter.user_id)
    assert {row.email for row in people()} == {"", "haneul@demo.example"}


def test_an_account_that_only_claims_the_address_loses_it_to_who_proves_it(site):
    claimant = with_address("haneul@demo.example")
    write(sa.update(User).where(User.id == claimant.id).values(email_verified_at=None))
    owner = arrived("haneul")
    complete(owner)
    made = {row.id: row.email for row in people()}
    assert made[owner.user_id] == "haneul@demo.example"
    assert made[claimant.id] == ""
    assert count(OAuthIdentity) == 1


def test_an_address_that_was_taken_meanwhile_stays_taken(site):
    visitor = arrived("haneul")
    owner = with_address("haneul@demo.example")
    answer = complete(visitor)
    assert query_of(answer)["error"] == "error.oauth_account_exists"
    assert not visitor.is_signed_in
    assert [row.id for row in people()] == [owner.id]


def test_sending_the_form_twice_makes_one_account(site):
    visitor = arrived("haneul")
    kept = dict(visitor.cookies)
    complete(visitor)
    visitor.cookies = kept
    again = complete(visitor)
    assert len(people()) == 1
    assert count(OAuthIdentity) == 1
    assert path_of(again) in {"/courses", "/signup/complete"}


@pytest.mark.parametrize("cookie", ["", "x", "A" * 2000, "ключ", "eyJhIjoxfQ=="])
def test_nobody_makes_up_a_newcomer(cookie):
    visitor = Visitor()
    if cookie:
        visitor.cookies["__Host-newcomer"] = cookie.encode("ascii", "replace").decode()
    answer = complete(visitor)
    assert (path_of(answer), query_of(answer)["error"]) == ("/signup", "error.oauth_flow")
    assert people() == []


def test_a_newcomer_who_comes_late_begins_anew(monkeypatch, site):
    visitor = arrived("haneul")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=1801))
    assert query_of(complete(visitor))["error"] == "error.oauth_flow"


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec_fetch_site": "cross-site"}, {"origin": "null"}],
    ids=str,
)
def test_another_site_cannot_complete_a_sign_up(headers):
    visitor = arrived("haneul")
    answer = visitor.post("/api/auth/oauth-complete", FORM, **headers)
    assert answer.status_code == 403
    assert people() == []


def test_whoever_is_signed_in_already_gets_a_session_of_the_new_account(site):
    sam = person("Sam")
    visitor = Visitor(sam)
    visitor.sign_in_at("demo", "haneul")
    complete(visitor)
    assert visitor.user_id not in (None, sam.id)
