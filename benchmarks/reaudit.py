"""What a re-audit costs beside a bare parse of the same pages, and what a second process brings.

python -m benchmarks.reaudit [DATA_DIR [RUN]] [--provinces N]

Judges an archived run again with all checks and no network, as `portal-audit audit` does: in one process and in two,
with nothing remembered, and in one with what the judging before left (schedules/readings.py). Without a DATA_DIR a few
portals of the replica are crawled first. The bare parse is that of benchmarks.reading (selectolax, every href, the
whole text) over the HTML pages of those captures, which are the pages that are counted; documents, JSON and store pages
are judged too. CPU is that of the judging processes, without their start.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from audits.rubric import load_rubric
from benchmarks.reading import bare as parsed_bare
from benchmarks.reading import cpu
from crawler.settings import Settings
from records.province import Registry
from records.registry import load_registry
from replica import Replica
from replica.facts import portals
from schedules.judging import judges
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.store import Store

AS_OF = date(2022, 3, 31)
RUBRIC = "five-criteria"


@contextmanager
def crawled(provinces: int) -> Iterator[tuple[Path, str]]:
    """A folder with a fresh run over that many portals of the replica."""
    slugs = [portal.slug for portal in portals()][:provinces]
    with tempfile.TemporaryDirectory() as folder, Replica(only=slugs) as replica:
        file = Path(replica.registry_path)
        registry = load_registry(file)
        store, archive = Store.open(Path(folder) / "portal-audit.db"), Archive(Path(folder) / "archive")
        run_id = store.start_run(
            registry, kind="full", started_at=datetime.now(UTC), code_version="benchmark", user_agent="benchmark"
        )
        archive.keep_registry(run_id, file)
        settings = Settings(
            contact="benchmark@example.org",
            host_delay_seconds=0,
            allow_private_hosts=True,
            extra_ca_file=Path(replica.ca_file),
            play_store_url=replica.play_store_url,
            app_store_url=replica.app_store_url,
            render="never",
        )
        pipeline = Pipeline(store, archive, load_rubric(RUBRIC))
        asyncio.run(pipeline.run(run_id, registry, registry.provinces, settings, AS_OF, concurrency=8))
        store.close()
        yield Path(folder), run_id


def bodies(store: Store, archive: Archive, run_id: str, only: list[str]) -> Iterator[bytes]:
    """Of every HTML page of the run's counting visits."""
    for slug in only:
        visit = store.counting_visit(run_id, slug)
        if visit is not None:
            for capture in archive.captures_of(f"{run_id}/{slug}-{visit.attempt}.warc.gz"):
                if capture.readable and "html" in capture.media_type:
                    yield capture.body


def bare(found: list[bytes]) -> float:
    """Seconds of CPU to parse them all."""
    return cpu(lambda: [parsed_bare("", body) for body in found])


@contextmanager
def ready(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Judging processes that have started and imported: that is not what is measured."""
    pool = judges(workers, yielding=False)
    for one in [pool.submit(time.sleep, 1) for _ in range(workers)]:
        one.result()
    yield pool
    pool.shutdown()


def of_children() -> float:
    """Seconds of CPU of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def reaudit(
    store: Store, archive: Archive, run_id: str, registry: Registry, only: list[str], workers: int
) -> tuple[float, float]:
    """Wall and CPU seconds of an audit by so many processes."""
    with ready(workers):  # the first start of all compiles and reads from the disk
        pass
    begun = of_children()
    with ready(workers):
        pass
    start = of_children() - begun
    with ready(workers) as pool:
        began = time.perf_counter()
        pipeline = Pipeline(store, archive, load_rubric(RUBRIC))
        asyncio.run(pipeline.audit(run_id, registry, AS_OF, pool=pool, only=only))
        wall = time.perf_counter() - began
    return wall, of_children() - begun - 2 * start


def measure(folder: Path, run_id: str | None, provinces: int) -> None:
    """Print it all."""
    store, archive = Store.open(folder / "portal-audit.db"), Archive(folder / "archive")
    run = store.run(run_id) if run_id else store.default_run()
    if run is None:
        raise SystemExit(f"{folder}: no such run")
    registry = load_registry(archive.registry_file(run.run_id))
    only = list(store.counting_visits(run.run_id))[:provinces]
    found = list(bodies(store, archive, run.run_id, only))
    size = sum(map(len, found)) / len(found) / 1000
    bare(found)
    alone = min(bare(found) for _ in range(3))
    load = os.getloadavg()[0]
    print(f"{len(only)} provinces, {len(found)} HTML pages of {size:.1f} KB; load of the machine before: {load:.1f}")
    print(f"bare parse: {len(found) / alone:.0f} pages a second and core")
    walls = {}
    for what, workers in (("nothing remembered", 1), ("nothing remembered", 2), ("remembered", 1)):
        if what == "nothing remembered":
            shutil.rmtree(folder / "readings", ignore_errors=True)
        wall, used = reaudit(store, archive, run.run_id, registry, only, workers)
        walls[what, workers] = wall
        rate = len(found) / used
        print(
            f"re-audit, {workers} process{'es' if workers > 1 else ''}, {what}: {wall:.1f} s, {used:.1f} s of CPU, "
            f"{rate:.0f} pages a second and core: {rate * alone / len(found):.3f} of the bare parse"
        )
    gain = walls["nothing remembered", 1] / walls["nothing remembered", 2]
    print(f"two processes against one: {gain:.2f} x (bar 1.6); share of the bare parse: bar 0.10")


def main() -> None:
    """Measure the given run, or a fresh one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data_dir", nargs="?", type=Path)
    options.add_argument("run", nargs="?")
    options.add_argument("--provinces", type=int, default=8)
    asked = options.parse_args()
    if asked.data_dir is not None:
        measure(asked.data_dir, asked.run, asked.provinces)
        return
    with crawled(asked.provinces) as (folder, run_id):
        measure(folder, run_id, asked.provinces)


if __name__ == "__main__":
    main()
