"""The check registry, and the few ways in which a check may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from audits.law import rule_in_force
from records.finding import Evidence, Finding, Status

if TYPE_CHECKING:
    from audits.site import Site

Judge = Callable[["Site", date], Finding]

# A finding's lists are for people: more rows than this are not read, and swell every table.
MAX_EVIDENCE = 25


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the catalogue.

    `law` is a key of law.toml. `of_time` marks checks whose answer ages with `as_of` (interfaces.md, Runs).
    """

    check_id: str
    version: int
    law: str
    of_time: bool
    judge: Judge

    @property
    def criterion(self) -> str:
        """The criterion, as the id's first word."""
        return self.check_id.partition(".")[0]

    def __call__(self, site: Site, as_of: date) -> Finding:
        """The finding of this check, with its id, version and law filled in."""
        finding = self.judge(site, as_of)
        early = site.captured_on < as_of - timedelta(days=1)
        if self.of_time and early and finding.status in (Status.PARTIAL, Status.FAIL):
            # What was seen earlier can still prove that something is fresh, never that nothing came since.
            finding = unknown("captured_before_as_of", looked_at=finding.supports or finding.looked_at)
        return replace(
            finding,
            check_id=self.check_id,
            check_version=self.version,
            law=rule_in_force(self.law, as_of),
            observed_at=site.captured_at,
            supports=finding.supports[:MAX_EVIDENCE],
            looked_at=finding.looked_at[:MAX_EVIDENCE],
        )


_CHECKS: dict[str, Check] = {}


def check(check_id: str, *, version: int, law: str, of_time: bool = False) -> Callable[[Judge], Judge]:
    """Enter a function into the catalogue under its id."""

    def enter(judge: Judge) -> Judge:
        if check_id in _CHECKS:
            raise ValueError(f"two checks claim the id {check_id}")
        _CHECKS[check_id] = Check(check_id, version, law, of_time, judge)
        return judge

    return enter


def catalogue() -> Mapping[str, Check]:
    """All checks by id, in the order of checks.md."""
    from audits import accessibility, completeness, effectiveness, timeliness, transparency

    del completeness, accessibility, timeliness, effectiveness, transparency
    return _CHECKS


def passed(value: object = "", unit: str = "", *, supports: Iterable[Evidence], reason: str = "") -> Finding:
    """The thing is there; `supports` bears it out."""
    return Finding("", 0, Status.PASS, str(value), unit, reason, tuple(supports))


def partial(
    reason: str,
    value: object = "",
    unit: str = "",
    *,
    supports: Iterable[Evidence],
    looked_at: Iterable[Evidence] = (),
) -> Finding:
    """Half of it is there."""
    return Finding("", 0, Status.PARTIAL, str(value), unit, reason, tuple(supports), tuple(looked_at))


def failed(
    reason: str,
    value: object = "",
    unit: str = "",
    *,
    looked_at: Iterable[Evidence] = (),
    supports: Iterable[Evidence] = (),
) -> Finding:
    """It is not there, and everything that would have shown it was read: `looked_at`."""
    return Finding("", 0, Status.FAIL, str(value), unit, reason, tuple(supports), tuple(looked_at))


def unknown(reason: str, *, looked_at: Iterable[Evidence] = (), value: object = "", unit: str = "") -> Finding:
    """Nothing was shown either way."""
    return Finding("", 0, Status.UNKNOWN, str(value), unit, reason, (), tuple(looked_at))


def by_age(
    day: date,
    as_of: date,
    *,
    passes: int,
    partly: int,
    supports: Iterable[Evidence],
    looked_at: Iterable[Evidence] = (),
) -> Finding:
    """Pass within `passes` days before `as_of`, partial within `partly`, else `fail`, `stale`."""
    age = (as_of - day).days
    if age <= passes:
        return passed(day.isoformat(), "date", supports=supports)
    if age <= partly:
        return partial("stale", day.isoformat(), "date", supports=supports, looked_at=looked_at)
    return failed("stale", day.isoformat(), "date", supports=supports, looked_at=looked_at)
