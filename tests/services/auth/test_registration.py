import pytest

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.errors import InvalidInput, RateLimited
from lms_app.core.permissions import Role
from lms_app.services import auth, user
from lms_app.services.auth import WrongPassword
from tests.factories.applicants import sign_up
from tests.factories.people import PASSWORD, Nobody, person

pytestmark = pytest.mark.usefixtures("site")


def who(token: str):
    return composition.call(auth.get_session_user, credential=Credential(session_token=token))


def test_sign_up_opens_a_session():
    signed_in = sign_up()
    assert who(signed_in.token).display_name == "Sam"


def test_sign_in_takes_the_password_and_gives_a_fresh_session():
    first = sign_up()
    second = Nobody().call(auth.sign_in, email=" SAM@example.com", password=PASSWORD)
    assert second.token != first.token
    assert who(second.token).email == "sam@example.com"


def test_signing_in_ends_the_session_the_browser_had():
    first = sign_up()
    caller = Credential(session_token=first.token)
    composition.call(auth.sign_in, email="sam@example.com", password=PASSWORD, credential=caller)
    assert who(first.token) is None


def test_sign_out_acts_at_once():
    signed_in = sign_up()
    composition.call(auth.sign_out, credential=Credential(session_token=signed_in.token))
    assert who(signed_in.token) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İstanbul@example.com", "istanbul@example.com"),
        ("straße@example.com", "strasse@example.com"),
    ],
)
def test_letters_that_fold_together_are_one_account(one, other):
    assert user.email_key(one) == user.email_key(other)


class CountingHasher:
    """The real hasher, counted."""

    def __init__(self, inner):
        self.inner, self.verified, self.hashed = inner, 0, 0

    def hash(self, password):
        self.hashed += 1
        return self.inner.hash(password)

    def verify(self, password, hashed):
        self.verified += 1
        return self.inner.verify(password, hashed)


def test_unknown_address_and_wrong_password_look_the_same_and_cost_one_hash_each(site, monkeypatch):
    import dataclasses

    sign_up()
    person("Nopass")
    counting = CountingHasher(site.passwords)
    monkeypatch.setattr(
        composition, "implementations", lambda: dataclasses.replace(site, passwords=counting)
    )
    answers = []
    for email in ("sam@example.com", "unknown@example.com", "nopass@example.com"):
        before = counting.verified
        with pytest.raises(WrongPassword) as refused:
            Nobody().call(auth.sign_in, email=email, password="not the right one, no")
        answers.append((refused.value.key, refused.value.fields, counting.verified - before))
    assert answers == [("error.wrong_password", {}, 1)] * 3


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("fourteen chars", "error.password_short"),
        ("passwordpassword", "error.password_common"),
        ("aaaaaaaaaaaaaaaa", "error.password_common"),
        ("samsamsamsamsamsam", "error.password_common"),
        ("x" * 2000, "error.password_long"),
        ("lone \ud800 surrogate inside", "error.text_characters"),
    ],
)
def test_weak_or_impossible_passwords_are_refused_at_their_field(password, key):
    with pytest.raises(InvalidInput) as refused:
        sign_up(password=password)
    assert refused.value.fields == {"password": key}


@pytest.mark.parametrize(
    "password", ["비 오는 날 걷기가 제일 좋다", "🐢🐢 slow and steady wins", "x9" + " ab" * 200]
)
def test_long_passwords_with_spaces_and_any_script_are_taken(password):
    sign_up(password=password)
    assert Nobody().call(auth.sign_in, email="sam@example.com", password=password).token


@pytest.mark.parametrize("name", ["", " ", "a" * 81, "bad\x00name", "lone\ud800"])
def test_impossible_names_are_refused_at_their_field(name):
    with pytest.raises(InvalidInput) as refused:
        sign_up(display_name=name)
    assert set(refused.value.fields) == {"display_name"}


@pytest.mark.parametrize(
    "email", ["", "sam", "sam@", "@x.com", '"x" <a@b.com>', "a@b\r\nc.com", "sam@\ud800.com"]
)
def test_impossible_addresses_are_refused_at_their_field(email):
    with pytest.raises(InvalidInput) as refused:
        sign_up(email=email)
    assert set(refused.value.fields) == {"email"}


def test_suspension_acts_on_live_sessions_and_on_sign_in():
    signed_in = sign_up()
    root = person("Root", Role.admin)
    from uuid import UUID

    root.call(user.suspend_user, UUID(signed_in.user_id), reason="spam")
    assert who(signed_in.token) is None
    with pytest.raises(WrongPassword):
        Nobody().call(auth.sign_in, email="sam@example.com", password=PASSWORD)
    root.call(user.restore_user, UUID(signed_in.user_id), reason="a mistake")
    assert who(signed_in.token) is None, "whoever held the session may have been the reason"
    assert Nobody().call(auth.sign_in, email="sam@example.com", password=PASSWORD).token


def test_guessing_is_limited_per_account_and_closed_while_counters_are_away(site, monkeypatch):
    import dataclasses

    from lms_app.adapters.rate_limiters import redis_rate_limiter

    sign_up()
    for _ in range(10):
        with pytest.raises(WrongPassword):
            Nobody().call(auth.sign_in, email="sam@example.com", password="wrong")
    with pytest.raises(RateLimited):
        Nobody().call(auth.sign_in, email="SAM@example.com", password=PASSWORD)
    away = dataclasses.replace(site, limits=redis_rate_limiter("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(composition, "implementations", lambda: away)
    with pytest.raises(RateLimited):
        Nobody().call(auth.sign_in, email="other@example.com", password=PASSWORD)
