"""A worker and its queue: what it does when heartbeats fail, when a job is refused, when a job breaks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.province import Province, Registry
from schedules.auditing import add_audit
from schedules.jobs import jobs_of
from schedules.judging import judges
from schedules.queue import LocalQueue
from schedules.working import Refused, Worker
from storage.archive import Archive
from storage.errors import StorageError
from storage.store import Store
from tests.crawler.portal import Page, html, province, serving

MENU = {f"/cong-dan/{n}": f"Công dân {n}" for n in range(30)}
PAGES: dict[str, Page] = {path: html(label, "<p>Nội dung của trang này.</p>", MENU) for path, label in MENU.items()}
PAGES["/"] = html("Cổng thông tin điện tử", "<p>Trang chủ</p>", MENU)
SETTINGS = Settings(
    contact="test@example.org",
    host_delay_seconds=0.05,
    allow_private_hosts=True,
    render="never",
    play_store_url="http://127.0.0.1:9",
    app_store_url="http://127.0.0.1:9",
)


class Shaky(LocalQueue):
    """A queue whose heartbeats can be made to fail."""

    lease_seconds = 0.4

    def __init__(self) -> None:
        super().__init__()
        self.away = False

    async def heartbeat(self) -> bool:
        if self.away:
            raise StorageError("queue: away")
        return True


class Scene:
    """A store, an archive, a run over given portals, and a worker."""

    def __init__(self, folder: Path, queue: LocalQueue, *portals: str) -> None:
        self.store, self.archive = Store.open(folder / "x.db"), Archive(folder / "archive")
        self.queue = queue
        provinces = tuple(replace(province(url), slug=f"p{n}") for n, url in enumerate(portals))
        self.registry = Registry("test", date(2000, 1, 1), None, provinces, "")
        self.run_id = self.store.start_run(
            self.registry, kind="full", started_at=datetime.now(UTC), code_version="t", user_agent="t"
        )
        self.pool = judges(1, yielding=False)
        self.worker = Worker(queue, self.store, self.archive, SETTINGS, self.pool, registry=self.registry)

    async def enqueue(self) -> None:
        rubric, now = load_rubric("five-criteria"), datetime.now(UTC)
        audit_id = add_audit(self.store, self.archive, self.run_id, rubric, date(2022, 3, 31), now)
        provinces = self.registry.provinces
        await self.queue.enqueue(jobs_of(self.store, audit_id, self.registry, provinces, SETTINGS, resume=False))

    async def work(self) -> None:
        await self.enqueue()
        try:
            await self.worker.run(until_closed=self.run_id)
        finally:
            self.pool.shutdown(wait=False, cancel_futures=True)


async def test_without_heartbeats_a_worker_stops_asking_and_goes_on_when_they_are_back(tmp_path: Path) -> None:
    queue = Shaky()
    async with serving(PAGES) as portal, asyncio.timeout(120):
        scene = Scene(tmp_path, queue, portal.base)
        working = asyncio.create_task(scene.work())
        while len(portal.asked) < 8:
            await asyncio.sleep(0.01)
        queue.away = True
        while scene.worker._has_lease():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # what was sent just before has arrived
        before = len(portal.asked)
        await asyncio.sleep(1)
        assert len(portal.asked) == before
        queue.away = False
        await working
        assert all(portal.times(path) <= 2 for path in MENU)
        assert sum(portal.times(path) - 1 for path in MENU) <= 1  # the one in flight
    visits = scene.store.visits(scene.run_id)
    assert [(v.attempt, v.visit_status) for v in visits] == [(1, "done")]
    run = scene.store.run(scene.run_id)
    assert run is not None and run.status == "done"


async def test_a_worker_whose_settings_forbid_a_province_ends_and_leaves_the_job(tmp_path: Path) -> None:
    def never(province: Province) -> None:
        raise Refused(f"{province.portal} is a public host")

    scene = Scene(tmp_path, LocalQueue(), "http://127.0.0.1:9/")
    scene.worker.allowed = never
    with pytest.raises(Refused, match="public host"):
        await scene.work()
    assert await scene.queue.open_jobs(scene.run_id) == 1
    assert scene.store.visits(scene.run_id) == []


async def test_a_visit_that_breaks_stops_no_other_and_the_run_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedules.working._FIRST_PAUSE", 0.01)
    async with serving(PAGES) as portal, asyncio.timeout(120):
        scene = Scene(tmp_path, LocalQueue(), portal.base, "http://127.0.0.1:9/")
        # Where the archive's file should be there is a folder.
        (tmp_path / "archive" / scene.run_id / "p1-1.warc.gz").mkdir(parents=True)
        failed: list[str] = []
        scene.worker.notify = lambda event: failed.append(event.province) if event.what == "failed" else None
        await scene.work()
    assert failed == ["p1"]
    visits = {v.province: (v.visit_status, v.open) for v in scene.store.visits(scene.run_id)}
    assert visits == {"p0": ("done", False), "p1": ("running", True)}  # `--resume` goes on with it
    run = scene.store.run(scene.run_id)
    assert run is not None and run.status == "done"


async def test_a_run_that_cannot_be_closed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schedules.working._FIRST_PAUSE", 0.01)
    scene = Scene(tmp_path, LocalQueue())
    await scene.enqueue()
    rubric = next((tmp_path / "archive" / scene.run_id).glob("rubric-*.toml"))
    rubric.unlink()
    try:
        with pytest.raises(FileNotFoundError):
            await scene.worker.run(until_closed=scene.run_id)
    finally:
        scene.pool.shutdown(wait=False, cancel_futures=True)
