"""Citizens' questions and reflections (phản ánh, kiến nghị, hỏi đáp): lists, items, forms, totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pages.feedback_cuts import TELLING
from pages.feedback_draft import finish
from pages.feedback_forms import (
    asks_to_sign_in,
    contacts_of,
    field_reporting_of,
    find_form,
    login_wall,
    satisfaction_of,
)
from pages.feedback_found import Found
from pages.feedback_heads import parts_of
from pages.feedback_items import gather
from pages.feedback_json import find_json_lists
from pages.feedback_lists import find_lists
from pages.feedback_paging import Paging, paging_of
from pages.feedback_privacy import cut_personal
from pages.feedback_records import Feedback, FeedbackList, Item, Stage, Totals
from pages.feedback_subject import TITLE_APART, Subject, channel_of, names_feedback, subject_of
from pages.feedback_totals import find_totals
from pages.feedback_words import names, stage_of
from pages.memory import remembered
from pages.page import Block, Page, Region, State
from pages.text import fold

__all__ = ["Feedback", "FeedbackList", "Item", "Stage", "Totals", "read_feedback"]

_RELATED = names("items", "related_headings")
_EMPTY = names("items", "empty")
_FOREIGN_HEADINGS = names("items", "foreign_headings")
_ANSWER_TITLE = re.compile(r"^\W*(?:trả lời|phúc đáp|giải đáp|phản hồi)\b(?!\s+(?:chất vấn|phỏng vấn|báo chí|cử tri))")
# What tells an item's own page by its address: ?id=12, /hoi-dap/123, -a88498.html, View_Detail.aspx
_OWN_ADDRESS = re.compile(
    r"(?:id|item|qid|cauhoi|question\w*|entry)\w*=\w*\d|[/-][a-z]?\d+(?:\.\w{2,5})?/?$|chi-?tiet|detail|view_", re.I
)


@remembered
def read_feedback(page: Page, *, context: str = "", captured: date | None = None) -> Feedback:
    """What `page` says of citizens' feedback; `context` is the label and trail of the link that led here.

    `captured` is the day near which relative dates and dates without a year are read.
    """
    subject = subject_of(page, context)
    if page.media == "json":
        found = find_json_lists(page, subject, captured)
        return Feedback(about=bool(found), lists=tuple(_list(one, Paging(), frozenset()) for one in found))
    field_reporting = field_reporting_of(page, subject)
    if subject.channel:
        return Feedback(about=False, field_reporting=field_reporting, other_channel=subject.channel)
    found = find_lists(page, subject, captured)
    detail = _detail(page, subject, found, captured, context)
    if detail is not None:
        found = [
            one
            for one in found
            if len(one.items) > 1 and not _RELATED.inside(one.heading) and names_feedback(one.heading)
        ]
    covered = [(one.first, one.behind) for one in found]
    lists = _lists(page, subject, found, detail)
    form = find_form(page, subject)
    wall = login_wall(page, subject)
    behind = bool(wall) and (form is None or not any(one.items for one in lists))
    if behind and any(one.empty for one in lists):
        lists = ()
    return Feedback(
        about=subject.own or subject.led or bool(lists) or detail is not None or form is not None,
        lists=lists,
        detail=detail,
        form=form,
        login=behind,
        login_quote=wall if behind else "",
        contacts=tuple(contacts_of(page, subject)),
        totals=find_totals(page, subject, [*covered, *_places(page, detail)]),
        field_reporting=field_reporting,
        satisfaction=satisfaction_of(page, subject),
    )


def _main(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.region is Region.MAIN][:6000]


# --- lists


def _lists(page: Page, subject: Subject, found: Sequence[Found], detail: Item | None) -> tuple[FeedbackList, ...]:
    if not found:
        empty = _empty(page, subject) if detail is None else None
        return (empty,) if empty else ()
    addresses = frozenset(item.url for one in found for item in one.items)
    paging = paging_of(page, _main(page), addresses)
    largest = max(found, key=lambda one: len(one.items))
    covered = [(one.first, one.behind) for one in found]
    stages = _stages_offered(page, covered)
    return tuple(_list(one, paging if one is largest else Paging(), stages) for one in found)


def _list(found: Found, paging: Paging, stages: frozenset[Stage]) -> FeedbackList:
    return FeedbackList(
        items=found.items,
        order=found.order,
        more=paging.more,
        last=paging.last,
        post_paging=paging.post,
        stages_offered=stages,
        empty=not found.items,
        locator=found.locator,
        heading=cut_personal(found.heading),
        quote=found.quote,
    )


def _stages_offered(page: Page, covered: Sequence[tuple[int, int]]) -> frozenset[Stage]:
    """States that a filter, a legend or tabs offer: controls' options, and states that stand outside the items."""
    offered = {
        stage
        for form in page.forms
        for field in form.fields
        for option in field.options
        if (stage := stage_of(option)) is not None
    }
    for at, block in enumerate(page.blocks):
        outside = block.region is Region.MAIN and not any(a <= at < b for a, b in covered)
        if outside and (stage := stage_of(block.text)) is not None:
            offered.add(stage)
    inside = {at for a, b in covered for at in range(a, b)}
    for link in page.links:
        if link.region is Region.MAIN and link.block not in inside and (stage := stage_of(link.label)) is not None:
            offered.add(stage)
    return frozenset(offered)


def _empty(page: Page, subject: Subject) -> FeedbackList | None:
    """A list that stands and says that it holds nothing."""
    if not subject.any or subject.faq:
        return None
    for block in _main(page):
        above = block.headings[-1] if block.headings else ""
        if len(block.text) <= 160 and _EMPTY.inside(block.text) and not _elsewhere(above):
            return _empty_list(block.locator, above or page.heading, block.text)
    said = page.state_evidence
    here = not any(said in block.text for block in _main(page))  # else it was looked at above
    if page.state is State.EMPTY and subject.own and here and _EMPTY.inside(said):
        return _empty_list("", page.heading, page.state_evidence)
    return None


def _elsewhere(heading: str) -> bool:
    return (
        bool(heading)
        and not names_feedback(heading)
        and (_FOREIGN_HEADINGS.begins(heading) or bool(channel_of(heading)))
    )


def _empty_list(locator: str, heading: str, quote: str) -> FeedbackList:
    return FeedbackList((), "", (), "", False, frozenset(), True, locator, cut_personal(heading), quote)


# --- an item's own page


def _detail(page: Page, subject: Subject, found: Sequence[Found], anchor: date | None, context: str) -> Item | None:
    """The item that `page` shows, where it is one item's own page."""
    if any(len(one.items) > 1 and not _RELATED.inside(one.heading) for one in found):
        return None
    if page.state is State.LOGIN or any(not one.items for one in found):  # a table with a head and no rows
        return None
    heading = page.heading or _bold_title(page)
    title = heading if heading and not names_feedback(heading) else ""
    answers = _is_answer(heading)
    if answers:
        title = heading
    blocks = _article(page, heading)
    at = {id(block): n for n, block in enumerate(page.blocks)}
    inside = {at[id(block)] for block in blocks}
    draft = gather(blocks, (), anchor)
    item = finish(draft, (), page_url=page.url, title=title)
    has = draft.roles
    told = len(has & {"question", "answer", "asked", "answered", "stage", "sender", "agency", "due"})
    whole = {"question", "answer"} <= has and bool(has & {"asked", "answered", "sender", "agency", "due", "stage"})
    if subject.faq and not has & {"asked", "sender"}:
        return None
    told += bool(draft.texts and item.answer)  # a question without a label above its answer
    if not ((subject.any and told >= 2) or whole or (answers and subject.any and (draft.posted or item.answer or has))):
        return None
    waits = {"stage", "asked"} <= has and bool(draft.texts)  # asked, and not answered yet
    if not (has & {"question", "answer", "answered"} or item.answer or answers or waits):
        return None
    leads = [k for k in page.links if k.block in inside and k.url.split("#")[0] != page.url.split("#")[0]]
    alone = found[0] if found and len(found[0].items) == 1 else None
    titled = item.title and fold(item.title)[:60] in fold(context)
    if not (_OWN_ADDRESS.search(page.url) or titled or title):
        return None
    if alone is not None and alone.items[0].url != page.url and any(k.url == alone.items[0].url for k in leads):
        return None  # one item in a list, with a page of its own
    if answers and not item.answer and len(blocks) > 1:
        body = sum(len(block.text.split()) for block in blocks if block.kind != "heading")
        item = _with_answer(item) if body >= 20 else item
    return item


def _with_answer(item: Item) -> Item:
    return replace(item, answer=True)


def _is_answer(heading: str) -> bool:
    """Whether a heading is that of an answer to somebody: 'Trả lời bạn đọc' is a section's."""
    return len(heading.split()) >= 6 and bool(_ANSWER_TITLE.match(fold(heading)))


def _places(page: Page, detail: Item | None) -> list[tuple[int, int]]:
    """The places of the blocks of a page's one item: 'đã xử lý 3 trường hợp' in its answer is no total."""
    if detail is None:
        return []
    inside = {id(block) for block in _article(page, page.heading or _bold_title(page))}
    return [(at, at + 1) for at, block in enumerate(page.blocks) if id(block) in inside]


def _names_section(block: Block) -> bool:
    return block.kind == "heading" and len(block.text.split()) <= 5 and names_feedback(block.text)


def _bold_title(page: Page) -> str:
    """The item's title where no heading element holds it: the text that the page's title begins with."""
    name = fold(TITLE_APART.split(page.title)[0])
    return next((b.text for b in _main(page) if name and fold(b.text) == name), "")


def _around(blocks: list[Block]) -> list[Block]:
    """The blocks of the element that holds all that tells of an item; on a page laid out as tables, one cell.

    Menus, a moving greeting and a footer stand in the main part of such a page. All blocks where nothing tells.
    """
    telling = [b for b in blocks if any(part.role in TELLING and part.value for part in parts_of(b.text))]
    if not telling:
        return blocks
    paths = [b.locator.split(" > ")[:-1] for b in telling]
    shared = [step for step, *others in zip(*paths, strict=False) if all(step == other for other in others)]
    return [b for b in blocks if b.locator.split(" > ")[: len(shared)] == shared]


def _article(page: Page, heading: str) -> list[Block]:
    """The blocks of the page's own content: from its heading to the boxes with other things; no request to sign in."""
    blocks = [b for b in _main(page) if b.kind != "caption" and not asks_to_sign_in(b.text)]
    if not page.heading:
        blocks = _around(blocks)
    start = next((n for n, b in enumerate(blocks) if heading and fold(b.text) == fold(heading)), 0)
    if heading and names_feedback(heading) and not _is_answer(heading):
        start += 1
    while start < len(blocks) and _names_section(blocks[start]):
        start += 1  # the section's name, not the item's title
    kept: list[Block] = []
    for block in blocks[start:]:
        near = block.text if block.kind == "heading" else (block.headings[-1] if block.headings else "")
        if near and near != heading and kept and _RELATED.inside(near):
            break
        if near and near != heading and not names_feedback(near) and _FOREIGN_HEADINGS.begins(near):
            continue
        kept.append(block)
    return kept[:400]
