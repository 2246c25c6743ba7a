"""`worker`: take the jobs of runs from the queue in PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Annotated

import typer
from rich.console import Console

from crawler.browser import browser_trouble
from portal_audit.cli.progress import log_line
from portal_audit.cli.scheduling import metrics_served
from portal_audit.cli.wiring import (
    DONE,
    Context,
    UsageError,
    code_version,
    crawl_settings,
    opened,
    refuse_impolite,
)
from portal_audit.settings import load_settings
from records.province import Province
from schedules.judging import judges
from schedules.queue import Lane
from schedules.queue_postgres import PostgresQueue
from schedules.queueing import is_postgres
from schedules.working import Refused, Worker


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("worker", epilog="Example: portal-audit worker")(worker)


def worker(
    no_browser: Annotated[
        bool,
        typer.Option("--no-browser", help="Leave to others the visits that may need one; judge, close runs."),
    ] = False,
) -> int:
    """Visit and judge for runs that were started elsewhere, until stopped; as many workers as you like."""
    settings = load_settings()
    if not is_postgres(str(settings.database)):
        raise UsageError("DATABASE_URL: a worker needs postgresql+psycopg://...; with SQLite, `run` works alone")
    trouble = "" if no_browser else browser_trouble(settings.chromium_path or None)
    if trouble:
        raise UsageError(f"{trouble}: get one, or start the worker with --no-browser")
    with opened(settings) as context, metrics_served(settings):
        try:
            asyncio.run(_work(context, no_browser))
        except asyncio.CancelledError:
            Console(stderr=True).print("worker stopped; what it had begun is free for others", highlight=False)
        except Refused as error:
            raise UsageError(str(error)) from None
    return DONE


async def _work(context: Context, no_browser: bool) -> None:
    settings = context.settings
    console = Console()

    def allowed(province: Province) -> None:
        try:
            refuse_impolite(settings, [province])
        except UsageError as error:
            raise Refused(str(error)) from None

    task = asyncio.current_task()
    assert task is not None
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, task.cancel)
    queue = await PostgresQueue.open(str(settings.database))
    pool = judges(max(1, (os.cpu_count() or 1) - 1), yielding=True)
    try:
        console.print(f"worker waits for jobs{' that need no browser' if no_browser else ''}", highlight=False)
        await Worker(
            queue,
            context.store,
            context.archive,
            crawl_settings(settings, max_pages=None, render="auto", focus=True),
            pool,
            lambda event: log_line(console, event),
            code_version=code_version(),
            concurrency=settings.concurrency,
            lanes=(Lane.PLAIN,) if no_browser else (Lane.BROWSER, Lane.PLAIN),
            allowed=allowed,
        ).run()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        await queue.close()
