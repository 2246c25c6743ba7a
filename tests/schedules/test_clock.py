"""The system's clock is set in the middle of a run: nothing waits for it, nothing is lost, and what is kept stays sound."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiohttp import web

from audits.rubric import load_rubric
from exports.checking import check
from exports.package import export
from records.registry import load_registry
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.store import Store
from storage.verifying import verify_run
from tests.crawler.portal import Page, html, serving
from tests.schedules.test_troubles import SETTINGS

AS_OF = date(2022, 3, 31)
MENU = {f"/cong-dan/{n}": f"Công dân {n}" for n in range(12)}


def stepping(text: str, step: Callable[[], None]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A page during whose delivery the clock is set."""

    async def answer(_: web.Request) -> web.StreamResponse:
        step()
        return web.Response(text=text, content_type="text/html")

    return answer


@pytest.mark.parametrize("hours", [-3, 3, -24 * 40])
async def test_clock_that_is_set_during_a_run_changes_no_visit(tmp_path: Path, hours: int) -> None:
    pages: dict[str, Page] = {path: html(label, "<p>Nội dung.</p>", MENU) for path, label in MENU.items()}
    pages["/"] = html("Cổng thông tin điện tử", "<p>Trang chủ</p>", MENU)
    store, archive = Store.open(tmp_path / "x.db"), Archive(tmp_path / "archive")
    settings = replace(SETTINGS, host_delay_seconds=0.05, portal_time_limit_seconds=120)
    with time_machine.travel(datetime(2022, 3, 31, 1, tzinfo=UTC), tick=True) as clock:
        pages["/cong-dan/5"] = stepping(str(pages["/cong-dan/5"]), lambda: clock.shift(timedelta(hours=hours)))
        async with serving(pages) as portal:
            file = tmp_path / "registry.toml"
            file.write_text(
                'version = "t"\nvalid_from = 1997-01-01\n[[province]]\ncode = "00"\nslug = "p"\nname = "P"\n'
                f'portal = "{portal.base}"\nconfidence = "seen"\nsource = "test"\n'
            )
            registry = load_registry(file)
            run_id = store.start_run(
                registry, kind="full", started_at=datetime.now(UTC), code_version="t", user_agent="t"
            )
            archive.keep_registry(run_id, file)
            pipeline = Pipeline(store, archive, load_rubric("five-criteria"))
            began = time.monotonic()
            await pipeline.run(run_id, registry, registry.provinces, settings, AS_OF, concurrency=1)
            assert time.monotonic() - began < 60  # nobody waits until the clock is where it was
        assert [portal.times(path) for path in pages] == [1] * len(pages)
    visit = store.counting_visits(run_id)["p"]
    assert (visit.visit_status, visit.attempt) == ("done", 1)
    assert visit.finished_at is not None and visit.finished_at >= visit.started_at
    run = store.run(run_id)
    assert run is not None and run.finished_at is not None and run.status == "done"
    assert run.finished_at >= run.started_at
    assert not verify_run(store, archive, run_id).problems
    export(store, [run_id], [], "csv", tmp_path / "out", ZoneInfo("Asia/Ho_Chi_Minh"))
    assert check(tmp_path / "out") == []
    # Captures stand in the order in which they came, each with the time that the clock had.
    times = [row.fetched_at for row in store.captures(run_id, "p") if row.topic != "log"]
    assert (sorted(times) == times) is (hours > 0)
    store.close()
