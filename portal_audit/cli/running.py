"""`run`, `demo`, `import`, `audit`: commands that make runs and audits."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audits.rubric import Rubric, in_force, load_rubric
from crawler.browser import find_chromium
from crawler.settings import Settings as CrawlSettings
from exports.package import export
from portal_audit.cli import showing
from portal_audit.cli.progress import progress
from portal_audit.cli.wiring import (
    CHECK_FAILED,
    DONE,
    INTERRUPTED,
    MANY_UNREACHABLE,
    Context,
    UsageError,
    chosen,
    code_version,
    crawl_settings,
    day,
    opened,
    refuse_impolite,
    registry_file,
    run_named,
)
from portal_audit.settings import Settings, load_settings
from records.province import Province, Registry
from records.registry import load_registry
from records.visit import VisitLog, VisitStatus
from schedules.importing import import_captures
from schedules.judging import all_judges
from schedules.metrics import write_file
from schedules.nights import to_retry
from schedules.pipeline import Pipeline, Summary
from schedules.queueing import is_postgres, live_workers, run_by_workers
from schedules.turns import locks_beside, run_turn
from storage.pruning import is_pruned
from storage.rows import Run
from storage.store import Store

DEFAULT_RUBRIC = "five-criteria"
DEMO_AS_OF = date(2022, 3, 31)

Provinces = Annotated[
    list[str] | None, typer.Option("--province", metavar="SLUG", help="Only this province; repeatable.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge; default: the run's first.")
]
RegistryFile = Annotated[
    Path | None, typer.Option("--registry", metavar="FILE", help="The registry; default: the shipped one of that day.")
]
RubricName = Annotated[str, typer.Option("--rubric", metavar="NAME|FILE", help="The rubric to score by.")]


def register(app: typer.Typer) -> None:
    """Enter the commands."""
    app.command("demo", epilog="Example: portal-audit demo")(demo)
    app.command("run", epilog="Example: portal-audit run --province da-nang")(run)
    app.command("import", epilog="Example: portal-audit import x.warc.gz --registry r.toml --as-of 2022-08-27")(
        import_files
    )
    app.command("audit", epilog="Example: portal-audit audit 2022-03-31-a1b2 --as-of 2022-06-30")(audit)


def run(
    province: Provinces = None,
    into: Annotated[str | None, typer.Option("--into", metavar="RUN", help="Add a new attempt to this run.")] = None,
    retry: Annotated[
        str | None,
        typer.Option(
            "--retry", metavar="RUN", help="Visit only what was unreachable in this run; `last`: the newest full one."
        ),
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="RUN", help="Go on with an interrupted run.")
    ] = None,
    registry: RegistryFile = None,
    as_of: AsOf = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", min=0, help="Pages a province; 0: no limit.")] = None,
    render: Annotated[str, typer.Option("--render", metavar="auto|never|always")] = "auto",
    focus: Annotated[
        str, typer.Option("--focus", metavar="on|off", help="Audited topics first, or breadth-first.")
    ] = "on",
    rubric: RubricName = DEFAULT_RUBRIC,
) -> int:
    """Crawl, audit and score: the nightly job, and an auditor's re-run of one province."""
    _one_of("--render", render, ("auto", "never", "always"))
    _one_of("--focus", focus, ("on", "off"))
    old = [name for name in (into, retry, resume) if name]
    if len(old) > 1:
        raise UsageError("--into, --retry and --resume exclude each other")
    settings = load_settings()
    _browser_or_refuse(settings, render)
    judged_on, rules = day(as_of), load_rubric(rubric)
    started = datetime.now(UTC)
    slugs = province or []
    if not old:
        in_force(rules, judged_on or started.astimezone(settings.zone).date())
    with opened(settings) as context:
        if old:
            found = _newest_full(context.store) if old[0] == "last" else run_named(context.store, old[0])
            run_id, started = found.run_id, found.started_at
            in_force(rules, judged_on or started.astimezone(settings.zone).date())
            loaded = load_registry(context.archive.registry_file(run_id))
            provinces = _to_visit(context, loaded, run_id, slugs, into=into, retry=retry)
        else:
            file = registry_file(registry, judged_on or started.astimezone(settings.zone).date())
            loaded = load_registry(file)
            provinces = chosen(loaded, slugs)
        refuse_impolite(settings, provinces)
        if not old:
            run_id = _start(context, loaded, file, slugs, started)
        on = judged_on or started.astimezone(settings.zone).date()
        crawl = crawl_settings(settings, max_pages=max_pages, render=render, focus=focus == "on")
        with run_turn(locks_beside(context.archive.root), run_id) as mine:
            if not mine:
                raise UsageError(f"run {run_id} is being crawled by another process; wait until it has ended")
            if old:
                context.store.reopen_run(run_id)
            return _crawl(context, loaded, provinces, run_id, crawl, on, rules, resume=bool(resume))


def _newest_full(store: Store) -> Run:
    """What `last` means: a unit file of systemd or a crontab cannot know the night's id."""
    found = next((run for run in store.runs() if run.kind == "full"), None)
    if found is None:
        raise UsageError("there is no full run yet; start one with `portal-audit run`")
    return found


def _browser_or_refuse(settings: Settings, render: str) -> None:
    """A browser that was asked for by name or by `--render always` must be there; else a run goes on without one."""
    if settings.chromium_path and find_chromium(settings.chromium_path) is None:
        raise UsageError(f"CHROMIUM_PATH {settings.chromium_path}: no such program; expected a Chromium's executable")
    if render == "always" and find_chromium(None) is None and not settings.chromium_path:
        raise UsageError("--render always needs a browser: apt-get install chromium, or playwright install chromium")


def _to_visit(
    context: Context, registry: Registry, run_id: str, slugs: list[str], *, into: str | None, retry: str | None
) -> list[Province]:
    """The provinces of an older run that this command shall visit."""
    of_run = [row.province for row in context.store.provinces(run_id)]
    if into:
        if not slugs:
            raise UsageError("--into needs at least one --province")
        missing = [s for s in slugs if s not in of_run]
        if missing:
            raise UsageError(f"run {run_id} has no province {missing[0]!r}")
        return chosen(registry, slugs)
    if retry:
        wanted = to_retry(context.store, run_id)
    else:
        visits = context.store.counting_visits(run_id)
        wanted = [s for s in of_run if s not in visits or visits[s].open]
    wanted = [s for s in wanted if not slugs or s in slugs]
    return chosen(registry, wanted) if wanted else []


def _start(context: Context, registry: Registry, file: Path, slugs: list[str], started: datetime) -> str:
    settings = context.settings
    run_id = context.store.start_run(
        registry,
        kind="single" if slugs else "full",
        started_at=started,
        code_version=code_version(),
        user_agent=f"{settings.user_agent} (+{settings.contact})" if settings.contact else settings.user_agent,
        vantage=settings.vantage,
        provinces=slugs or None,
        timezone=settings.zone,
    )
    context.archive.keep_registry(run_id, file)
    return run_id


def _crawl(
    context: Context,
    registry: Registry,
    provinces: list[Province],
    run_id: str,
    crawl: CrawlSettings,
    on: date,
    rubric: Rubric,
    *,
    resume: bool,
) -> int:
    console = Console()
    began = time.monotonic()
    console.print(f"run {run_id}: {len(provinces)} of {len(registry.provinces)} provinces, judged as of {on}")
    queue_url = _queue_with_workers(context.settings)
    with progress(console, len(provinces)) as notify:
        pipeline = Pipeline(context.store, context.archive, rubric, notify, code_version=code_version())
        if queue_url:
            run = run_by_workers(queue_url, pipeline, run_id, registry, provinces, crawl, on, resume=resume)
        else:
            concurrency = context.settings.concurrency
            run = pipeline.run(run_id, registry, provinces, crawl, on, concurrency=concurrency, resume=resume)
        try:
            summary = asyncio.run(_until_told_to_stop(run))
        except (KeyboardInterrupt, asyncio.CancelledError):
            words = "the workers go on. Wait again" if queue_url else "what was done is kept. Go on"
            Console(stderr=True).print(
                f"interrupted; {words} with: portal-audit run --resume {run_id}", highlight=False
            )
            return INTERRUPTED
    _write_metrics(context)
    _print_summary(console, context, summary, time.monotonic() - began)
    if len(provinces) == 1:
        showing.print_province(console, context, summary.run_id, summary.audit_id, provinces[0].slug)
    too_many = len(summary.unreachable) > context.settings.max_unreachable
    return MANY_UNREACHABLE if too_many or summary.suspect else DONE


def _queue_with_workers(settings: Settings) -> str:
    """The database's URL where workers wait at its queue; '' where this process has to do the work."""
    url = str(settings.database)
    return url if is_postgres(url) and asyncio.run(live_workers(url)) else ""


def _write_metrics(context: Context) -> None:
    """The metrics for a textfile collector; a folder that is missing is no reason to call a night failed."""
    file = context.settings.metrics_file
    if file is None:
        return
    try:
        write_file(lambda: Store.open(context.settings.database), file)
    except OSError as error:
        Console(stderr=True, highlight=False).print(f"portal-audit: METRICS_FILE {file}: {error.strerror}")


async def _until_told_to_stop(run: Coroutine[Any, Any, Summary]) -> Summary:
    """The run; SIGTERM, as a service manager sends it, ends it like Ctrl-C."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run


def _print_summary(console: Console, context: Context, summary: Summary, seconds: float) -> None:
    visits = context.store.counting_visits(summary.run_id).values()
    pages, requests = sum(v.pages_fetched for v in visits), sum(v.requests for v in visits)
    counts = {s.value: n for s in VisitStatus if (n := sum(v.visit_status == s.value for v in visits))}
    console.print(
        f"\n{pages} pages in {requests} requests, {seconds:.0f} s, "
        f"memory at most {summary.peak_mib:.0f} MiB (Chromium aside); "
        f"visits: {', '.join(f'{n} {s}' for s, n in counts.items())}",
        highlight=False,
    )
    for visit in visits:
        if visit.visit_status in (VisitStatus.UNREACHABLE.value, VisitStatus.BLOCKED.value):
            console.print(f"  {visit.visit_status}: {visit.province} ({visit.error})", highlight=False, markup=False)
        if visit.error == "internal_error":
            notes = "; ".join(VisitLog.from_json(visit.log.encode()).notes)
            console.print(f"  the crawler broke: {visit.province} ({notes})", style="red", markup=False)
    for fault in summary.faults:
        console.print(f"  a check broke: {fault}", style="red", markup=False)
    if summary.suspect:
        console.print("  This run is suspect: too many provinces did not answer that did last time.", style="red")
    console.print(f"run {summary.run_id}, audit {summary.audit_id}", highlight=False)


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="WARC or WACZ files.")],
    registry: Annotated[Path, typer.Option("--registry", metavar="FILE")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE")],
    rubric: RubricName = DEFAULT_RUBRIC,
) -> int:
    """Make a run out of captures that another tool took, and judge it."""
    on, loaded, rules = day(as_of), load_registry(registry), load_rubric(rubric)
    assert on is not None
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file}: no such file; expected a WARC or WACZ file")
    console = Console()
    with opened() as context:
        now = datetime.now(UTC)
        slugs = [p.slug for p in loaded.provinces]
        run_id = context.store.start_run(
            loaded,
            kind="single" if len(slugs) == 1 else "full",
            started_at=now,
            code_version=code_version(),
            user_agent="imported",
            vantage=context.settings.vantage,
            provinces=slugs,
            timezone=context.settings.zone,
        )
        context.archive.keep_registry(run_id, registry)
        done = import_captures(context.store, context.archive, run_id, loaded, files, now)
        for problem in done.problems:
            console.print(f"skipped: {problem}", highlight=False, markup=False)
        if done.strangers:
            console.print(f"skipped: {done.strangers} captures of hosts that belong to no province of the registry")
        pipeline = Pipeline(context.store, context.archive, rules, code_version=code_version())
        audit_id, faults = asyncio.run(pipeline.audit(run_id, loaded, on, finish_as="done"))
        for slug, count in done.kept.items():
            console.print(f"{slug}: {count} captures", highlight=False)
        for fault in faults:
            console.print(f"a check broke: {fault}", style="red", markup=False)
        console.print(f"run {run_id}, audit {audit_id}", highlight=False)
        if len(slugs) == 1 and done.kept[slugs[0]]:
            showing.print_province(console, context, run_id, audit_id, slugs[0])
    return DONE if any(done.kept.values()) else CHECK_FAILED


def audit(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...")],
    province: Provinces = None,
    as_of: AsOf = None,
    rubric: RubricName = DEFAULT_RUBRIC,
) -> int:
    """Judge archived captures again, without the network; earlier audits stay."""
    on, rules = day(as_of), load_rubric(rubric)
    console = Console()
    with opened() as context, all_judges() as pool:
        found = [run_named(context.store, name) for name in runs]
        for one in found:
            if is_pruned(context.archive, one.run_id):
                raise UsageError(f"run {one.run_id} was pruned: it lacks captures, and cannot be judged again")
        for one in found:
            loaded = load_registry(context.archive.registry_file(one.run_id))
            only = [p.slug for p in chosen(loaded, province)] if province else None
            judged_on = on or one.started_at.astimezone(context.settings.zone).date()
            in_force(rules, judged_on)
            visits = context.store.counting_visits(one.run_id)
            with progress(console, len(only or visits)) as notify:
                pipeline = Pipeline(context.store, context.archive, rules, notify, code_version=code_version())
                audit_id, faults = asyncio.run(pipeline.audit(one.run_id, loaded, judged_on, pool=pool, only=only))
            for fault in faults:
                console.print(f"a check broke: {fault}", style="red", markup=False)
            after = judged_on < one.started_at.astimezone(context.settings.zone).date()
            note = "; the captures are younger: what is there is reported as observed at capture time" if after else ""
            console.print(f"run {one.run_id}, audit {audit_id}, as of {judged_on}{note}", highlight=False)
            if only and len(only) == 1:
                showing.print_province(console, context, one.run_id, audit_id, only[0])
            elif len(visits) > 1:
                showing.print_overview(console, context, one.run_id, audit_id)
    return DONE


def demo(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the export goes.")] = None,
) -> int:
    """Audit the bundled replica of 63 portals and two app stores, as of 2022-03-31."""
    console = Console()
    console.print("Starting the replica: 63 made-up portals and two app stores on this machine's loopback.")
    base = load_settings()
    with _replica() as replica:
        settings = Settings(
            **{
                **base.model_dump(),
                "allow_private_hosts": True,
                "contact": base.contact or "https://example.invalid/portal-audit-demo",
                "host_delay_seconds": 0,
                "host_concurrency": 2,
                "request_timeout_seconds": 10,
                "extra_ca_file": Path(replica["ca_file"]),
                "play_store_url": replica["play_store_url"],
                "app_store_url": replica["app_store_url"],
            }
        )
        file = Path(replica["registry_path"])
        loaded = load_registry(file)
        with opened(settings) as context:
            run_id = _start(context, loaded, file, [], datetime.now(UTC))
            crawl = crawl_settings(settings, max_pages=None, render="auto", focus=True)
            code = _crawl(
                context,
                loaded,
                list(loaded.provinces),
                run_id,
                crawl,
                DEMO_AS_OF,
                load_rubric(DEFAULT_RUBRIC),
                resume=False,
            )
            if code == INTERRUPTED:
                return code
            audit = context.store.default_audit(run_id)
            assert audit is not None
            showing.print_study(console, context, audit.audit_id)
            folder = out or settings.data_dir / "export"
            export(context.store, [run_id], [], "csv", folder, settings.zone)
            console.print(f"\nThe data package: {folder}", highlight=False)
            console.print(
                f"One province with its evidence: portal-audit show {run_id} --province da-nang", highlight=False
            )
    return DONE


@contextmanager
def _replica() -> Iterator[dict[str, str]]:
    """The replica as a process of its own, so that its load is not counted as ours."""
    command = [sys.executable, "-m", "replica", "serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2])
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise UsageError("the replica did not start; try `python -m replica serve` to see why")
        yield json.loads(line)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"{option}: {value!r}; expected {', '.join(allowed)}")
