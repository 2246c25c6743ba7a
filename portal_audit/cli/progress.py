"""A live display on a terminal; one log line per province elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from portal_audit.cli.logs import harmless
from schedules.crawling import Event

# More names than these do not fit a line.
_SHOWN = 4


@contextmanager
def progress(console: Console, total: int) -> Iterator[Callable[[Event], None]]:
    """Shows how many provinces are visited and judged, and which are under way."""
    if not console.is_terminal:
        yield lambda event: log_line(console, event)
        return
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
        transient=True,
    )
    visits = bar.add_task("visited", total=total, note="")
    judged = bar.add_task("judged ", total=total, note="")
    pages: dict[str, int] = {}

    def notify(event: Event) -> None:
        if event.what in ("start", "page"):
            pages[event.province] = event.pages
        elif event.what in ("visited", "failed"):
            pages.pop(event.province, None)
            bar.advance(visits)
            if event.what == "failed":
                bar.console.print(f"{event.province}: {harmless(event.detail)}", style="red", markup=False)
        elif event.what == "judged":
            bar.advance(judged)
        names = ", ".join(f"{slug} {n}" for slug, n in list(pages.items())[:_SHOWN])
        more = f" +{len(pages) - _SHOWN}" if len(pages) > _SHOWN else ""
        bar.update(visits, note=names + more)

    with bar:
        yield notify


def log_line(console: Console, event: Event) -> None:
    """One line for a province that was visited."""
    if event.what in ("visited", "failed"):
        console.print(
            f"{event.province}: {harmless(event.detail)}, {event.pages} pages",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
