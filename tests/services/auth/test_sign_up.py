"""Signing up: nothing tells whether an address is known, and no account without its confirmation."""

import dataclasses
import threading
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.core.errors import Forbidden, InvalidInput, NotAuthenticated, RateLimited
from lms_app.core.permissions import Role
from lms_app.services import auth, course, user
from lms_app.services.auth import LinkDead, WrongPassword
from lms_app.services.auth.registration import EmailTaken, register
from tests.factories.applicants import AGREED, GROWN_UP, apply, confirm, sign_up
from tests.factories.mails import mails_to, token_to
from tests.factories.people import PASSWORD, Nobody, as_system, person
from tests.services.auth.test_registration import CountingHasher, who

pytestmark = pytest.mark.usefixtures("site")


def rows(site, table: str) -> list:
    with site.engine.connect() as connection:
        return list(connection.execute(sa.text(f"SELECT * FROM {table}")))  # noqa: S608


def count(site, *tables: str) -> int:
    return sum(len(rows(site, table)) for table in tables)


def test_a_link_opens_the_account_once_and_signs_in(site):
    mark = apply(next_path="/courses/maps")
    assert count(site, "user_account", "login_session") == 0
    token = token_to("sam@example.com")
    done = composition.call(auth.confirm_email, token=token, browser=mark)
    assert (done.kind, done.next_path) == ("sign_up", "/courses/maps")
    assert who(done.signed_in.token).is_verified
    assert count(site, "pending_sign_up") == 0
    with pytest.raises(LinkDead):
        composition.call(auth.confirm_email, token=token, browser=mark)


def test_only_the_hash_of_a_link_is_kept(site):
    mark = apply()
    token = token_to("sam@example.com")
    (pending,) = rows(site, "pending_sign_up")
    kept = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in pending)
    assert token.encode() not in kept
    assert mark.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_known_and_unknown_addresses_get_one_answer_and_one_hash(site, monkeypatch):
    sign_up()
    counting = CountingHasher(site.passwords)
    wired = dataclasses.replace(site, passwords=counting)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    answers = []
    for email in ("SAM@example.com", "kim@example.com"):
        before = counting.verified + counting.hashed
        answers.append((len(apply(email)), counting.verified + counting.hashed - before))
    assert answers == [(43, 1)] * 2
    assert mails_to("sam@example.com")[0].subject == "이미 Margin 계정이 있어요"
    assert mails_to("kim@example.com")[0].subject == "이메일 주소를 확인해 주세요"
    assert count(site, "user_account") == 1


def test_signing_in_says_nothing_of_a_sign_up_that_waits():
    apply()
    with pytest.raises(WrongPassword):
        Nobody().call(auth.sign_in, email="sam@example.com", password=PASSWORD)


def test_another_browser_is_asked_for_the_password():
    apply()
    token = token_to("sam@example.com")
    assert as_system(auth.get_email_link, token=token).asks_password
    with pytest.raises(InvalidInput) as refused:
        composition.call(auth.confirm_email, token=token, password="not what was chosen")
    assert refused.value.fields == {"password": "error.sign_up_password"}
    done = composition.call(auth.confirm_email, token=token, password=PASSWORD)
    assert who(done.signed_in.token).display_name == "Sam"


def test_who_signs_up_with_somebody_elses_address_never_gets_into_their_account(site):
    apply("victim@example.com", password="the attacker knows this one", display_name="Eve")
    planted = token_to("victim@example.com")
    mark = apply("victim@example.com", display_name="Vic")
    done = confirm("victim@example.com", browser=mark)
    assert who(done.signed_in.token).display_name == "Vic"
    with pytest.raises(LinkDead):
        composition.call(auth.confirm_email, token=planted, password="the attacker knows this one")
    with pytest.raises(WrongPassword):
        Nobody().call(
            auth.sign_in, email="victim@example.com", password="the attacker knows this one"
        )


def test_guessing_the_password_of_a_sign_up_is_limited():
    apply()
    token = token_to("sam@example.com")
    for _ in range(10):
        with pytest.raises(InvalidInput):
            composition.call(auth.confirm_email, token=token, password="wrong")
    with pytest.raises(RateLimited):
        composition.call(auth.confirm_email, token=token, password=PASSWORD)


@pytest.mark.parametrize(
    "spellings",
    [
        ["sam@example.com", "SAM@EXAMPLE.COM", "\uff53\uff41\uff4d@example.com"],
        ["istanbul@example.com", "İstanbul@example.com"],
        ["strasse@example.com", "straße@example.com"],
    ],
)
def test_one_address_in_many_spellings_at_once_is_one_account(site, spellings):
    marks = [(apply(spelling), token_to(user.normalise_email(spelling))) for spelling in spellings]
    outcomes: list[str] = []

    def attempt(mark: str, token: str) -> None:
        try:
            composition.call(auth.confirm_email, token=token, browser=mark)
            outcomes.append("in")
        except (LinkDead, EmailTaken):
            outcomes.append("late")

    threads = [threading.Thread(target=attempt, args=pair) for pair in marks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["late"] * (len(spellings) - 1)
    assert (count(site, "user_account"), count(site, "pending_sign_up")) == (1, 0)


def test_a_link_dies_after_a_day_and_its_row_goes(site):
    mark = apply()
    token = token_to("sam@example.com")
    later = clock.now() + timedelta(hours=24, seconds=1)
    with clock.frozen(lambda: later):
        assert as_system(auth.get_email_link, token=token, browser=mark).kind == "dead"
        with pytest.raises(LinkDead):
            composition.call(auth.confirm_email, token=token, browser=mark)
        assert as_system(auth.purge_sign_ups) == 1
    assert count(site, "pending_sign_up", "user_account") == 0


def test_the_session_the_browser_had_ends_with_the_new_account():
    sam = person("Kim")
    mark = apply()
    done = confirm(browser=mark, credential=sam.credential)
    assert who(sam.credential.session_token) is None
    assert who(done.signed_in.token).email == "sam@example.com"


def test_a_link_is_sent_again_to_the_browser_that_asked_and_the_first_dies(site):
    mark = apply()
    first = token_to("sam@example.com")
    composition.call(auth.resend_sign_up, browser=mark)
    second = token_to("sam@example.com")
    assert first != second
    assert as_system(auth.get_email_link, token=first).kind == "dead"
    assert composition.call(auth.confirm_email, token=second, browser=mark).signed_in
    composition.call(auth.resend_sign_up, browser=mark)
    composition.call(auth.resend_sign_up, browser="x" * 43)
    composition.call(auth.resend_sign_up, browser="")
    assert len(mails_to("sam@example.com")) == 2


@pytest.mark.parametrize("known", [False, True])
def test_an_address_gets_few_mails_whoever_asks_and_nobody_is_told(site, known):
    if known:
        as_system(
            auth.create_person, email="sam@example.com", display_name="Sam", password_hash=None
        )
    for number in range(6):
        ip = Credential(ip=f"192.0.2.{number}")
        assert len(apply(credential=ip)) == 43
        composition.call(auth.request_reset, email="SAM@example.com", credential=ip)
    assert len(mails_to("sam@example.com")) <= 3
    assert count(site, "mail_message") <= 3


def test_asking_is_closed_while_nobody_counts(site, monkeypatch):
    from lms_app.adapters.rate_limiters import redis_rate_limiter

    away = dataclasses.replace(site, limits=redis_rate_limiter("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(composition, "implementations", lambda: away)
    with pytest.raises(RateLimited):
        apply()
    with pytest.raises(RateLimited):
        composition.call(auth.request_reset, email="sam@example.com")
    assert count(site, "mail_message", "pending_sign_up") == 0


# ------------------------------------------------------------------ age and consents


@pytest.mark.parametrize(
    ("birth_date", "key"),
    [
        ("", "error.birth_date"),
        ("yesterday", "error.birth_date"),
        ("2026-02-30", "error.birth_date"),
        ("20100101", "error.birth_date"),
        ("٢٠١٠-٠١-٠١", "error.birth_date"),
        ("1850-01-01", "error.birth_date"),
        ("2999-01-01", "error.birth_date"),
        ("2013-06-01", "error.too_young"),
    ],
)
def test_whoever_is_too_young_or_does_not_say_leaves_nothing_behind(site, birth_date, key):
    with pytest.raises(InvalidInput) as refused:
        apply("child@example.com", birth_date=birth_date)
    assert refused.value.fields == {"birth_date": key}
    assert count(site, "user_account", "pending_sign_up", "mail_message", "consent") == 0


def test_the_fourteenth_birthday_counts_where_the_school_is():
    from lms_app.services.auth.consents import ensure_old_enough

    midnight_in_seoul = clock.now().replace(
        year=2026, month=11, day=22, hour=15, minute=0, second=0, microsecond=0
    )
    with clock.frozen(lambda: midnight_in_seoul):
        ensure_old_enough("2012-11-23", min_age=14)
    with (
        clock.frozen(lambda: midnight_in_seoul - timedelta(seconds=1)),
        pytest.raises(InvalidInput),
    ):
        ensure_old_enough("2012-11-23", min_age=14)
    with clock.frozen(lambda: midnight_in_seoul):
        ensure_old_enough("2012-02-29", min_age=14)


@pytest.mark.parametrize("missing", ["terms", "privacy"])
def test_what_is_required_must_be_agreed_to(site, missing):
    with pytest.raises(InvalidInput) as refused:
        apply(consents=dataclasses.replace(AGREED, **{missing: False}))
    assert refused.value.fields == {missing: "error.consent_required"}
    assert count(site, "pending_sign_up", "mail_message") == 0


@pytest.mark.parametrize("news", [True, False])
def test_the_ledger_holds_every_answer_with_its_words(site, news):
    from lms_app.services.auth.consents import VERSIONS, text_hash, text_of

    sign_up(consents=dataclasses.replace(AGREED, marketing=news), language="en")
    found = {row.document: row for row in rows(site, "consent")}
    assert {name: row.is_given for name, row in found.items()} == {
        "terms": True,
        "privacy": True,
        "age": True,
        "marketing": news,
    }
    for name, row in found.items():
        assert (row.version, row.language) == (VERSIONS[name], "en")
        assert row.text_hash == text_hash(name, "en")
        assert row.ip == "192.0.2.9"
    assert "Terms of use" in text_of("terms", "en")
    assert text_hash("terms", "ko") != text_hash("terms", "en")


def test_the_date_of_birth_is_kept_nowhere(site):
    sign_up(birth_date=GROWN_UP)
    with site.engine.connect() as connection:
        tables = connection.execute(
            sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        for table in list(tables):
            held = connection.execute(sa.text(f"SELECT t::text FROM {table} t")).scalars()  # noqa: S608
            assert not any("1990-04-01" in row for row in held), table


# ------------------------------------------------------------------ confirmed addresses


def unconfirmed(email: str = "kim@example.com"):
    """An account as a provider that does not vouch for the address makes it."""
    from lms_app.core.actor import ANONYMOUS
    from lms_app.core.permissions import Permission
    from lms_app.core.use_case import REGISTRY, command
    from tests.factories.people import Person

    def make_unconfirmed(uow, actor):
        """Register without a confirmed address."""
        return register(
            uow,
            email=email,
            display_name="Kim",
            password_hash=None,
            language="",
            is_email_verified=False,
            consents=[],
            ip="",
        )

    user_id = as_system(command(Permission.system_maintain)(make_unconfirmed))
    REGISTRY.pop("tests.make_unconfirmed", None)
    token = as_system(auth.start_session, user_id=user_id, caller=ANONYMOUS, new_hash=None).token
    return Person(user_id, Credential(session_token=token), email)


def test_nobody_teaches_or_publishes_with_an_unconfirmed_address():
    kim = unconfirmed()
    assert not who(kim.credential.session_token).is_verified
    with pytest.raises(Forbidden) as refused:
        kim.call(user.apply_to_teach, handle="kim-teaches", headline="Kim teaches", bio_md="")
    assert refused.value.key == "error.email_unverified"
    kim.call(auth.request_verification)
    token = token_to("kim@example.com")
    view = as_system(auth.get_email_link, token=token)
    assert (view.kind, view.email) == ("verify", "k••••@example.com")
    with pytest.raises(NotAuthenticated):
        composition.call(auth.confirm_email, token=token)
    assert kim.call(auth.confirm_email, token=token).kind == "verify"
    with pytest.raises(LinkDead):
        kim.call(auth.confirm_email, token=token)
    kim.call(user.apply_to_teach, handle="kim-teaches", headline="Kim teaches", bio_md="")


def test_a_course_is_not_published_with_an_unconfirmed_address(site):
    from tests.factories.courses import draft
    from tests.factories.people import instructor

    ada = instructor("Ada")
    course_id = draft(ada).id
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET email_verified_at = NULL"))
    with pytest.raises(Forbidden) as refused:
        ada.call(course.publish_course, course_id)
    assert refused.value.key == "error.email_unverified"


def test_an_address_that_is_only_claimed_is_nobodys(site):
    kim = unconfirmed("sam@example.com")
    composition.call(auth.request_reset, email="sam@example.com")
    assert mails_to("sam@example.com") == []
    owner = sign_up("sam@example.com")
    assert who(owner.token).email == "sam@example.com"
    assert who(kim.credential.session_token).email == ""
    assert owner.user_id != str(kim.id)


def test_the_command_line_and_the_demo_make_confirmed_accounts():
    as_system(auth.create_admin, email="root@example.com", password=PASSWORD, display_name="Root")
    token = Nobody().call(auth.sign_in, email="root@example.com", password=PASSWORD).token
    assert who(token).is_verified
    assert who(person("Sam", Role.instructor).credential.session_token).is_verified


def test_a_confirmation_is_asked_for_a_few_times_only():
    kim = unconfirmed()
    for _ in range(5):
        kim.call(auth.request_verification)
    with pytest.raises(RateLimited):
        kim.call(auth.request_verification)
    assert len(mails_to("kim@example.com")) == 3


def test_ids_of_links_are_of_no_other_kind():
    sam = sign_up()
    composition.call(auth.request_reset, email="sam@example.com")
    reset = token_to("sam@example.com")
    with pytest.raises(LinkDead):
        composition.call(auth.confirm_email, token=reset)
    assert UUID(sam.user_id)
