"""What can be said of citizens' feedback on one page, as plain records: item, list, totals, the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pages.page import Form


class Stage(StrEnum):
    RECEIVED = "received"  # tiếp nhận, chờ xử lý
    FORWARDED = "forwarded"  # chuyển xử lý
    PROCESSING = "processing"  # đang xử lý
    ANSWERED = "answered"  # đã trả lời, đã xử lý, hoàn thành
    REJECTED = "rejected"  # từ chối
    OVERDUE = "overdue"  # quá hạn


@dataclass(frozen=True, slots=True)
class Item:
    """One listed question or reflection. No sender, no address: they are dropped here (checks.md).

    `url` is the item's own page, or the list's where it has none. `title` is for hashing and comparing only and
    goes into no table. `answer` tells whether the answer's text can be read on this page (an answered state alone:
    False). `quote` is verbatim, free of personal data, and bears the dates or the stage.
    """

    url: str
    title: str
    asked: date | None = None
    answered: date | None = None
    due: date | None = None
    stage: Stage | None = None
    agency: str = ""
    answer: bool = False
    is_test: bool = False
    quote: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackList:
    """A list of items on one page.

    `order`: `descending`, `ascending` or `` by the dates shown. `more` are links to further pages of the same list (no
    post-back), `last` the link to the last page where one is shown. `post_paging`: there are pages that only a
    post-back reaches. `stages_offered` are the states that a filter or legend offers. `empty`: the list stands and
    holds nothing. `detail`: the items' own pages carry more (answers, dates).
    """

    items: tuple[Item, ...]
    order: str
    more: tuple[str, ...]
    last: str
    post_paging: bool
    stages_offered: frozenset[Stage]
    empty: bool
    locator: str
    heading: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Published counts ('Đã tiếp nhận 1.234, đã xử lý 1.200'); None where not given."""

    received: int | None
    answered: int | None
    quote: str
    locator: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a page says of citizens' feedback.

    `channel` is the form by which a citizen can send something, `fields` usable; `contacts` are (kind, words, locator)
    of other ways: `email`, `hotline`, `national` (dichvucong.gov.vn). `login` is True where the form or list stands
    behind a sign-in. `other_channel` names whose list this is where it is not the citizens': `voters`, `business`,
    `press`, `draft` (comments on drafts).
    """

    about: bool
    lists: tuple[FeedbackList, ...] = ()
    detail: Item | None = None  # where the page shows one item
    form: Form | None = None
    login: bool = False
    login_quote: str = ""
    contacts: tuple[tuple[str, str, str], ...] = ()
    totals: Totals | None = None
    field_reporting: tuple[str, str] | None = None  # (quote, locator) where 'phản ánh hiện trường' is offered
    satisfaction: tuple[str, str] | None = None  # (quote, locator) where an answer can be rated
    other_channel: str = ""
