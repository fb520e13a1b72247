"""Network addresses: as limits count them, and as much of one as its owner recognizes."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What one household or one rented machine has of IPv6, all its own (RFC 6177).
_HOME_BITS = 64
# What is shown: the part that belongs to the provider's network rather than to one device.
_SHOWN_V4, _SHOWN_V6 = 24, 48


@lru_cache(4096)
def counted(address: str) -> str:
    """Return under what an address is counted: IPv6 by its /64, whose holder has 2^64 addresses.

    What is no address (a proxy may hand on anything) counts as it is.
    """
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _HOME_BITS), strict=False))
    return address if found is None else str(found)


def shown(address: str) -> str:
    """Return the network of an address, such as `203.0.113.0/24`; empty when it is none."""
    found = _parsed(address)
    if found is None:
        return ""
    bits = _SHOWN_V4 if isinstance(found, IPv4Address) else _SHOWN_V6
    return str(ip_network((found, bits), strict=False))


def is_local(address: str) -> bool:
    """Tell whether an address is of this machine or a private network: no provider knows it."""
    found = _parsed(address)
    return found is not None and (found.is_loopback or found.is_private or found.is_link_local)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
