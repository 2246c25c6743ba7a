"""Judge a province from the archive, in a process of its own: parsing is the costly part, and a crawl must not wait."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from audits.audit import Judgement, judge
from audits.site import Site
from records.province import Province
from records.visit import VisitLog
from schedules.readings import kept_readings
from storage.archive import Archive


@dataclass(frozen=True, slots=True)
class Case:
    """What a judging process needs: where the captures lie, and the day."""

    archive: Path
    file: str
    province: Province
    log: VisitLog
    as_of: date


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, and the most memory that the process which made it has held so far (KiB)."""

    judgement: Judgement
    pid: int
    peak_kib: int


def judge_case(case: Case) -> Judged:
    """Build the site from the archived captures alone, and judge it."""
    captures = Archive(case.archive).captures_of(case.file)
    with kept_readings(case.archive.with_name("readings"), case.province.slug):
        judgement = judge(Site.of(case.province, captures, case.log), case.as_of)
    return Judged(judgement, os.getpid(), peak_kib())


def peak_kib() -> int:
    """The most memory this process has held, in KiB.

    Linux hands `ru_maxrss` down through fork and exec: a child would be charged with its parent's peak.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0])
    except (OSError, IndexError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def judges(workers: int, *, yielding: bool) -> ProcessPoolExecutor:
    """A pool of judging processes; with `yielding` they leave the processor to whoever else wants it."""
    # spawn: a fork of a process with an event loop and threads may inherit a held lock.
    context = get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(10 if yielding else 0,))


@contextmanager
def all_judges() -> Iterator[ProcessPoolExecutor]:
    """A judging process for each core, for as many audits as one likes; what was not begun is dropped at the end."""
    pool = judges(os.cpu_count() or 1, yielding=False)
    try:
        yield pool
    finally:
        # Waited for here: at its end the interpreter would wait as well, and trips over a pool that is half closed.
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(nice: int) -> None:
    """Ctrl-C is the parent's to handle: a child that dies of it would break the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(nice)
