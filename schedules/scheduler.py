"""The scheduler: one process that keeps the plan, by APScheduler. Each run is a process of its own, the command `run`.

Jobs are declared from the plan at each start and kept in memory: what was done stands in the runs table.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from schedules.nights import Step, outlook
from schedules.plan import Job, Plan
from schedules.turns import is_crawled
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger("portal_audit.schedule")

TICK = timedelta(minutes=1)  # how often the tables are looked at between the planned times
# A command that ended in an error is not begun again at once: its cause stands for a while.
PAUSE = timedelta(minutes=15)
STEP = timedelta(seconds=30)  # a clock that goes back by more was set


class Scheduler(BaseScheduler):  # type: ignore[misc]  # the library has no types
    """APScheduler without a thread of its own: `turn` does what is due and gives the seconds to the next turn.

    `command` runs `portal-audit` with those arguments to its end and gives the exit code; `open_store` opens the
    database anew for each look, so that one that was away is found again.
    """

    def __init__(
        self,
        plan: Plan,
        locks: Path,
        open_store: Callable[[], Store],
        command: Callable[[Sequence[str]], int],
        *,
        options: Sequence[str] = (),
        executor: BaseExecutor | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(
            timezone=plan.zone,
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": int(plan.grace.total_seconds()),
            },
            **({"executors": {"default": executor}} if executor else {}),
        )
        self._plan, self._locks, self._open, self._command = plan, locks, open_store, command
        self._options, self._now = tuple(options), now
        self._wake = threading.Event()
        self._since = self._last = now()
        self._paused: dict[str, datetime] = {}
        self._told: set[tuple[str, datetime]] = set()
        self._away = ""
        self._ended = False
        # A look at a job while its run is under way is what `max_instances` is for, and no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        for job in plan.jobs:
            self.add_job(self._look, self._trigger(job), args=[job], id=job.name, next_run_time=self._since)

    @staticmethod
    def _trigger(job: Job) -> OrTrigger:
        # Counted from a day that has been: by default it would be from now, which a clock set wrong puts years ahead.
        tick = IntervalTrigger(seconds=int(TICK.total_seconds()), start_date=datetime(2020, 1, 1, tzinfo=UTC))
        return OrTrigger([job.trigger, tick])

    # -- the loop ------------------------------------------------------------------------------------

    def wakeup(self) -> None:
        """APScheduler calls it when jobs have changed."""
        self._wake.set()

    def shutdown(self, wait: bool = True) -> None:
        """Give APScheduler's threads back; waits for what is under way."""
        super().shutdown(wait)

    def turn(self) -> float:
        """Begin what is due; seconds until there may be more."""
        now = self._now()
        if now < self._last - STEP:
            # Times that were reckoned by the old clock could lie years ahead.
            log.warning("the clock was set back from %s to %s", f"{self._last:%F %T}", f"{now:%F %T} UTC")
            for job in self.get_jobs():
                job.modify(next_run_time=job.trigger.get_next_fire_time(None, now))
            self._since = min(self._since, now)
        self._last = now
        wait: float | None = self._process_jobs()
        # The clock may be set while we sleep: it is looked at once a minute.
        return min(TICK.total_seconds(), wait if wait is not None else TICK.total_seconds())

    def run(self) -> None:
        """Turn until `stop`."""
        self.start()
        while not self._ended:
            self._wake.wait(self.turn())
            self._wake.clear()
        self.shutdown(wait=True)

    def stop(self) -> None:
        """End `run`; a command that is under way is ended by who runs it. Safe in a signal's handler."""
        self._ended = True
        self._wake.set()

    def daily(self, name: str, at: time, call: Callable[[], None]) -> None:
        """Something else every day at that time of the plan, such as the morning report."""
        self.add_job(call, CronTrigger(hour=at.hour, minute=at.minute, timezone=self._plan.zone), id=name)

    # -- one job -------------------------------------------------------------------------------------

    def _look(self, job: Job) -> None:
        """Take the step that the job wants, if any."""
        now = self._now()
        paused = self._paused.get(job.name)
        if paused is not None and timedelta() <= paused - now <= PAUSE:
            return
        try:
            store = self._open()
            try:
                seen = outlook(store, job, now, self._plan.grace, self._since, lambda run: is_crawled(self._locks, run))
            finally:
                store.close()
        except StorageError as error:
            if str(error) != self._away:
                log.error("nothing is begun while the database is away: %s", error)
            self._away = str(error)
            return
        except OSError as error:
            log.error("nothing is begun: %s: %s", error.filename or "lock", error.strerror or error)
            return
        if self._away:
            log.warning("the database is back")
            self._away = ""
        for start in seen.missed:
            if (job.name, start) not in self._told:
                log.error("%s: the night of %s was missed", job.name, f"{start:%F %H:%M}")
                self._told.add((job.name, start))
        if seen.step is not None and not self._ended:
            self._take(job, seen.step, now)

    def _take(self, job: Job, step: Step, now: datetime) -> None:
        late = now - step.start
        if step.what == "start":
            arguments = ["run", *(part for slug in job.provinces for part in ("--province", slug))]
            made_up = f", made up {late.total_seconds() / 3600:.1f} h late" if late > 2 * TICK else ""
            log.info("%s: the night of %s begins%s", job.name, f"{step.start:%F %H:%M}", made_up)
        else:
            arguments = ["run", f"--{step.what}", step.run_id]
            log.info("%s: run --%s %s", job.name, step.what, step.run_id)
        code = self._command([*arguments, *self._options])
        if code not in (0, 1):  # 1: many unreachable, or suspect; the run itself is whole (interfaces.md, exit codes)
            log.error("%s: `portal-audit %s` ended with exit code %s", job.name, " ".join(arguments), code)
            self._paused[job.name] = self._now() + PAUSE
