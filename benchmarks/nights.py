"""What a second night costs beside the first: CPU, bytes on the wire, bytes of archive, rows.

python -m benchmarks.nights [--portals N] [--rounds N] [--changed SHARE]

Portals of the replica, of which every other one sends ETags; in the second night that share of their pages (5 %) has
another line. Each night is a process of its own that crawls, keeps, judges and scores as `portal-audit run` does, with
no pause between requests; its CPU is that of all its processes. With `--changed 0` nothing at all differs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.registry import load_registry
from replica import Replica
from replica.facts import portals
from replica.serve import Listener
from schedules.pipeline import Pipeline
from storage.archive import Archive
from storage.database import reading
from storage.store import Store

AS_OF = date(2022, 3, 31)
TABLES = ("captures", "findings", "evidence", "feedback_items", "indicators", "scores")
BARS = {"cpu": 0.5, "archive": 0.15}


def serve(slugs: list[str], changed: Path, share: float) -> None:
    """Be the portals; once the file `changed` is there, that share of their pages has another line."""
    answer = Listener._answer

    def other(self: Listener, method: str, target: str, headers: dict[str, str], secure: bool) -> Any:
        given = answer(self, method, target, headers, secure)
        path = f"{headers.get('host', '').partition(':')[0]}{target}"
        if changed.exists() and given.status == 200 and zlib.crc32(path.encode()) % 1000 < 1000 * share:
            given = replace(given, body=given.body.replace(b"</body>", b"<p>Tin vua cap nhat</p></body>"))
        return given

    Listener._answer = other  # type: ignore[method-assign]
    with Replica(slugs) as replica:
        print(json.dumps(replica.describe()), flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


def night(folder: Path, told: dict[str, str]) -> None:
    """One run over all portals into `folder`."""
    registry = load_registry(Path(told["registry_path"]))
    store, archive = Store.open(folder / "portal-audit.db"), Archive(folder / "archive")
    run_id = store.start_run(
        registry, kind="full", started_at=datetime.now(UTC), code_version="benchmark", user_agent="benchmark"
    )
    archive.keep_registry(run_id, Path(told["registry_path"]))
    settings = Settings(
        contact="benchmark@example.org",
        host_delay_seconds=0,
        allow_private_hosts=True,
        extra_ca_file=Path(told["ca_file"]),
        play_store_url=told["play_store_url"],
        app_store_url=told["app_store_url"],
        render="never",
    )
    pipeline = Pipeline(store, archive, load_rubric("five-criteria"))
    asyncio.run(pipeline.run(run_id, registry, registry.provinces, settings, AS_OF, concurrency=8))
    store.close()


def measured(folder: Path, told: dict[str, str]) -> dict[str, float]:
    """Run a night in a process of its own, and say what it added."""
    before = state(folder)
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "benchmarks.nights", "--night", folder, json.dumps(told)], check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    after = state(folder)
    cpu = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    return {"cpu": cpu, **{name: after[name] - before[name] for name in after}}


def state(folder: Path) -> dict[str, float]:
    """Bytes that were sent and kept, and rows, since the first night."""
    archive = sum(path.stat().st_size for path in folder.glob("archive/*/*.warc.gz"))
    found: dict[str, float] = {"wire": 0, "archive": archive, **dict.fromkeys(TABLES, 0)}
    if (folder / "portal-audit.db").exists():
        store = Store.open(folder / "portal-audit.db")
        with reading(store.engine) as connection:
            found["wire"] = connection.execute(text("select coalesce(sum(bytes), 0) from visits")).scalar_one()
            for table in TABLES:
                found[table] = connection.execute(text(f"select count(*) from {table}")).scalar_one()
        store.close()
    return found


@contextmanager
def portals_up(slugs: list[str], changed: Path, share: float) -> Any:
    """The portals in a process of their own; what they say of themselves."""
    command = [sys.executable, "-m", "benchmarks.nights", "--serve", ",".join(slugs), str(changed), str(share)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def main() -> None:
    """Measure some rounds, or be one of the processes of one."""
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2].split(","), Path(sys.argv[3]), float(sys.argv[4]))
        return
    if sys.argv[1:2] == ["--night"]:
        night(Path(sys.argv[2]), json.loads(sys.argv[3]))
        return
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--portals", type=int, default=12)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--changed", type=float, default=0.05, metavar="SHARE")
    asked = options.parse_args()
    slugs = [portal.slug for portal in portals()][: asked.portals]
    ratios: dict[str, list[float]] = {}
    for number in range(asked.rounds):
        with tempfile.TemporaryDirectory() as aside:
            folder, changed = Path(aside) / "data", Path(aside) / "changed"
            folder.mkdir()
            with portals_up(slugs, changed, asked.changed) as told:
                first = measured(folder, told)
                changed.touch()
                second = measured(folder, told)
        for name, value in first.items():
            ratios.setdefault(name, []).append(second[name] / value if value else 0.0)
        print(f"round {number + 1}: first {first}, second {second}", flush=True)
    for name, found in ratios.items():
        bar = f" (bar {BARS[name]})" if name in BARS else ""
        print(f"second night against the first, {name}: {statistics.median(found):.2f}{bar}")


if __name__ == "__main__":
    main()
