"""What an OIDC issuer says is believed only when all of it is right: the strict issuer, over HTTP."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from lms_app.adapters.oauth_providers import OidcProvider
from lms_app.core.errors import PortUnavailable
from lms_app.ports.identity_provider import Exchange, Identity, IdentityRefused
from ops.oidc_issuer.people import Faults
from tests.conftest import ROOT
from tests.identity_site import agree, provider_settings, running_issuer

CALLBACK = "http://localhost:8000/api/auth/oauth/demo/callback"


@pytest.fixture(scope="module")
def running():
    with running_issuer(CALLBACK) as issuer:
        yield issuer


@pytest.fixture
def issuer(running):
    running.faults = Faults()
    return running


@pytest.fixture
def provider(issuer) -> OidcProvider:
    return OidcProvider(provider_settings(issuer))


def new_exchange() -> Exchange:
    return Exchange(*(secrets.token_urlsafe(32) for _ in range(3)), redirect_uri=CALLBACK)


def identify(
    provider: OidcProvider, person: str = "haneul", exchange: Exchange | None = None
) -> Identity:
    exchange = exchange or new_exchange()
    back = agree(provider.authorization_url(exchange, language="ko"), person)
    return provider.identify(exchange, code=back["code"], issuer=back.get("iss"))


def test_a_round_trip_tells_who_it_is(provider):
    found = identify(provider)
    assert (found.subject, found.email, found.is_email_verified, found.name) == (
        "demo-haneul", "haneul@demo.example", True, "정하늘",
    )  # fmt: skip
    assert found.authenticated_at is not None
    assert abs(found.authenticated_at.timestamp() - time.time()) < 60


def test_an_address_that_was_not_proven_and_none_at_all_are_told_apart(provider):
    unproven, without = identify(provider, "dodo"), identify(provider, "nomail")
    assert (unproven.email, unproven.is_email_verified) == ("dodo@demo.example", False)
    assert (without.email, without.is_email_verified) == ("", False)


def test_the_way_there_carries_challenge_state_nonce_and_the_exact_redirect(provider):
    exchange = new_exchange()
    sent = parse_qs(urlsplit(provider.authorization_url(exchange, language="en")).query)
    assert sent["redirect_uri"] == [CALLBACK]
    assert sent["state"] == [exchange.state]
    assert sent["nonce"] == [exchange.nonce]
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) == 43
    assert exchange.code_verifier not in str(sent)


def test_asking_again_for_the_secret_is_asked_for(provider):
    sent = provider.authorization_url(new_exchange(), language="ko", reauthenticate=True)
    assert "prompt=login" in sent
    assert "max_age=0" in sent


LATER = {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200}


@pytest.mark.parametrize(
    "faults",
    [
        Faults(token={"iss": "https://evil.example"}),
        Faults(token={"iss": None}),
        Faults(token={"aud": "another-client"}),
        Faults(token={"aud": ["margin-tests", "another-client"]}),
        Faults(token={"aud": ["margin-tests", "another-client"], "azp": "another-client"}),
        Faults(token={"azp": "another-client"}),
        Faults(token={"aud": None}),
        Faults(token={"nonce": "of another flow, long enough"}),
        Faults(token={"nonce": None}),
        Faults(token=LATER),
        Faults(token={"exp": None}),
        Faults(token={"nbf": int(time.time()) + 3600}),
        Faults(token={"iat": int(time.time()) + 3600}),
        Faults(token={"sub": None}),
        Faults(token={"sub": ""}),
        Faults(token={"sub": 7}),
        Faults(signing="none"),
        Faults(signing="hs256"),
        Faults(signing="unknown_key"),
        Faults(callback={"iss": "https://evil.example"}),
        Faults(callback={"iss": None}),
        Faults(userinfo={"sub": "demo-robin"}),
    ],
    ids=str,
)
def test_whatever_is_wrong_with_the_answer_nobody_is_vouched_for(issuer, provider, faults):
    issuer.faults = faults
    with pytest.raises(IdentityRefused):
        identify(provider)
    issuer.faults = Faults()
    assert identify(provider).subject == "demo-haneul"


def test_a_code_is_worth_one_try_and_coming_twice_takes_its_tokens_away(issuer, provider):
    exchange = new_exchange()
    back = agree(provider.authorization_url(exchange, language="ko"), "robin")
    provider.identify(exchange, code=back["code"], issuer=back["iss"])
    (token,) = issuer.grants[back["code"]].tokens
    asked = {"authorization": f"Bearer {token}"}
    assert httpx.get(f"{issuer.url}/userinfo", headers=asked).status_code == 200
    with pytest.raises(IdentityRefused):
        provider.identify(exchange, code=back["code"], issuer=back["iss"])
    assert httpx.get(f"{issuer.url}/userinfo", headers=asked).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": secrets.token_urlsafe(32)},
        {"code_verifier": ""},
        {"redirect_uri": CALLBACK + "/"},
        {"redirect_uri": CALLBACK.replace("localhost", "127.0.0.1")},
    ],
    ids=str,
)
def test_a_code_of_another_flow_is_not_redeemed(provider, change):
    exchange = new_exchange()
    back = agree(provider.authorization_url(exchange, language="ko"), "robin")
    with pytest.raises(IdentityRefused):
        provider.identify(replace(exchange, **change), code=back["code"], issuer=back["iss"])


@pytest.mark.parametrize(
    "variant",
    ["", "/", "?next=/", "#a", "/../callback", "%2f", "@evil.example"],
)
def test_the_issuer_answers_to_the_exact_address_only(issuer, provider, variant):
    exchange = replace(new_exchange(), redirect_uri=CALLBACK + variant)
    answer = httpx.get(provider.authorization_url(exchange, language="ko"))
    assert answer.status_code == (400 if variant else 200)


@pytest.mark.parametrize("missing", ["state", "nonce", "code_challenge", "code_challenge_method"])
def test_the_issuer_asks_for_state_nonce_and_challenge(provider, missing):
    address = httpx.URL(provider.authorization_url(new_exchange(), language="ko"))
    assert httpx.get(address.copy_remove_param(missing)).status_code == 400


def test_a_plain_challenge_is_refused(provider):
    address = httpx.URL(provider.authorization_url(new_exchange(), language="ko"))
    plain = address.copy_set_param("code_challenge_method", "plain")
    assert httpx.get(plain).status_code == 400


def test_an_issuer_that_is_away_is_away_and_nothing_else(issuer):
    provider = OidcProvider(provider_settings(issuer))
    issuer.faults = Faults(is_down=True)
    with pytest.raises(PortUnavailable):
        provider.authorization_url(new_exchange(), language="ko")
    gone = OidcProvider(provider_settings(issuer, issuer="http://localhost:9"))
    with pytest.raises(PortUnavailable):
        gone.authorization_url(new_exchange(), language="ko")


def test_an_issuer_that_names_itself_otherwise_is_not_asked_further(issuer):
    other = issuer.url.replace("localhost", "127.0.0.1")
    with pytest.raises(PortUnavailable):
        OidcProvider(provider_settings(issuer, issuer=other)).authorization_url(
            new_exchange(), language="ko"
        )


def test_a_key_that_was_changed_is_fetched_once_more(issuer, provider):
    from joserfc.jwk import RSAKey

    assert identify(provider).subject == "demo-haneul"
    before, provider._keys_at = issuer._key, time.monotonic() - 60
    issuer._key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "demo-1"})
    try:
        assert identify(provider).subject == "demo-haneul"
    finally:
        issuer._key = before


def test_starting_says_nothing_of_what_a_library_would_rather_have():
    done = subprocess.run(
        [sys.executable, "-W", "always::DeprecationWarning", "-c",
         "import lms_app.adapters.oauth_providers"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "httpx2" not in done.stderr
