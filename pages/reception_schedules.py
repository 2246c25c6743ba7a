"""From the facts that a page states to its schedules: grouped by receiver, with the period covered and a quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pages.dates import Precision
from pages.excerpts import excerpt, join
from pages.feedback_privacy import cut_personal
from pages.page import Block, Region
from pages.receivers import ACT, Receiver, receivers_of
from pages.reception_agenda import AgendaRow
from pages.reception_facts import Facts, Postponed, Rule, Session, Setting
from pages.reception_heads import WORDS, Head, head_of
from pages.reception_list import entries_of
from pages.reception_period import Period, period_of
from pages.reception_text import LONG, NOBODY
from pages.wording import Wording


class ScheduleKind(StrEnum):
    STANDING_RULE = "standing_rule"  # 'ngày 15 hằng tháng', no year
    YEARLY = "yearly"  # a table or rule for a named year
    MONTHLY = "monthly"  # a notice for a named month (or quarter)
    WEEKLY = "weekly"  # a row of the weekly agenda
    DATED = "dated"  # dated sessions without a named period
    POSTPONEMENT = "postponement"  # hoãn, dời, tạm dừng
    OFFICE_HOURS = "office_hours"  # thường xuyên: the office's opening hours or address alone


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule as one page or document gives it.

    `first`..`last` is the period it covers: the named period to its last day, else the first and last dated
    session; None where it names none (a standing rule without year). `sessions` are the reception days found
    (no postponed ones, no days on which nobody receives). `quote` is verbatim text of the page ('… […] …' where cut)
    that bears the period and the receiver, at `locator`. `suspect` as in `dates.Mention`.
    """

    kind: ScheduleKind
    receivers: frozenset[Receiver]
    first: date | None
    last: date | None
    sessions: tuple[date, ...]
    quote: str
    locator: str
    posted: date | None = None
    suspect: str = ""
    titled: bool = False  # by a title alone, above an attachment or a picture that holds the days


_KIND = {
    Precision.YEAR: ScheduleKind.YEARLY,
    Precision.HALF: ScheduleKind.YEARLY,
    Precision.QUARTER: ScheduleKind.MONTHLY,
    Precision.MONTH: ScheduleKind.MONTHLY,
    Precision.WEEK: ScheduleKind.WEEKLY,
}
_DAILY = Wording("thường xuyên", "hằng ngày", "hàng ngày")
_A_LIST_OF_DAYS = Wording(r"lịch(?: [^.;:|]{0,60}?)? (?:tiếp (?:công )?dân|tcd)")
_CASE = Wording.of(WORDS["sentence"]["case"])
_LONG = (Precision.YEAR, Precision.HALF, Precision.QUARTER)
_LEADERS = frozenset({Receiver.LEADERS})
_FIRST_BLOCKS = 600  # of a page: a title stands among these
_TITLE = 380  # characters of a block that may name the period


def schedules_of(setting: Setting, facts: Facts, agenda: Iterable[AgendaRow]) -> tuple[Schedule, ...]:
    """Every schedule that the page states, each once, with the posting date and what is doubtful about its year."""
    found: list[Schedule] = []
    groups: dict[tuple[frozenset[Receiver], Period | None], list[Session]] = {}
    for session in facts.sessions:
        groups.setdefault((session.receivers, session.period), []).append(session)
    for (who, period), sessions in groups.items():
        found.append(_of_sessions(setting, who, sessions, period or setting.period))
    found += [_of_rule(setting, rule) for rule in facts.rules]
    found += _of_postponed(setting, facts.postponed)
    found += _of_titles(setting, found)
    for hours in facts.hours:
        found.append(Schedule(ScheduleKind.OFFICE_HOURS, hours.receivers, None, None, (), hours.quote, hours.locator))
    found += _weekly(agenda)
    posted = setting.posted
    return _distinct(
        replace(s, posted=posted, suspect=s.suspect or _suspect(s, posted), quote=_without_citizens(s.quote))
        for s in found
    )


def _without_citizens(quote: str) -> str:
    """A notice may say whose case is heard ('tiếp hộ ông Nguyễn Văn A ... khiếu nại'): citizens' names are cut."""
    return cut_personal(quote) if _CASE(quote) else quote


def _kind_of(period: Period) -> ScheduleKind:
    days = (period.last - period.first).days
    if period.precision is Precision.RANGE:
        return ScheduleKind.WEEKLY if days <= 8 else ScheduleKind.MONTHLY if days <= 95 else ScheduleKind.YEARLY
    if period.precision is Precision.MONTH and days > 95:
        return ScheduleKind.YEARLY
    return _KIND[period.precision]


def _of_sessions(
    setting: Setting, who: frozenset[Receiver], sessions: list[Session], period: Period | None
) -> Schedule:
    sessions = sorted(sessions, key=lambda s: s.day)
    days = tuple(dict.fromkeys(s.day for s in sessions))
    newest = sessions[-1]
    suspect = next((s.suspect for s in sessions if s.suspect), "")
    if period is None:
        months = [s.month for s in sessions if s.month is not None]
        if not months:
            quote = _with_title(setting, who, newest)
            return Schedule(ScheduleKind.DATED, who, days[0], days[-1], days, quote, newest.locator, None, suspect)
        period = replace(months[0], first=min(m.first for m in months), last=max(m.last for m in months))
    if all(not period.first <= d <= period.last and abs(d.year - period.first.year) == 1 for d in days):
        suspect = suspect or "suspect_year"
    quote = _with_period(setting, period, newest.quote, newest.order)
    return Schedule(_kind_of(period), who, period.first, period.last, days, quote, newest.locator, None, suspect)


def _of_rule(setting: Setting, rule: Rule) -> Schedule:
    period = rule.period
    quote = rule.quote
    if period is None and setting.period is not None and setting.period.precision in _LONG:
        period = setting.period
    if period is None:
        return Schedule(ScheduleKind.STANDING_RULE, rule.receivers, None, None, (), quote, rule.locator)
    quote = _with_period(setting, period, rule.quote, rule.order)
    return Schedule(_kind_of(period), rule.receivers, period.first, period.last, (), quote, rule.locator)


def _of_postponed(setting: Setting, facts: list[Postponed]) -> list[Schedule]:
    """Postponements; a page that is one as a whole makes one, over all the days and the period that it names."""
    if setting.whole[0] is not Head.POSTPONEMENT or not facts:
        return [
            Schedule(ScheduleKind.POSTPONEMENT, p.receivers, p.first, p.last, p.new, p.quote, p.locator) for p in facts
        ]
    # 'Tạm dừng tiếp công dân trong năm 2022' calls off a year and plans none of its days.
    period = setting.period if setting.period and setting.period.precision not in LONG else None
    firsts = [p.first for p in facts if p.first] + ([period.first] if period else [])
    lasts = [p.last for p in facts if p.last] + ([period.last] if period else [])
    named = [p.receivers for p in facts if p.receivers != setting.default]
    who = named[0] if named and setting.default == _LEADERS else setting.default
    new = tuple(sorted({day for p in facts for day in p.new}))
    quote = join(*(p.quote for p in sorted(facts, key=lambda p: p.order)[:2]))
    first, last = min(firsts, default=None), max(lasts, default=None)
    return [Schedule(ScheduleKind.POSTPONEMENT, who, first, last, new, quote, facts[0].locator)]


def _of_titles(setting: Setting, found: list[Schedule]) -> list[Schedule]:
    """Titles and headings that name a period no session stands below: the schedule is in an attachment or a picture.

    Where there is none the title heads something else: a plan of tasks, hours, 'không tiếp công dân', nothing yet.
    """
    if not setting.elsewhere:
        return []
    covered = {(s.first, s.last) for s in found}
    titled: list[Schedule] = []
    if setting.whole[0] is Head.SCHEDULE and setting.period is not None and not found and _may_stand_alone(setting):
        period = setting.period
        own = _naming(setting, period)
        if own is not None:
            quote = _words_of(own[1], period)
            titled.append(
                Schedule(
                    _kind_of(period), setting.default, period.first, period.last, (), quote, own[1].locator, titled=True
                )
            )
        elif setting.whole[1] == setting.page.title:
            words = setting.page.title
            titled.append(
                Schedule(_kind_of(period), setting.default, period.first, period.last, (), words, "title", titled=True)
            )
        covered.add((period.first, period.last))
    entries = entries_of(setting.page)
    for index, block in enumerate(setting.page.blocks):
        own_heading = block.kind == "heading" and block.region is Region.MAIN and index not in entries
        if not own_heading or head_of(block.text) is not Head.SCHEDULE or block.text == setting.page.heading:
            continue
        if (section := period_of(block.text)) and (section.first, section.last) not in covered:
            who = receivers_of(block.text, setting.place) or setting.default
            covered.add((section.first, section.last))
            titled.append(
                Schedule(
                    _kind_of(section),
                    who,
                    section.first,
                    section.last,
                    (),
                    block.text[:400],
                    block.locator,
                    titled=True,
                )
            )
    return titled


def _may_stand_alone(setting: Setting) -> bool:
    """Whether a title says that what hangs on it is a schedule: no plan of tasks, no opening hours."""
    title = setting.whole[1]
    own = (b.text for b in setting.page.blocks[:_FIRST_BLOCKS] if b.region is Region.MAIN)
    if _DAILY(title) or any(NOBODY(text[:_TITLE]) and ACT(text[:_TITLE]) for text in own):
        return False
    return _A_LIST_OF_DAYS(title) or bool(receivers_of(title, setting.place))


def _naming(setting: Setting, period: Period) -> tuple[int, Block] | None:
    """The block of the page's own that names `period`."""
    entries = entries_of(setting.page)
    words, heading = setting.whole[1], setting.page.heading
    for index, block in enumerate(setting.page.blocks[:_FIRST_BLOCKS]):
        if block.region is not Region.MAIN or index in entries:
            continue
        text = block.text[:_TITLE]
        # A document's title may be broken over blocks: 'KẾ HOẠCH' / 'Tiếp công dân năm 2022'.
        part = len(text) > 8 and (text in words or text in heading)
        if not part and text not in block.headings and head_of(text) is not Head.SCHEDULE:
            continue
        named = period_of(text, period.first)
        if named and (named.first, named.last) == (period.first, period.last):
            return index, block
    return None


def _words_of(block: Block, period: Period, limit: int = 400) -> str:
    named = period_of(block.text[:_TITLE], period.first)
    return excerpt(block.text, named.start, named.end, limit=limit) if named else block.text[:limit]


def _with_title(setting: Setting, who: frozenset[Receiver], session: Session) -> str:
    """The session's words, behind the page's heading where only that names who receives."""
    if who != setting.default:
        return session.quote
    for block in setting.page.blocks[: session.order]:
        if block.region is Region.MAIN and block.text in (setting.whole[1], setting.page.heading):
            return join(block.text[:250], session.quote)
    return session.quote


def _with_period(setting: Setting, period: Period, quote: str, order: int) -> str:
    """The words with those that name the period, in reading order."""
    named = _naming(setting, period)
    if named is None:
        return quote
    index, block = named
    words = _words_of(block, period, limit=250)
    if words in quote:
        return quote
    if index == order:
        return join(*sorted((words, quote), key=block.text.find))
    return join(words, quote) if index < order else join(quote, words)


def _weekly(rows: Iterable[AgendaRow]) -> list[Schedule]:
    found: list[Schedule] = []
    for row in rows:
        quote = join(row.week_quote, row.quote) if row.week_order < row.order else row.quote
        days = (row.day,) if row.day else ()
        first, last = row.week or (row.day, row.day)
        found.append(Schedule(ScheduleKind.WEEKLY, row.receivers, first, last, days, quote, row.locator))
    return found


def _suspect(schedule: Schedule, posted: date | None) -> str:
    """'suspect_year' for a period a year before its posting (a notice of January 2022 that says 2021)."""
    if posted is None or schedule.first is None or schedule.last is None or schedule.last >= posted:
        return ""
    first, last = _year_later(schedule.first), _year_later(schedule.last)
    early = first + timedelta(days=45) if schedule.kind is ScheduleKind.YEARLY else last
    return "suspect_year" if first - timedelta(days=45) <= posted <= early else ""


def _year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day + timedelta(days=365)


def _distinct(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    kept: dict[tuple[object, ...], Schedule] = {}
    for schedule in schedules:
        key = (schedule.kind, schedule.receivers, schedule.first, schedule.last, schedule.sessions)
        kept.setdefault(key, schedule)
    return tuple(kept.values())
