"""Network addresses: counted by who holds them, shown as their network."""

import pytest

from lms_app.core.actor import Credential
from lms_app.core.addresses import counted, is_local, shown


def test_all_addresses_of_one_holder_count_as_one():
    assert counted("2001:db8:1:2::1") == counted("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert counted("2001:db8:1:3::1") != counted("2001:db8:1:2::1")
    assert counted("203.0.113.5") == counted("::ffff:203.0.113.5") == "203.0.113.5"
    assert counted("203.0.113.6") != counted("203.0.113.5")
    assert counted("fe80::1%eth0") == "fe80::/64"
    assert Credential(ip="2001:db8:1:2::1").network == "2001:db8:1:2::/64"


@pytest.mark.parametrize("value", ["", "testclient", "1.2.3.4.5", "[::1]", "x" * 45, "\0"])
def test_what_is_no_address_is_counted_as_it_is_and_not_shown(value):
    assert (counted(value), shown(value), is_local(value)) == (value, "", False)


@pytest.mark.parametrize(
    ("address", "network", "local"),
    [
        ("8.8.4.4", "8.8.4.0/24", False),
        ("2001:4860:4860::8888", "2001:4860:4860::/48", False),
        ("::ffff:8.8.4.4", "8.8.4.0/24", False),
        ("192.168.0.17", "192.168.0.0/24", True),
        ("127.0.0.1", "127.0.0.0/24", True),
        ("::1", "::/48", True),
        ("fd00::1", "fd00::/48", True),
    ],
)
def test_its_network_is_shown_and_nothing_of_the_device(address, network, local):
    assert (shown(address), is_local(address)) == (network, local)
