"""A list that was found, and whether its items are citizens' at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.feedback_draft import Draft, ask_alike, ask_waiting, finish, unstate
from pages.feedback_privacy import cut_personal
from pages.feedback_records import Item
from pages.feedback_subject import Subject, channel_of, is_faq, names_feedback
from pages.feedback_words import names
from pages.page import Link

_OFFICIAL = names("items", "official_begins")
_PERSONAL = names("items", "personal")

Row = tuple[Draft, list[Link], str]  # what was gathered of an item, its links, its title where it is known


@dataclass(frozen=True, slots=True)
class Found:
    """The items of one list, and the places of its blocks among the page's (first, behind the last)."""

    items: tuple[Item, ...]
    drafts: tuple[Draft, ...]
    heading: str
    locator: str
    first: int
    behind: int
    words: str = ""  # that show a list without items

    @property
    def quote(self) -> str:
        """Words that show the list: its first item's, or its head."""
        return self.words or (self.items[0].quote if self.items else cut_personal(self.heading))

    @property
    def order(self) -> str:
        """`descending` or `ascending` by the dates shown, '' where they show no order."""
        for kind in ("asked", "answered", "any"):
            days = [d.days.get(kind) if kind != "any" else d.any_day for d in self.drafts]
            known = [day for day in days if day is not None]
            if len(known) < 2 or len(known) < 0.8 * len(days) or len(set(known)) < 2:
                continue
            if known == sorted(known, reverse=True):
                return "descending"
            if known == sorted(known):
                return "ascending"
        return ""


def make(rows: Sequence[Row], page_url: str) -> tuple[tuple[Item, ...], tuple[Draft, ...]]:
    """The items of what was gathered, looked at together: a day beside every item's state is not the state's."""
    drafts = [draft for draft, _, _ in rows]
    ask_waiting(drafts)
    unstate(drafts)
    ask_alike(drafts)
    items = tuple(finish(draft, links, page_url=page_url, title=title) for draft, links, title in rows)
    return items, tuple(drafts)


def are_citizens(items: Sequence[Item], drafts: Sequence[Draft], subject: Subject, above: Sequence[str]) -> bool:
    """Whether what was found are citizens' items: by what the page is about, or by what the items themselves say.

    `above` are the headings over the list, the nearest first.
    """
    nearest = above[0] if above else ""
    if channel_of(nearest):
        return False
    asks = share(drafts, "sender", "asked")
    if (subject.faq or any(is_faq(name) for name in above)) and asks < 0.5:
        return False
    n = len(items)
    official = sum(_OFFICIAL.begins(item.title) for item in items)
    if official > 0.5 * n and share(drafts, "question", "sender", "asked") < 0.5:
        return False
    if sum(bool(channel_of(item.title)) for item in items) > 0.5 * n:
        return False
    if not asked_by_people(items, drafts):
        return False
    if subject.any or any(names_feedback(name) for name in above):
        titled = min(share(drafts, "question", "title"), share(drafts, "date"))
        if titled >= 0.5 and official <= 0.3 * n:  # columns 'Tiêu đề', 'Ngày' and no more
            return True
        return share(drafts, "question", "answer", "asked", "answered", "stage", "sender", "hidden") >= 0.5
    whole = sum({"question", "answer"} <= d.roles and bool(d.roles & {"sender", "asked", "answered"}) for d in drafts)
    became = share(drafts, "stage", "answered", "answer")
    return whole >= 0.5 * n or (share(drafts, "question") >= 0.5 and asks >= 0.5 and became >= 0.3)


def asked_by_people(items: Sequence[Item], drafts: Sequence[Draft]) -> bool:
    """Whether a list shows that people asked: a day, a state, a sender or agency, or a question in the first person.

    Questions and answers without any of it are what the agency explains (câu hỏi thường gặp), whatever its heading.
    """
    if share(drafts, "sender", "asked", "answered", "due", "stage", "agency", "date") > 0:
        return True
    if any(draft.any_day for draft in drafts):
        return True
    spoken = sum(
        item.is_test or _PERSONAL.inside(item.title) or any(_PERSONAL.inside(text) for text in draft.texts)
        for item, draft in zip(items, drafts, strict=True)
    )
    return spoken >= 0.2 * len(items)


def share(drafts: Sequence[Draft], *roles: str) -> float:
    """The share of items that have one of the roles."""
    return sum(bool(draft.roles & set(roles)) for draft in drafts) / len(drafts)
