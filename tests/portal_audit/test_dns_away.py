"""The name server is away: from the start, and in the middle of a visit. A real one, in a mount namespace of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.crawler.portal import html, serving

ROOT = Path(__file__).resolve().parents[2]
NAME_SERVER = "127.0.0.77"  # resolv.conf knows no port but 53, which is root's
HOST = "tinh.example"
MENU = {"/cong-dan": "Công dân", "/hoi-dap": "Hỏi đáp"}
PAGES = {path: html(label, "<p>Nội dung của trang này.</p>", MENU) for path, label in {**MENU, "/": "Cổng"}.items()}
# Each look-up is made anew.
COMMAND = "from crawler import addresses; addresses._ANSWER_SECONDS = 0; from portal_audit.cli import main; main()"


class NameServer(asyncio.DatagramProtocol):
    """Says that every name is this machine, `answers` times; then that it failed."""

    def __init__(self) -> None:
        self.answers = self.asked = self.failed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        end = data.index(b"\0", 12) + 5
        question, is_a = data[12:end], data[end - 4 : end - 2] == b"\0\1"
        self.asked += is_a
        works = self.answers > 0
        self.answers -= works and is_a
        self.failed += not works
        found = b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1" if works and is_a else b""
        head = data[:2] + (b"\x81\x80" if works else b"\x81\x82") + b"\0\1" + bytes([0, bool(found)]) + bytes(4)
        self._transport.sendto(head + question + found, address)  # type: ignore[attr-defined]


@asynccontextmanager
async def name_server() -> AsyncIterator[NameServer]:
    loop = asyncio.get_running_loop()
    transport, made = await loop.create_datagram_endpoint(NameServer, local_addr=(NAME_SERVER, 53))
    try:
        yield made
    finally:
        transport.close()


@pytest.fixture(autouse=True)
def may() -> Iterator[None]:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
            trial.bind((NAME_SERVER, 53))
        subprocess.run(["unshare", "-m", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a name server of one's own needs root and mount namespaces")
    yield


class Scene:
    """A registry of one province, whose portal has a name that DNS must know."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        (folder / "resolv.conf").write_text(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n")
        (folder / "registry.toml").write_text(
            'version = "t"\nvalid_from = 1997-01-01\n[[province]]\ncode = "00"\nslug = "tinh"\nname = "Tỉnh"\n'
            f'portal = "http://{HOST}:{port}"\nconfidence = "seen"\nsource = "test"\n'
        )
        settings = {
            "DATA_DIR": folder / "var",
            "ALLOW_PRIVATE_HOSTS": 1,
            "CONTACT": "test@example.org",
            "PLAY_STORE_URL": "http://127.0.0.1:9",
            "APP_STORE_URL": "http://127.0.0.1:9",
        }
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        self.environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in settings.items()} | {"PYTHONPATH": str(ROOT)}

    async def run(self, *arguments: str) -> str:
        """What the command printed; it has to end with 0."""
        with_server = f'mount --bind {self.folder}/resolv.conf /etc/resolv.conf && exec "$@"'
        line = ["unshare", "-m", "sh", "-c", with_server, "sh", sys.executable, "-c", COMMAND]
        done = await asyncio.create_subprocess_exec(
            *line,
            *("run", *arguments, "--render", "never", "--as-of", "2022-03-31"),
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, errors = await done.communicate()
        assert done.returncode == 0 and b"Traceback" not in errors, (out, errors)
        return out.decode()


async def test_portal_without_a_name_server_is_unreachable_and_the_retry_finds_it(tmp_path: Path) -> None:
    async with name_server() as dns, serving(PAGES) as portal:
        scene = Scene(tmp_path, portal.port)
        out = await scene.run("--registry", str(tmp_path / "registry.toml"))
        assert "unreachable: tinh (dns)" in out
        assert dns.failed and not portal.asked
        dns.answers = 10**6
        run_id = out.split()[1].rstrip(":")
        assert "tinh: done" in await scene.run("--retry", run_id)
        assert set(PAGES) <= set(portal.asked)


async def test_name_server_that_goes_away_in_the_middle_costs_no_page(tmp_path: Path) -> None:
    async with name_server() as dns, serving(PAGES) as portal:
        dns.answers = 1
        out = await Scene(tmp_path, portal.port).run("--registry", str(tmp_path / "registry.toml"))
        assert "tinh: done" in out
        assert dns.failed > 1
        assert set(PAGES) <= set(portal.asked)
