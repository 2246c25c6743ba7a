"""Find lists of citizens' questions on a page: in tables, by repeated structure, by recurring labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from pages.feedback_cuts import (
    TELLING,
    Cut,
    Seen,
    cells_of,
    grid_of,
    look,
    rate,
    rate_titles,
    recurring,
    siblings,
    title_link,
    title_words,
    unfolds,
)
from pages.feedback_draft import Draft
from pages.feedback_found import Found, Row, are_citizens, asked_by_people, make
from pages.feedback_items import gather
from pages.feedback_records import Item
from pages.feedback_subject import Subject, channel_of, is_faq, names_feedback
from pages.feedback_tables import find_tables, is_item_table, read_cells, rows_of_tables
from pages.feedback_words import names, words_of
from pages.page import Page, Region

_FOREIGN_HEADINGS = names("items", "foreign_headings")
_OFFICIAL = names("items", "official_begins")
_FUNCTIONS, _LINK_WORDS = names("items", "functions"), names("items", "link_words")
_BEGINS = names("items", "title_begins")
_HOLDS = names("items", "title_holds")
_ITEM_ADDRESS = re.compile(r"hoi-?dap|phan-?anh|kien-?nghi|cau-?hoi|question|pakn|gop-?y|y-?kien", re.I)
_ASKING = re.compile(r"(?<!\w)hỏi(?!\w)|hoi dap|cau hoi|q a")
_MOST_LISTS = 4  # a page may hold several boxes
_MOST_TRIES = 12  # cuts that are read, the best first


def find_lists(page: Page, subject: Subject, anchor: date | None) -> list[Found]:
    """The lists of citizens' items on `page`, in order; none that is about something else."""
    found = list(find_tables(page, subject, anchor))
    taken = {at for one in found for at in range(one.first, one.behind)} | rows_of_tables(page)
    # A list of nothing but links looks like a menu; below a heading of the channel it is read all the same.
    home = urlsplit(page.url).path in ("", "/") if "[" not in page.url else False
    seen = look(page, taken, (Region.MAIN, Region.NAV) if subject.any or home else (Region.MAIN,))
    for _ in range(_MOST_LISTS):
        best = _best(seen, page, subject, anchor)
        if best is None:
            break
        found.append(best)
        seen = [one for one in seen if not best.first <= one.at < best.behind]
    if not found:
        found += _runs(seen, page, subject, anchor)
    return sorted(found, key=lambda one: one.first)


def _best(seen: list[Seen], page: Page, subject: Subject, anchor: date | None) -> Found | None:
    """The list that makes the most and the fullest items."""
    cuts = list(siblings(seen))
    for _, cut in _ranked([(rate(seen, cut), cut) for cut in (*cuts, *recurring(seen))]):
        if found := _labelled(seen, cut, page, subject, anchor):
            return found
    if not subject.any and not any(names_feedback(one.block.text) for one in seen if one.block.kind == "heading"):
        return None
    for _, cut in _ranked([(rate_titles(seen, cut), cut) for cut in cuts]):
        if found := _titles(seen, cut, page, subject, anchor):
            return found
    return None


def _ranked(rated: list[tuple[float, Cut]]) -> list[tuple[float, Cut]]:
    kept = [entry for entry in rated if entry[0] > 0]
    return sorted(kept, key=lambda entry: (-entry[0], entry[1].starts[0]))[:_MOST_TRIES]


def _labelled(seen: list[Seen], cut: Cut, page: Page, subject: Subject, anchor: date | None) -> Found | None:
    """The list of a cut whose items bear labels, states, or folded answers."""
    above = _above(seen, cut)
    if not _may_stand(seen, cut, above):
        return None
    if above and not names_feedback(above[0]) and (_FOREIGN_HEADINGS.begins(above[0]) or channel_of(above[0])):
        return None
    heads = grid_of(seen, cut)
    if heads and not is_item_table(list(heads.values()), _head_words(seen, cut), above, subject, told=True):
        return None
    rows: list[Row] = []
    used = []
    told = 0
    for segment in cut.segments(seen):
        links = [link for one in segment for link in one.links]
        if heads:
            cells = cells_of(segment, cut.depth)
            if len(cells) < 2 or grid_of(segment, Cut((0,) * 2, len(segment), cut.depth)):
                continue
            draft = read_cells(cells, heads, anchor)
            draft.locator = " > ".join(segment[0].steps[: cut.depth + 1])
        else:
            if not {role for one in segment for role in one.roles} & TELLING and not unfolds(segment):
                continue
            told += 1
            draft = gather((one.block for one in segment), links, anchor)
        if draft.roles & TELLING and (draft.title or draft.texts or draft.beside or links):
            rows.append((draft, links, ""))
            used.append(segment)
    if not heads and (len(rows) < 2 or len(rows) < 0.6 * told):
        return None
    items, drafts = make(rows, page.url)
    if not items or not all(words_of(item.title) for item in items) or not are_citizens(items, drafts, subject, above):
        return None
    if 2 * sum(_FUNCTIONS.whole(item.title) for item in items) >= len(items):
        return None  # columns of a page: in one the menu, in another the form 'Gửi câu hỏi'
    return Found(items, drafts, above[0] if above else "", _locator(used), used[0][0].at, used[-1][-1].at + 1)


def _head_words(seen: list[Seen], cut: Cut) -> list[str]:
    return list(cells_of(cut.segments(seen)[0], cut.depth).values())


def _titles(seen: list[Seen], cut: Cut, page: Page, subject: Subject, anchor: date | None) -> Found | None:
    """A list of bare titles: only where page or heading names the channel and the titles are citizens' words."""
    above = _above(seen, cut)
    nearest = above[0] if above else ""
    if not _may_stand(seen, cut, above):
        return None
    if nearest and not names_feedback(nearest) and (_FOREIGN_HEADINGS.begins(nearest) or channel_of(nearest)):
        return None
    named = names_feedback(nearest) or (subject.any and (not nearest or nearest == page.heading or subject.own))
    if not named or subject.faq or is_faq(nearest):
        return None
    rows: list[Row] = []
    used = []
    for segment in cut.segments(seen):
        link = title_link(segment)
        if link is not None and link.url.split("#")[0] != page.url.split("#")[0]:
            rows.append((gather((one.block for one in segment), [link], anchor), [link], link.label))
            used.append(segment)
        elif link is None and (words := title_words(segment)):
            draft = gather((one.block for one in segment), [], anchor)
            if len(draft.loose) == 1 and not draft.answer_words:  # all that is shown of it: nobody answered on that day
                draft.days["asked"] = draft.loose[0][0]
            rows.append((draft, [], words))
            used.append(segment)
    if len(rows) < (2 if any(links for _, links, _ in rows) else 3):  # a question and its answer are no list
        return None
    items, drafts = make(rows, page.url)
    unlinked = names_feedback(nearest) and not any(links for _, links, _ in rows)  # news and documents have links
    if not _are_titles(items, drafts, nearest or page.heading, dated_enough=unlinked):
        return None
    return Found(items, drafts, nearest, _locator(used), used[0][0].at, used[-1][-1].at + 1)


def _are_titles(items: Sequence[Item], drafts: Sequence[Draft], name: str, *, dated_enough: bool = False) -> bool:
    """Whether bare titles are citizens' words, below the heading `name`; `dated_enough` where days prove it."""
    n = len(items)
    official = sum(_OFFICIAL.begins(item.title) for item in items)
    others = sum(bool(channel_of(item.title)) for item in items)
    if official > 0.3 * n or others > 0.3 * n:
        return False
    spoken = sum(
        item.is_test or item.title.rstrip().endswith("?") or _BEGINS.begins(item.title) or _HOLDS.inside(item.title)
        for item in items
    )
    addressed = sum(bool(_ITEM_ADDRESS.search(item.url)) for item in items)
    dated = sum(draft.any_day is not None for draft in drafts)
    long = sum(len(item.title.split()) for item in items) >= 7 * n  # 'Tài nguyên và môi trường' is a field
    asking = (dated_enough or bool(_ASKING.search(words_of(name)))) and official <= 0.1 * n
    if (
        spoken < 0.5 * n
        and not (addressed >= 0.8 * n and spoken >= 0.2 * n)
        and not (asking and (dated >= 0.7 * n or long))
    ):
        return False
    return asked_by_people(items, drafts)


def _runs(seen: Sequence[Seen], page: Page, subject: Subject, anchor: date | None) -> Iterator[Found]:
    """Titles one after the other in a single block, only line breaks between: '<a>Đèn hỏng</a> (20/03/2022)<br>'."""
    if not subject.any or subject.faq:
        return
    for _, group in groupby(seen, key=lambda one: one.block.locator):  # lines of one element are blocks of one place
        lines = list(group)
        block, text = lines[0].block, " ".join(one.block.text for one in lines)
        links = [k for one in lines for k in one.links if len(k.label.split()) >= 3 and k.label in text]
        links = [k for k in links if not _FUNCTIONS.whole(k.label) and not _LINK_WORDS.whole(k.label)]
        if len({k.url for k in links}) < 3 or sum(len(k.label) for k in links) < 0.4 * len(text):
            continue
        _, alike = Counter(_kind_of_address(k.url) for k in links).most_common(1)[0]
        nearest = block.headings[-1] if block.headings else ""
        foreign = nearest and not names_feedback(nearest) and _FOREIGN_HEADINGS.begins(nearest)
        if alike < 0.8 * len(links) or channel_of(nearest) or foreign:
            continue
        rows: list[Row] = []
        cursor = 0
        for k, behind in zip(links, [*links[1:], None], strict=True):
            start = max(cursor, text.find(k.label, cursor)) + len(k.label)
            cursor = max(start, text.find(behind.label, start) if behind else len(text))
            tail = text[start:cursor].strip(" -–|•»()")
            draft = gather([replace(block, kind="text", text=tail)] if any(map(str.isdigit, tail)) else [], [], anchor)
            draft.title, draft.texts, draft.locator = k.label, [], block.locator
            rows.append((draft, [k], k.label))
        items, drafts = make(rows, page.url)
        lead = text[: text.find(links[0].label)].strip(" :-–•»")
        name = next((n for n in (lead, nearest, page.heading, page.title) if n and names_feedback(n)), "")
        if _are_titles(items, drafts, name):
            yield Found(items, drafts, nearest or name, block.locator, lines[0].at, lines[-1].at + 1)


def _kind_of_address(url: str) -> tuple[str, str, tuple[str, ...]]:
    """What addresses of one kind share: host, folder, names of parameters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", "", ()
    keys = tuple(sorted(pair.split("=")[0] for pair in parts.query.split("&")))
    return parts.netloc, parts.path.rpartition("/")[0], keys


def _may_stand(seen: list[Seen], cut: Cut, above: Sequence[str]) -> bool:
    """Whether a list may stand there: in the main part, or below a heading that names the channel."""
    return seen[cut.starts[0]].block.region is Region.MAIN or bool(above and names_feedback(above[0]))


def _above(seen: list[Seen], cut: Cut) -> list[str]:
    """The headings above a list, the nearest first: those that all its items share."""
    firsts = [seen[n].block for n in cut.starts]
    return [name for name in firsts[0].headings if all(name in b.headings for b in firsts[1:])][::-1]


def _locator(used: Sequence[Sequence[Seen]]) -> str:
    """The selector of the element around the items; the first item's where ids hide it."""
    path = used[0][0].steps
    for segment in used[1:]:
        shared = 0
        while shared < min(len(path), len(segment[0].steps)) and path[shared] == segment[0].steps[shared]:
            shared += 1
        path = path[:shared]
    locator = " > ".join(path)
    return locator if path and "*" not in locator else used[0][0].block.locator
