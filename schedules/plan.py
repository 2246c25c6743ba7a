"""The nightly plan: when which provinces are visited. Data (TOML), never code."""

from __future__ import annotations

import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from records.registry import Lines

SHIPPED = Path(__file__).parent / "plans" / "nightly.toml"

# Starts of one job lie at least so far apart: the runs table tells the one night's run from the next by its time.
SHORTEST = timedelta(hours=1)


class PlanError(Exception):
    """A plan that cannot be used; `str()` is one line a problem: file, line, key, what was expected."""


class Spread(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """A cron expression whose starts come a fixed while later, so that many jobs do not begin at one moment."""

    def __init__(self, cron: CronTrigger, later: timedelta) -> None:
        self._cron, self._later = cron, later

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """APScheduler's question; aware times."""
        previous = previous_fire_time - self._later if previous_fire_time else None
        fire: datetime | None = self._cron.get_next_fire_time(previous, now - self._later)
        return fire + self._later if fire else None


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the plan; empty `provinces` means all of the registry."""

    name: str
    trigger: BaseTrigger
    provinces: tuple[str, ...]
    quiet: tuple[tuple[time, time], ...]  # from, to; local time of the plan
    retry_after: tuple[timedelta, ...]
    zone: ZoneInfo

    def starts(self, after: datetime) -> Iterator[datetime]:
        """The coming starts from `after` on (that moment included), without end."""
        now = after.astimezone(self.zone)
        while (fire := self.trigger.get_next_fire_time(None, now)) is not None:
            yield fire
            now = fire + timedelta(seconds=1)

    def due(self, now: datetime, back: timedelta) -> list[tuple[datetime, datetime]]:
        """(start, the start after it) of the starts that lie within `back` before `now`, the oldest first."""
        found: list[datetime] = []
        for fire in self.starts(now - back):
            found.append(fire)
            if fire > now:
                break
        return list(itertools.pairwise(found))

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing may be begun now."""
        clock = now.astimezone(self.zone).time()
        return any(a <= clock < b if a <= b else clock >= a or clock < b for a, b in self.quiet)


@dataclass(frozen=True, slots=True)
class Plan:
    """All jobs; `grace` is how long after its time a start is still made up."""

    jobs: tuple[Job, ...]
    zone: ZoneInfo
    grace: timedelta
    report_at: time  # when the morning report goes out


_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone such as Asia/Ho_Chi_Minh") from None


def _cron(value: object) -> str:
    expected = 'a cron expression of five fields, such as "0 21 * * *"'
    if not isinstance(value, str) or len(value.split()) != 5:
        raise ValueError(expected)
    # APScheduler counts weekdays from Monday, cron from Sunday: a number would mean another day than its writer thinks.
    if re.search(r"(?<!/)\d", value.split()[4]):
        raise ValueError("weekdays by name, such as mon-fri: their numbers differ between cron and APScheduler")
    try:
        CronTrigger.from_crontab(value)
    except ValueError as error:
        raise ValueError(f"{expected} ({error})") from None
    return value


def _clock(value: object) -> time:
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time as "HH:MM"')
    return time.fromisoformat(value)


def _quiet(value: object) -> tuple[time, time]:
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('hours as "HH:MM-HH:MM"')
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if first == last:
        raise ValueError('hours as "HH:MM-HH:MM" that differ')
    return first, last


_STRICT = ConfigDict(extra="forbid", strict=True)


class _Job(BaseModel):
    model_config = _STRICT
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    cron: Annotated[str, BeforeValidator(_cron)]
    provinces: list[str] = []
    quiet: list[Annotated[tuple[time, time], BeforeValidator(_quiet)]] = []
    spread_minutes: int = Field(0, ge=0, le=180)
    retry_after_hours: list[Annotated[float, Field(gt=0, le=20, strict=False)]] = []


class _File(BaseModel):
    model_config = ConfigDict(**_STRICT, arbitrary_types_allowed=True)
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Asia/Ho_Chi_Minh")
    misfire_grace_hours: float = Field(6, gt=0, le=24, strict=False)
    report_at: Annotated[time, BeforeValidator(_clock)] = time(7)
    job: list[_Job] = Field(min_length=1)


def load_plan(path: Path) -> Plan:
    """The plan of a TOML file; PlanError with every problem where there is one."""
    try:
        text = path.read_bytes().decode("utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise PlanError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PlanError(f"{path}: not TOML in UTF-8: {error}") from error
    lines = Lines(text)

    def at(location: tuple[int | str, ...], words: str) -> str:
        key = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in location).lstrip(".")
        return f"{path}:{lines.line(location)}: {key or 'file'}: {words}"

    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        raise PlanError("\n".join(at(f["loc"], _expected(f)) for f in error.errors(include_url=False))) from None
    jobs = tuple(_job(job, file.timezone) for job in file.job)
    problems = [p for i, job in enumerate(jobs) for p in _problems(i, job, jobs, at)]
    if problems:
        raise PlanError("\n".join(problems))
    return Plan(jobs, file.timezone, timedelta(hours=file.misfire_grace_hours), file.report_at)


def _expected(fault: Any) -> str:
    if fault["type"] == "missing":
        return "is missing; expected [[job]] with name and cron" if fault["loc"] == ("job",) else "is missing"
    if fault["type"] == "extra_forbidden":
        known = _Job if fault["loc"][0] == "job" and len(fault["loc"]) > 1 else _File
        return f"unknown key, expected one of {', '.join(known.model_fields)}"
    words = f"expected {fault['ctx']['error']}" if fault["type"] == "value_error" else fault["msg"]
    return f"{words}, got {str(fault['input'])[:60]!r}"


def _job(job: _Job, zone: ZoneInfo) -> Job:
    # A fixed share of the spread, by the name: the same after every restart, so that no start comes twice.
    share = int.from_bytes(hashlib.sha256(job.name.encode()).digest()[:4], "big") / 2**32
    later = timedelta(seconds=int(job.spread_minutes * 60 * share))
    return Job(
        name=job.name,
        trigger=Spread(CronTrigger.from_crontab(job.cron, timezone=zone), later),
        provinces=tuple(dict.fromkeys(job.provinces)),
        quiet=tuple(job.quiet),
        retry_after=tuple(sorted(timedelta(hours=h) for h in job.retry_after_hours)),
        zone=zone,
    )


def _problems(index: int, job: Job, jobs: tuple[Job, ...], at: Any) -> Iterator[str]:
    """What only shows when the plan is looked at as a whole."""
    for earlier in jobs[:index]:
        if earlier.name == job.name:
            yield at(("job", index, "name"), f'expected a name of its own, "{job.name}" stands twice')
        elif set(earlier.provinces) == set(job.provinces):
            yield at(("job", index), f'expected other provinces than those of "{earlier.name}": write one job instead')
    coming: list[datetime] = []
    for fire in job.starts(datetime(2026, 1, 1, tzinfo=job.zone)):
        if job.is_quiet(fire):
            yield at(("job", index, "cron"), f"expected starts outside of the quiet hours, got {fire:%a %H:%M}")
            return
        coming.append(fire)
        if len(coming) == 60:
            break
    if not coming:
        yield at(("job", index, "cron"), "expected a moment that comes, this one never does")
    if any(b - a < SHORTEST for a, b in itertools.pairwise(coming)):
        yield at(("job", index, "cron"), "expected starts at least an hour apart")
