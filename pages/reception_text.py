"""Reception days, rules, hours and postponements that stand in running text and lists."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from pages.dates import Mention, Precision, Role, StandingRule, find_dates, find_standing_rules
from pages.excerpts import excerpt, join, sentences
from pages.page import Block, Region
from pages.receivers import ACT, PROVINCIAL, Receiver, names_elsewhere, receivers_of, roles
from pages.reception_facts import Facts, Hours, Postponed, Rule, Session, Setting
from pages.reception_heads import POSTPONES, WORDS, Head, block_head, head_of
from pages.reception_list import below_entries, entries_of, leads_of_entries, only_a_period
from pages.reception_period import Period, middle_of, period_of
from pages.reception_report import ANNOUNCES, HELD, PLANS, is_report
from pages.text import fold, plain
from pages.wording import Wording

_SENTENCE = WORDS["sentence"]
NOBODY = Wording.of(_SENTENCE["nobody"])
CONDITION = Wording.of(_SENTENCE["condition"])
_NOT_A_SESSION = Wording.of(_SENTENCE["not_a_session"])
_A_SESSION = Wording.of(_SENTENCE["a_session"])
_DAY_LABEL = Wording.of(_SENTENCE["day_label"])
OTHER_ACT = Wording.of(_SENTENCE["other_act"])
_COUNTS = Wording.of(_SENTENCE["counts"])
_SURNAMES = frozenset(_SENTENCE["surnames"])
_SEE_ALSO = Wording(
    "^\\W*(?:xem|đọc) (?:thêm|tiếp)",
    "^\\W*(?:tin|bài) (?:liên quan|khác|mới)",
    "^\\W*(?:kết (?:luận|quả)|báo cáo|ý kiến)",
)
_ITEM_WORDS = frozenset(map(plain, _SENTENCE["item_words"]))
_NEW_DAY = Wording.of(_SENTENCE["new_day"])
_DAILY = Wording.of(_SENTENCE["daily"])
_OFFICE_PLACE = Wording.of(_SENTENCE["office_place"])
_ADDRESS_LINE = Wording.of(_SENTENCE["address_line"])
_RECEPTION = Wording("tiếp (?:công )?dân")
_WILL = Wording("sẽ", "lịch tiếp (?:công )?dân", "thông báo")
_LEAD = re.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})?\s*[./)](?!\d)|[a-zđ][.)]|[IVX]{1,4}[.)]|[-+*•–]"
    r"|[Tt]háng \d{1,2}(?:/\d{4})?\s*:)|:\s*$"
)
_BARE_DATE = re.compile(
    r"^[\W\d]*(?:(?:thứ|ngày|chủ nhật|hai|ba|tư|năm|sáu|bảy|lúc|giờ|tháng|h|am|pm|sa|ch|cn|gmt)\b[\W\d]*)*$", re.I
)
_ANY = middle_of(2020)  # a year to read days and months by where the year does not matter
_SESSION_ROLES = frozenset({Role.SESSION, Role.UNKNOWN})
_NO_RECEIVER: frozenset[Receiver] = frozenset()
_LONGEST, _ENOUGH = 20_000, 1000  # characters read of a block, facts of a page
LONG = (Precision.YEAR, Precision.HALF, Precision.QUARTER)


def read_text(setting: Setting, facts: Facts) -> None:
    """Read the page's blocks (table rows aside) into `facts`."""
    under: tuple[str, ...] = ()
    named_above: Period | None = None
    receivers = _NO_RECEIVER
    lead_words = ""
    month: Period | None = None
    entries = entries_of(setting.page)
    news = _news_headings(setting)
    leads = leads_of_entries(setting.page, entries)
    entry_headings = below_entries(setting.page, entries)
    for index, block in enumerate(setting.page.blocks):
        if (
            index in setting.rows
            or index in entries
            or index in leads
            or (block.headings and block.headings[-1] in entry_headings)
        ):
            continue
        head, _ = block_head(block, setting.whole)
        if head in (Head.RELATED, Head.LOOKALIKE, Head.AGENDA) or (
            head is Head.NONE and block.region is not Region.MAIN
        ):
            continue
        if block.region in (Region.NAV, Region.BREADCRUMB) or news & set(block.headings):
            continue
        if block.headings[:1] != under[:1]:
            receivers, month, lead_words = _NO_RECEIVER, None, ""  # another box
        if block.headings != under or not _only_days_and_names(block.text):
            named_above = None
        under = block.headings
        section = section_period(block, setting) or named_above
        before, colon, _ = block.text[:60].partition(":")
        if colon and _NOT_A_SESSION(before) and not _A_SESSION(before) and not ACT(block.text):
            continue  # 'Các văn bản ban hành trong năm 2022: 15/3/2022; 16/3/2022'
        own = period_of(before) if colon else None  # 'Quý II/2022: 15/4, 16/5, 15/6'
        if section is None and own is not None and own.year_given and own.precision in LONG:
            section = own
        anchor = _year_anchor(setting, month or section or own)
        trusted = head in (Head.SCHEDULE, Head.POSTPONEMENT) or (head is Head.RECEPTION and setting.trusted)
        lead = _lead(block, setting, anchor) if trusted else None
        if lead is not None:
            named, named_month = lead
            if named_month is not None:
                month = named_month
            if named or named_month is None:
                receivers, lead_words = named, block.text
        headed, heading = _headed(block, setting)
        if not receivers and headed:
            lead_words = heading
        reader = _Reader(setting, facts, block, index, receivers or headed, lead_words, anchor, head, trusted)
        reader.month = month
        reader.section = section
        if trusted and block.kind == "heading" and is_bare_date(block.text):
            reader.card(setting.page.blocks[index + 1 : index + 8])
            continue
        named_above = _announced(block, setting.anchor) or named_above
        for start, end in sentences(block.text[:_LONGEST]):
            reader.sentence(start, end)


def _news_headings(setting: Setting) -> frozenset[str]:
    """Headings of sections that tell of a session that was held: news below 'Lịch tiếp công dân'."""
    below: dict[str, list[str]] = {}
    for block in setting.page.blocks:
        for heading in block.headings:
            below.setdefault(heading, []).append(block.text)
    news = (h for h, texts in below.items() if head_of(h) is Head.RECEPTION and ACT(h) and is_report(texts, h))
    return frozenset(news)


def _announced(block: Block, anchor: date | None) -> Period | None:
    """The period that a line with a colon announces for the days below: 'Cụ thể trong năm 2024:'."""
    if block.kind == "heading" or not block.text.rstrip().endswith(":"):
        return None
    start, end = sentences(block.text[:_LONGEST])[-1] if block.text else (0, 0)
    words = block.text[start:end]
    if len(words) > 120 or (_NOT_A_SESSION(words) and not _A_SESSION(words)):
        return None
    return period_of(words, anchor)


def _year_anchor(setting: Setting, month: Period | None) -> date | None:
    if month is not None:
        return middle_of(month.first.year)
    return setting.anchor


def _lead(block: Block, setting: Setting, anchor: date | None) -> tuple[frozenset[Receiver], Period | None] | None:
    """Whom or which month a line heads ('1. Chủ tịch UBND tỉnh:', 'Tháng 01/2021:'); None where it heads nothing."""
    text = block.text
    leads = block.kind == "heading" or _LEAD.search(text) or text in block.headings or only_a_period(text)
    if len(text) > 160 or not leads:
        return None
    if find_standing_rules(text):
        return None
    mentions = find_dates(text, anchor=anchor)
    if any(m.precision is Precision.DAY for m in mentions):
        return None
    period = period_of(text, anchor) if len(text) <= 60 else None
    month = period if period and period.precision in (Precision.MONTH, Precision.QUARTER) else None
    named = receivers_of(text, setting.place)
    if month is None and not named:
        return None
    return named, month


# 'Năm 2024' above a year's days, 'Chủ tịch UBND thành phố tiếp công dân tháng 4/2021' above a notice's.
_NAMES_PERIOD = (Head.SCHEDULE, Head.POSTPONEMENT, Head.RECEPTION, Head.NONE)


def section_period(block: Block, setting: Setting) -> Period | None:
    """The period that the heading of the block's own section names, where the page has several ('... tháng 3/2022')."""
    for heading in reversed(block.headings):
        if heading in (setting.whole[1], setting.page.heading):
            return None
        head = head_of(heading)
        if head is Head.NONE and not only_a_period(heading):
            continue
        if head in _NAMES_PERIOD and (period := period_of(heading, setting.anchor)):
            return period
    return None


def _headed(block: Block, setting: Setting) -> tuple[frozenset[Receiver], str]:
    """Whom the headings above the block name, the innermost first, and the heading's words."""
    for heading in reversed(block.headings):
        if heading != setting.whole[1] and (named := receivers_of(heading, setting.place)):
            return named, heading
    return _NO_RECEIVER, ""


class _Reader:
    """One block's surroundings, while its sentences are read."""

    def __init__(
        self,
        setting: Setting,
        facts: Facts,
        block: Block,
        index: int,
        receivers: frozenset[Receiver],
        lead: str,
        anchor: date | None,
        head: Head,
        trusted: bool,
    ) -> None:
        self.setting, self.facts, self.block, self.index = setting, facts, block, index
        self.receivers, self.anchor, self.head, self.trusted = receivers, anchor, head, trusted
        self.lead = lead  # the words that head the block and name who receives
        self.month: Period | None = None
        self.section: Period | None = None
        self.went_on = False
        self.who = _NO_RECEIVER

    def sentence(self, start: int, end: int) -> None:
        """Read the sentence at `start`:`end` of the block: it is a postponement, a rule, hours, or sessions."""
        text = self.block.text[start:end]
        folded = fold(text)
        speaks = bool(_RECEPTION(folded))
        if (not self.trusted and not speaks) or _SEE_ALSO(folded):
            return
        if (
            HELD(folded)
            and not ANNOUNCES(folded)
            and not PLANS(folded)
            and (self.head is not Head.SCHEDULE or " đã " in folded)
        ):
            return
        named = receivers_of(text, self.setting.place)
        if not self.trusted and not (named and ACT(folded) and self.head is not Head.LOOKALIKE):
            self._hours(text, folded, named)
            return
        mentions = find_dates(text, anchor=self.anchor)
        month = self.month or self.section
        below = [] if mentions or month is None else days_of_month(text, month)
        if self._postponed(text, folded, named, mentions):
            return
        if self._rules(text, folded, named):
            return
        if self._hours(text, folded, named):
            return
        if self.head is Head.POSTPONEMENT or NOBODY(folded):
            return
        if not self.trusted and not _WILL(folded):
            return
        self._sessions(text, folded, mentions or below, stated=bool(below))

    def card(self, below: tuple[Block, ...]) -> None:
        """A heading that is a day, with who receives in the lines below: '10/11/2025' / 'Chủ tịch UBND tỉnh'."""
        own = [b for b in below if b.headings[-1:] == (self.block.text,)]
        days = [m for m in find_dates(self.block.text, anchor=self.anchor) if m.precision is Precision.DAY]
        if len(days) != 1 or any(len(b.text) > 160 or OTHER_ACT(b.text) or NOBODY(b.text) for b in own):
            return
        for line in own:
            if who := receivers_of(line.text, self.setting.place):
                quote = join(self.block.text, line.text)
                found = Session(
                    days[0].first, who, quote, line.locator, self.index, days[0].suspect, self.section, self.month
                )
                self.facts.sessions.append(found)
                return

    def _who(self, named: frozenset[Receiver]) -> frozenset[Receiver]:
        return named or self.receivers or self.setting.default

    def _quote(self, text: str, start: int, end: int) -> str:
        """The words, behind those of the lead where only that names who receives."""
        named = receivers_of(text, self.setting.place)
        lead = "" if named or not self.receivers or self.lead == self.block.text else self.lead[:200]
        return join(lead, excerpt(text, start, end))

    def _postponed(self, text: str, folded: str, named: frozenset[Receiver], mentions: list[Mention]) -> bool:
        """A session called off or moved; not the clause that says what would happen on a holiday."""
        postpones = POSTPONES.search(folded)
        act = _RECEPTION.search(folded)
        if postpones is None or (act is None and self.head is not Head.POSTPONEMENT):
            return False
        condition = CONDITION.search(folded)
        if condition and condition.start() < postpones.start():
            return False
        if find_standing_rules(text) and self.head is not Head.POSTPONEMENT:
            return False  # 'ngày 15 hằng tháng, nếu trùng ngày nghỉ thì chuyển sang ...'
        if NOBODY(folded) and self.head is not Head.POSTPONEMENT and not _CALLED_OFF(folded):
            return False  # a yearly list's note 'không tiếp công dân'
        if self.head is not Head.POSTPONEMENT and abs(postpones.start() - (act.start() if act else 0)) > 80:
            return False
        days = [m for m in mentions if m.precision is Precision.DAY and _may_be_session(m, folded)]
        days = [m for m in days if not self._cited(folded, m)]
        moved = _NEW_DAY.search(folded)
        new = tuple(m.first for m in days if moved and m.start >= moved.end() - 8)
        period = period_of(text, self.anchor)
        if period is not None and period.precision in LONG:  # 'tạm dừng tiếp công dân trong năm 2022' plans no day
            period = None
        firsts = [m.first for m in days] + ([period.first] if period else [])
        lasts = [m.last for m in days] + ([period.last] if period else [])
        self.facts.postponed.append(
            Postponed(
                self._who(named),
                min(firsts, default=None),
                max(lasts, default=None),
                new,
                self._quote(text, postpones.start(), postpones.end()),
                self.block.locator,
                self.index,
            )
        )
        return True

    def _rules(self, text: str, folded: str, named: frozenset[Receiver]) -> bool:
        found = False
        for rule in standing_rules(text):
            condition = CONDITION.search(folded)
            if condition and condition.start() < rule.start:
                continue
            if NOBODY(folded[: rule.start]) or self._not_here(folded, rule.start):
                continue
            if rule.every == "week" and (len(rule.weekdays) > 2 or _DAILY(folded)):
                continue
            if not self.trusted and not ACT(folded):
                continue
            period = period_of(text, self.anchor)
            if period and period.precision not in (Precision.YEAR, Precision.HALF, Precision.QUARTER, Precision.RANGE):
                period = self.section if self.section and self.section.precision in LONG else None
            quote = self._quote(text, rule.start, rule.end)
            self.facts.rules.append(Rule(self._who(named), period, quote, self.block.locator, self.index))
            found = True
        return found

    def _hours(self, text: str, folded: str, named: frozenset[Receiver]) -> bool:
        """'Tiếp công dân thường xuyên vào các ngày làm việc ...', or where the office is."""
        daily = _DAILY.search(folded)
        place = _OFFICE_PLACE.search(folded) or (_ADDRESS_LINE.search(folded) if self.trusted else None)
        if find_standing_rules(text) and not daily:
            return False
        if any(m.precision is Precision.DAY and _may_be_session(m, folded) for m in find_dates(text)):
            return False
        if not place and not (
            daily and (_RECEPTION(folded) or (self.trusted and re.search(r"\d\s?(?:h|giờ|gio)", folded)))
        ):
            return False
        who = named or (self.receivers if self.receivers <= _OWN_OFFICES else _NO_RECEIVER)
        known = self.receivers or self.setting.default
        if not daily and known and not known & PROVINCIAL:
            who = known  # where somebody else receives, is no word of the office's own
        if not who:
            default = self.setting.default
            who = default if default & _ELSEWHERE else frozenset({Receiver.OFFICE})
        hit = daily or place
        assert hit is not None
        quote = self._quote(text, hit.start(), hit.end())
        self.facts.hours.append(Hours(who, quote, self.block.locator, self.index))
        return daily is not None

    def _sessions(self, text: str, folded: str, mentions: list[Mention], *, stated: bool = False) -> None:
        days = [m for m in mentions if m.precision is Precision.DAY and _may_be_session(m, folded)]
        days = [m for m in days if not self._not_here(folded, m.start) and not self._cited(folded, m)]
        if not days:
            return
        people = roles(text, self.setting.place)
        if _COUNTS(folded) or (not ACT(folded) and OTHER_ACT(folded)):
            return
        stated = stated or bool(ACT(folded) or people or _DAY_LABEL(folded))
        listed = self.trusted and (
            self.block.kind in ("item", "row") or bool(_LEAD.search(self.block.text)) or self.went_on
        )
        listed = (listed or (self.trusted and _several_days(self.block.text))) and _only_days_and_names(text)
        # Below a schedule's own title a line that begins with its day is one of its days: 'Ngày 15/3/2022 tại trụ sở'.
        led = self.head is Head.SCHEDULE and not is_bare_date(text) and _leads(text, days[0]) and _ends(text, days[-1])
        if not stated and not ((listed or led) and days[0].first != self.setting.posted):
            return
        if not ACT(folded) and not people and is_bare_date(text) and days[0].first == self.setting.posted:
            return
        period = self.section
        if period is None and self.setting.period is None and ACT(folded):
            period = period_of(text, self.anchor)
        for mention, who in self._each(text, days):
            who = who or _subject(text)
            self.who = who or self.who
            quote = self._quote(text, mention.start, mention.end)
            self.facts.sessions.append(
                Session(
                    mention.first,
                    self._who(self.who),
                    quote,
                    self.block.locator,
                    self.index,
                    mention.suspect,
                    period,
                    self.month,
                )
            )
        self.went_on = True  # 'Ngày 10/01/2022; 10/02/2022; 10/3/2022'

    def _each(self, text: str, days: list[Mention]) -> list[tuple[Mention, frozenset[Receiver]]]:
        """Every day with who receives on it: 'ngày 07/01 Chủ tịch UBND tỉnh, ngày 14/01 Bí thư Tỉnh ủy'."""
        whole = receivers_of(text, self.setting.place)
        if len(days) < 2 or len(whole) < 2:
            return [(day, whole) for day in days]
        people_first = bool(receivers_of(text[: days[0].start], self.setting.place))
        answer: list[tuple[Mention, frozenset[Receiver]]] = []
        who = _NO_RECEIVER
        for i, day in enumerate(days):
            if people_first:
                since = days[i - 1].end if i else 0
                who = receivers_of(text[since : day.start], self.setting.place) or who
            else:
                until = days[i + 1].start if i + 1 < len(days) else len(text)
                who = receivers_of(text[day.end : until], self.setting.place) or who
            answer.append((day, who))
        return answer

    def _not_here(self, folded: str, position: int) -> bool:
        """Whether the words before a date make it another than a reception day ('đăng ký trước ngày 20')."""
        before = folded[max(0, position - 90) : position]
        other = _last_end(_NOT_A_SESSION, before)
        return other >= 0 and _last_end(_A_SESSION, before[other:]) < 0

    def _cited(self, folded: str, mention: Mention) -> bool:
        return bool(
            re.search(
                r"(?:\d/[^\W\d_][\w-]*|số \d+)[^.;]{0,20}ngày\s*$", folded[max(0, mention.start - 50) : mention.start]
            )
        )


_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_DAYS_ALONE = re.compile(
    r"\W*(?:(?:sáng|chiều|thứ (?:\d|\w+)|chủ nhật)\W{1,3}){0,2}(?:các )?ngày:? "
    rf"({_NUMBER}(?:(?: ?[,;&] ?| và )(?:ngày )?{_NUMBER})*)(?! ?(?:[/.-] ?\d|tháng|h|giờ|%))"
)


def days_of_month(text: str, month: Period) -> list[Mention]:
    """The days of a line below the month that it leaves out: 'Tháng 4/2022' / '- Thứ Sáu, ngày 15: Chủ tịch'."""
    folded = fold(text)
    found = _DAYS_ALONE.match(folded) if len(folded) == len(text) else None
    if found is None or month.precision is not Precision.MONTH:
        return []
    mentions = []
    for number in re.finditer(r"\d+", found[1]):
        with suppress(ValueError):
            day = date(month.first.year, month.first.month, int(number[0]))
            at = found.start(1) + number.start()
            words = text[at : at + len(number[0])]
            mentions.append(Mention(day, day, Precision.DAY, Role.SESSION, words, at, at + len(words), False))
    return mentions


def _leads(text: str, day: Mention) -> bool:
    """Whether a line begins with its day: before it stand at most a number, a weekday, a part of the day, a clock."""
    return day.start <= 40 and bool(_BARE_DATE.match(fold(text[: day.start])))


def _ends(text: str, day: Mention) -> bool:
    """Whether nothing but a time or the province's own office follows: another place would make it another's day."""
    rest = fold(text[day.end :])
    return bool(_TIME(rest)) and (not _PLACE(rest) or bool(_OWN_PLACE(rest)))


_TIME = Wording(r"^\W*(?:(?:tại|ở|từ|lúc|bắt đầu|thời gian|địa điểm|sáng|chiều|buổi|cả ngày|thứ)(?!\w)|\d|$)")
_PLACE = Wording("tại", "ở", "địa điểm")
_OWN_PLACE = Wording(
    r"(?:tại|ở|địa điểm)\W{1,3}(?:phòng |nơi |địa điểm )?"
    r"(?:trụ sở|tiếp (?:công )?dân|ban tiếp|văn phòng|ubnd tỉnh|số \d)"
)
_CALLED_OFF = Wording("(?:tạm )?(?:hoãn|dừng|ngừng|ngưng)", "hủy", "dời", "lùi", "chuyển (?:sang|ngày|lịch)")
_OWN_OFFICES = frozenset({Receiver.OFFICE, Receiver.DEPARTMENT, Receiver.DISTRICT, Receiver.COMMUNE})
_ELSEWHERE = frozenset({Receiver.DEPARTMENT, Receiver.DISTRICT, Receiver.COMMUNE})


# 'Thực hiện Luật Tiếp công dân năm 2013, Chủ tịch UBND tỉnh tiếp công dân vào ngày 11/11/2025': not the law's date.
_RECEIVES_ON = Wording(
    r"(?<!luật )(?<!quy chế )tiếp (?:công )?dân(?: định kỳ)?(?: tháng [\d/]+)?"
    r"(?: vào)?(?: sáng| chiều)? (?:ngày|thứ \w+,? ngày) ?$"
)


def _may_be_session(mention: Mention, folded: str) -> bool:
    before = folded[max(0, mention.start - 60) : mention.start]
    return mention.role in _SESSION_ROLES or (mention.role is Role.CITED and _RECEIVES_ON(before))


def _subject(text: str) -> frozenset[Receiver]:
    """Somebody else where a body that is none of the province's government receives: 'Công ty ... tiếp dân ngày'."""
    act = ACT.search(text)
    subject = re.split(r"[,;:.]", text[: act.start()])[-1] if act else ""
    elsewhere = names_elsewhere(subject) and not _AT(subject)
    return frozenset({Receiver.OTHER}) if elsewhere else _NO_RECEIVER


_AT = Wording("tại", "ở", "theo", "của chủ tịch")


def _last_end(phrase: Wording, folded: str) -> int:
    return max((m.end() for m in phrase.finditer(folded)), default=-1)


def _several_days(text: str) -> bool:
    """Whether a line is a list of days and nothing else: '16/1/2024; 20/2/2024; 19/3/2024'."""
    return _only_days_and_names(text) and sum(m.precision is Precision.DAY for m in find_dates(text, anchor=_ANY)) > 1


def _only_days_and_names(text: str) -> bool:
    """Whether an item holds days and names of persons or places alone: '- Ngày 15/3/2022: đồng chí Nguyễn Văn A'."""
    if len(text) > 400:
        return False
    rest = text
    for mention in reversed(find_dates(text, anchor=_ANY)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    words = re.findall(r"[^\W\d_]{2,}", rest)
    if len(words) > 16:
        return False
    others = [word for word in words if plain(word) not in _ITEM_WORDS]
    named = not others or fold(others[0]) in _SURNAMES or bool(_HONORIFIC(rest))
    return named and all(word[0].isupper() for word in others)


_HONORIFIC = Wording("đồng chí", "đ/c", "ông", "bà")


def is_bare_date(text: str) -> bool:
    """Whether a line holds nothing but a date and a time, as the one below a title does."""
    return bool(_BARE_DATE.match(fold(text)))


# 'Hằng tháng, Chủ tịch UBND tỉnh tiếp công dân vào ngày 15', 'tiếp 02 ngày trong tháng (ngày 01 và ngày 15)': the
# rule's two halves apart.
_EVERY_MONTH = Wording("(?:hằng|hàng|mỗi) tháng", r"\d{1,2} (?:ngày|lần|buổi|kỳ) (?:trong|một|mỗi) (?:một |mỗi )?tháng")
_DAY_OF_MONTH = Wording(r"(?:vào |các )*ngày (\d{1,2})(?! ?[/.-] ?\d| tháng \d)")


# 'Ngày tiếp công dân của Chủ tịch UBND tỉnh: 15 hằng tháng'
_DAYS_BEHIND_A_COLON = Wording(r"ngày tiếp [^.;:]{0,80}: ?(\d{1,2})(?:(?:,| và) \d{1,2}){0,4} (?:hằng|hàng) tháng")


def standing_rules(text: str) -> list[StandingRule]:
    """The standing rules of one sentence, also where 'hằng tháng' stands far before the day."""
    found = find_standing_rules(text)
    if found or not ACT(text):
        return found
    if (listed := _DAYS_BEHIND_A_COLON.search(text)) and int(listed[1]) <= 31:
        return [StandingRule((int(listed[1]),), text[listed.start() : listed.end()], listed.start(), listed.end())]
    every = _EVERY_MONTH.search(text)
    day = _DAY_OF_MONTH.search(text, every.end()) if every else None
    if every is None or day is None or not 1 <= int(day[1]) <= 31:
        return []
    if _NOT_A_SESSION(fold(text)[every.end() : day.start()]):
        return []
    return [StandingRule((int(day[1]),), text[every.start() : day.end()], every.start(), day.end())]
