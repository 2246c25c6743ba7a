"""Citizen reception schedules (lịch tiếp công dân): who receives, on which days, for which period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pages.attached import framed
from pages.dates import Precision, Role, find_dates
from pages.memory import remembered
from pages.page import Page, Region, State
from pages.receivers import ACT, PROVINCIAL, Place, of_another_province, place_of, whole_owner
from pages.receivers import Receiver as Receiver
from pages.reception_agenda import read_agenda
from pages.reception_cards import read_cards
from pages.reception_facts import Facts, Rule, Session, Setting
from pages.reception_heads import Head, default_receivers, head_of, page_head
from pages.reception_list import Listed as Listed
from pages.reception_list import entries_of, listed_notices, schedule_attachments
from pages.reception_period import Period, middle_of, period_of
from pages.reception_report import announces, is_report
from pages.reception_schedules import Schedule as Schedule
from pages.reception_schedules import ScheduleKind as ScheduleKind
from pages.reception_schedules import schedules_of
from pages.reception_table import read_tables, table_rows
from pages.reception_text import is_bare_date, read_text
from pages.text import fold


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


_META_POSTED = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "pubdate",
    "dc.date.issued",
    "publish-date",
)


@remembered
def read_reception(page: Page, *, context: str = "", captured: date | None = None, owner: str = "") -> Reception:
    """What `page` says of reception schedules.

    `context` is the label of the link that led here with its trail (a PDF may not say whose schedule it is);
    `captured` anchors relative dates and nothing else; `owner` is the name of the province whose portal this is.
    Reports about publishing schedules ('Báo cáo công khai lịch tiếp công dân'), results ('Kết quả tiếp công dân'),
    voters' meetings (tiếp xúc cử tri) are no schedules.
    """
    if page.state in (State.SOFT_404, State.LOGIN, State.BLOCKED, State.SHELL, State.PARKED, State.ERROR):
        return Reception(about=False)
    whole = page_head(page, context)
    place = place_of(page, owner)
    rows = table_rows(page)
    posted = posted_on(page, captured)
    default = default_receivers(page, context, whole[1], place)
    if len(default) == 1 and not default & PROVINCIAL:
        place = replace(place, chair=next(iter(default)))
    period = _page_period(page, context, whole, posted)
    own = [b.text for i, b in enumerate(page.blocks) if b.region is Region.MAIN and i not in rows]
    report = whole[0] in (Head.RECEPTION, Head.NONE) and is_report(own, whole[1])
    trusted = whole[0] in (Head.SCHEDULE, Head.POSTPONEMENT) or (whole[0] is Head.RECEPTION and not report)
    anchor = middle_of(period.first.year) if period else posted
    attachments = schedule_attachments(page, whole)
    if whole[0] in (Head.SCHEDULE, Head.POSTPONEMENT):
        attachments = tuple(dict.fromkeys((*attachments, *framed(page))))
    elsewhere = bool(attachments or _pictures(page, whole, False))
    setting = Setting(page, place, whole, period, default, posted, anchor, trusted, elsewhere, rows)
    facts = Facts.none()
    if not report and not (whole[0] in (Head.RECEPTION, Head.NONE) and _is_a_law(page)):
        read_text(setting, facts)
        read_tables(setting, facts)
        if read_cards(setting, facts) and posted in {session.day for session in facts.sessions}:
            posted = None  # the first card's day
            setting = replace(setting, posted=None)
    if default and not default & PROVINCIAL:  # 'Trưởng ban tiếp công dân' of a department is no provincial office
        facts.sessions = [_by(s, default) for s in facts.sessions]
        facts.rules = [_by(rule, default) for rule in facts.rules]
    if whole[0] is Head.RECEPTION and not announces(own):
        # 'Ngày 15/3/2022, Chủ tịch UBND tỉnh chủ trì tiếp công dân' tells of the past as well as of what is to come.
        facts.sessions = [s for s in facts.sessions if posted is not None and posted < s.day]
    if whole[0] is Head.RECEPTION:
        facts.sessions = [s for s in facts.sessions if not _told_afterwards(s, whole[1], posted, own)]
    schedules = schedules_of(setting, facts, read_agenda(page, whole, rows, default, place))
    whose = whole_owner(whole[1], place) or _letterhead_owner(page, place)
    if whose is not None:  # a deputy who is 'Phó Chủ tịch UBND tỉnh' by profession receives as a deputy
        schedules = tuple(replace(s, receivers=frozenset({whose})) for s in schedules)
    listed = listed_notices(page, whole, place)
    pictures = _pictures(page, whole, bool(facts.sessions or facts.rules))
    about = whole[0] not in (Head.NONE, Head.AGENDA, Head.RELATED) or bool(schedules or listed)
    return Reception(about, schedules, attachments, listed, pictures)


_OFFICE_ALONE = frozenset({Receiver.OFFICE})
F = TypeVar("F", Session, Rule)


def _by(fact: F, default: frozenset[Receiver]) -> F:
    return replace(fact, receivers=default) if fact.receivers == _OFFICE_ALONE else fact


def _letterhead_owner(page: Page, place: Place) -> Receiver | None:
    """Somebody else where a document's first lines name another province's People's Committee."""
    first = [b.text for b in page.blocks[:4]] if page.media != "html" else []
    return Receiver.OTHER if any(len(t) <= 100 and of_another_province(t, place) for t in first) else None


def _told_afterwards(session: Session, whole: str, posted: date | None, own: list[str]) -> bool:
    """Whether a page headed like news was posted on the day or in the days after it, and looks back on it."""
    if posted is None or not ACT(whole) or any("sẽ" in fold(text) for text in own):
        return False
    return 0 <= (posted - session.day).days <= 10


def _is_a_law(page: Page) -> bool:
    """Whether a page is a text in articles: a law or a regulation says who must receive, and is no notice of it."""
    articles = sum(bool(_ARTICLE.match(fold(b.text[:12]))) for b in page.blocks if b.region is Region.MAIN)
    return articles >= 3


_ARTICLE = re.compile(r"(?:điều|dieu) \d{1,3}\b")


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
    body = False  # whether the text has begun: a bare date in it is no posting date
    for block in [b for b in page.blocks if b.region is Region.MAIN and b.kind != "row"][:60]:
        if len(block.text) > 160:
            body = True
            continue
        mentions = find_dates(block.text, anchor=captured)
        several = sum(m.precision is Precision.DAY for m in mentions) > 1  # a schedule's list of days
        for mention in mentions:
            if mention.precision is not Precision.DAY or (not mention.year_given and "trước" not in fold(mention.text)):
                continue
            if mention.role is Role.POSTED:
                return mention.first
            alone = is_bare_date(block.text) and not re.search(r"sáng|chiều|buổi|^[-+*•–]|^tháng", fold(block.text))
            if (
                mention.role is Role.UNKNOWN
                and alone
                and not (body or several or block.kind in ("item", "heading"))
                and bare is None
            ):
                bare = mention.first
    return bare


def _page_period(page: Page, context: str, whole: tuple[Head, str], posted: date | None) -> Period | None:
    """The period that the page's words name; a month alone takes the year of the first session, else of the posting."""
    if whole[0] not in (Head.SCHEDULE, Head.POSTPONEMENT, Head.RECEPTION):
        return None
    texts = [whole[1], page.heading, page.title] if whole[1] != context else [page.heading, page.title, whole[1]]
    anchors = [None, _first_day(page), posted]
    for anchor in anchors:
        for text in texts:
            if head_of(text) is not Head.LOOKALIKE and (period := period_of(text, anchor)):
                return period
    entries = entries_of(page)
    own = [b for i, b in enumerate(page.blocks) if b.region is Region.MAIN and i not in entries]
    wanted = Head.POSTPONEMENT if whole[0] is Head.POSTPONEMENT else Head.SCHEDULE
    # "Văn phòng UBND tỉnh thông báo lịch tiếp công dân tháng 3 năm 2022 như sau"
    leads = [b.text[:380] for b in own[:15] if b.kind not in ("row", "heading") and head_of(b.text[:380]) is wanted]
    first = anchors[:1] if page.media == "html" else anchors  # a page lists months of other notices too
    return next((period for anchor in first for lead in leads if (period := period_of(lead, anchor))), None)


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


def _pictures(page: Page, whole: tuple[Head, str], told: bool) -> tuple[str, ...]:
    """Images that seem to be the schedule: named so, or alone on a schedule's page that says no day in words."""
    named = [url for url, alt in page.images if head_of(alt) is Head.SCHEDULE or _ADDRESS.search(url)]
    if named or told or whole[0] is not Head.SCHEDULE or page.media != "html":
        return tuple(dict.fromkeys(named))
    own = [url for url, alt in page.images if not _DECORATION.search(url) and not _DECORATION.search(fold(alt))]
    return tuple(dict.fromkeys(own)) if len(own) <= 6 else ()


_ADDRESS = re.compile(r"lich[-_ ]?tiep[-_ ]?(?:cong[-_ ]?)?dan[^/]*\.(?:jpe?g|png|gif|webp|bmp)", re.I)
_DECORATION = re.compile(
    r"logo|icon|banner|avatar|print|share|facebook|zalo|spacer|loading|captcha|qrcode|quoc-?huy|email|rss|arrow"
    r"|\.svg|\.gif",
    re.I,
)
