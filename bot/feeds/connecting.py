"""Where the fetcher may connect to, and how many may do so at a time.

A page can name any host, and a name can lead anywhere, so each address is judged at the last
moment: by the resolver that hands it to the socket. A name that answers differently the next time
(DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import FetchError
from bot.feeds.addresses import is_public, literal

LookUp = Callable[[str], Sequence[str]]

_SCHEMES: Final = {"http", "https"}
_PORTS: Final = {80, 443}
_HOST: Final = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|[0-9a-f.]*:[0-9a-f:.]*")
# Names of dead hosts block a thread for many seconds; the others must not wait behind them.
_LOOK_UPS_AT_ONCE: Final = 32


def web_address(text: str, *, base: URL | None = None) -> URL:
    """The address in its canonical spelling, without a fragment; `base` is what it is relative to.

    Raises FetchError (`fetch.address`) for what is no http(s) address, for credentials in it, and
    for a host that programs read differently.
    """
    try:
        url = URL(text.strip())
        url = base.join(url) if base else url
        # What aiohttp connects to; `host` is read too because it raises where the Punycode is bad.
        host = url.raw_host or "" if url.host else ""
        literal(host)
    except ValueError:
        # Without its cause, which quotes the address with whatever secret is in it.
        raise FetchError("fetch.address", host="") from None
    credentials = url.raw_user is not None or url.raw_password is not None
    if url.scheme not in _SCHEMES or not _HOST.fullmatch(host) or credentials:
        raise FetchError("fetch.address", host=host)
    return url.with_fragment(None)


def system_addresses(host: str) -> Sequence[str]:
    """All addresses that this machine's resolver gives for a name; blocks, raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(place[0]) for *_, place in found]


class EgressPolicy:
    """Public addresses on the ports of the web, and the private hosts that are `allowed`.

    An allowed host is written "host" (any port of it) or "host:port", an IPv6 one in brackets.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(name.lower() for name in allowed)

    def check(self, url: URL) -> None:
        """Raise FetchError (`fetch.port`, `fetch.private`) for what the address itself shows."""
        host, port = url.raw_host or "", url.port or 0
        if self._allows(host, port):
            return
        if port not in _PORTS:
            raise FetchError("fetch.port", host=host, port=port)
        if address := literal(host):
            self.check_addresses(host, port, [str(address)])

    def check_addresses(self, host: str, port: int, addresses: Sequence[str]) -> None:
        """Raise FetchError (`fetch.private`) where any address of the host is not public."""
        if not self._allows(host, port) and not all(map(is_public, addresses)):
            raise FetchError("fetch.private", host=host)

    def _allows(self, host: str, port: int) -> bool:
        name = f"[{host}]" if ":" in host else host.rstrip(".")
        return not self._allowed.isdisjoint((name, f"{name}:{port}"))


class CheckedResolver(AbstractResolver):
    """Looks a name up once for a connection and gives only addresses that the policy admits.

    aiohttp does not ask a resolver for a host that is an address: `EgressPolicy.check` sees to it.
    """

    def __init__(self, policy: EgressPolicy, look_up: LookUp) -> None:
        self._policy = policy
        self._look_up = look_up
        self._threads = ThreadPoolExecutor(_LOOK_UPS_AT_ONCE, thread_name_prefix="dns")

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        """All addresses of the host. Raises FetchError (`fetch.dns`, `fetch.private`)."""
        loop = asyncio.get_running_loop()
        try:
            addresses = await loop.run_in_executor(self._threads, self._look_up, host)
        except (OSError, UnicodeError) as error:
            raise FetchError("fetch.dns", host=host) from error
        if not addresses:
            raise FetchError("fetch.dns", host=host)
        self._policy.check_addresses(host, port, addresses)
        return [_result(host, port, address) for address in addresses]

    async def close(self) -> None:
        """Let the threads go; a look-up under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )


class Turns:
    """One request at a time for each host, and so many at once over all hosts."""

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[None]:
        """Wait for the host first, so that a queue before one host takes no slot from others."""
        lock = self._locks.setdefault(host, asyncio.Lock())
        async with lock, self._slots:
            yield
