"""Citizen reception schedules (lịch tiếp công dân): who receives, on which days, for which period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pages.attached import framed
from pages.dates import Precision, Role, find_dates
from pages.excerpts import excerpt, join
from pages.page import Block, Page, Region, State
from pages.receivers import Receiver as Receiver
from pages.receivers import place_of
from pages.reception_agenda import AgendaRow, read_agenda
from pages.reception_facts import Facts, Postponed, Rule, Session, Setting
from pages.reception_heads import Head, default_receivers, head_of, page_head
from pages.reception_list import Listed as Listed
from pages.reception_list import entries_of, listed_notices, schedule_attachments
from pages.reception_period import Period, middle_of, period_of
from pages.reception_table import read_tables, table_rows
from pages.reception_text import announces, is_bare_date, is_report, read_text
from pages.text import fold


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


@dataclass(frozen=True, slots=True)
class Reception:
    """What a page says of reception schedules.

    `schedules` holds every one found, whoever receives. `attachments` are links on the page (URLs) that hold or
    may hold the schedule itself ('xem file đính kèm'), `listed` the links to single notices, newest first, each
    with the period that its label names. `pictures` are images that seem to be the schedule. `about` is True where
    the page is about reception at all.
    """

    about: bool
    schedules: tuple[Schedule, ...] = ()
    attachments: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    pictures: tuple[str, ...] = ()


_KIND = {
    Precision.YEAR: ScheduleKind.YEARLY,
    Precision.HALF: ScheduleKind.YEARLY,
    Precision.QUARTER: ScheduleKind.MONTHLY,
    Precision.MONTH: ScheduleKind.MONTHLY,
    Precision.WEEK: ScheduleKind.WEEKLY,
}
_PROVINCIAL = frozenset({Receiver.CHAIR, Receiver.DEPUTY, Receiver.LEADERS, Receiver.OFFICE})
_META_POSTED = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "pubdate",
    "dc.date.issued",
    "publish-date",
)


def read_reception(page: Page, *, context: str = "", captured: date | None = None) -> Reception:
    """What `page` says of reception schedules.

    `context` is the label of the link that led here with its trail (a PDF may not say whose schedule it is);
    `captured` anchors relative dates and nothing else. Reports about publishing schedules ('Báo cáo công khai lịch
    tiếp công dân'), results ('Kết quả tiếp công dân'), voters' meetings (tiếp xúc cử tri) are no schedules.
    """
    if page.state in (State.SOFT_404, State.LOGIN, State.BLOCKED, State.SHELL, State.PARKED, State.ERROR):
        return Reception(about=False)
    whole = page_head(page, context)
    place = place_of(page)
    rows = table_rows(page)
    posted = posted_on(page, captured)
    default = default_receivers(page, context, whole[1], place)
    if len(default) == 1 and not default & _PROVINCIAL:
        place = replace(place, chair=next(iter(default)))
    period = _page_period(page, context, whole, posted)
    own = [b.text for i, b in enumerate(page.blocks) if b.region is Region.MAIN and i not in rows]
    report = whole[0] in (Head.RECEPTION, Head.NONE) and is_report(own, whole[1])
    trusted = whole[0] in (Head.SCHEDULE, Head.POSTPONEMENT) or (whole[0] is Head.RECEPTION and not report)
    anchor = middle_of(period.first.year) if period else posted
    setting = Setting(page, place, whole, period, default, posted, anchor, trusted, rows)
    facts = Facts.none()
    if not report:
        read_text(setting, facts)
        read_tables(setting, facts)
    if whole[0] is Head.RECEPTION and not announces(own):
        # 'Ngày 15/3/2022, Chủ tịch UBND tỉnh chủ trì tiếp công dân' tells of the past as well as of what is to come.
        facts.sessions = [s for s in facts.sessions if posted is not None and posted < s.day]
    schedules = _schedules(setting, facts, context)
    schedules += _weekly(read_agenda(page, whole, rows, default, place))
    listed = listed_notices(page, whole, place)
    attachments = schedule_attachments(page, whole)
    if whole[0] in (Head.SCHEDULE, Head.POSTPONEMENT):
        attachments = tuple(dict.fromkeys((*attachments, *framed(page))))
    pictures = _pictures(page, whole, bool(facts.sessions or facts.rules))
    about = whole[0] not in (Head.NONE, Head.AGENDA, Head.RELATED) or bool(schedules or listed)
    dated = tuple(replace(s, posted=posted, suspect=s.suspect or _suspect(s, posted)) for s in schedules)
    return Reception(about, _distinct(dated), attachments, listed, pictures)


def posted_on(page: Page, captured: date | None) -> date | None:
    """When the page was posted: by its meta data, else a labelled or bare date among its first own lines."""
    for name, content in page.meta:
        if name.lower() in _META_POSTED and (found := re.match(r"(\d{4})-(\d{2})-(\d{2})", content.strip())):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    if page.media != "html":
        return None
    bare: date | None = None
    for block in [b for b in page.blocks if b.region is Region.MAIN and b.kind != "row"][:60]:
        if len(block.text) > 160:
            continue
        for mention in find_dates(block.text, anchor=captured):
            if mention.precision is not Precision.DAY or (not mention.year_given and "trước" not in fold(mention.text)):
                continue
            if mention.role is Role.POSTED:
                return mention.first
            alone = is_bare_date(block.text) and not re.search(r"sáng|chiều|buổi|^[-+*•–]", fold(block.text))
            if mention.role is Role.UNKNOWN and alone and bare is None and block.kind != "item":
                bare = mention.first
    return bare


def _page_period(page: Page, context: str, whole: tuple[Head, str], posted: date | None) -> Period | None:
    """The period that the page's own words name; a month without year takes the year of the first session or posting."""
    if whole[0] not in (Head.SCHEDULE, Head.POSTPONEMENT, Head.RECEPTION):
        return None
    texts = [whole[1], page.heading, page.title] if whole[1] != context else [page.heading, page.title, whole[1]]
    anchors = [None, _first_day(page), posted]
    for anchor in anchors:
        for text in texts:
            if head_of(text) is not Head.LOOKALIKE and (period := period_of(text, anchor)):
                return period
    entries = entries_of(page)
    for block in [b for i, b in enumerate(page.blocks[:80]) if i not in entries]:
        # 'Văn phòng UBND tỉnh thông báo lịch tiếp công dân tháng 3 năm 2022 như sau'
        wanted = Head.POSTPONEMENT if whole[0] is Head.POSTPONEMENT else Head.SCHEDULE
        if block.region is Region.MAIN and head_of(block.text[:380]) is wanted and block.kind != "row":
            cut = block.text[:380]
            if period := period_of(cut):
                return period
    return None


def _first_day(page: Page) -> date | None:
    """The first reception day in the page's own text, to tell the year of the month in its title."""
    for block in page.blocks:
        if block.region is not Region.MAIN:
            continue
        for mention in find_dates(block.text):
            if mention.precision is Precision.DAY and mention.role is Role.SESSION:
                return mention.first
    for block in page.blocks:
        if block.region is Region.MAIN and re.search(r"(?:giờ|\dh|sáng|chiều)", fold(block.text)):
            for mention in find_dates(block.text):
                if mention.precision is Precision.DAY and mention.role is Role.UNKNOWN:
                    return mention.first
    return None


def _schedules(setting: Setting, facts: Facts, context: str) -> list[Schedule]:
    found: list[Schedule] = []
    period = setting.period or _of_months(facts.months)
    head = setting.whole[0]
    groups: dict[frozenset[Receiver], list[Session]] = {}
    for session in facts.sessions:
        groups.setdefault(session.receivers, []).append(session)
    for who, sessions in groups.items():
        found.append(_of_sessions(setting, who, sessions, period))
    found += [_of_rule(setting, rule) for rule in facts.rules]
    found += _of_postponed(setting, facts.postponed)
    told = bool(found)
    if not told and head is Head.SCHEDULE and setting.period is not None and _own_title(setting, context):
        found.append(_of_title(setting, setting.period))
    for hours in facts.hours:
        found.append(Schedule(ScheduleKind.OFFICE_HOURS, hours.receivers, None, None, (), hours.quote, hours.locator))
    return found


def _of_months(months: list[Period]) -> Period | None:
    if not months:
        return None
    first, last = min(m.first for m in months), max(m.last for m in months)
    return replace(months[0], first=first, last=last)


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
    if period is None and newest.period is not None:
        own = newest.period
        days = tuple(dict.fromkeys(s.day for s in sessions))
        return Schedule(_kind_of(own), who, own.first, own.last, days, newest.quote, newest.locator, None, suspect)
    if period is None:
        quote = _with_title(setting, who, newest)
        return Schedule(ScheduleKind.DATED, who, days[0], days[-1], days, quote, newest.locator, None, suspect)
    outside = [d for d in days if not period.first <= d <= period.last]
    if len(outside) == len(days) and all(abs(d.year - period.first.year) == 1 for d in days):
        suspect = suspect or "suspect_year"
    quote = _with_period(setting, newest.quote, newest.order)
    return Schedule(_kind_of(period), who, period.first, period.last, days, quote, newest.locator, None, suspect)


def _of_rule(setting: Setting, rule: Rule) -> Schedule:
    period = rule.period
    quote = rule.quote
    if (
        period is None
        and setting.period is not None
        and setting.period.precision in (Precision.YEAR, Precision.HALF, Precision.QUARTER)
    ):
        period = setting.period
        quote = _with_period(setting, rule.quote, rule.order)
    if period is None:
        return Schedule(ScheduleKind.STANDING_RULE, rule.receivers, None, None, (), quote, rule.locator)
    return Schedule(_kind_of(period), rule.receivers, period.first, period.last, (), quote, rule.locator)


def _of_postponed(setting: Setting, facts: list[Postponed]) -> list[Schedule]:
    """One postponement per page and receiver; what names its days comes first, the title's period fills the rest."""
    found: list[Schedule] = []
    if setting.whole[0] is Head.POSTPONEMENT and facts:
        firsts = [p.first for p in facts if p.first] + ([setting.period.first] if setting.period else [])
        lasts = [p.last for p in facts if p.last] + ([setting.period.last] if setting.period else [])
        named = [p.receivers for p in facts if p.receivers != setting.default]
        who = named[0] if named and setting.default == {Receiver.LEADERS} else setting.default
        new = tuple(sorted({d for p in facts for d in p.new}))
        quote = join(*(p.quote for p in sorted(facts, key=lambda p: p.order)[:2]))
        return [
            Schedule(
                ScheduleKind.POSTPONEMENT,
                who,
                min(firsts, default=None),
                max(lasts, default=None),
                new,
                quote,
                facts[0].locator,
            )
        ]
    for p in facts:
        found.append(Schedule(ScheduleKind.POSTPONEMENT, p.receivers, p.first, p.last, p.new, p.quote, p.locator))
    return found


def _own_title(setting: Setting, context: str) -> bool:
    """Whether the words that name the period are the page's own, and not those of the link or of a list's entry."""
    return _title_block(setting) is not None or (setting.page.title != "" and setting.whole[1] == setting.page.title)


def _title_block(setting: Setting) -> tuple[int, Block] | None:
    """The block that names the page's period."""
    entries = entries_of(setting.page)
    for index, block in enumerate(setting.page.blocks):
        if block.region is not Region.MAIN or index in entries:
            continue
        if (
            block.text == setting.whole[1]
            or block.text == setting.page.heading
            or head_of(block.text[:380]) is Head.SCHEDULE
        ):
            period = period_of(block.text[:380], setting.period.first if setting.period else None)
            if period and setting.period and (period.first, period.last) == (setting.period.first, setting.period.last):
                return index, block
    return None


def _of_title(setting: Setting, period: Period) -> Schedule:
    titled = _title_block(setting)
    if titled is None:
        quote, locator = setting.page.title, "title"
    else:
        block = titled[1]
        at = period_of(block.text[:380], period.first)
        quote = excerpt(block.text, at.start, at.end) if at else block.text[:400]
        locator = block.locator
    return Schedule(_kind_of(period), setting.default, period.first, period.last, (), quote, locator)


def _with_title(setting: Setting, who: frozenset[Receiver], session: Session) -> str:
    """The session's words, behind the page's heading where only that names who receives."""
    if who != setting.default:
        return session.quote
    for index, block in enumerate(setting.page.blocks[: session.order]):
        if (
            block.region is Region.MAIN
            and block.text in (setting.whole[1], setting.page.heading)
            and index < session.order
        ):
            return join(block.text[:250], session.quote)
    return session.quote


def _with_period(setting: Setting, quote: str, order: int) -> str:
    """The session's words with those that name the period, in reading order."""
    titled = _title_block(setting)
    if titled is None:
        return quote
    index, block = titled
    at = period_of(block.text[:380], setting.period.first if setting.period else None)
    words = excerpt(block.text, at.start, at.end, limit=250) if at else block.text[:250]
    if index == order:
        return quote if words in quote else join(*sorted((words, quote), key=block.text.find))
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


def _pictures(page: Page, whole: tuple[Head, str], told: bool) -> tuple[str, ...]:
    """Images that seem to be the schedule: named so, or alone on a schedule's page that says no day in words."""
    named = [url for url, alt in page.images if head_of(alt) is Head.SCHEDULE or _ADDRESS.search(url)]
    if named or told or whole[0] is not Head.SCHEDULE or page.media != "html":
        return tuple(dict.fromkeys(named))
    own = [url for url, alt in page.images if not _DECORATION.search(url) and not _DECORATION.search(fold(alt))]
    return tuple(dict.fromkeys(own)) if len(own) <= 6 else ()


_ADDRESS = re.compile(r"lich[-_ ]?tiep[-_ ]?(?:cong[-_ ]?)?dan[^/]*\.(?:jpe?g|png|gif|webp|bmp)", re.I)
_DECORATION = re.compile(
    r"logo|icon|banner|avatar|print|share|facebook|zalo|spacer|loading|captcha|qrcode|quoc-?huy|\.svg|\.gif|email|rss|arrow",
    re.I,
)


def _distinct(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    kept: dict[tuple[object, ...], Schedule] = {}
    for schedule in schedules:
        key = (schedule.kind, schedule.receivers, schedule.first, schedule.last, schedule.sessions)
        kept.setdefault(key, schedule)
    return tuple(kept.values())
