"""The morning report: that the night ran, or that it did not; what changed, what broke, what needs an eye.

It is sent every morning, whatever the night did: a morning without one means that nobody watches. Vietnamese first,
English beside. It holds names of provinces, checks and counts only: nothing that a portal wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from records.finding import Status
from records.visit import VisitStatus
from schedules.nights import is_of, night_run
from schedules.plan import Plan
from storage.rows import Run, Visit
from storage.store import Store

if TYPE_CHECKING:
    from apprise import Apprise

NIGHT = timedelta(hours=24)
# A check that found something in so many provinces and now in none: a fault of ours, or of a platform that many share.
SILENT_FROM = 5
_SHOWN = 15  # changes by name; the rest is a number
_NAMES = 12

_FOUND = (Status.PASS, Status.PARTIAL)
_BAD = (VisitStatus.UNREACHABLE.value, VisitStatus.BLOCKED.value)
_VI = {"pass": "đạt", "partial": "đạt một phần", "fail": "không đạt", "unknown": "chưa rõ"}


@dataclass(slots=True)
class Report:
    """What is sent. `well` is False where a night did not run or needs an eye."""

    title: str
    lines: list[str] = field(default_factory=list)
    ran: bool = True
    well: bool = True

    @property
    def body(self) -> str:
        """The text, a line each."""
        return "\n".join(self.lines)

    def say(self, vi: str, en: str, *, eye: bool = False) -> None:
        """A line in both languages; `eye` marks what someone should look at."""
        self.lines.append(f"{'⚠ ' if eye else ''}{vi} / {en}")
        self.well = self.well and not eye


class ReportError(Exception):
    """REPORT_URLS cannot be used, or the report could not be sent; one line, without the addresses' passwords."""


def morning_report(store: Store, plan: Plan, now: datetime) -> Report:
    """The report about the 24 hours before `now`. Raises StorageError."""
    day = now.astimezone(plan.zone).date()
    report = Report("")
    runs = store.runs()
    planned = [(job, owed[-1]) for job in plan.jobs if (owed := job.due(now, NIGHT))]
    if not planned:
        report.say("Đêm qua không có lịch chạy", "No run was planned for the night")
    for job, (start, following) in planned:
        if len(plan.jobs) > 1:
            report.lines.append(f"— {job.name} —")
        run = night_run(store, job, start, following, runs)
        if run is None:
            report.ran = False
            last = next((r for r in runs if is_of(store, job, r)), None)
            known = f"{last.run_id} ({last.status})" if last else "–"
            report.say(
                f"Đêm qua KHÔNG CHẠY (lịch: {start:%d/%m %H:%M}); lần chạy cuối: {known}",
                f"the night did NOT RUN (planned: {start:%F %H:%M}); last run: {known}",
                eye=True,
            )
            continue
        before = next(
            (r for r in runs if r.started_at < run.started_at and r.status == "done" and is_of(store, job, r)), None
        )
        _of_run(report, store, run, before)
    mark = "OK" if report.well else "⚠" if report.ran else "⚠ KHÔNG CHẠY / DID NOT RUN"
    report.title = f"portal-audit {day:%d/%m/%Y}: {mark}"
    return report


def _of_run(report: Report, store: Store, run: Run, before: Run | None) -> None:
    visits = store.counting_visits(run.run_id)
    counts = Counter(v.visit_status for v in visits.values())
    told = ", ".join(f"{n} {status}" for status, n in sorted(counts.items())) or "0"
    pages = sum(v.pages_fetched for v in visits.values())
    report.say(
        f"Đêm qua đã chạy: {run.run_id}, {told}; {pages} trang",
        f"the night ran: {run.run_id}, {told}; {pages} pages",
    )
    if run.status != "done":
        report.say(
            f"Trạng thái lần chạy: {run.status}, kết quả chưa dùng được",
            f"run is {run.status}: do not publish",
            eye=True,
        )
    names = {row.province: row.name for row in store.provinces(run.run_id)}
    missing = [names[slug] for slug in names if slug not in visits]
    if missing:
        report.say(f"Chưa thăm: {_some(missing)}", f"not visited: {len(missing)}", eye=True)
    broke = [names[s] for s, v in visits.items() if v.error == "internal_error"]
    if broke:
        report.say(f"Lỗi của chương trình thu thập: {_some(broke)}", f"our crawler broke: {len(broke)}", eye=True)
    _reached(report, visits, store.counting_visits(before.run_id) if before else {}, names)
    if before is not None:
        _changed(report, store, run, before, names)


def _reached(report: Report, visits: dict[str, Visit], before: dict[str, Visit], names: dict[str, str]) -> None:
    """Who could not be visited after all attempts, the new ones first named."""
    bad = {s for s, v in visits.items() if v.visit_status in _BAD}
    was = {s for s, v in before.items() if v.visit_status in _BAD}
    new, still = sorted(bad - was), sorted(bad & was)
    if new:
        shown = [f"{names[s]} ({visits[s].error or visits[s].visit_status}, {visits[s].attempt}×)" for s in new]
        report.say(f"Mới không truy cập được: {_some(shown)}", f"newly unreachable: {len(new)}", eye=True)
    if still:
        report.say(f"Vẫn không truy cập được: {_some([names[s] for s in still])}", f"still unreachable: {len(still)}")
    back = sorted((was - bad) & visits.keys())
    if back:
        report.say(f"Truy cập lại được: {_some([names[s] for s in back])}", f"reachable again: {len(back)}")


def _changed(report: Report, store: Store, run: Run, before: Run, names: dict[str, str]) -> None:
    """What the checks say otherwise than in the run before, and which find nothing any more."""
    audits = store.default_audit(run.run_id), store.default_audit(before.run_id)
    if audits[0] is None or audits[1] is None:
        report.say("Chưa được chấm", "not judged yet", eye=True)
        return
    now, then = (
        {(slug, f.check_id): f.status for slug, those in store.findings(audit.audit_id).items() for f in those}
        for audit in audits
        if audit is not None
    )
    found, found_then = (Counter(check for (_, check), s in of.items() if s in _FOUND) for of in (now, then))
    judged = {check for _, check in now}
    silent = sorted(c for c, n in found_then.items() if n >= SILENT_FROM and c in judged and not found[c])
    for check in silent:
        report.say(
            f"{check}: đêm trước có ở {found_then[check]} tỉnh, nay không còn ở đâu: có lẽ lỗi của chương trình",
            f"was found in {found_then[check]} provinces, now nowhere: likely a fault of ours",
            eye=True,
        )
    changed = sorted(key for key in now.keys() & then.keys() if now[key] != then[key] and key[1] not in silent)
    if not changed:
        report.say("Không có kết quả nào thay đổi", "no finding changed")
        return
    report.say(f"{len(changed)} kết quả thay đổi so với {before.run_id}", f"{len(changed)} findings changed")
    for slug, check in changed[:_SHOWN]:
        old, new = then[slug, check].value, now[slug, check].value
        report.lines.append(f"  {names.get(slug, slug)}: {check}: {_VI[old]} → {_VI[new]} / {old} → {new}")
    if len(changed) > _SHOWN:
        report.lines.append(f"  … +{len(changed) - _SHOWN}")


def _some(names: Sequence[str]) -> str:
    more = f" +{len(names) - _NAMES}" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def receivers(urls: str) -> Apprise:
    """Where the report goes; ReportError for an address that Apprise does not know, told by its number."""
    import apprise  # a third of a second, which no other command shall wait for

    found = apprise.Apprise()
    for number, url in enumerate(urls.split(), start=1):
        if not found.add(url):
            scheme = url.partition(":")[0][:20]
            raise ReportError(f"REPORT_URLS: address {number} ({scheme}:...) is none that Apprise knows")
    for one in found:  # else mail makes HTML of it, with every space one that does not break
        one.notify_format = apprise.NotifyFormat.TEXT
    return found


def send(report: Report, to: Apprise) -> None:
    """Send it to all receivers; ReportError where one did not take it."""
    import apprise

    kind = apprise.NotifyType.SUCCESS if report.well else apprise.NotifyType.WARNING
    if len(to) and not to.notify(
        title=report.title, body=report.body, notify_type=kind, body_format=apprise.NotifyFormat.TEXT
    ):
        raise ReportError("the morning report could not be sent to every address of REPORT_URLS")


def unwritten(now: datetime, plan: Plan, reason: str) -> Report:
    """The report of a morning on which the tables cannot be read: it must go out all the same."""
    report = Report(f"portal-audit {now.astimezone(plan.zone):%d/%m/%Y}: ⚠ CSDL / DATABASE", ran=False)
    report.say("Không đọc được cơ sở dữ liệu", f"the database cannot be read ({reason})", eye=True)
    return report
