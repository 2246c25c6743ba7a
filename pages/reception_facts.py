"""What text and tables say of reception, fact by fact: sessions, standing rules, office hours, postponements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pages.page import Page
from pages.receivers import Place, Receiver
from pages.reception_heads import Head
from pages.reception_period import Period


@dataclass(frozen=True, slots=True)
class Session:
    """One reception day. `order` is the block's index, for quotes in reading order.

    `period` is what its own sentence or section names, where the page names none or another; `month` is the month
    that heads it.
    """

    day: date
    receivers: frozenset[Receiver]
    quote: str
    locator: str
    order: int
    suspect: str = ""
    period: Period | None = None
    month: Period | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A standing rule ('ngày 15 hằng tháng') with the period that it names itself."""

    receivers: frozenset[Receiver]
    period: Period | None
    quote: str
    locator: str
    order: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The office's daily hours or its address."""

    receivers: frozenset[Receiver]
    quote: str
    locator: str
    order: int


@dataclass(frozen=True, slots=True)
class Postponed:
    """A session that is called off or moved; `new` are the days it was moved to."""

    receivers: frozenset[Receiver]
    first: date | None
    last: date | None
    new: tuple[date, ...]
    quote: str
    locator: str
    order: int


@dataclass(slots=True)
class Facts:
    """All that one page says."""

    sessions: list[Session]
    rules: list[Rule]
    hours: list[Hours]
    postponed: list[Postponed]

    @classmethod
    def none(cls) -> Facts:
        """No facts yet."""
        return cls([], [], [], [])


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the page before its text is read.

    `whole` is what the page is and the words that say so, `period` what these name, `default` who receives where
    nobody is named, `anchor` the day near which dates without a year lie (None: they stay unread). `trusted` is False
    where the page is not headed as a schedule: then only sentences that say everything themselves count.
    """

    page: Page
    place: Place
    whole: tuple[Head, str]
    period: Period | None
    default: frozenset[Receiver]
    posted: date | None
    anchor: date | None
    trusted: bool
    elsewhere: bool  # an attachment, a frame or a picture may hold the days
    rows: dict[int, tuple[int, int]]  # block index -> (table, row) of the table rows among the blocks
