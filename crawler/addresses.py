"""Which network addresses may be spoken to, decided where the connection is made.

A portal's name, a redirect or a page's script must not make the crawler speak to machines of the network that it
stands in. The check sits in the resolver that the connection itself uses and in the socket's making, so that no
second look-up can give another answer between check and connect (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

# Not covered by `is_global` in every Python we support, or worth naming: carrier-grade NAT (RFC 6598), the cloud's
# metadata services, NAT64 and 6to4, which wrap an IPv4 address.
_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "fec0::/10",
        "fd00:ec2::254/128",
    )
)
_ANSWER_SECONDS = 300.0  # how long a name's addresses are kept within a run
_LOOKUP_THREADS = 16  # a dead name server holds a thread for half a minute; others must not wait behind it


class NotAllowedAddress(OSError):
    """The address is private, loopback, link-local, multicast, reserved or a metadata service."""


def is_public(address: str) -> bool:
    """Whether `address` (IPv4 or IPv6, a scope id allowed) belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip.version == net.version and ip in net for net in _REFUSED):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_localhost_name(host: str) -> bool:
    """Whether `host` is `localhost` or a name under it, which never goes to DNS (RFC 6761, 6.3)."""
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


class GuardedResolver(AbstractResolver):
    """The one resolver of a run: caches, knows `.localhost`, gives out allowed addresses only.

    `resolve` raises `NotAllowedAddress` where a name leads to forbidden addresses alone, `OSError` where DNS fails.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="dns")
        self._answers: dict[str, tuple[float, list[tuple[str, int]]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The allowed addresses of `host`."""
        addresses = await self._addresses(host)
        allowed = [(ip, fam) for ip, fam in addresses if self._allow_private or is_public(ip)]
        if not allowed:
            raise NotAllowedAddress(f"{host} leads to {addresses[0][0]}, which is not a public address")
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=fam, proto=0, flags=socket.AI_NUMERICHOST)
            for ip, fam in allowed
        ]

    async def first_address(self, host: str) -> str:
        """The first allowed address of a name or literal, for gates kept by address; OSError as `resolve`."""
        try:
            ipaddress.ip_address(host.strip("[]"))
        except ValueError:
            return str((await self.resolve(host))[0]["host"])
        self.check(host.strip("[]"))
        return host.strip("[]")

    def check(self, address: str) -> None:
        """Raise `NotAllowedAddress` for an address that may not be spoken to."""
        if not self._allow_private and not is_public(address):
            raise NotAllowedAddress(f"{address} is not a public address")

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for one address about to be connected to: the last look, which literal addresses pass as well."""
        family, kind, proto, _, sockaddr = info
        self.check(str(sockaddr[0]))
        sock = socket.socket(family, kind, proto)
        sock.setblocking(False)
        return sock

    async def close(self) -> None:
        """End the look-up threads, without waiting for a name server that does not answer."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _addresses(self, host: str) -> list[tuple[str, int]]:
        if is_localhost_name(host):
            return [("127.0.0.1", socket.AF_INET)]
        known = self._answers.get(host)
        now = time.monotonic()
        if known is not None and now - known[0] < _ANSWER_SECONDS:
            return known[1]
        try:
            infos = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)
        except socket.gaierror as error:
            if known is None or error.errno == socket.EAI_NONAME:
                raise
            return known[1]  # the name server is away: the host is hardly gone with it (RFC 8767)
        addresses = [(str(info[4][0]), int(info[0])) for info in infos]
        if not addresses:
            raise OSError(f"no address for {host}")
        addresses = list(dict.fromkeys(addresses))
        self._answers[host] = (now, addresses)
        return addresses


def _look_up(host: str) -> list[tuple[Any, ...]]:
    try:
        return list(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG))
    except UnicodeError as exc:  # a label that is empty or too long
        raise OSError(f"no host name: {host!r}") from exc
