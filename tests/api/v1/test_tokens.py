"""Access and refresh tokens: what is believed, for how long, and what ends them (A09, C17, C18)."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey, RSAKey

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.core.config import settings
from lms_app.core.permissions import Role
from lms_app.services import auth, user
from tests.api.v1.client import Program, program, reveal_key, tokens_for, tokens_of, with_password
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, Person, as_system, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam():
    return person("Sam")


def later(**more):
    at = clock.now() + timedelta(**more)
    return clock.frozen(lambda: at)


def parts(token: str) -> tuple[dict, dict]:
    head, body, _ = token.split(".")
    return tuple(json.loads(urlsafe_b64decode(part + "==")) for part in (head, body))


def packed(value: dict) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signing_key() -> OKPKey:
    return as_system(reveal_key)


def me(token: str) -> int:
    return Program(token).get("/me").status_code


def test_signing_in_gives_tokens_that_say_nothing_of_roles():
    with_password("sam@example.com")
    body = {"email": "sam@example.com", "password": PASSWORD}
    answer = Program().post("/auth/sign-in", body)
    assert answer.status_code == 200, answer.text
    head, claims = parts(answer.json()["access_token"])
    assert (head["alg"], head["typ"]) == ("Ed25519", "at+jwt")
    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"}
    assert (claims["iss"], claims["exp"] - claims["iat"]) == (settings().site_url, 600)
    account = Program(answer.json()["access_token"]).get("/me").json()
    assert (account["email"], account["roles"]) == ("sam@example.com", ["student"])


@pytest.mark.parametrize("email", ["sam@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_address_are_one_answer(email):
    with_password("sam@example.com")
    answer = Program().post("/auth/sign-in", {"email": email, "password": "not this one, no"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "error.wrong_password"
    assert answer.headers["www-authenticate"].startswith("Bearer")


def forged(sam) -> dict[str, str]:
    """Every way to make a token oneself, or to bend one that was given (A09)."""
    good = tokens_of(sam).access_token
    head, claims = parts(good)
    signature = good.split(".")[2]
    key, others = signing_key(), OKPKey.generate_key("Ed25519", {"kid": head["kid"]})
    public = json.dumps(key.as_dict(private=False))
    now = int(clock.now().timestamp())

    def signed(with_key=key, alg="Ed25519", header=None, **changed) -> str:
        whole = {**head, "alg": alg, **(header or {})}
        return jwt.encode(whole, {**claims, **changed}, with_key, algorithms=[alg])

    def without(name: str) -> str:
        rest = {k: v for k, v in claims.items() if k != name}
        return jwt.encode(head, rest, key, algorithms=["Ed25519"])

    rsa = RSAKey.generate_key(2048, {"kid": head["kid"]})
    named = [
        "../../etc/passwd", "/dev/null", "' OR 1=1--", "x'; DROP TABLE signing_key;--", "\0",
        "a" * 65, "", None, 7, ["a"], {"a": 1},
    ]  # fmt: skip
    strange = {
        f"kid {kid!r}": f"{packed({**head, 'kid': kid})}.{good.split('.')[1]}.{signature}"
        for kid in named
    }
    return {
        "alg none": f"{packed({**head, 'alg': 'none'})}.{packed(claims)}.",
        "alg None": f"{packed({**head, 'alg': 'None'})}.{packed(claims)}.",
        "no signature": ".".join(good.split(".")[:2]) + ".",
        "HS256 with the public key": signed(OctKey.import_key(public), "HS256"),
        "RS256": signed(rsa, "RS256"),
        "another key of the same name": signed(others),
        "edited role": f"{packed(head)}.{packed({**claims, 'role': 'admin'})}.{signature}",
        "edited subject": f"{packed(head)}.{packed({**claims, 'sub': str(UUID(int=1))})}.{signature}",
        "somebody else's session": signed(sub=str(UUID(int=1))),
        "expired": signed(exp=now - 61),
        "not yet": signed(nbf=now + 120),
        "issued tomorrow": signed(iat=now + 86_400),
        "wrong aud": signed(aud="https://elsewhere.example/api/v1"),
        "two auds": signed(aud=[claims["aud"], "https://elsewhere.example"]),
        "wrong iss": signed(iss="https://elsewhere.example"),
        "exp as text": signed(exp="tomorrow"),
        "sid no uuid": signed(sid="' OR 1=1--"),
        "sub a number": signed(sub=7),
        "an id token": signed(header={"typ": "JWT"}),
        "crit": f"{packed({**head, 'crit': ['x'], 'x': 1})}.{packed(claims)}.{signature}",
        "jwk in the header": signed(others, header={"jwk": others.as_dict(private=False)}),
        "jku in the header": signed(others, header={"jku": "https://elsewhere.example/jwks"}),
        "longer than any": good + "A" * 4000,
        "four parts": good + ".e30",
        "no json": f"{'A' * 40}.{good.split('.')[1]}.{signature}",
        "json but deep": f"{packed({'a': 1})[:-2]}.{'[' * 500}.x",
        **{f"without {name}": without(name) for name in claims},
        **strange,
    }  # fmt: skip


def test_no_token_is_believed_but_the_one_that_was_given(site, sam):
    assert me(tokens_of(sam).access_token) == 200
    believed = {name: me(token) for name, token in forged(sam).items() if me(token) != 401}
    assert believed == {}
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM signing_key")).scalar() == 1


def test_a_role_written_into_a_signed_token_counts_for_nothing(sam):
    head, claims = parts(tokens_of(sam).access_token)
    own = jwt.encode(
        head, {**claims, "roles": ["admin"], "scope": "*"}, signing_key(), algorithms=["Ed25519"]
    )
    assert Program(own).get("/me").json()["roles"] == ["student"]
    assert Program(own).get("/teaching/courses").status_code == 403


def test_a_role_given_or_taken_counts_from_the_next_call(sam):
    token = tokens_of(sam).access_token
    assert Program(token).get("/teaching/courses").status_code == 403
    sam.call(user.apply_to_teach, handle="sam-teaches", headline="Maps")
    assert Program(token).get("/teaching/courses").status_code == 200
    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM role_grant"))
    assert Program(token).get("/teaching/courses").status_code == 403


def test_somebody_suspended_is_refused_from_the_next_call(site, sam):
    token = tokens_of(sam).access_token
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET status = 'suspended'"))
    assert me(token) == 401


def test_an_access_token_expires_and_its_session_goes_on(sam):
    tokens = tokens_of(sam)
    with later(seconds=600 + 59):
        assert me(tokens.access_token) == 200
    with later(seconds=600 + 61):
        assert me(tokens.access_token) == 401
        again = Program().post("/auth/refresh", {"refresh_token": tokens.refresh_token})
        assert me(again.json()["access_token"]) == 200


def test_a_key_retires_and_is_believed_until_its_last_token_has_expired(sam):
    first = tokens_of(sam)
    with later(days=30, seconds=-5):
        old = Program().post("/auth/refresh", {"refresh_token": first.refresh_token})
        old = old.json()["access_token"]
    with later(days=30, seconds=5):
        new = as_system(tokens_for, user_id=sam.id).access_token
        assert parts(old)[0]["kid"] != parts(new)[0]["kid"]
        assert (me(old), me(new)) == (200, 200)
        assert len(Program().get("/jwks").json()["keys"]) == 2
    with later(days=30, seconds=700):
        assert len(Program().get("/jwks").json()["keys"]) == 1


def test_what_a_withdrawn_key_signed_is_refused_and_sessions_go_on(sam):
    tokens = tokens_of(sam)
    assert me(tokens.access_token) == 200
    assert as_system(auth.withdraw_signing_keys) == 1
    assert me(tokens.access_token) == 401
    again = Program().post("/auth/refresh", {"refresh_token": tokens.refresh_token}).json()
    assert parts(again["access_token"])[0]["kid"] != parts(tokens.access_token)[0]["kid"]
    assert me(again["access_token"]) == 200


def test_the_public_keys_check_a_token_and_hold_no_private_half(sam):
    token = tokens_of(sam).access_token
    inside = Program().get("/jwks").json()
    outside = Program()._http.get("/.well-known/jwks.json").json()
    assert inside == outside
    (found,) = inside["keys"]
    assert "d" not in found
    assert jwt.decode(token, OKPKey.import_key(found), algorithms=["Ed25519"]).claims["sub"] == str(
        sam.id
    )


def test_two_processes_that_need_the_first_key_make_one(site):
    people = [person(name) for name in ("Ada", "Ben", "Kim", "Lee")]
    go = threading.Barrier(len(people))
    issued = []

    def issue(who):
        go.wait()
        issued.append(tokens_of(who).access_token)

    threads = [threading.Thread(target=issue, args=(who,)) for who in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [me(token) for token in issued] == [200] * len(people)
    assert len({parts(token)[0]["kid"] for token in issued}) == 1


def refresh(token: str, agent: str = "program/1"):
    return Program(**{"user-agent": agent}).post("/auth/refresh", {"refresh_token": token})


def test_a_refresh_token_is_changed_for_the_next_one(sam):
    first = tokens_of(sam)
    second = refresh(first.refresh_token).json()
    assert second["refresh_token"] != first.refresh_token
    assert me(second["access_token"]) == 200
    assert refresh(second["refresh_token"]).status_code == 200


def test_two_calls_at_once_get_one_successor(site, sam):
    first = tokens_of(sam).refresh_token
    go, answers = threading.Barrier(8), []

    def ask():
        mine = Program()
        go.wait()
        answers.append(mine.post("/auth/refresh", {"refresh_token": first}))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM refresh_token")).scalar() == 2


def test_an_answer_that_was_lost_is_asked_for_again_within_ten_seconds(sam):
    first = tokens_of(sam).refresh_token
    second = refresh(first).json()["refresh_token"]
    with later(seconds=9):
        assert refresh(first).json()["refresh_token"] == second
        assert refresh(second).status_code == 200


def reuse_is_noticed(site, sam) -> None:
    with site.engine.connect() as connection:
        audit = connection.execute(
            sa.text("SELECT action, actor_id, person_id FROM audit_entry")
        ).all()
        ended = connection.execute(
            sa.text("SELECT count(*) FROM login_session WHERE kind = 'api' AND ended_at IS NULL")
        ).scalar()
        mail = connection.execute(sa.text("SELECT template, user_id FROM mail_message")).all()
    assert [tuple(row) for row in mail] == [("refresh_reused", sam.id)]
    assert [tuple(row) for row in audit] == [("session:refresh_reused", None, sam.id)]
    assert ended == 0


def test_a_second_use_after_the_grace_ends_the_session_and_is_written_down(site, sam):
    first = tokens_of(sam).refresh_token
    second = refresh(first).json()
    with later(seconds=11):
        reused = refresh(first)
        assert (reused.status_code, reused.json()["code"]) == (401, "error.refresh_token")
        assert me(second["access_token"]) == 401
        assert refresh(second["refresh_token"]).status_code == 401
    reuse_is_noticed(site, sam)


def test_another_client_has_no_grace(site, sam):
    first = tokens_of(sam).refresh_token
    second = refresh(first).json()
    assert refresh(first, agent="thief/1").status_code == 401
    assert me(second["access_token"]) == 401
    reuse_is_noticed(site, sam)


def test_a_reuse_ends_its_own_session_only(sam):
    other = tokens_of(sam)
    first = tokens_of(sam).refresh_token
    refresh(first)
    with later(seconds=11):
        assert refresh(first).status_code == 401
        assert me(other.access_token) == 200
        assert sam.call(auth.get_session_user) is not None


def test_a_refresh_token_expires(sam):
    token = tokens_of(sam).refresh_token
    with later(days=30, seconds=1):
        assert refresh(token).status_code == 401


def test_signing_out_ends_access_and_refresh(sam):
    tokens = tokens_of(sam)
    assert Program(tokens.access_token).post("/auth/sign-out").status_code == 204
    assert me(tokens.access_token) == 401
    assert refresh(tokens.refresh_token).status_code == 401


@pytest.mark.parametrize("way", ["reset", "change", "end_others", "suspend"])
def test_what_ends_the_sessions_of_somebody_ends_those_of_their_programs(way):
    with_password("sam@example.com")
    opened = composition.call(auth.sign_in, email="sam@example.com", password=PASSWORD)
    held = Credential(session_token=opened.token, ip="192.0.2.1")
    sam = Person(UUID(opened.user_id), held, "sam@example.com")
    tokens = tokens_of(sam)
    assert me(tokens.access_token) == 200
    if way == "reset":
        composition.call(auth.request_reset, email=sam.email)
        new = {"token": token_to(sam.email), "password": "another walk at dawn 8"}
        composition.call(auth.reset_password, **new)
    elif way == "change":
        sam.call(auth.change_password, current=PASSWORD, password="another walk at dawn 8")
    elif way == "end_others":
        sam.call(auth.end_other_sessions)
    else:
        person("Root", Role.admin).call(user.suspend_user, sam.id, reason="spam")
    assert me(tokens.access_token) == 401
    assert refresh(tokens.refresh_token).status_code == 401


@pytest.mark.parametrize(
    "token", ["", "x", "\0", "\ud800", "x" * 65, "' OR 1=1--", 7, None, ["a"], {}]
)
def test_what_is_no_refresh_token_is_refused_in_words(token):
    body = json.dumps({"refresh_token": token})
    answer = Program()("POST", "/auth/refresh", content=body)
    assert answer.status_code in {401, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_nothing_of_a_token_is_kept_in_the_clear(site, sam):
    tokens = tokens_of(sam)
    second = refresh(tokens.refresh_token).json()["refresh_token"]
    with site.engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT t::text FROM refresh_token t UNION ALL SELECT t::text FROM signing_key t "
                "UNION ALL SELECT t::text FROM login_session t"
            )
        ).scalars()
        kept = " ".join(rows)
    for secret in (tokens.refresh_token, second, tokens.access_token):
        assert secret not in kept
        assert secret.encode().hex() not in kept
    assert "PRIVATE" not in kept
    assert b"PRIVATE".hex() not in kept


def test_a_cookie_is_no_credential_of_the_api_and_its_session_token_none_of_the_site(sam):
    from lms_app.core.session_cookie import session_cookie

    name = session_cookie(settings().site_url).name
    cookie = f"{name}={sam.credential.session_token}"
    assert Program(cookie=cookie).get("/me").status_code == 401
    opened = as_system(
        auth.start_session,
        user_id=sam.id,
        caller=type("C", (), {"credential": Credential()})(),
        kind="api",
    )
    as_cookie = Credential(session_token=opened.token)
    assert composition.call(auth.get_session_user, credential=as_cookie) is None


def test_two_credentials_at_once_or_another_scheme_are_refused(sam):
    token = tokens_of(sam).access_token
    both = {"authorization": f"Bearer {token}", "x-api-key": "margin_x"}
    for headers in (both, {"authorization": f"Basic {token}"}, {"authorization": "Bearer"}):
        assert Program(**headers).get("/me").status_code == 401
        assert Program(**headers).get("/courses").status_code == 401


@pytest.mark.parametrize("role", [Role.instructor, Role.admin])
def test_roles_of_the_account_are_those_of_the_token(role):
    somebody = person("Ada", role)
    assert role.value in program(somebody).get("/me").json()["roles"]
