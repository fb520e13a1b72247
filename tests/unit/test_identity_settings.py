"""Providers come from the environment, whole or not at all."""

import pytest

from lms_app.core.config import SettingsError
from lms_app.core.identity_settings import read_identity_providers

OIDC = {
    "OAUTH_OIDC_CAMPUS_ISSUER": "https://id.campus.example",
    "OAUTH_OIDC_CAMPUS_CLIENT_ID": "margin",
    "OAUTH_OIDC_CAMPUS_LABEL": "캠퍼스",
}


def test_none_are_there_unless_configured():
    assert read_identity_providers({}) == ()


def test_each_is_named_and_labelled_and_its_secret_is_not_printed():
    env = {
        "OAUTH_GOOGLE_CLIENT_ID": "g", "OAUTH_GOOGLE_CLIENT_SECRET": "hush-hush",
        "OAUTH_KAKAO_CLIENT_ID": "k", **OIDC,
    }  # fmt: skip
    found = read_identity_providers(env)
    assert [(one.key, one.label, one.kind) for one in found] == [
        ("google", "Google", "oidc"), ("kakao", "Kakao", "kakao"), ("campus", "캠퍼스", "oidc"),
    ]  # fmt: skip
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    "env",
    [
        {"OAUTH_GOOGLE_CLIENT_ID": "g"},
        {"OAUTH_GITHUB_CLIENT_SECRET": "s"},
        {"OAUTH_KAKAO_CLIENT_SECRET": "s"},
        {k: v for k, v in OIDC.items() if "CLIENT_ID" not in k},
        {k: v for k, v in OIDC.items() if "ISSUER" not in k},
        {**OIDC, "OAUTH_OIDC_CAMPUS_ISSUER": "http://id.campus.example"},
        {**OIDC, "OAUTH_OIDC_CAMPUS_ISSUER": "http://169.254.169.254"},
        {**OIDC, "OAUTH_OIDC_CAMPUS_ISSUER": "file:///etc/passwd"},
        {**OIDC, "OAUTH_OIDC_CAMPUS_ISSUER": "https://a@evil.example"},
        {"OAUTH_OIDC_GOOGLE_ISSUER": "https://x.example", "OAUTH_OIDC_GOOGLE_CLIENT_ID": "x"},
        {"OAUTH_OIDC_A_B_ISSUER": "https://x.example", "OAUTH_OIDC_A_B_CLIENT_ID": "x"},
    ],
    ids=str,
)
def test_half_of_one_stops_the_start(env):
    with pytest.raises(SettingsError):
        read_identity_providers(env)


def test_an_issuer_at_loopback_may_speak_http():
    env = {**OIDC, "OAUTH_OIDC_CAMPUS_ISSUER": "http://localhost:9000"}
    assert read_identity_providers(env)[0].issuer == "http://localhost:9000"
