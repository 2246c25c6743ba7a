"""Requests until everything wanted was seen, on the replica's 200-page portals, against breadth-first.

python -m benchmarks.focus [--rounds N]

The same program twice: as a night crawls, and with `--max-pages 0 --focus off`. Wanted is what the verdicts of the
whole, breadth-first crawl rest on: of each check that passes in part or whole there, the pages that support it. Counted
are the pages that were asked for until the last of them was seen, redirects among them, stores and robots.txt aside.
Where the night's crawl supports a verdict by another page, that page is the one it needs; a verdict that it lacks
counts as never seen.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from audits.audit import judge
from audits.site import Site
from crawler.settings import Settings
from records.capture import Capture, Kind
from records.finding import Finding, Status
from records.province import Province
from records.registry import load_registry
from replica import Replica
from replica.facts import portals
from schedules.crawling import Crawling
from storage.archive import Archive
from storage.store import Store

AS_OF = date(2022, 3, 31)
LARGE = 200  # pages
# Verdicts over the portal as a whole, or measured: no page is wanted for them.
NOT_BY_A_PAGE = ("accessibility.broken_links", "accessibility.availability", "accessibility.response_time")


def crawl(replica: Replica, province: Province, *, focus: bool) -> tuple[list[Capture], dict[str, Finding]]:
    """The captures of one visit in their order, and its findings."""
    settings = Settings(
        contact="benchmark@example.org",
        host_delay_seconds=0,
        allow_private_hosts=True,
        extra_ca_file=Path(replica.ca_file),
        play_store_url=replica.play_store_url,
        app_store_url=replica.app_store_url,
        render="never",
        **({} if focus else {"focus": False, "max_pages": 0}),  # type: ignore[arg-type]
    )
    with tempfile.TemporaryDirectory() as folder:
        store, archive = Store.open(Path(folder) / "portal-audit.db"), Archive(Path(folder) / "archive")
        registry = load_registry(Path(replica.registry_path))
        run_id = store.start_run(
            registry, kind="full", started_at=datetime.now(UTC), code_version="benchmark", user_agent="benchmark"
        )
        asyncio.run(Crawling(store, archive).crawl(run_id, [province], settings, concurrency=1))
        captures = list(archive.captures_of(f"{run_id}/{province.slug}-1.warc.gz"))
        store.close()
    findings = judge(Site.of(province, captures), AS_OF).findings
    light = [c if c.kind is Kind.RESPONSE else replace(c, wire_body=b"", body=b"") for c in captures]
    return light, {finding.check_id: finding for finding in findings}


def asked(captures: list[Capture]) -> dict[str, int]:
    """Of each page, as the how-manieth it was asked for."""
    pages = [c.url for c in captures if c.kind in (Kind.RESPONSE, Kind.FAILURE) and c.topic not in ("store", "robots")]
    return {url: number for number, url in reversed(list(enumerate(pages, 1)))}


def until(captures: list[Capture], findings: dict[str, Finding], wanted: set[str]) -> int | None:
    """How many pages were asked for until those checks had what supports them; None where one has not."""
    order = asked(captures)
    last = 0
    for check_id in wanted:
        finding = findings[check_id]
        if finding.status not in (Status.PASS, Status.PARTIAL):
            return None
        last = max([last, *(order[e.url] for e in finding.supports if e.url in order)])
    return last


def measure(replica: Replica, province: Province) -> tuple[int, int | None, int]:
    """Pages until everything was seen breadth-first and by us, and how many checks that was."""
    whole, expected = crawl(replica, province, focus=False)
    wanted = {
        check_id
        for check_id, finding in expected.items()
        if finding.status in (Status.PASS, Status.PARTIAL) and check_id not in NOT_BY_A_PAGE
    }
    ours, found = crawl(replica, province, focus=True)
    breadth = until(whole, expected, wanted)
    assert breadth is not None
    return breadth, until(ours, found, wanted), len(wanted)


def main() -> None:
    """Measure each large portal some times."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    large = [portal.slug for portal in portals() if portal.pages >= LARGE and portal.access == "open"]
    shares: list[float] = []
    with Replica(large) as replica:
        registry = load_registry(Path(replica.registry_path))
        for slug in large:
            found = [measure(replica, registry.province(slug)) for _ in range(rounds)]
            breadth = statistics.median(b for b, _, _ in found)
            ours = statistics.median(float("inf") if o is None else o for _, o, _ in found)
            shares.append(ours / breadth)
            print(f"{slug}: {found[0][2]} checks, breadth-first {breadth:.0f} pages, ours {ours:.0f}: {shares[-1]:.2f}")
    print(f"median {statistics.median(shares):.2f} (bar 0.33, aim 0.17)")


if __name__ == "__main__":
    main()
