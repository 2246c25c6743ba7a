"""`schedule`: the nightly plan in one long-lived process."""

from __future__ import annotations

import itertools
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portal_audit.cli.wiring import (
    CHECK_FAILED,
    DONE,
    INTERRUPTED,
    Context,
    UsageError,
    chosen,
    opened,
    refuse_impolite,
    registry_file,
)
from portal_audit.settings import Settings, load_settings
from records.registry import load_registry
from schedules.metrics import serve
from schedules.morning import ReportError, morning_report, receivers, send, unwritten
from schedules.plan import SHIPPED, Plan, load_plan
from schedules.scheduler import Scheduler
from schedules.turns import locks_beside
from storage import migrate
from storage.errors import StorageError
from storage.store import Store

if TYPE_CHECKING:
    from apprise import Apprise

log = logging.getLogger("portal_audit.schedule")

_SHOWN = 3  # coming starts of each job


def register(app: typer.Typer) -> None:
    """Enter the commands."""
    app.command("schedule", epilog="Example: portal-audit schedule --plan nightly.toml --check")(schedule)


def schedule(
    plan: Annotated[
        Path, typer.Option("--plan", metavar="FILE", show_default=False, help="The plan; default: the shipped one.")
    ] = SHIPPED,
    registry: Annotated[
        Path | None, typer.Option("--registry", metavar="FILE", help="The registry; default: the shipped one.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Print the coming starts, and end.")] = False,
    report: Annotated[
        bool, typer.Option("--report", help="Send the morning report now, and end; 3 where the night did not run.")
    ] = False,
) -> int:
    """Crawl every night by a plan: start, make up, try again what was unreachable. SIGTERM ends it."""
    settings = load_settings()
    loaded = load_plan(plan)
    file = registry_file(registry, datetime.now(settings.zone).date())
    provinces = load_registry(file)
    for job in loaded.jobs:
        wanted = chosen(provinces, job.provinces)  # refuses a slug that the registry does not have
        if not check and not report:
            refuse_impolite(settings, wanted)
    if check:
        _print_starts(loaded)
        return DONE
    to = receivers(settings.report_urls)
    if report:
        return _report(settings, loaded, to)
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)  # a service that was updated must not stand still for want of a command
    with opened(settings) as context, metrics_served(settings):
        return _keep(context, loaded, ["--registry", str(file)] if registry else [], to)


def _report(settings: Settings, plan: Plan, to: Apprise) -> int:
    """Write the report, and send it where REPORT_URLS says."""
    now = datetime.now(UTC)
    try:
        store = Store.open(settings.database)
        try:
            written = morning_report(store, plan, now)
        finally:
            store.close()
    except StorageError as error:
        written = unwritten(now, plan, str(error))
    typer.echo(f"{written.title}\n{written.body}")
    send(written, to)
    return DONE if written.ran else CHECK_FAILED


@contextmanager
def metrics_served(settings: Settings) -> Iterator[None]:
    """`/metrics` and `/healthz` while a process stays, where METRICS_PORT asks for them."""
    if not settings.metrics_port:
        yield
        return
    host, port = settings.metrics_host, settings.metrics_port
    try:
        server = serve(lambda: Store.open(settings.database), host, port)
    except OSError as error:
        raise UsageError(f"METRICS_PORT {host}:{port}: {error.strerror}; expected a free port") from None
    with server:
        yield


def _print_starts(plan: Plan) -> None:
    for job in plan.jobs:
        hours = ", ".join(f"{after.total_seconds() / 3600:g} h" for after in job.retry_after) or "never"
        typer.echo(f"{job.name}: {len(job.provinces) or 'all'} provinces; tried again after: {hours}")
        for start in itertools.islice(job.starts(datetime.now(UTC)), _SHOWN):
            typer.echo(f"  {start:%a %Y-%m-%d %H:%M:%S %Z}")


def _keep(context: Context, plan: Plan, options: Sequence[str], to: Apprise) -> int:
    commands = _Commands()
    scheduler = Scheduler(
        plan,
        locks_beside(context.archive.root),
        lambda: Store.open(context.settings.database),
        commands.run,
        options=options,
    )

    if len(to):
        scheduler.daily("morning-report", plan.report_at, lambda: _report_or_say(context.settings, plan, to))

    def end(*_: object) -> None:
        scheduler.stop()
        commands.end()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    _print_starts(plan)
    scheduler.run()
    typer.echo("portal-audit: the scheduler has ended; runs that were under way are interrupted", err=True)
    return INTERRUPTED


def _report_or_say(settings: Settings, plan: Plan, to: Apprise) -> None:
    """The report, as a job: what goes wrong with it is a line in the log."""
    try:
        _report(settings, plan, to)
    except ReportError as error:
        log.error("%s", error)


class _Commands:
    """The commands that the scheduler has under way: processes, so that none takes another or the scheduler with it."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.RLock()  # a signal may come while this very thread holds it
        self._ended = False

    def run(self, arguments: Sequence[str]) -> int:
        """Run `portal-audit` to its end; its exit code."""
        with self._lock:
            if self._ended:
                return INTERRUPTED
            process = subprocess.Popen([sys.executable, "-m", "portal_audit", *arguments])
            self._running.add(process)
        code = process.wait()
        with self._lock:
            self._running.discard(process)
        return code

    def end(self) -> None:
        """End all as SIGTERM ends a run: what was done is kept, `--resume` goes on."""
        with self._lock:
            self._ended = True
            for process in self._running:
                process.terminate()
