"""Cut a page's blocks into items: by sibling elements of one shape, or by labels that recur in one order.

What stands between the beginnings of two items belongs to the first, wherever it is nested: an accordion's answer may
stand beside the element that holds its question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pages.dates import Precision, find_dates
from pages.feedback_heads import parts_of
from pages.feedback_items import begins_answer, beside_title, long_labels
from pages.feedback_words import column_role, names, stage_inside, stage_of, words_of
from pages.page import Block, Link, Page, Region
from pages.text import tidy

_RELATED = names("items", "related_headings")
_LINK_WORDS = names("items", "link_words")
_FUNCTIONS = names("items", "functions")
_MOST_BLOCKS = 6000
_MOST_DEPTH = 40
_LONGEST_TITLE = 200
MOST_ITEMS = 2000
# Roles that make a text an item's; a title or a date alone is anybody's.
TELLING = frozenset({"question", "answer", "asked", "answered", "due", "stage", "sender", "agency", "hidden"})
_NTH = re.compile(r":nth-of-type\((.*)\)$")


@dataclass(slots=True)
class Seen:
    """One block of the main part with what can be told of it alone; `at` is its place in page.blocks."""

    at: int
    block: Block
    steps: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    links: list[Link] = field(default_factory=list)
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to cut blocks into items: the places where they begin, where the last ends, how deep their parent is.

    `depth` is 0 where no parent is known.
    """

    starts: tuple[int, ...]
    end: int
    depth: int = 0

    def segments(self, seen: Sequence[Seen]) -> list[list[Seen]]:
        """The blocks of each item."""
        bounds = [*self.starts[: MOST_ITEMS + 1], *([self.end] if len(self.starts) <= MOST_ITEMS else [])]
        return [list(seen[a:b]) for a, b in pairwise(bounds) if b > a]


def look(page: Page, taken: set[int], regions: tuple[Region, ...] = (Region.MAIN,)) -> list[Seen]:
    """The blocks of the page's `regions` that are not `taken` (places in page.blocks), with their links."""
    seen: list[Seen] = []
    by_place: dict[int, Seen] = {}
    controls = {tidy(words) for form in page.forms for words in (*(f.label for f in form.fields), *form.buttons)}
    for at, block in enumerate(page.blocks):
        if block.region not in regions or at in taken:
            continue
        if block.kind == "label" and block.text in controls:
            continue  # 'Câu hỏi' beside a text box
        one = Seen(at, block, _steps(block.locator))
        seen.append(one)
        by_place[at] = one
        if len(seen) >= _MOST_BLOCKS:
            break
    for link in page.links:
        if link.block in by_place:
            by_place[link.block].links.append(link)
    under = Counter(name for one in seen for name in set(one.block.headings))
    for one in seen:
        if one.block.kind == "heading" and (one.block.text == page.heading or 2 * under[one.block.text] > len(seen)):
            continue  # 'Ý kiến công dân' over the whole list is no item's label
        text = beside_title(one.block.text, long_labels(one.links))
        one.roles = _roles(one.block.kind, text)
        one.dated = "date" in one.roles or bool(one.block.times) or _dated(text)
    return seen


def _roles(kind: str, text: str) -> frozenset[str]:
    if stage_of(text) is not None:
        return frozenset({"stage"})
    roles = {part.role for part in parts_of(text) if part.role}
    if not roles and kind != "heading" and stage_inside(text) is not None:
        roles.add("stage")
    if not roles and begins_answer(text):
        roles.add("answer")
    return frozenset(roles)


def _dated(text: str) -> bool:
    if len(text) > 200 or not any(c.isdigit() for c in text):
        return False
    return any(m.precision is Precision.DAY for m in find_dates(text))


def _steps(locator: str) -> tuple[str, ...]:
    """The path of a selector; an id with a number is one of many: '#q12' is the child of '#q*'."""
    steps = locator.split(" > ")
    root = steps[0]
    if root.startswith(("#", "[id")) and any(c.isdigit() for c in root):
        pattern = re.sub(r"\d+", "*", root)
        return (pattern, f"{pattern}:nth-of-type({root})", *steps[1:])
    return tuple(steps)


def siblings(seen: Sequence[Seen]) -> Iterator[Cut]:
    """Cuts at elements of one tag below one parent."""
    children: dict[tuple[tuple[str, ...], str], dict[str, list[int]]] = {}
    for n, one in enumerate(seen):
        for depth in range(1, min(len(one.steps), _MOST_DEPTH)):
            child = one.steps[depth]
            spans = children.setdefault((one.steps[:depth], _NTH.sub("", child)), {})
            if child in spans:
                spans[child][1] = n
            else:
                spans[child] = [n, n]
    for (parent, _), spans in children.items():
        if len(spans) >= 2:
            places = sorted(spans.values())
            yield Cut(tuple(first for first, _ in places), _tail(seen, places), len(parent))


def _tail(seen: Sequence[Seen], places: list[list[int]]) -> int:
    """Behind the last item: its own blocks, and answers nested elsewhere that follow as they follow the others."""
    end = places[-1][1] + 1
    between = {
        seen[n].steps[0]
        for (_, last), (first, _) in pairwise(places)
        for n in range(last + 1, first)
        if "*" in seen[n].steps[0]
    }
    while end < len(seen) and seen[end].steps[0] in between:
        end += 1
    return end


def recurring(seen: Sequence[Seen]) -> Iterator[Cut]:
    """Cuts at a label that recurs where items have no element of their own; moved up to each item's first line."""
    for role in ("question", "sender", "asked", "title", "answer"):
        starts = [n for n, one in enumerate(seen) if role in one.roles]
        if role == "answer":  # '1. Bao giờ có điện?' above 'Trả lời: ...': a question without a label
            if any("question" in one.roles for one in seen):
                continue
            starts = [
                n if _asks_before(seen[n]) else n - 1
                for n in starts
                if _asks_before(seen[n]) or (n and not {"answer", "agency"} & seen[n - 1].roles)
            ]
        if len(starts) < 2:
            continue
        while starts[0] > 0:
            shapes = {_shape(seen[n - 1]) for n in starts}
            alike = len(shapes) == 1 and not {"answer", role} & seen[starts[0] - 1].roles
            if not alike or min(b - a for a, b in pairwise(starts)) < 2 or _ends_answers(seen, starts):
                break
            starts = [n - 1 for n in starts]
        longest = max(b - a for a, b in pairwise(starts))
        parent = seen[starts[-1]].steps[:-1]
        end = starts[-1] + 1
        while end < min(len(seen), starts[-1] + longest + 60) and seen[end].steps[: len(parent)] == parent:
            if seen[end].block.kind == "heading" and _RELATED.inside(seen[end].block.text):
                break
            end += 1
        yield Cut(tuple(starts), end)


def _asks_before(one: Seen) -> bool:
    """Whether a block holds words before its answer: 'Cầu treo hỏng | Trả lời của Sở Xây dựng: ...' is an item."""
    first = parts_of(one.block.text)[:1]
    return bool(first) and not first[0].role and len(words_of(first[0].value).split()) >= 3


def _ends_answers(seen: Sequence[Seen], starts: Sequence[int]) -> bool:
    """Whether the line above the starts is the end of an answer rather than the head of an item."""
    for start, behind in pairwise(starts):
        inside = [s for s in seen[start : behind - 1] if "answer" in s.roles]
        line = seen[behind - 1]
        if inside and line.block.kind != "heading" and not line.roles:
            return len(line.block.text) > 160 or inside[-1] is seen[behind - 2]
    return False


def _shape(one: Seen) -> tuple[str, ...]:
    return (one.block.kind, *sorted(one.roles), *(_NTH.sub("", step) for step in one.steps))


# --- how much a cut looks like a list of items


def rate(seen: Sequence[Seen], cut: Cut) -> float:
    """How much a cut looks like a list of labelled items; 0 for one that does not."""
    kept = []
    segments = cut.segments(seen)
    for segment in segments:
        told = {role for one in segment for role in one.roles} & TELLING
        if unfolds(segment):
            told |= {"hidden"}
        if told:
            kept.append((segment, told))
    if len(kept) < 2 or sum(not _is_one(segment) for segment, _ in kept) > 0.2 * len(kept):
        return 0
    if heads := grid_of(seen, cut):
        return len(segments) * (1 + len(set(heads.values()) & TELLING))
    _, count = Counter(role for _, told in kept for role in told).most_common(1)[0]
    if count < 0.6 * len(kept) or all(told == {"agency"} for _, told in kept) or _splits_items(kept):
        return 0
    fullness = 1 + sum(len(told) for _, told in kept) / len(kept)
    # An element of its own is a surer item than a label that recurs.
    return len(kept) * fullness - 0.01 * (len(segments) - len(kept)) - (0.0 if cut.depth else 0.5)


def _is_one(segment: Sequence[Seen]) -> bool:
    """Whether a segment holds at most one item."""
    counts = Counter(role for one in segment for role in one.roles)
    return all(counts[role] <= 1 for role in ("asked", "sender")) and counts["question"] <= 2 and counts["stage"] <= 4


def _splits_items(kept: Sequence[tuple[list[Seen], set[str]]]) -> bool:
    """Whether questions and answers stand in different segments: the cut runs through the items."""
    questions = sum("question" in told for _, told in kept)
    answers = sum("answer" in told for _, told in kept)
    return questions > 0 and answers > 0 and not any({"question", "answer"} <= told for _, told in kept)


def unfolds(segment: Sequence[Seen]) -> bool:
    """A question whose answer is folded away: a short shown text, then hidden ones."""
    if segment[0].block.hidden or len(segment) < 2:
        return False
    words = sum(len(one.block.text.split()) for one in segment[1:] if one.block.hidden)
    return words >= 5 and len(segment[0].block.text.split()) >= 3


def rate_titles(seen: Sequence[Seen], cut: Cut) -> float:
    """How much a cut looks like a list of titles that link to pages of their own, with a date at most."""
    segments = cut.segments(seen)
    if any(len(segment) > 8 for segment in segments):
        return 0
    titled = sum(title_link(segment) is not None or bool(title_words(segment)) for segment in segments)
    if titled < 2 or titled < 0.7 * len(segments):
        return 0
    return titled * (1 + sum(any(one.dated for one in segment) for segment in segments) / len(segments))


def title_link(segment: Sequence[Seen]) -> Link | None:
    """The one long link of a segment: its item's title."""
    links = [link for one in segment for link in one.links if len(link.label.split()) >= 3]
    links = [link for link in links if not _FUNCTIONS.whole(link.label) and not _LINK_WORDS.whole(link.label)]
    return links[0] if len({link.url for link in links}) == 1 else None


def title_words(segment: Sequence[Seen]) -> str:
    """What stands beside the day that begins an item without a link: '26/03/2022 Đường vào ấp 4 xuống cấp'; else ''."""
    first = segment[0].block
    days = [m for m in find_dates(first.text) if m.precision is Precision.DAY] if segment[0].dated else []
    if len(days) != 1 or len(first.text) > _LONGEST_TITLE or any(one.links for one in segment):
        return ""
    if any(one.roles & TELLING for one in segment):
        return ""  # 'Hỏi: ... (24/3/2021)' is a part of an item
    title = tidy(f"{first.text[: days[0].start]} {first.text[days[0].end :]}").strip(" -–|•:,.()[]#")
    if not title and len(segment) > 1 and len(segment[1].block.text) <= _LONGEST_TITLE:
        title = segment[1].block.text
    return title if any(c.isalpha() for c in title) else ""


# --- rows below a head that the reader took for no data table (a GridView with its pager nested inside)


def grid_of(seen: Sequence[Seen], cut: Cut) -> dict[int, str]:
    """Roles of columns by their number, where the first row (or the <thead> above) names them; {} where none does."""
    if not cut.depth:
        return {}
    first = cut.segments(seen)[0]
    above = [one for one in seen[max(0, cut.starts[0] - 20) : cut.starts[0]] if any("thead" in s for s in one.steps)]
    for row in (first, above):
        cells = cells_of(row, cut.depth)
        roles = {x: role for x, text in cells.items() if len(text) <= 40 and (role := column_role(text))}
        if len(roles) >= 3 and len(roles) >= 0.7 * len(cells) and not any(":" in text for text in cells.values()):
            return roles
    return {}


def cells_of(segment: Sequence[Seen], depth: int) -> dict[int, str]:
    """A row's texts by the number of their cell; `depth` is that of the rows' parent."""
    cells: dict[int, str] = {}
    for one in segment:
        if len(one.steps) > depth + 1 and (nth := _NTH.search(one.steps[depth + 1])) and nth[1].isdigit():
            x = int(nth[1])
            cells[x] = f"{cells[x]} {one.block.text}" if x in cells else one.block.text
    return cells
