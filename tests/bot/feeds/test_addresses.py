from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.addresses import is_public, literal

_PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.215.14 100.63.255.255 100.128.0.0
    126.255.255.255 128.0.0.1 168.63.129.15 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0
    192.0.1.255 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
    198.17.255.255 198.20.0.0 198.51.99.255 203.0.112.255 203.0.114.0 223.255.255.255
    2001:200:: 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 2400:cb00::1
    2606:4700:4700::1111 2a00:1450:4001::200e 2a02:6b8::1 2c0f:fb50::1 3fff:1000::1
""".split()

_REFUSED = """
    0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255
    127.0.0.1 127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255
    192.0.0.1 192.0.0.9 192.0.0.170 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1
    192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1
    239.255.255.250 240.0.0.1 255.255.255.254 255.255.255.255
    :: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:a00:1
    ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 100:0:0:1::1
    2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:1f:ffff::1 2001:20::1 2001:1ff:ffff::1
    2001:db8::1 2001:db8:ffff::1 2002:: 2002:7f00:1::1 2002:808:808::1 3fff::1 3fff:fff::1
    4000::1 5f00::1 8000::1 1fff::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 fe80::1%eth0 febf::1
    fec0::1 feff::1 ff02::1 ff0e::1 ffff::1 2606:4700::1%eth0
""".split()

_NO_ADDRESSES = """
    example.com localhost 127.1 2130706433 0x7f000001 0177.0.0.1 010.8.8.8 8.8.8 8.8.8.8.
    8.8.8.8/32 1.2.3.4.5 256.1.1.1 ::g [::1] 8.8.8.８ 1.1.1.1%eth0
""".split()

_AMBIGUOUS = """
    2130706433 017700000001 0x7f000001 0X7F.1 127.1 127.0.1 0177.0.0.1 127.0.0.01 0x7f.0.0.1
    127.0.0.1. 127.0.0.0x1 127.0.0.256 1.2.3.4.5 0 0x example.0x7f example.1 1..2 : 1:2
    ::ffff:127.0.0.1. ::1%
""".split()


@pytest.mark.parametrize("address", _PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*_REFUSED, *_NO_ADDRESSES, "", " 8.8.8.8"])
def test_refused(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_never_public(address: IPv4Address) -> None:
    number = int(address)
    for inside in (0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number):
        assert not is_public(IPv6Address(inside))


@given(st.ip_addresses(v=6))
def test_only_global_unicast_is_public(address: IPv6Address) -> None:
    assert not is_public(address) or int(address) >> 125 == 0b001


@given(st.ip_addresses())
def test_what_python_knows_to_be_private_is_refused(address: IPv4Address | IPv6Address) -> None:
    assert not is_public(address) or not address.is_private
    assert is_public(address) == is_public(str(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "8.8.8.8", "::1", "2a00::1", "fe80::1%eth0"])
def test_a_host_that_is_an_address(host: str) -> None:
    assert str(literal(host)) == host


@pytest.mark.parametrize(
    "host", ["example.com", "example.com.", "localhost", "1.2.3.4.example", "x0x1", "3com", "a-1"]
)
def test_a_host_that_is_a_name(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize("host", _AMBIGUOUS)
def test_a_spelling_that_programs_read_differently(host: str) -> None:
    with pytest.raises(ValueError, match=re.escape(host)):
        literal(host)
