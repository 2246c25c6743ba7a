"""The address guard, at the connection's own resolver."""

from __future__ import annotations

import socket

import pytest

from crawler.addresses import GuardedResolver, NotAllowedAddress, is_localhost_name, is_public
from crawler.settings import Settings
from crawler.transport import Transport
from records.capture import Outcome
from tests.crawler.portal import redirect, serving


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "224.0.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00:ec2::254",
        "nonsense",
    ],
)
def test_private_and_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.1.200.10", "100.63.255.255", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_names_under_localhost_are_told_by_their_last_label() -> None:
    assert is_localhost_name("a.localhost") and is_localhost_name("LOCALHOST.")
    assert not is_localhost_name("localhost.gov.vn") and not is_localhost_name("notlocalhost")


async def test_localhost_names_resolve_without_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_dns(*_: object, **__: object) -> None:
        raise AssertionError("DNS was asked")

    monkeypatch.setattr(socket, "getaddrinfo", no_dns)
    resolver = GuardedResolver(allow_private=True)
    assert [r["host"] for r in await resolver.resolve("da-nang.localhost", 80)] == ["127.0.0.1"]
    with pytest.raises(NotAllowedAddress):
        await GuardedResolver(allow_private=False).resolve("da-nang.localhost", 80)


async def test_name_with_a_public_and_a_private_address_gives_the_public_one_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answers(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("103.1.200.10", 0)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    found = await GuardedResolver(allow_private=False).resolve("portal.example", 443)
    assert [r["host"] for r in found] == ["103.1.200.10"]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "da-nang.localhost"])
async def test_guard_refuses_loopback_in_every_spelling_before_a_byte_is_sent(host: str) -> None:
    async with serving({"/": "secret"}) as portal:
        resolver = GuardedResolver(allow_private=False)
        transport = Transport(Settings(), resolver)
        answer = await transport.get(f"http://{host}:{portal.port}/")
        await transport.close()
    assert answer.outcome is Outcome.NOT_ALLOWED_ADDRESS
    assert answer.status is None
    assert portal.asked == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
async def test_numeric_nicknames_of_loopback_reach_nothing(host: str) -> None:
    async with serving({"/": "secret"}) as portal:
        transport = Transport(Settings(), GuardedResolver(allow_private=False))
        answer = await transport.get(f"http://{host}:{portal.port}/")
        await transport.close()
    assert answer.status is None
    assert portal.asked == []


async def test_name_that_turns_private_between_two_look_ups_is_refused_by_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: whatever answered before, the address about to be connected to is the one that is checked."""
    async with serving({"/": "secret"}) as portal:
        turns = iter(["103.1.200.10", "127.0.0.1", "127.0.0.1"])

        def rebinding(*_: object, **__: object) -> list[tuple[object, ...]]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(turns), 0))]

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        monkeypatch.setattr("crawler.addresses._ANSWER_SECONDS", -1.0)
        resolver = GuardedResolver(allow_private=False)
        assert await resolver.first_address("rebind.example") == "103.1.200.10"
        transport = Transport(Settings(), resolver)
        answer = await transport.get(f"http://rebind.example:{portal.port}/")
        await transport.close()
    assert answer.outcome is Outcome.NOT_ALLOWED_ADDRESS
    assert portal.asked == []


async def test_redirects_are_not_followed_below_the_guard() -> None:
    async with serving({"/": redirect("http://169.254.169.254/latest/meta-data/")}) as portal:
        transport = Transport(Settings(allow_private_hosts=True), GuardedResolver(allow_private=True))
        answer = await transport.get(portal.base + "/")
        await transport.close()
    assert answer.status == 302
    assert answer.location == "http://169.254.169.254/latest/meta-data/"
