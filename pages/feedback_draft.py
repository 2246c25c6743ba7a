"""What is gathered of one question or reflection while its texts are read, and the item made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pages.feedback_privacy import cut_personal, join_quote
from pages.feedback_records import Item, Stage
from pages.feedback_tests import is_test
from pages.feedback_words import names, stage_of
from pages.page import Link
from pages.text import fold, tidy

_LINK_WORDS = names("items", "link_words")
_FUNCTIONS = names("items", "functions")
_ANSWERS = re.compile(r"^\W*(?:trả lời|phúc đáp|giải đáp|phản hồi)\b(?!\s+(?:chất vấn|phỏng vấn|báo chí|cử tri))")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|pptx?)$", re.I)
_LEAST_ANSWER = 2  # words


@dataclass(slots=True)
class Draft:
    """What is gathered of one item while its texts are read in order."""

    title: str = ""
    beside: str = ""  # words behind a state and its day: the title where nothing else is
    texts: list[str] = field(default_factory=list)  # of the question
    days: dict[str, date] = field(default_factory=dict)  # by asked, answered, due
    loose: list[tuple[date, str]] = field(default_factory=list)  # days without a role, with the section they stand in
    of_state: dict[str, date] = field(default_factory=dict)  # days that only a state beside them gives a role
    steps: list[tuple[date, Stage]] = field(default_factory=list)  # of a drawn course: each state with its day
    posted: date | None = None
    title_day: date | None = None  # in brackets or a cell beside the question's words
    labelled_stage: Stage | None = None
    badges: list[Stage] = field(default_factory=list)
    agency: str = ""
    units: list[str] = field(default_factory=list)  # units' names in lines of their own
    answer_words: int = 0
    roles: set[str] = field(default_factory=set)
    quotes: list[str] = field(default_factory=list)
    locator: str = ""

    @property
    def stage(self) -> Stage | None:
        """The state shown; none where several are, as on a page that draws all steps."""
        if self.labelled_stage is not None:
            return self.labelled_stage
        if self.steps:
            return max(self.steps, key=lambda step: (step[0], step[1] is Stage.ANSWERED))[1]
        return self.badges[0] if len(set(self.badges)) == 1 else None

    @property
    def any_day(self) -> date | None:
        """A day that stands with the item, whatever its role: enough to see how a list is sorted."""
        return next(iter([*self.days.values(), *self.of_state.values(), *(day for day, _ in self.loose)]), self.posted)


def finish(draft: Draft, links: Iterable[Link], *, page_url: str, title: str = "") -> Item:
    """The item of what was gathered; its own page is the first link that is its title or 'xem chi tiết'."""
    links = [link for link in links if not _FILE.search(link.url.split("?")[0]) and not _FUNCTIONS.whole(link.label)]
    named = [
        k
        for k in links
        if not _LINK_WORDS.whole(k.label) and any(c.isalpha() for c in k.label) and not stage_of(k.label)
    ]
    titled = [k for k in named if len(k.label.split()) >= 2] or [
        k for k in named if k.label in (draft.title, *draft.texts)
    ]
    leads = titled[:1] or [k for k in links if _LINK_WORDS.whole(k.label) and any(c.isalpha() for c in k.label)]
    label = titled[0].label if titled else ""
    question = " ".join(draft.texts)
    title = title or draft.title or label or (draft.texts[0] if draft.texts else draft.beside)
    if label and len(label) > len(title) and label.startswith(title):
        title = label
    answers = bool(_ANSWERS.match(fold(title)))
    asked = draft.days.get("asked") or draft.of_state.get("asked")
    answered = draft.days.get("answered") or draft.of_state.get("answered")
    if answered is None and draft.stage is Stage.ANSWERED and "answered" not in draft.of_state:
        answered = draft.of_state.get("")  # 'Đã trả lời (12/03/2022)'
    loose = [day for day, _ in draft.loose]
    if asked is None and answered is None and len(loose) == 2:
        of = {section: day for day, section in draft.loose}
        # Two days, one below the question and one below the answer, are theirs.
        if len(of) == 2 and "answer" in of and min(loose) == (first := of.get("question", of.get(""))) and first:
            asked, answered = first, of["answer"]
    if asked is None and "answered" in draft.days:
        asked = _before_answer(draft)
    if asked is None and answered is None and "answer" in draft.roles:
        asked = draft.title_day
    if asked and answered and answered < asked:
        answered = None  # 'hỏi ngày 28/12/2022 ... Trả lời ngày 09/01/2022': a slip of the year
    stage = draft.stage
    if answers:  # the title itself says that this is an answer, and when it was put up
        stage = stage or Stage.ANSWERED
        answered = answered or draft.posted
    quotes = draft.quotes or [cut_personal(title[:160])]
    return Item(
        url=leads[0].url if leads else page_url,
        title=tidy(title)[:300],
        asked=asked,
        answered=answered,
        due=draft.days.get("due"),
        stage=stage,
        agency=draft.agency or (cut_personal(draft.units[0]) if len(set(draft.units)) == 1 else ""),
        answer=draft.answer_words >= _LEAST_ANSWER,
        is_test=is_test(title, question if question != title else ""),
        quote=join_quote([part for quote in quotes for part in cut_personal(quote).split(" | ")]),
        locator=draft.locator,
    )


def _day_beside(draft: Draft) -> date | None:
    """The one day without a role beside an item's title or state, outside its answer."""
    days = {day for day, section in draft.loose if section != "answer"} | set(draft.of_state.values())
    return next(iter(days)) if len(days) == 1 else None


def _before_answer(draft: Draft) -> date | None:
    """When it was asked: the day beside title or state, where the answer has its own.

    'Cầu hỏng (08/10/2023)' above 'Sở Y tế trả lời 11/10/2023: ...'.
    """
    day = _day_beside(draft)
    return day if day is not None and day <= draft.days["answered"] else None


def ask_alike(drafts: Sequence[Draft]) -> None:
    """Give the day beside an unanswered item the role that it has beside the answered ones of its list."""
    told = [d for d in drafts if "answered" in d.days and "asked" not in d.days]
    if len(told) >= 2 and all(_before_answer(d) for d in told):
        for draft in drafts:
            if not draft.days.keys() & {"asked", "answered"} and (day := _day_beside(draft)):
                draft.days["asked"] = day
                draft.roles.add("asked")


def ask_waiting(drafts: Sequence[Draft]) -> None:
    """Take the one day of each item for that of the asking where items that still wait for an answer have one too."""
    if any(draft.days.keys() & {"asked", "answered"} or draft.of_state for draft in drafts):
        return
    days = [_day_beside(draft) for draft in drafts]
    if any(d.stage in (Stage.PROCESSING, Stage.RECEIVED) and not d.answer_words for d in drafts):
        for draft, day in zip(drafts, days, strict=True):
            if day is not None and None not in days:
                draft.days["asked"] = day
                draft.roles.add("asked")


def unstate(drafts: Sequence[Draft]) -> None:
    """Take the role from days that stand beside a state in every item: they are the item's, not the state's.

    'Đang xử lý 24/03/2022' beside 'Đã xử lý 25/03/2022' in one list shows the day of something else.
    """
    if any(d.of_state and d.stage not in (None, Stage.ANSWERED, Stage.RECEIVED) for d in drafts) or any(
        "" in d.of_state and d.stage is Stage.RECEIVED for d in drafts
    ):
        for draft in drafts:
            draft.loose += [(day, "") for day in draft.of_state.values()]
            draft.of_state.clear()
