"""Which network addresses belong to the public internet.

After IANA's registries of special-purpose addresses (RFC 6890), of IPv6 unicast assignments and of
multicast. `ipaddress.is_global` is not enough: on Python 3.11 it takes 6to4, NAT64, site-local and
IPv4-mapped addresses, multicast and 192.88.99.0/24 for global, and each of them leads, or may be
routed, into a private network.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_SPECIAL_4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # public by number, but Azure's own service inside its machines
        "169.254.0.0/16",  # link-local, and the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the limited broadcast
    )
)
# Whatever is not global unicast is refused, known to the registry or not: ::/8 with the
# IPv4-mapped and -compatible, NAT64, discard, unique local, link-local, site-local, multicast.
_GLOBAL_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds any IPv4 address
        "3fff::/20",  # documentation
    )
)
# The last label decides whether a host is an IPv4 address: WHATWG URL, "ends in a number".
_NUMERIC_END: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)


def is_public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether a host of the public internet can have this address; what is none is not public."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in _SPECIAL_4)
    known = parsed in _GLOBAL_6 and not any(parsed in block for block in _SPECIAL_6)
    return known and parsed.scope_id is None


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that the host of a URL spells out, None for a name.

    Raises ValueError for a spelling that only some programs take for an address: "127.1",
    "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1.".
    """
    return ip_address(host) if ":" in host or _NUMERIC_END.fullmatch(host) else None
