"""Forgotten passwords, changed passwords, changed addresses: one link, one use, no way around."""

import dataclasses
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.core.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotAuthenticated,
    RateLimited,
    StepUpNeeded,
)
from lms_app.services import auth
from lms_app.services.auth import LinkDead, WrongPassword
from lms_app.services.auth.verification import NotTheirLink
from tests.factories.applicants import sign_up
from tests.factories.mails import mails_to, token_to
from tests.factories.people import PASSWORD, Nobody, Person, person
from tests.factories.second_factors import first_factor, later, with_app
from tests.services.auth.test_registration import CountingHasher, who
from tests.services.auth.test_sign_up import count, rows

pytestmark = pytest.mark.usefixtures("site")
NEW = "another walk at dawn 8"


def member(email: str = "sam@example.com") -> Person:
    from uuid import UUID

    signed_in = sign_up(email)
    return Person(
        UUID(signed_in.user_id), Credential(session_token=signed_in.token, ip="192.0.2.9"), email
    )


def ask_reset(email: str = "sam@example.com") -> str:
    composition.call(auth.request_reset, email=email)
    return token_to(email)


def reset(token: str, password: str = NEW) -> None:
    composition.call(auth.reset_password, token=token, password=password)


def sign_in(password: str, email: str = "sam@example.com"):
    return Nobody().call(auth.sign_in, email=email, password=password)


def test_a_reset_ends_every_session_and_works_once():
    sam = member()
    other = sign_in(PASSWORD)
    token = ask_reset()
    assert composition.call(auth.is_reset_link, token=token)
    reset(token)
    assert who(sam.credential.session_token) is None
    assert who(other.token) is None
    with pytest.raises(WrongPassword):
        sign_in(PASSWORD)
    assert sign_in(NEW).token
    with pytest.raises(LinkDead):
        reset(token)
    assert mails_to("sam@example.com")[0].subject == "비밀번호가 바뀌었어요"


def test_a_reset_link_dies_after_half_an_hour_and_by_a_newer_one():
    member()
    first = ask_reset()
    second = ask_reset()
    with pytest.raises(LinkDead):
        reset(first)
    later = clock.now() + timedelta(minutes=30, seconds=1)
    with clock.frozen(lambda: later), pytest.raises(LinkDead):
        reset(second)
    reset(second)


def test_only_the_hash_of_a_reset_link_is_kept(site):
    member()
    token = ask_reset()
    kept = rows(site, "email_token") + rows(site, "mail_message")
    assert token.encode() not in b"".join(
        v if isinstance(v, bytes) else str(v).encode() for row in kept for v in row
    )


def test_a_reset_link_is_used_once_by_many_at_once(site):
    member()
    token = ask_reset()
    outcomes: list[str] = []

    def attempt(number: int) -> None:
        try:
            reset(token, f"another walk at dawn {number}")
            outcomes.append("changed")
        except LinkDead:
            outcomes.append("dead")

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", "dead", "dead", "dead"]


def test_known_and_unknown_addresses_cost_no_hash_and_say_the_same(site, monkeypatch):
    member()
    counting = CountingHasher(site.passwords)
    monkeypatch.setattr(
        composition, "implementations", lambda: dataclasses.replace(site, passwords=counting)
    )
    for email in ("sam@example.com", "nobody@example.com"):
        assert composition.call(auth.request_reset, email=email) is None
    assert counting.hashed + counting.verified == 0
    assert mails_to("nobody@example.com") == []


def test_a_weak_password_costs_no_link():
    member()
    token = ask_reset()
    with pytest.raises(InvalidInput) as refused:
        reset(token, "short")
    assert refused.value.fields == {"password": "error.password_short"}
    reset(token)


def test_no_link_for_the_suspended(site):
    member()
    token = ask_reset()
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET status = 'suspended'"))
    with pytest.raises(LinkDead):
        reset(token)
    composition.call(auth.request_reset, email="sam@example.com")
    assert sum("새로 정해" in mail.subject for mail in mails_to("sam@example.com")) == 1


def test_a_password_is_changed_with_the_current_one_and_other_sessions_end():
    sam = member()
    other = sign_in(PASSWORD)
    pending = ask_reset()
    with pytest.raises(InvalidInput) as refused:
        sam.call(auth.change_password, current="not it", password=NEW)
    assert refused.value.fields == {"current": "error.current_password"}
    sam.call(auth.change_password, current=PASSWORD, password=NEW)
    assert who(sam.credential.session_token)
    assert who(other.token) is None
    with pytest.raises(LinkDead):
        reset(pending)
    assert sign_in(NEW).token
    assert mails_to("sam@example.com")[0].subject == "비밀번호가 바뀌었어요"


def test_who_sits_at_an_open_session_cannot_guess_the_password():
    sam = member()
    for _ in range(10):
        with pytest.raises(InvalidInput):
            sam.call(auth.change_password, current="guess", password=NEW)
    with pytest.raises(RateLimited):
        sam.call(auth.change_password, current=PASSWORD, password=NEW)
    with pytest.raises(RateLimited):
        sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    assert sign_in(PASSWORD).token, "the owner can still sign in"


def test_an_account_without_a_password_gets_its_first_by_mail():
    kim = person("Kim")
    with pytest.raises(Forbidden) as refused:
        kim.call(auth.change_password, current="", password=NEW)
    assert refused.value.key == "error.no_password"
    reset(ask_reset("kim@example.com"))
    assert sign_in(NEW, "kim@example.com").token


def test_an_account_without_a_password_changes_its_address_by_a_fresh_proof():
    kim = person("Kim")
    with later(minutes=6), pytest.raises(StepUpNeeded):
        kim.call(auth.change_email, email="new@example.com")
    kim.call(auth.change_email, email="new@example.com")
    kim.call(auth.confirm_email, token=token_to("new@example.com"))
    assert who(kim.credential.session_token).email == "new@example.com"


def test_an_account_that_lost_its_address_gets_another(site):
    kim = person("Kim")
    with site.engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE user_account SET email = '', email_key = 'released:' || id, "
                "email_verified_at = NULL"
            )
        )
    kim.call(auth.change_email, email="new@example.com")
    kim.call(auth.confirm_email, token=token_to("new@example.com"))
    reset(ask_reset("new@example.com"))
    assert sign_in(NEW, "new@example.com").token


def test_with_a_second_factor_the_password_alone_changes_neither_password_nor_address():
    sam = member()
    with_app(sam)
    with later(minutes=6):
        with pytest.raises(StepUpNeeded):
            sam.call(auth.change_password, current=PASSWORD, password=NEW)
        with pytest.raises(StepUpNeeded):
            sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    with pytest.raises(InvalidInput):
        sam.call(auth.change_email, email="new@example.com", current="not it")
    sam.call(auth.change_password, current=PASSWORD, password=NEW)
    assert not sign_in(NEW).is_complete


def test_no_key_of_the_api_changes_what_its_owner_signs_in_with():
    sam = member()
    key = sam.call(auth.create_api_key, name="k", scopes=["account:read"], expires_in_days=1).key
    program = dataclasses.replace(sam, credential=Credential(bearer=key))
    with pytest.raises(Forbidden):
        program.call(auth.change_password, current=PASSWORD, password=NEW)
    with pytest.raises(Forbidden):
        program.call(auth.change_email, email="new@example.com", current=PASSWORD)
    with pytest.raises(Forbidden):
        program.call(auth.get_own_credentials)


def test_an_address_changes_when_the_new_one_is_confirmed():
    sam = member()
    sam.call(auth.change_email, email="New@example.com", current=PASSWORD)
    assert who(sam.credential.session_token).email == "sam@example.com"
    notice = mails_to("sam@example.com")[0]
    assert "Ne" not in notice.text or "N••••@example.com" in notice.text
    token = token_to("New@example.com")
    view = sam.call(auth.get_email_link, token=token)
    assert (view.kind, view.email, view.needs) == ("change", "New@example.com", "")
    assert sam.call(auth.confirm_email, token=token).kind == "change"
    assert who(sam.credential.session_token).email == "New@example.com"
    assert mails_to("sam@example.com")[0].subject == "이메일 주소가 바뀌었어요"
    assert sign_in(PASSWORD, "new@example.com").token
    with pytest.raises(WrongPassword):
        sign_in(PASSWORD)


@pytest.mark.parametrize("holder", ["nobody", "somebody else", "a session that waits"])
def test_an_address_is_changed_in_a_session_of_its_account_only(holder):
    sam, kim = member(), person("Kim")
    sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    token = token_to("new@example.com")
    if holder == "somebody else":
        caller, refusal, needs = kim, NotTheirLink, "other_account"
    else:
        caller, refusal, needs = Nobody(), NotAuthenticated, "sign_in"
    if holder == "a session that waits":
        with_app(sam)
        caller = dataclasses.replace(sam, credential=first_factor(sam)[1])
    assert caller.call(auth.get_email_link, token=token).needs == needs
    with pytest.raises(refusal):
        caller.call(auth.confirm_email, token=token)
    assert who(sam.credential.session_token).email == "sam@example.com"
    assert sam.call(auth.confirm_email, token=token).kind == "change"
    assert who(sam.credential.session_token).email == "new@example.com"


def test_links_to_the_old_address_are_dead_after_a_change():
    sam = member()
    old = ask_reset()
    sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    sam.call(auth.confirm_email, token=token_to("new@example.com"))
    with pytest.raises(LinkDead):
        reset(old)


@pytest.mark.parametrize("_round", range(4))
def test_change_and_reset_at_once_leave_no_link_to_the_old_address(site, _round):
    sam = member()
    old = ask_reset()
    sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    change = token_to("new@example.com")
    start = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def attempt(name: str, use) -> None:
        start.wait()
        try:
            use()
            outcomes[name] = "done"
        except (LinkDead, Conflict, NotAuthenticated):  # a reset ends the session, too
            outcomes[name] = "dead"

    threads = [
        threading.Thread(target=attempt, args=("reset", lambda: reset(old))),
        threading.Thread(
            target=attempt,
            args=("change", lambda: sam.call(auth.confirm_email, token=change)),
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whoever is first kills the other's link: never both.
    assert sorted(outcomes.values()) == ["dead", "done"]
    alive = [row for row in rows(site, "email_token") if row.used_at is None]
    assert alive == []


def test_nobody_is_told_that_an_address_is_taken(site):
    person("Kim")
    sam = member()
    sam.call(auth.change_email, email="KIM@example.com", current=PASSWORD)
    assert mails_to("kim@example.com") == []
    assert mails_to("sam@example.com")[0].subject == "이메일 주소를 바꾸려는 요청이 있었어요"


def test_an_address_taken_meanwhile_is_not_taken_twice(site):
    sam = member()
    sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    token = token_to("new@example.com")
    person("New")
    with pytest.raises((Conflict, LinkDead)):
        sam.call(auth.confirm_email, token=token)
    assert who(sam.credential.session_token).email == "sam@example.com"
    assert count(site, "user_account") == 2


def test_a_change_of_password_cancels_a_change_of_address():
    sam = member()
    sam.call(auth.change_email, email="new@example.com", current=PASSWORD)
    token = token_to("new@example.com")
    sam.call(auth.change_password, current=PASSWORD, password=NEW)
    with pytest.raises(LinkDead):
        sam.call(auth.confirm_email, token=token)


def test_changes_are_in_the_audit_log(site):
    sam = member()
    sam.call(auth.change_password, current=PASSWORD, password=NEW)
    reset(ask_reset(), "yet another walk 77")
    acts = [(row.action, row.actor_id, row.ip) for row in rows(site, "audit_entry")]
    assert acts == [
        ("auth:change_password", sam.id, "192.0.2.9"),
        ("auth:reset_password", sam.id, ""),
    ]


def test_a_name_cannot_write_headers_or_templates():
    sam_name = "{{7*7}} ${x} %s {token}"
    signed_in = sign_up(display_name=sam_name)
    assert signed_in
    composition.call(auth.request_reset, email="sam@example.com")
    mail = mails_to("sam@example.com")[0]
    assert sam_name in mail.text
    with pytest.raises(InvalidInput):
        sign_up("kim@example.com", display_name="Kim\x0bBcc: eve@example.com")


# ------------------------------------------------------------------ at the same moment


def alive(site) -> int:
    return sum(row.ended_at is None for row in rows(site, "login_session"))


def test_who_knew_the_old_password_gets_no_session_beside_a_reset(site):
    from lms_app.services.auth.recovery import apply_reset
    from tests.locks import joined, while_open

    member()
    token = ask_reset()
    hashed = site.passwords.hash(NEW)
    with pytest.raises(WrongPassword), while_open(lambda: sign_in(PASSWORD)) as (uow, _):
        joined(uow, None, apply_reset, token=token, password_hash=hashed, ip="")
    assert alive(site) == 0
    assert sign_in(NEW).token


def test_a_suspended_account_gets_no_session_beside_its_suspension(site):
    from lms_app.core.permissions import Role
    from lms_app.services import user
    from tests.locks import joined, while_open

    sam, root = member(), person("Root", Role.admin)
    with pytest.raises(WrongPassword), while_open(lambda: sign_in(PASSWORD)) as (uow, _):
        joined(uow, root, user.suspend_user, sam.id, reason="spam")
    assert alive(site) == 1, "only the administrator's"


def test_many_who_guess_keep_the_owner_out_for_a_quarter_of_an_hour_at_most(site):
    """The counters' own clock cannot be moved: what is asserted is what they are told."""
    member()
    told: list[tuple[str, int, int]] = []

    class Told:
        def hit(self, key: str, limit: int, window_seconds: int) -> bool:
            told.append((key, limit, window_seconds))
            return True

    wired = dataclasses.replace(site, limits=Told())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "implementations", lambda: wired)
        sign_in(PASSWORD)
    of_account = [(limit, window) for key, limit, window in told if "sam@example.com" in key]
    assert of_account
    assert max(window for _, window in of_account) <= 900
    assert min(limit for limit, _ in of_account) >= 10
