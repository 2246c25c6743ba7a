"""A night over the hostile fleet of tests/hostile at the default limits: how each portal ends, the most memory held.

python -m benchmarks.hostile [NAME ...]

All portals at once, beside a healthy one of the replica; they are served by a process of their own, so that the
memory is ours alone: that of this process and of those which judge and read documents, Chromium and its driver aside.
The stores do not answer: their pace would hold each visit for a quarter of an hour, whatever its portal does.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.province import Registry
from records.registry import load_registry
from records.visit import VisitLog
from replica import Replica
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.store import Store
from tests.crawler.portal import province, serving
from tests.hostile.cases import all_cases
from tests.hostile.fleet import served

HEALTHY = "gia-lai"
BAR_MB = 700
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Night:
    """What came of it: each portal's log by name, the most MB that all processes held together, what broke."""

    logs: dict[str, VisitLog]
    peak_mb: float
    faults: list[str]


class Held:
    """The resident memory of this process and its descendants, Chromium and its driver aside; pages that two of them
    share are counted twice."""

    peak_mb = 0.0

    @contextmanager
    def watched(self, *others: int) -> Iterator[None]:
        """Look ten times a second, leaving out the processes `others`."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(_LOOK_SECONDS):
                self.peak_mb = max(self.peak_mb, _held_mb(os.getpid(), {*others}))

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _held_mb(root: int, others: set[int]) -> float:
    parents, kib = dict[int, int](), dict[int, int]()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = (line.partition(":") for line in status.read_text("ascii", "replace").splitlines())
        except OSError:  # it has just ended
            continue
        facts = {name: value.strip() for name, _, value in lines}
        if facts["Name"].startswith(("chrom", "node", "MainThread")) and int(facts["Pid"]) != root:
            continue
        parents[int(facts["Pid"])] = int(facts["PPid"])
        kib[int(facts["Pid"])] = int(facts.get("VmRSS", "0").split()[0])
    mine = {root}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine - others:
        mine |= more
    return sum(kib[pid] for pid in mine) * 1024 / 1e6


async def serve(names: Sequence[str]) -> None:
    """The fleet, until killed; prints {name: address} when all are open."""
    async with serving({}, bind="127.0.0.2", host="127.0.0.2") as victim:
        cases = all_cases(victim.base)
        async with served({name: cases[name] for name in names or cases}) as fleet:
            print(json.dumps({name: one.url for name, one in fleet.items()}), flush=True)
            await asyncio.Event().wait()


def night(folder: Path, names: Sequence[str] = ()) -> Night:
    """One night over the portals of those names, all where none is given, and the healthy one."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hostile", "--serve", *names], stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        addresses = json.loads(serving.stdout.readline())
        held = Held()
        with Replica(only=[HEALTHY]) as replica, held.watched(serving.pid):
            logs, faults = asyncio.run(_crawl(folder, addresses, replica))
        return Night(logs, held.peak_mb, faults)
    finally:
        serving.kill()
        serving.wait()


async def _crawl(folder: Path, addresses: dict[str, str], replica: Replica) -> tuple[dict[str, VisitLog], list[str]]:
    settings = Settings(
        contact="bench@example.org",
        allow_private_hosts=True,  # the one default that loopback does not allow
        extra_ca_file=replica.ca_file,
        play_store_url="http://127.0.0.1:9",
        app_store_url="http://127.0.0.1:9",
    )
    healthy = load_registry(replica.registry_path).province(HEALTHY)
    hostile = [replace(province(url), slug=name, name=f"Tỉnh {name}") for name, url in addresses.items()]
    registry = Registry("hostile", date(2000, 1, 1), None, (healthy, *hostile), "")
    store, archive = Store.open(f"sqlite:///{folder / 'x.db'}"), Archive(folder / "archive")
    run_id = store.start_run(registry, kind="full", started_at=datetime.now(UTC), code_version="b", user_agent="b")
    archive.keep_registry(run_id, replica.registry_path)
    pipeline = Pipeline(store, archive, load_rubric("five-criteria"))
    summary = await pipeline.run(run_id, registry, registry.provinces, settings, replica.as_of, concurrency=100)
    logs = {slug: VisitLog.from_json(visit.log.encode()) for slug, visit in store.counting_visits(run_id).items()}
    store.close()
    return logs, summary.faults


def main() -> None:
    """Each portal's end, the slowest first, and the memory."""
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(sys.argv[2:]))
        return
    with tempfile.TemporaryDirectory() as folder:
        made = night(Path(folder), sys.argv[1:])
    cases = all_cases("http://127.0.0.2:9")
    took = {name: (log.finished_at - log.started_at).total_seconds() for name, log in made.logs.items()}
    for name in sorted(took, key=lambda name: -took[name]):
        log, case = made.logs[name], cases.get(name)
        other = case is not None and (log.status, log.error) != (case.status, case.error)
        note = f" (with the tests' limits: {case.status.value} {case.error})" if case is not None and other else ""
        print(f"{took[name]:6.1f} s {log.requests:4} requests  {name}: {log.status.value} {log.error}{note}")
    limit = Settings().portal_time_limit_seconds
    late = [name for name, seconds in took.items() if seconds > limit]
    print(f"{len(took)} portals; beyond the time limit of {limit:.0f} s: {', '.join(late) or 'none'}")
    print(f"memory at most {made.peak_mb:.0f} MB, Chromium aside (bar: {BAR_MB} MB)")
    for fault in made.faults:
        print(f"a check broke: {fault}")


if __name__ == "__main__":
    main()
