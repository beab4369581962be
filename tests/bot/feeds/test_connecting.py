from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.errors import FetchError
from bot.feeds.connecting import (
    CheckedResolver,
    EgressPolicy,
    Turns,
    system_addresses,
    web_address,
)

_REFUSED = [
    # Not the web, or nowhere.
    ("file:///etc/passwd", "fetch.address"),
    ("ftp://example.com/", "fetch.address"),
    ("gopher://127.0.0.1:6379/_INFO", "fetch.address"),
    ("javascript:alert(1)", "fetch.address"),
    ("data:text/plain,x", "fetch.address"),
    ("//example.com/", "fetch.address"),
    ("example.com", "fetch.address"),
    ("", "fetch.address"),
    ("http://", "fetch.address"),
    ("http:///etc", "fetch.address"),
    ("http:127.0.0.1/", "fetch.address"),
    ("http:\\\\127.0.0.1\\", "fetch.address"),
    # Credentials, and hosts that hide behind them.
    ("http://user:secret@example.com/", "fetch.address"),
    ("http://user@example.com/", "fetch.address"),
    ("http://:secret@example.com/", "fetch.address"),
    ("http://example.com@127.0.0.1/", "fetch.address"),
    ("http://example.com\\@127.0.0.1/", "fetch.address"),
    ("http://127.0.0.1:80\\@example.com/", "fetch.address"),
    ("http://@127.0.0.1/", "fetch.private"),
    ("http://127.0.0.1#@example.com/", "fetch.private"),
    ("http://127.0.0.1?@example.com/", "fetch.private"),
    # Addresses that are plainly private.
    ("http://127.0.0.1/", "fetch.private"),
    ("HTTPS://127.0.0.1/", "fetch.private"),
    ("http://10.1.2.3/", "fetch.private"),
    ("http://169.254.169.254/latest/meta-data/", "fetch.private"),
    ("http://100.100.100.200/", "fetch.private"),
    ("http://[::1]/", "fetch.private"),
    ("http://[::]/", "fetch.private"),
    ("http://[0:0:0:0:0:0:0:1]/", "fetch.private"),
    ("http://[::ffff:127.0.0.1]/", "fetch.private"),
    ("http://[::ffff:7f00:1]/", "fetch.private"),
    ("http://[::127.0.0.1]/", "fetch.private"),
    ("http://[64:ff9b::127.0.0.1]/", "fetch.private"),
    ("http://[2002:7f00:1::]/", "fetch.private"),
    ("http://[fd00:ec2::254]/", "fetch.private"),
    ("http://[fe80::1]/", "fetch.private"),
    ("http://[fe80::1%25eth0]/", "fetch.address"),
    ("http://[2606:4700::1%25eth0]/", "fetch.address"),
    ("http://[127.0.0.1]/", "fetch.address"),
    ("http://[::1/", "fetch.address"),
    # Addresses in the spellings of old C libraries.
    ("http://2130706433/", "fetch.address"),
    ("http://017700000001/", "fetch.address"),
    ("http://0x7f000001/", "fetch.address"),
    ("http://0x7F.0x0.0x0.0x1/", "fetch.address"),
    ("http://0177.0.0.1/", "fetch.address"),
    ("http://127.1/", "fetch.address"),
    ("http://127.0.1/", "fetch.address"),
    ("http://0/", "fetch.address"),
    ("http://127.0.0.1./", "fetch.address"),
    ("http://127.0.0.256/", "fetch.address"),
    ("http://1.1.1.1.1/", "fetch.address"),
    # Unicode that becomes digits, dots and letters.
    ("http://127。0。0。1/", "fetch.private"),
    ("http://１２７.０.０.１/", "fetch.private"),
    ("http://①②⑦.⓪.⓪.①/", "fetch.private"),
    ("http://127｡0｡0｡1/", "fetch.private"),
    ("http://⒈⒈0.0.1/", "fetch.address"),
    ("http://example\u200b.com/", "fetch.address"),
    ("http://example.com\ud800/", "fetch.address"),
    ("http://xn--a/", "fetch.address"),
    # Escapes, control characters and empty labels in a host.
    ("http://%31%32%37.0.0.1/", "fetch.address"),
    ("http://127.0.0.1%2f.example.com/", "fetch.address"),
    ("http://127.0.0.1%00.example.com/", "fetch.address"),
    ("http://exa mple.com/", "fetch.address"),
    ("http://example.com\r\nHost: x/", "fetch.address"),
    ("http://example..com/", "fetch.address"),
    ("http://.example.com/", "fetch.address"),
    ("http://example.com../", "fetch.address"),
    ("http://exa$mple.com/", "fetch.address"),
    # Ports of other services, and none.
    ("http://example.com:22/", "fetch.port"),
    ("http://example.com:8080/", "fetch.port"),
    ("https://example.com:0/", "fetch.port"),
    ("http://[2606:4700::1]:6379/", "fetch.port"),
    ("http://example.com:99999/", "fetch.address"),
    ("http://example.com:-1/", "fetch.address"),
    ("http://example.com:80:80/", "fetch.address"),
]


@pytest.mark.parametrize(("url", "key"), _REFUSED)
def test_refused_before_anything_is_asked(url: str, key: str) -> None:
    with pytest.raises(FetchError) as caught:
        EgressPolicy().check(web_address(url))
    assert caught.value.key == key
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("http://example.com", "http://example.com"),
        (" HTTP://EXAMPLE.com:80/a b?q=1#part ", "http://example.com/a%20b?q=1"),
        ("https://example.com.:443/", "https://example.com./"),
        ("https://example.com:80/", "https://example.com:80/"),
        ("http://беларусь.бел/навіны", None),
        ("http://a_b.example.com/", "http://a_b.example.com/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        # Names of this machine are found out when they are looked up.
        ("http://localhost/", "http://localhost/"),
        ("http://ⓛocalhost./", "http://localhost./"),
        ("http://a.localhost/", "http://a.localhost/"),
        ("http://127.0.0.1.nip.io/", "http://127.0.0.1.nip.io/"),
    ],
)
def test_taken(url: str, known: str | None) -> None:
    address = web_address(url)
    EgressPolicy().check(address)
    assert known is None or str(address) == known
    assert (address.raw_host or "").isascii()


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("/b", "https://example.com/b"),
        ("b?x#y", "https://example.com/a/b?x"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example", "http://other.example"),
        ("?page=2", "https://example.com/a/feed?page=2"),
    ],
)
def test_a_redirect_is_relative_to_its_page(location: str, place: str) -> None:
    assert str(web_address(location, base=URL("https://example.com/a/feed"))) == place


@given(st.text() | st.text().map("http://{}".format) | st.text().map("http://a.b/{}".format))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(FetchError):
        url = web_address(text)
        EgressPolicy().check(url)
        assert web_address(str(url)) == url


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("Intranet", "http://intranet/"),
        ("intranet", "https://intranet.:8443/"),
        ("intranet:80", "http://intranet/"),
        ("[::1]", "http://[::1]/"),
        ("[::1]:8080", "http://[0:0::1]:8080/"),
    ],
)
def test_an_allowed_host(allowed: str, url: str) -> None:
    policy, address = EgressPolicy([allowed]), web_address(url)
    policy.check(address)
    policy.check_addresses(address.raw_host or "", address.port or 0, ["10.0.0.1"])


@pytest.mark.parametrize(
    ("allowed", "url", "key"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1/", "fetch.private"),
        ("127.0.0.1:8080", "http://127.0.0.1:8081/", "fetch.port"),
        ("127.0.0.1", "http://127.0.0.2/", "fetch.private"),
        ("127.0.0.1", "http://127.1/", "fetch.address"),
        ("example.com", "http://a.example.com:81/", "fetch.port"),
        ("", "http://127.0.0.1/", "fetch.private"),
    ],
)
def test_an_allowed_host_is_that_one_alone(allowed: str, url: str, key: str) -> None:
    with pytest.raises(FetchError, match=key):
        EgressPolicy([allowed]).check(web_address(url))


async def _resolve(addresses: Sequence[str] | Exception, host: str = "news.example") -> list[str]:
    def look_up(_: str) -> Sequence[str]:
        if isinstance(addresses, Exception):
            raise addresses
        return addresses

    resolver = CheckedResolver(EgressPolicy(["intranet"]), look_up)
    try:
        return [result["host"] for result in await resolver.resolve(host, 80)]
    finally:
        await resolver.close()


async def test_every_address_of_a_name_is_given_on() -> None:
    assert await _resolve(["8.8.8.8", "2606:4700::1"]) == ["8.8.8.8", "2606:4700::1"]
    assert await _resolve(["10.0.0.1"], "intranet") == ["10.0.0.1"]


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], ["fe80::1%2"], ["nonsense"]],
)
async def test_one_private_address_spoils_a_name(addresses: list[str]) -> None:
    with pytest.raises(FetchError, match=r"fetch\.private") as caught:
        await _resolve(addresses)
    assert caught.value.arguments == {"host": "news.example"}


@pytest.mark.parametrize(
    "addresses", [[], socket.gaierror(socket.EAI_NONAME, "?"), UnicodeError("label too long")]
)
async def test_a_name_that_leads_nowhere(addresses: Sequence[str] | Exception) -> None:
    with pytest.raises(FetchError, match=r"fetch\.dns"):
        await _resolve(addresses)


def test_the_machine_knows_itself() -> None:
    assert set(system_addresses("127.0.0.1")) == {"127.0.0.1"}


async def test_turns_go_one_by_one_for_a_host_and_are_forgotten() -> None:
    turns, log = Turns(10), []

    async def take(host: str, number: int) -> None:
        async with turns.of(host):
            log.append((host, number, "in"))
            await asyncio.sleep(0)
            log.append((host, number, "out"))

    await asyncio.gather(*(take(host, number) for number in range(3) for host in "ab"))
    for host in "ab":
        assert [entry[1:] for entry in log if entry[0] == host] == [
            (number, step) for number in range(3) for step in ("in", "out")
        ]
    assert log[:2] == [("a", 0, "in"), ("b", 0, "in")]
    gc.collect()
    assert not turns._locks


async def test_a_queue_before_one_host_takes_no_slot() -> None:
    turns = Turns(2)
    async with turns.of("a"):
        waiting = asyncio.ensure_future(_enter(turns, "a"))
        await asyncio.sleep(0)
        await _enter(turns, "b")
        assert not waiting.done()
    await waiting


async def test_only_so_many_at_once() -> None:
    turns = Turns(1)
    async with turns.of("a"):
        waiting = asyncio.ensure_future(_enter(turns, "b"))
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting


async def _enter(turns: Turns, host: str) -> None:
    async with turns.of(host):
        pass
