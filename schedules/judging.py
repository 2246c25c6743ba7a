"""Judge a province from the archive, in a process of its own: parsing is the costly part, and a crawl must not wait."""

from __future__ import annotations

import os
import resource
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from audits.audit import Judgement, judge
from audits.site import Site
from records.province import Province
from records.visit import VisitLog
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
    judgement = judge(Site.of(case.province, captures, case.log), case.as_of)
    return Judged(judgement, os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def judges(workers: int | None = None) -> ProcessPoolExecutor:
    """A pool of judging processes. Each is renewed now and then, so that a leak in a parser stays small."""
    count = workers or min(2, os.cpu_count() or 1)
    # spawn: a fork of a process with an event loop and threads may inherit a held lock.
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C is the parent's to handle; a child that dies of it would break the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
