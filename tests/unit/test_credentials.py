"""What a caller presents, however odd."""

import pytest
from starlette.requests import Request

from lms_app.api.caller import client_ip
from lms_app.core.config import load_settings
from lms_app.core.session_cookie import credential_from


def test_an_address_is_no_longer_than_an_address():
    assert len(credential_from("http://localhost", "", "9" * 5000, "").ip) == 45


@pytest.mark.parametrize(
    ("hops", "address"),
    [("0", "192.0.2.1"), ("1", "203.0.113.7" + "7" * 34), ("2", "198.51.100.4")],
)
def test_what_a_proxy_hands_on_is_cut(monkeypatch, tmp_path, hops, address):
    config = load_settings({"MARGIN_DATA_DIR": str(tmp_path), "TRUSTED_PROXY_HOPS": hops})
    monkeypatch.setattr("lms_app.api.caller.settings", lambda: config)
    chain = f"spoofed, 198.51.100.4, 203.0.113.7{'7' * 5000}"
    scope = {
        "type": "http",
        "headers": [(b"x-forwarded-for", chain.encode())],
        "client": ("192.0.2.1", 1),
    }
    assert client_ip(Request(scope)) == address
