"""Signing in with a provider, end to end over HTTP against the strict issuer (A07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.oauth_providers import OidcProvider
from lms_app.core import clock
from lms_app.models import LoginSession, OAuthFlow, OAuthIdentity, TotpFactor, User, UserStatus
from lms_app.ports.identity_provider import Identity
from lms_app.services.auth.identities import add_identity
from ops.oidc_issuer.people import Faults
from tests.factories.people import person
from tests.factories.visitors import Visitor, path_of, query_of
from tests.identity_site import agree, provider_settings, running_issuer

BACK = "http://localhost:8000/api/auth/oauth/{}/callback"


@pytest.fixture(scope="module")
def running():
    with (
        running_issuer(BACK.format("demo")) as first,
        running_issuer(BACK.format("other")) as other,
    ):
        yield first, other


@pytest.fixture
def issuers(running, site, monkeypatch):
    """Two issuers that this site offers, `demo` and `other`."""
    for issuer in running:
        issuer.faults = Faults()
        issuer.grants.clear()
    providers = {
        key: OidcProvider(provider_settings(issuer, key))
        for key, issuer in zip(("demo", "other"), running, strict=True)
    }
    wired = replace(site, providers=providers)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    return running


def count(table) -> int:
    with composition.implementations().engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()


def write(statement) -> None:
    with composition.implementations().engine.begin() as connection:
        connection.execute(statement)


def linked(name: str, subject: str, provider: str = "demo"):
    """Somebody whose account has an identity at the provider."""
    from lms_app.db.unit_of_work import begin

    who = person(name)
    with begin(composition.implementations().engine, read_only=False) as uow:
        add_identity(uow, who.id, provider, Identity(subject))
    return who


def test_who_is_known_is_signed_in_and_goes_where_they_wanted(issuers):
    who, visitor = linked("Sam", "demo-haneul"), Visitor()
    answer = visitor.sign_in_at("demo", "haneul", "/courses/maps?l=1")
    assert answer.headers["location"] == "/courses/maps?l=1"
    assert visitor.user_id == who.id
    assert answer.headers["cache-control"] == "no-store"
    flags = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-sid"))
    assert {"httponly", "secure", "samesite=lax"} <= {f.strip().lower() for f in flags.split(";")}


def test_every_sign_in_gives_another_session_and_ends_the_one_before(issuers):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    visitor.sign_in_at("demo", "haneul")
    first = visitor.cookies["__Host-sid"]
    visitor.sign_in_at("demo", "haneul")
    assert visitor.cookies["__Host-sid"] != first
    old = Visitor()
    old.cookies["__Host-sid"] = first
    assert not old.is_signed_in


def test_how_somebody_signed_in_is_kept_with_the_session(issuers):
    who, visitor = linked("Sam", "demo-haneul"), Visitor()
    visitor.sign_in_at("demo", "haneul")
    with composition.implementations().engine.connect() as connection:
        methods = connection.execute(
            sa.select(LoginSession.method).where(LoginSession.user_id == who.id)
        ).scalars()
        assert "oauth:demo" in set(methods)


def test_an_account_with_a_second_factor_is_asked_for_it(issuers):
    who, visitor = linked("Sam", "demo-haneul"), Visitor()
    factor = TotpFactor(user_id=who.id, sealed_secret=b"sealed", confirmed_at=clock.now())
    write(sa.insert(TotpFactor).values(**factor.model_dump()))
    answer = visitor.sign_in_at("demo", "haneul", "/courses")
    assert answer.headers["location"] == "/login/second?next=%2Fcourses"
    assert "__Host-sid" in visitor.cookies
    assert not visitor.is_signed_in


def test_nothing_but_hashes_and_sealed_secrets_waits_for_the_way_back(issuers):
    address = Visitor().leave_for("demo")
    with composition.implementations().engine.connect() as connection:
        row = connection.execute(sa.select(OAuthFlow)).one()
    kept = b"".join(bytes(value) for value in row if isinstance(value, bytes))
    for secret in ("state", "nonce"):
        assert (
            dict(p.split("=") for p in address.partition("?")[2].split("&"))[secret].encode()
            not in kept
        )


@pytest.mark.parametrize("missing", ["state", "code", "iss"])
def test_an_answer_without_a_part_signs_nobody_in(issuers, missing):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    answers.pop(missing)
    answer = visitor.come_back("demo", answers)
    assert path_of(answer) == "/login"
    assert query_of(answer)["error"].startswith("error.oauth_")
    assert not visitor.is_signed_in


@pytest.mark.parametrize("changed", ["state", "code", "iss"])
def test_an_answer_with_a_changed_part_signs_nobody_in(issuers, changed):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    answers[changed] = answers[changed][:-1] + ("A" if answers[changed][-1] != "A" else "B")
    assert path_of(visitor.come_back("demo", answers)) == "/login"
    assert not visitor.is_signed_in


def test_an_answer_is_worth_one_return(issuers):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    visitor.come_back("demo", answers)
    assert visitor.is_signed_in
    visitor.cookies.pop("__Host-sid")
    assert query_of(visitor.come_back("demo", answers))["error"] == "error.oauth_flow"
    assert not visitor.is_signed_in


def test_a_code_of_one_flow_is_not_taken_in_another(issuers):
    linked("Sam", "demo-haneul")
    visitor, thief = Visitor(), Visitor()
    stolen = agree(visitor.leave_for("demo"), "haneul")["code"]
    own = agree(thief.leave_for("demo"), "robin")
    answer = thief.come_back("demo", {**own, "code": stolen})
    assert query_of(answer)["error"] == "error.oauth_refused"
    assert not thief.is_signed_in


def test_another_browser_cannot_be_given_an_answer_to_sign_in_with(issuers):
    # Login CSRF: the attacker's answer, opened by the victim.
    linked("Mallory", "demo-haneul")
    attacker, victim = Visitor(), Visitor()
    answers = agree(attacker.leave_for("demo"), "haneul")
    assert query_of(victim.come_back("demo", answers))["error"] == "error.oauth_flow"
    assert not victim.is_signed_in
    victim.leave_for("demo")
    answers = agree(attacker.leave_for("demo"), "haneul")
    assert query_of(victim.come_back("demo", answers))["error"] == "error.oauth_flow"
    assert not victim.is_signed_in


def test_an_answer_that_comes_late_is_refused(issuers):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    write(sa.update(OAuthFlow).values(expires_at=clock.now() - timedelta(seconds=1)))
    assert query_of(visitor.come_back("demo", answers))["error"] == "error.oauth_flow"


def test_an_answer_of_one_provider_is_not_taken_at_the_address_of_another(issuers):
    # Mix-up: the browser went to one provider and comes back with the answer of the other.
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    assert query_of(visitor.come_back("other", answers))["error"] == "error.oauth_flow"
    visitor.leave_for("other")
    again = agree(visitor.leave_for("demo"), "haneul")
    assert query_of(visitor.come_back("other", again))["error"] == "error.oauth_flow"
    assert not visitor.is_signed_in


@pytest.mark.parametrize(
    "faults",
    [
        Faults(callback={"iss": "https://evil.example"}),
        Faults(token={"nonce": "of another flow, long enough"}),
        Faults(token={"aud": "another-client"}),
        Faults(signing="none"),
        Faults(signing="hs256"),
    ],
    ids=str,
)
def test_a_provider_that_says_something_wrong_is_not_believed(issuers, faults):
    linked("Sam", "demo-haneul")
    issuers[0].faults = faults
    visitor = Visitor()
    assert query_of(visitor.sign_in_at("demo", "haneul"))["error"] == "error.oauth_refused"
    assert not visitor.is_signed_in


def test_stopping_at_the_provider_leads_back_with_a_word(issuers):
    visitor = Visitor()
    answer = visitor.come_back("demo", agree(visitor.leave_for("demo"), ""))
    assert (path_of(answer), query_of(answer)["error"]) == ("/login", "error.oauth_denied")


def test_a_provider_that_is_away_is_told_as_such(issuers):
    provider = OidcProvider(provider_settings(issuers[0], issuer="http://localhost:9"))
    composition.implementations().providers["demo"] = provider
    answer = Visitor().get("/api/auth/oauth/demo/start", sec_fetch_site="same-origin")
    assert (path_of(answer), query_of(answer)["error"]) == ("/login", "error.unavailable")


def test_the_way_back_is_the_configured_site_whatever_is_asked(issuers):
    for query, headers in {
        "": {"host": "evil.example"},
        "&redirect_uri=https://evil.example/": {},
        "&next=/courses": {"x_forwarded_host": "evil.example", "x_forwarded_proto": "ftp"},
    }.items():
        answer = Visitor().get(
            f"/api/auth/oauth/demo/start?intent=sign_in{query}",
            sec_fetch_site="same-origin", **headers,
        )  # fmt: skip
        assert query_of(answer)["redirect_uri"] == BACK.format("demo")


@pytest.mark.parametrize("path", ["start", "callback"])
@pytest.mark.parametrize("provider", ["google", "x" * 500, "%2e%2e", "demo%00"])
def test_a_provider_that_is_not_configured_is_not_there(issuers, path, provider):
    answer = Visitor().get(f"/api/auth/oauth/{provider}/{path}", sec_fetch_site="same-origin")
    assert answer.status_code in (303, 404, 422)
    assert "localhost:" not in answer.headers.get("location", "")
    assert count(OAuthFlow) == 0


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%5C%5Cx",
    ],
)
def test_nobody_is_sent_to_another_site(issuers, target):
    linked("Sam", "demo-haneul")
    answer = Visitor().sign_in_at("demo", "haneul", target)
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://e.example"},
    ],
)
def test_another_site_cannot_begin_a_sign_in(issuers, headers):
    answer = Visitor().get("/api/auth/oauth/demo/start", **headers)
    assert answer.status_code in (303, 403)
    assert "authorize" not in answer.headers.get("location", "")
    assert count(OAuthFlow) == 0


def test_who_is_suspended_is_not_signed_in(issuers):
    who, visitor = linked("Sam", "demo-haneul"), Visitor()
    write(sa.update(User).where(User.id == who.id).values(status=UserStatus.suspended))
    assert query_of(visitor.sign_in_at("demo", "haneul"))["error"] == "error.oauth_refused"
    assert not visitor.is_signed_in


STRANGE = (
    "%00", "%ED%A0%80", "%FF%FE", "%EF%BF%BF", "x" * 4096, "x" * 9000, "%0d%0aset-cookie:%20a=b",
    "1", "-1", "NaN", "true", "[]", "%7B%22%24ne%22:1%7D", "' OR 1=1--", "../../etc", "e%CC%81" * 50,
)  # fmt: skip


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: value[:12])
def test_senseless_parameters_are_refused_in_words_and_leave_nothing(issuers, value):
    visitor = Visitor()
    addresses = [
        f"/api/auth/oauth/{path}"
        for path in (
            f"demo/start?intent={value}", f"demo/start?next={value}",
            f"demo/callback?state={value}&code={value}&iss={value}",
            f"demo/callback?error={value}&state={value}&state=x",
        )
    ]  # fmt: skip
    for address in addresses:
        answer = visitor.get(address, accept="text/html")
        assert answer.status_code in (303, 404, 422), address[:80]
        assert not visitor.is_signed_in
        assert "Traceback" not in answer.text
        assert "a=b" not in answer.headers.get("set-cookie", "").replace("oauth=", "")
    assert count(OAuthFlow) <= 1


@pytest.mark.parametrize("cookie", ["x" * 10_000, "\x7f", "a=b; " * 3000, '"', "=;;="])
def test_a_strange_mark_of_the_browser_is_no_mark(issuers, cookie):
    linked("Sam", "demo-haneul")
    visitor = Visitor()
    answers = agree(visitor.leave_for("demo"), "haneul")
    visitor.cookies["__Host-oauth"] = cookie
    assert query_of(visitor.come_back("demo", answers))["error"] == "error.oauth_flow"
    assert not visitor.is_signed_in


# ---------------------------------------------------------------- addresses decide nothing


def with_address(email: str):
    who = person("Haneul")
    write(sa.update(User).where(User.id == who.id).values(email=email, email_key=email))
    return who


def test_an_account_with_the_same_address_is_never_entered_by_it(issuers):
    with_address("haneul@demo.example")
    visitor = Visitor()
    answer = visitor.sign_in_at("demo", "haneul")
    assert query_of(answer)["error"] == "error.oauth_account_exists"
    assert not visitor.is_signed_in
    assert "__Host-newcomer" not in visitor.cookies
    assert count(OAuthIdentity) == 0


def test_the_same_address_at_a_second_provider_is_somebody_else(issuers):
    who = linked("Sam", "demo-haneul", "demo")
    write(sa.update(User).where(User.id == who.id).values(
        email="haneul@demo.example", email_key="haneul@demo.example"
    ))  # fmt: skip
    visitor = Visitor()
    answer = visitor.sign_in_at("other", "haneul")
    assert query_of(answer)["error"] == "error.oauth_account_exists"
    assert not visitor.is_signed_in


def test_an_unproven_address_does_not_even_tell_whether_it_has_an_account(issuers):
    with_address("dodo@demo.example")
    visitor = Visitor()
    assert path_of(visitor.sign_in_at("demo", "dodo")) == "/signup/complete"
    assert not visitor.is_signed_in


@pytest.mark.parametrize("who", ["haneul", "dodo", "nomail"])
def test_of_somebody_new_nothing_is_stored_before_they_have_agreed(issuers, who):
    visitor = Visitor()
    answer = visitor.sign_in_at("demo", who, "/courses")
    assert (path_of(answer), query_of(answer)["next"]) == ("/signup/complete", "/courses")
    assert not visitor.is_signed_in
    assert count(User) == count(OAuthIdentity) == 0
    sealed = visitor.cookies["__Host-newcomer"]
    assert "demo" not in sealed
    with composition.implementations().engine.connect() as connection:
        assert who not in str(connection.execute(sa.select(OAuthFlow)).all())


# ---------------------------------------------------------------- linking


def test_who_is_signed_in_and_stepped_up_links_and_is_told(issuers):
    who = person("Sam")
    visitor = Visitor(who)
    answer = visitor.sign_in_at("demo", "robin", "/settings/security", intent="link")
    assert answer.headers["location"] == "/settings/security"
    assert [mail.template for mail in mails()] == ["account_linked"]
    again = Visitor()
    again.sign_in_at("demo", "robin")
    assert again.user_id == who.id


def mails():
    from lms_app.models import MailMessage

    with composition.implementations().engine.connect() as connection:
        return connection.execute(sa.select(MailMessage)).all()


def old_step_up(who) -> None:
    write(
        sa.update(LoginSession)
        .where(LoginSession.user_id == who.id)
        .values(stepped_up_at=clock.now() - timedelta(seconds=301))
    )


def test_linking_asks_for_a_fresh_step_up(issuers):
    who = person("Sam")
    old_step_up(who)
    answer = Visitor(who).get(
        "/api/auth/oauth/demo/start?intent=link&next=/settings/security",
        sec_fetch_site="same-origin",
    )
    assert answer.headers["location"] == "/confirm?next=%2Fsettings%2Fsecurity"
    assert count(OAuthFlow) == 0


def test_nobody_links_without_a_session(issuers):
    answer = Visitor().get(
        "/api/auth/oauth/demo/start?intent=link&next=/settings/security",
        sec_fetch_site="same-origin",
    )
    assert path_of(answer) == "/login"
    assert count(OAuthFlow) == 0


@pytest.mark.parametrize(
    "headers", [{}, {"sec_fetch_site": "none"}, {"referer": "https://e.example/"}]
)
def test_linking_begins_on_a_page_of_this_site(issuers, headers):
    answer = Visitor(person("Sam")).get("/api/auth/oauth/demo/start?intent=link", **headers)
    assert query_of(answer)["error"] == "error.foreign_origin"
    assert count(OAuthFlow) == 0


def test_a_link_of_one_session_is_not_finished_in_another(issuers):
    sam, kim = person("Sam"), person("Kim")
    visitor = Visitor(sam)
    answers = agree(visitor.leave_for("demo", intent="link"), "robin")
    visitor.cookies["__Host-sid"] = kim.credential.session_token
    assert query_of(visitor.come_back("demo", answers))["error"] == "error.oauth_flow"
    assert count(OAuthIdentity) == 0


def test_what_is_linked_to_somebody_stays_theirs(issuers):
    who = linked("Kim", "demo-robin")
    answer = Visitor(person("Sam")).sign_in_at("demo", "robin", intent="link")
    assert query_of(answer)["error"] == "error.oauth_linked_elsewhere"
    visitor = Visitor()
    visitor.sign_in_at("demo", "robin")
    assert visitor.user_id == who.id


def test_who_has_nothing_else_confirms_at_their_provider(issuers):
    who = linked("Sam", "demo-haneul")
    old_step_up(who)
    visitor = Visitor(who)
    before = visitor.cookies["__Host-sid"]
    answer = visitor.sign_in_at("demo", "haneul", "/settings/security", intent="confirm")
    assert answer.headers["location"] == "/settings/security"
    assert visitor.cookies["__Host-sid"] != before
    assert visitor.user_id == who.id
    assert "/authorize?" in visitor.leave_for("other", intent="link")


@pytest.mark.parametrize(
    ("person", "faults"),
    [
        ("robin", Faults()),
        ("haneul", Faults(token={"auth_time": None})),
        ("haneul", Faults(token={"auth_time": 1})),
    ],
    ids=str,
)
def test_somebody_else_there_or_an_old_proof_confirms_nothing(issuers, person, faults):
    who = linked("Sam", "demo-haneul")
    old_step_up(who)
    issuers[0].faults = faults
    visitor = Visitor(who)
    answer = visitor.sign_in_at("demo", person, "/settings/security", intent="confirm")
    assert (path_of(answer), query_of(answer)["error"]) == (
        "/confirm",
        "error.oauth_cannot_confirm",
    )
    again = visitor.get(
        "/api/auth/oauth/other/start?intent=link&next=/settings", sec_fetch_site="same-origin"
    )
    assert path_of(again) == "/confirm"


def test_the_limit_closes_the_door_before_the_provider_is_asked(issuers, monkeypatch):
    limits = composition.implementations().limits
    monkeypatch.setattr(type(limits), "hit", lambda *_args: False)
    answer = Visitor().get("/api/auth/oauth/demo/start", sec_fetch_site="same-origin")
    assert query_of(answer)["error"] == "error.rate_limited"
    assert count(OAuthFlow) == 0
