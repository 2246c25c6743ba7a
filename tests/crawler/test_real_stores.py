"""The stores at their real addresses, which no local server can stand in for: the client below us is pytest-httpx's."""

from __future__ import annotations

import httpx
import pytest
from pytest_httpx import HTTPXMock

from crawler.addresses import GuardedResolver
from crawler.gate import Gates
from crawler.settings import Settings
from crawler.stores import StoreClient, StoreFindings
from records.capture import Capture, Outcome
from tests.crawler.portal import province

APPLE, GOOGLE = "https://itunes.apple.com", "https://play.google.com"


@pytest.fixture(autouse=True)
def _client_of_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.transport.guarded_line", lambda *_: httpx.AsyncHTTPTransport())


async def ask(ids: list[tuple[str, str]], *, search: bool = False) -> tuple[list[Capture], StoreFindings]:
    resolver, found, kept = GuardedResolver(allow_private=False), StoreFindings(), []
    client = StoreClient(Settings(host_delay_seconds=0), Gates(delay=0, concurrency=1), resolver)
    fetcher = client.fetcher(kept.append, {})
    await client.by_ids(fetcher, found, ids)
    if search:
        await client.by_search(fetcher, found, province("https://www.danang.gov.vn"))
    await client.close()
    await resolver.close()
    return kept, found


async def test_apps_are_looked_up_in_the_vietnamese_stores(httpx_mock: HTTPXMock) -> None:
    for store in (APPLE, GOOGLE):
        httpx_mock.add_response(url=f"{store}/robots.txt", text="User-agent: *\nDisallow: /private\n")
    httpx_mock.add_response(
        url=f"{APPLE}/lookup?id=1490000001&country=vn", json={"resultCount": 1, "results": [{"trackId": 1490000001}]}
    )
    httpx_mock.add_response(url=f"{GOOGLE}/store/apps/details?id=vn.danang.smartcity&hl=vi&gl=VN", html="<h1>App</h1>")
    kept, found = await ask([("app_store", "1490000001"), ("play", "vn.danang.smartcity")])
    assert [c.outcome for c in kept if "robots" not in c.url] == [Outcome.OK, Outcome.OK]
    assert {request.method for request in httpx_mock.get_requests()} == {"GET"}
    assert found.asked == {("app_store", "1490000001"), ("play", "vn.danang.smartcity")}


async def test_a_store_whose_robots_forbids_its_search_is_not_searched(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=f"{GOOGLE}/robots.txt", text="User-agent: *\nDisallow: /store/search\n")
    httpx_mock.add_response(url=f"{APPLE}/robots.txt", status_code=404)
    httpx_mock.add_response(json={"resultCount": 0, "results": []}, is_reusable=True)
    _, found = await ask([], search=True)
    outcomes = {search.store: search.outcome for search in found.searches}
    assert outcomes == {"play": "robots", "app_store": "ok"}
    assert not [r for r in httpx_mock.get_requests() if r.url.host == "play.google.com" and r.url.path != "/robots.txt"]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.RemoteProtocolError("half a status line"), Outcome.PROTOCOL),
        (httpx.ReadTimeout("no answer"), Outcome.TIMEOUT),
    ],
)
async def test_errors_of_the_client_become_outcomes(
    httpx_mock: HTTPXMock, error: httpx.TransportError, outcome: Outcome
) -> None:
    httpx_mock.add_response(url=f"{APPLE}/robots.txt", status_code=404)
    httpx_mock.add_exception(error, is_reusable=True)
    kept, _ = await ask([("app_store", "1")])
    assert kept[-1].outcome is outcome
