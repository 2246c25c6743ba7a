"""The server: addresses, TLS, refusals, and that it counts what is sent to it."""

from __future__ import annotations

import gzip
import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from replica import Replica


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    with Replica(log=tmp_path_factory.mktemp("log") / "requests.jsonl") as running:
        yield running


class Loopback(http.client.HTTPConnection):
    """Connects to 127.0.0.1 whatever the name, as names under .localhost must."""

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        super().__init__(parts.hostname or "", parts.port, timeout=10)
        self._tls = context

    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port), 10)
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def get(
    url: str, method: str = "GET", context: ssl.SSLContext | None = None, **headers: str
) -> http.client.HTTPResponse:
    connection = Loopback(url, context)
    parts = urlsplit(url)
    connection.request(
        method,
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    )
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def body(answer: http.client.HTTPResponse) -> bytes:
    return bytes(answer.body)  # type: ignore[attr-defined]


def test_all_63_stand_in_the_registry_at_ports_of_their_own(replica: Replica) -> None:
    provinces = tomllib.loads(replica.registry_path.read_text(encoding="utf-8"))["province"]
    assert len(provinces) == 63
    assert len({urlsplit(p["portal"]).port for p in provinces}) == 63


def test_home_pages_answer(replica: Replica) -> None:
    trusting = ssl._create_unverified_context()
    for slug in replica.sites:
        if slug in {"dien-bien", "kon-tum"}:
            continue
        url = replica.origin(slug)
        answer = get(url, context=trusting if url.startswith("https") else None)
        assert answer.status == (503 if slug == "bac-lieu" else 200), slug


def test_a_sub_domain_is_told_apart_by_its_name(replica: Replica) -> None:
    portal, feedback = get(replica.origin("binh-duong")), get(replica.origin("binh-duong", "1022"))
    assert b"<title>" in body(portal) and "Cổng 1022".encode() in body(feedback)
    assert get(replica.origin("binh-duong", "khongco")).status == 404


def test_down_refuses(replica: Replica) -> None:
    with pytest.raises(ConnectionRefusedError):
        get(replica.origin("dien-bien"))


def test_own_authority_is_trusted_with_its_file_and_http_redirects(replica: Replica) -> None:
    url = replica.origin("da-nang")
    assert get(url, context=ssl.create_default_context(cafile=str(replica.ca_file))).status == 200
    with pytest.raises(ssl.SSLCertVerificationError):
        get(url, context=ssl.create_default_context())
    answer = get(url.replace("https", "http") + "/x?y=1")
    assert (answer.status, answer.headers["location"]) == (301, url + "/x?y=1")


def test_unsigned_certificate_is_refused_even_with_the_authority(replica: Replica) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        get(replica.origin("long-an"), context=ssl.create_default_context(cafile=str(replica.ca_file)))


def test_https_without_redirect_serves_both(replica: Replica) -> None:
    url = replica.origin("quang-ninh")
    assert get(url, context=ssl.create_default_context(cafile=str(replica.ca_file))).status == 200
    assert get(url.replace("https", "http")).status == 200


def test_tls_at_a_plain_port_is_no_tls(replica: Replica) -> None:
    with pytest.raises(ssl.SSLError):
        get(replica.origin("ha-noi"), context=ssl._create_unverified_context())


def test_post_is_refused_and_counted(replica: Replica) -> None:
    before = replica.posts
    assert get(replica.origin("ha-noi"), "POST").status == 405
    assert replica.posts == before + 1


def test_head_has_no_body_and_gzip_is_read(replica: Replica) -> None:
    url = replica.origin("ha-noi")
    assert body(get(url, "HEAD")) == b""
    zipped = get(url, Accept_Encoding="gzip")
    assert gzip.decompress(body(zipped)) == body(get(url))


def test_the_same_portals_send_etags_at_each_start_and_a_known_one_answers_304(replica: Replica) -> None:
    tags = {slug: get(replica.origin(slug)).headers["etag"] for slug in ("ha-noi", "nghe-an", "son-la", "gia-lai")}
    assert [slug for slug, tag in tags.items() if tag] == ["ha-noi", "nghe-an", "son-la"]
    assert get(replica.origin("nghe-an"), If_None_Match=tags["nghe-an"]).status == 304


def test_slow_one_delays_no_other(replica: Replica) -> None:
    start = time.monotonic()
    assert get(replica.origin("kon-tum")).status == 200
    assert time.monotonic() - start > 2


def test_cookie_stub_lets_a_browser_pass(replica: Replica) -> None:
    url = replica.origin("lang-son")
    stub = body(get(url)).decode()
    cookie = stub.split('document.cookie="')[1].split(";")[0]
    assert len(stub) < 500 < len(body(get(url, Cookie=cookie)))


def test_robots_forbid_all_at_one(replica: Replica) -> None:
    assert body(get(replica.origin("ninh-thuan") + "/robots.txt")) == b"User-agent: *\nDisallow: /\n"


def test_flaky_pages_fail_each_time(replica: Replica) -> None:
    url = replica.origin("tien-giang") + replica.sites["tien-giang"].url("tin-3")
    assert {get(url).status for _ in range(3)} == {500}


def test_log_holds_each_request(replica: Replica) -> None:
    get(replica.origin("ha-nam"), User_Agent="curious/1")
    assert replica._log_path is not None
    lines = [json.loads(line) for line in Path(replica._log_path).read_text(encoding="utf-8").splitlines()]
    assert lines[-1]["user_agent"] == "curious/1" and lines[-1]["host"].startswith("ha-nam.localhost:")
    assert len(lines) == replica.requests


def test_starts_and_stops_twice() -> None:
    replica = Replica(["ha-noi", "da-nang"])
    for _ in range(2):
        with replica:
            assert get(replica.origin("ha-noi")).status == 200
            path, origin = replica.registry_path, replica.origin("ha-noi")
        assert not path.exists()
        with pytest.raises(ConnectionRefusedError):
            get(origin)


def test_unknown_portal_is_refused() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        Replica(["atlantis"])


def test_command_line_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "replica", "serve", "--only", "ha-noi", "ha-nam", "--log", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"registry_path", "play_store_url", "app_store_url", "ca_file", "as_of", "truth"}
        registry = tomllib.loads(Path(ready["registry_path"]).read_text(encoding="utf-8"))
        assert [get(p["portal"]).status for p in registry["province"]] == [200, 200]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert len(log.read_text(encoding="utf-8").splitlines()) == 2
