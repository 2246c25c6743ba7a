"""Compare ways to fetch: a plain httpx client per host, httpx over aiohttp, our transport, and aiohttp alone.

    python benchmarks/transport.py [--hosts 20] [--pages 60] [--rounds 3]

A server of its own (another process, loopback) gives each host pages of about 60 kB, gzipped, as portals send them.
Every way fetches all pages of all hosts, one request at a time per host, hosts side by side, bodies inflated. Ways take
turns within a round; what counts is the ratio to the first way in the same round. CPU is that of the client's process.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import multiprocessing
import random
import resource
import statistics
import time
import zlib
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from crawler.addresses import GuardedResolver
from crawler.settings import Settings
from crawler.transport import Transport

Way = Callable[[list[list[str]]], Awaitable[int]]


def _page(seed: int) -> bytes:
    dice = random.Random(seed)
    words = ["công", "dân", "phản", "ánh", "kiến", "nghị", "lịch", "tiếp", "tỉnh", "thông", "báo", "văn", "bản", "tin"]
    items: list[str] = []
    while sum(len(item) for item in items) < 55_000:
        text = " ".join(dice.choices(words, k=12))
        items.append(f'<li><a href="/bai-viet/{dice.randrange(10**6)}.html">{text}</a></li>')
    return gzip.compress(f"<!doctype html><html><body><ul>{''.join(items)}</ul></body></html>".encode(), 6)


def _serve(pipe: Connection) -> None:
    pages = [_page(n) for n in range(8)]
    heads = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\nSet-Cookie: s=1; Path=/\r\n\r\n" % len(page)
        for page in pages
    ]

    class Server(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport
            self.buffer = b""

        def data_received(self, data: bytes) -> None:
            self.buffer += data
            while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
                path = self.buffer[: self.buffer.index(b"\r\n")]
                self.buffer = self.buffer[end + 4 :]
                n = hash(path) % len(pages)
                self.transport.write(heads[n] + pages[n])  # type: ignore[attr-defined]

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        server.close()

    asyncio.run(run())


async def _each_host(hosts: list[list[str]], get: Callable[[str], Awaitable[int]]) -> int:
    async def one(urls: list[str]) -> int:
        return sum([await get(url) for url in urls])

    return sum(await asyncio.gather(*(one(urls) for urls in hosts)))


async def httpx_client_per_host(hosts: list[list[str]]) -> int:
    """(a) of the issue: httpx with its own transport, a client a host."""

    async def one(urls: list[str]) -> int:
        async with httpx.AsyncClient(trust_env=False) as client:
            return sum([len((await client.get(url)).content) for url in urls])

    return sum(await asyncio.gather(*(one(urls) for urls in hosts)))


async def httpx_over_aiohttp(hosts: list[list[str]]) -> int:
    """(b) of the issue: httpx over aiohttp, one session for all, nothing of ours."""
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auto_decompress=False)
    async with httpx.AsyncClient(transport=AiohttpTransport(client=session), trust_env=False) as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        return await _each_host(hosts, get)


async def ours(hosts: list[list[str]]) -> int:
    """crawler.transport: (b) with guard, facts of the connection, caps and wire bytes; one transport a host."""
    settings = Settings(allow_private_hosts=True)
    resolver = GuardedResolver(allow_private=True)

    async def one(urls: list[str]) -> int:
        transport = Transport(settings, resolver)
        try:
            return sum([len((await transport.get(url)).body) for url in urls])
        finally:
            await transport.close()

    total = sum(await asyncio.gather(*(one(urls) for urls in hosts)))
    await resolver.close()
    return total


async def aiohttp_alone(hosts: list[list[str]]) -> int:
    """The lower bound of (b): no httpx on top."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auto_decompress=False) as session:

        async def get(url: str) -> int:
            async with session.get(url) as response:
                return len(zlib.decompress(await response.read(), 31))

        return await _each_host(hosts, get)


WAYS: dict[str, Way] = {
    "httpx, a client per host": httpx_client_per_host,
    "httpx over aiohttp": httpx_over_aiohttp,
    "crawler.transport": ours,
    "aiohttp alone": aiohttp_alone,
}


def _measure(way: Way, hosts: list[list[str]]) -> tuple[float, float, int]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    size = asyncio.run(_run(way, hosts))
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, size


async def _run(way: Way, hosts: list[list[str]]) -> int:
    return await way(hosts)


def main() -> None:
    """Run the comparison and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    near, far = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(far,))
    server.start()
    port = near.recv()
    # A host is a stream of requests with a connection of its own; one loopback address serves them all.
    urls = [f"http://127.0.0.1:{port}/bai-viet/{page}.html" for page in range(options.pages)]
    hosts = [urls] * options.hosts
    total = options.hosts * options.pages
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    sizes: set[int] = set()
    try:
        for turn in range(options.rounds + 1):
            names = list(WAYS)[turn % len(WAYS) :] + list(WAYS)[: turn % len(WAYS)]
            for name in names:
                wall, cpu, size = _measure(WAYS[name], hosts)
                sizes.add(size)
                if turn:  # the first round warms up
                    results[name].append((wall, cpu))
    finally:
        near.send("end")
        server.join(10)
    if len(sizes) != 1:
        raise SystemExit(f"the ways disagree on what they fetched: {sizes}")
    first = next(iter(WAYS))
    print(f"{total} pages, {options.hosts} hosts, {options.rounds} rounds; medians, ratio to '{first}' within a round")
    print(f"{'way':28}{'pages/s':>9}{'ratio':>8}{'min-max':>13}{'CPU s/1k':>10}")
    for name, runs in results.items():
        ratios = [results[first][n][0] / wall for n, (wall, _) in enumerate(runs)]
        print(
            f"{name:28}{total / statistics.median(w for w, _ in runs):9.0f}{statistics.median(ratios):8.2f}"
            f"{min(ratios):7.2f}-{max(ratios):.2f}{statistics.median(c for _, c in runs) / total * 1000:11.2f}"
        )


if __name__ == "__main__":
    main()
