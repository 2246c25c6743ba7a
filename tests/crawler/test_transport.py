"""One GET: bytes as they came, facts of the connection, failures told apart, cookies apart."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from crawler.addresses import GuardedResolver
from crawler.settings import Settings
from crawler.tls import Trust
from crawler.transport import Transport
from records.capture import Outcome
from tests.crawler.portal import Authority, body, raw_serving, serving, status

LOCAL = Settings(host_delay_seconds=0, allow_private_hosts=True, request_timeout_seconds=1.0, max_body_bytes=200_000)


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    made = Transport(LOCAL, GuardedResolver(allow_private=True))
    yield made
    await made.close()


async def test_wire_bytes_stay_as_they_came_and_the_body_is_decoded_beside_them(transport: Transport) -> None:
    text = "<p>Lịch tiếp công dân</p>".encode() * 50
    wire = gzip.compress(text)
    async with serving({"/": body(wire, "text/html", Content_Encoding="gzip")}) as portal:
        answer = await transport.get(portal.base + "/")
    assert (answer.outcome, answer.status) == (Outcome.OK, 200)
    assert answer.wire == wire
    assert answer.body == text
    assert answer.header("content-encoding") == "gzip"
    assert answer.elapsed_ms is not None and answer.sent_at is not None


async def test_peer_address_is_that_of_the_connection(transport: Transport) -> None:
    async with serving({"/": "x"}, host="dn.localhost") as portal:
        answer = await transport.get(portal.base + "/")
        again = await transport.get(portal.base + "/")
    assert answer.peer == again.peer == f"127.0.0.1:{portal.port}"


async def test_only_codings_that_can_be_undone_are_asked_for(transport: Transport) -> None:
    seen: list[web.Request] = []

    async def note(request: web.Request) -> web.StreamResponse:
        seen.append(request)
        return web.Response(text="x")

    async with serving({"/": note}) as portal:
        await transport.get(portal.base + "/")
    assert seen[0].headers["Accept-Encoding"] == "gzip, deflate"
    assert seen[0].headers["User-Agent"] == "portal-audit"
    assert len(seen[0].headers.getall("Accept")) == 1


async def test_cookies_stay_within_one_transport() -> None:
    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(text="x", headers={"Set-Cookie": "province=da-nang; Path=/"})

    async with serving({"/": give}, host="shared.localhost") as portal:
        resolver = GuardedResolver(allow_private=True)
        first, second = Transport(LOCAL, resolver), Transport(LOCAL, resolver)
        await first.get(portal.base + "/")
        await first.get(portal.base + "/")
        await second.get(portal.base + "/")
        await first.close()
        await second.close()
    assert portal.cookies == ["", "province=da-nang", ""]


@pytest.mark.parametrize(
    ("code", "headers", "outcome"),
    [
        (200, {}, Outcome.OK),
        (204, {}, Outcome.OK),
        (304, {}, Outcome.OK),
        (404, {}, Outcome.HTTP_4XX),
        (403, {}, Outcome.HTTP_4XX),
        (429, {}, Outcome.RATE_LIMITED),
        (500, {}, Outcome.HTTP_5XX),
        (503, {}, Outcome.HTTP_5XX),
        (503, {"Retry_After": "60"}, Outcome.RATE_LIMITED),
    ],
)
async def test_status_decides_the_outcome(
    transport: Transport, code: int, headers: dict[str, str], outcome: Outcome
) -> None:
    async with serving({"/": status(code, **headers)}) as portal:
        answer = await transport.get(portal.base + "/")
    assert (answer.status, answer.outcome) == (code, outcome)


async def test_refused_connection(transport: Transport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert answer.outcome is Outcome.REFUSED
    assert answer.no_connection


async def test_name_that_does_not_exist(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert (await transport.get("http://khong-co.example/")).outcome is Outcome.DNS


async def test_silence_is_a_timeout(transport: Transport) -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_serving(silent) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert answer.outcome is Outcome.TIMEOUT


async def test_body_that_drips_for_ever_is_a_timeout_and_no_body(transport: Transport) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.2)

    async with raw_serving(drip) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert (answer.status, answer.outcome, answer.body) == (200, Outcome.TIMEOUT, b"")


async def test_connection_reset_before_an_answer(transport: Transport) -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()

    async with raw_serving(reset) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert answer.outcome is Outcome.RESET


async def test_body_shorter_than_declared_is_no_body(transport: Transport) -> None:
    async def lie(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")

    async with raw_serving(lie) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert (answer.outcome, answer.body) == (Outcome.RESET, b"")


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nBad Header\x00: x\r\n\r\n"]
)
async def test_what_is_no_http_is_a_protocol_failure(transport: Transport, said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)

    async with raw_serving(talk) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert answer.outcome is Outcome.PROTOCOL


@pytest.mark.parametrize("coded", [False, True])
async def test_body_over_the_limit_is_not_read_to_its_end(transport: Transport, coded: bool) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": "gzip"} if coded else {})
        await response.prepare(request)
        chunk = gzip.compress(b"\0" * 1_000_000) if coded else b"x" * 65_536
        for _ in range(100_000):
            await response.write(chunk)
        return response

    async with serving({"/": endless}) as portal:
        answer = await transport.get(portal.base + "/")
    assert (answer.status, answer.outcome, answer.body, answer.wire) == (200, Outcome.TOO_LARGE, b"", b"")
    assert answer.wire_bytes <= LOCAL.max_body_bytes + 100_000


async def test_cut_gives_the_beginning_of_a_large_body(transport: Transport) -> None:
    async with serving({"/": body(b"abc" * 1000, "text/plain")}) as portal:
        answer = await transport.get(portal.base + "/", max_bytes=100, cut=True)
    assert answer.outcome is Outcome.OK
    assert answer.body == (b"abc" * 34)[:100]


async def test_huge_header_is_a_protocol_failure_and_a_large_one_is_not(transport: Transport) -> None:
    async with serving(
        {"/large": status(200, X_Policy="a" * 30_000), "/huge": status(200, X_Policy="a" * 200_000)}
    ) as p:
        assert (await transport.get(p.base + "/large")).outcome is Outcome.OK
        assert (await transport.get(p.base + "/huge")).outcome is Outcome.PROTOCOL


async def test_location_in_utf8_is_read_as_such(transport: Transport) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write("HTTP/1.1 302 Found\r\nLocation: /lịch-tiếp-dân\r\nContent-Length: 0\r\n\r\n".encode())

    async with raw_serving(talk) as port:
        answer = await transport.get(f"http://127.0.0.1:{port}/")
    assert answer.location == "/lịch-tiếp-dân"


# -- TLS ---------------------------------------------------------------------------------------------------


async def _get_tls(settings: Settings, context: ssl.SSLContext, host: str = "dn.localhost") -> tuple[object, ...]:
    async with serving({"/": "<p>xin chào</p>"}, host=host, tls=context) as portal:
        transport = Transport(settings, GuardedResolver(allow_private=True))
        answer = await transport.get(portal.base + "/")
        second = await transport.get(portal.base + "/")
        await transport.close()
    assert (second.status, second.tls_error) == (answer.status, answer.tls_error)
    return answer.status, answer.tls.trust if answer.tls else None, answer.tls_error, answer


async def test_extra_ca_file_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context, _ = authority.server(["dn.localhost"])
    settings = Settings(allow_private_hosts=True, extra_ca_file=authority.file)
    status_, trust, error, answer = await _get_tls(settings, context)
    assert (status_, trust, error) == (200, Trust.VERIFIED, "")
    assert answer.tls.protocol == "TLSv1.3"  # type: ignore[attr-defined]
    assert (answer.tls.subject, answer.tls.issuer) == ("dn.localhost", "Test Root")  # type: ignore[attr-defined]
    assert answer.tls.not_after.startswith("20")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"expired": True}, "expired"),
        ({"self_signed": True}, "self_signed"),
        ({"names": ["other.localhost"]}, "wrong_host"),
        ({"intermediate": True, "send_intermediate": False}, "missing_issuer"),
    ],
)
async def test_broken_certificate_is_named_and_the_page_read_all_the_same(
    tmp_path: Path, case: dict[str, object], expected: str
) -> None:
    authority = Authority(tmp_path)
    names = case.pop("names", ["dn.localhost"])
    context, _ = authority.server(names, **case)  # type: ignore[arg-type]
    settings = Settings(allow_private_hosts=True, extra_ca_file=authority.file)
    status_, trust, error, _ = await _get_tls(settings, context)
    assert (status_, trust, error) == (200, Trust.UNVERIFIED, expected)


async def test_unknown_authority_is_not_trusted(tmp_path: Path) -> None:
    context, _ = Authority(tmp_path).server(["dn.localhost"], intermediate=True)
    status_, trust, error, _ = await _get_tls(Settings(allow_private_hosts=True), context)
    assert (status_, trust, error) == (200, Trust.UNVERIFIED, "missing_issuer")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_old_protocol_is_read_with_legacy_settings_last(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context, _ = authority.server(["dn.localhost"])
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    settings = Settings(allow_private_hosts=True, extra_ca_file=authority.file)
    status_, trust, error, answer = await _get_tls(settings, context)
    assert (status_, trust, error) == (200, Trust.LEGACY, "legacy_tls")
    assert answer.tls.protocol == "TLSv1.1"  # type: ignore[attr-defined]


async def test_plain_http_on_a_tls_port_is_a_tls_failure(transport: Transport) -> None:
    async with serving({"/": "x"}) as portal:
        answer = await transport.get(f"https://127.0.0.1:{portal.port}/")
    assert (answer.outcome, answer.tls_error, answer.status) == (Outcome.TLS, "no_tls", None)
