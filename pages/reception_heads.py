"""What a heading, title or label says of citizen reception: a schedule, a postponement, an agenda, a look-alike."""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from pathlib import Path
from typing import Any

from pages.attached import is_file
from pages.page import Block, Page, Region
from pages.receivers import ACT, Place, Receiver, of_somebody_else, receivers_of, roles
from pages.text import fold
from pages.wording import Wording

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("reception.toml").read_text(encoding="utf-8"))
_HEAD = WORDS["head"]


class Head(Enum):
    """What stands below a heading of this kind."""

    NONE = "none"  # nothing about reception
    SCHEDULE = "schedule"
    POSTPONEMENT = "postponement"
    AGENDA = "agenda"
    RECEPTION = "reception"  # about reception, kind open: 'Tiếp công dân', 'Chủ tịch UBND tỉnh tiếp công dân tháng 3'
    LOOKALIKE = "lookalike"  # reports, results, rules, laws, registration, voters' meetings
    RELATED = "related"  # a box of other items


SCHEDULE = Wording.of(_HEAD["schedule"])
POSTPONES = Wording.of(_HEAD["postponement"])
_NEVER = Wording.of(_HEAD["never"])
_WITHOUT_SCHEDULE = Wording.of(_HEAD["without_schedule"])
_AGENDA = Wording.of(_HEAD["agenda"])
_RELATED = re.compile(rf"^\W*(?:{'|'.join(map(fold, _HEAD['related']))})\W*$")
_NOTHING = re.compile(rf"^(?:{'|'.join(map(fold, _HEAD['nothing']))})$")
NAMES_A_SCHEDULE = Wording(r"(?:lịch|thời gian)(?: [^.;:|]{0,60}?)? (?:tiếp (?:công )?dân|tcd)")
_ANY = Wording("tiếp (?:công )?dân|tcd")
_LONGEST_HEAD = 400


def head_of(text: str) -> Head:
    """What one heading, title or label says."""
    folded = fold(text[:_LONGEST_HEAD])
    if not folded:
        return Head.NONE
    if _RELATED.match(folded):
        return Head.RELATED
    if not _ANY(folded):
        return Head.AGENDA if _AGENDA(folded) else Head.NONE
    schedule = SCHEDULE.search(folded)
    never = _NEVER.search(folded)
    named = NAMES_A_SCHEDULE.search(folded)
    if never and (named is None or never.start() < named.start()):
        return Head.LOOKALIKE
    act = ACT.search(folded)
    postpones = POSTPONES.search(folded)
    if postpones and (act or named) and abs(postpones.start() - (act or named or postpones).start()) < 80:
        return Head.POSTPONEMENT
    if named:
        return Head.SCHEDULE
    if _WITHOUT_SCHEDULE(folded):
        return Head.LOOKALIKE
    if schedule and act:
        return Head.SCHEDULE  # not 'Thông báo tuyển dụng công chức Ban Tiếp công dân'
    return Head.RECEPTION


def page_head(page: Page, context: str) -> tuple[Head, str]:
    """What the page as a whole is, with the words that say so: heading, link's label, title or first lines.

    The page's own heading decides where it says anything; a look-alike there is never overruled by the link.
    """
    if head_of(page.heading) is Head.RECEPTION and ACT(page.heading) and roles(page.heading, Place(city=False)):
        return Head.RECEPTION, page.heading  # a news item filed under 'Lịch tiếp công dân' is news all the same
    candidates = [page.heading, context, page.title, *_first_lines(page)]
    open_head: tuple[Head, str] = (Head.NONE, "")
    for text in candidates:
        head = head_of(text)
        if head in (Head.SCHEDULE, Head.POSTPONEMENT, Head.LOOKALIKE):
            return head, text
        if head in (Head.AGENDA, Head.RECEPTION) and open_head[0] is Head.NONE:
            open_head = (head, text)
    return open_head


def _first_lines(page: Page) -> list[str]:
    """The first lines of a document, or a page's breadcrumb; a letter's subject may be broken over lines."""
    if page.media == "html":
        crumbs = [b.text for b in page.blocks if b.region is Region.BREADCRUMB][:6]
        if not _NOTHING.match(fold(page.heading)):
            return crumbs
        linked = {link.block for link in page.links if not is_file(link.url)}
        own = [b.text for i, b in enumerate(page.blocks) if b.region is Region.MAIN and i not in linked]
        return [*crumbs, *(text for text in own[:6] if text != page.heading and len(text) < 200)]
    lines = [b.text for b in page.blocks[:24] if b.region is Region.MAIN]
    found: list[str] = []
    for i, line in enumerate(lines):
        if not re.search(r"(?:số:|độc lập|cộng h|kính gửi|nơi nhận)", fold(line)):
            found += [line, " ".join(lines[i : i + 3])] if len(line) < 160 else [line]
    return [f for f in found if len(f) < _LONGEST_HEAD]


def block_head(block: Block, whole: tuple[Head, str]) -> tuple[Head, str]:
    """What the headings above a block say, the innermost first; else what the page says, for its own content only."""
    for heading in reversed(block.headings):
        head = head_of(heading)
        if head is not Head.NONE:
            if head is Head.RECEPTION and whole[0] in (Head.SCHEDULE, Head.POSTPONEMENT):
                return whole
            return head, heading
    if block.region is Region.MAIN:
        return whole
    return Head.NONE, ""


_PRESIDES = Wording(*(rf"^\W*(?:\d+(?:\.\d+)?\W*)?{words} ?[:|]" for words in _HEAD["presides"]))
_OWNERS: tuple[tuple[Receiver, Wording], ...] = (
    (Receiver.DEPARTMENT, Wording.of(_HEAD["owner_department"])),
    (Receiver.DISTRICT, Wording.of(_HEAD["owner_district"])),
    (Receiver.COMMUNE, Wording.of(_HEAD["owner_commune"])),
    (Receiver.COUNCIL, Wording.of(_HEAD["owner_council"])),
    (Receiver.PARTY, Wording.of(_HEAD["owner_party"])),
)


_LETTERHEADS: tuple[tuple[Receiver, Wording], ...] = (
    (Receiver.COUNCIL, Wording.of(_HEAD["letterhead_council"])),
    (Receiver.PARTY, Wording.of(_HEAD["letterhead_party"])),
)


def default_receivers(page: Page, context: str, whole: str, place: Place) -> frozenset[Receiver]:
    """Who receives where a schedule's line names nobody.

    The line that says who presides ('Chủ trì: đồng chí Bí thư Tỉnh ủy'), whom title or label name, whose notice it is,
    else the province's leaders.
    """
    for block in page.blocks:
        if block.region is Region.MAIN and len(block.text) < 300 and (line := _PRESIDES.search(block.text)):
            found = roles(block.text[line.end() :], place)
            if found and {r.receiver for r in found} != {Receiver.OTHER}:
                return frozenset({found[0].receiver})
    for text in (whole, page.heading, context, page.title):
        if text and of_somebody_else(text, place):
            return frozenset({Receiver.OTHER})
        if text and (named := receivers_of(text, place) - {Receiver.OTHER}):
            return named
    first = [b.text for b in page.blocks if b.region is Region.MAIN][:5]
    if page.media != "html":
        for receiver, head in _LETTERHEADS:
            if any(len(line) <= 100 and head(line) for line in first[:4]):
                return frozenset({receiver})
    texts = [page.title, context, page.heading, *(text for text in first if not text.startswith(("-", "+", "*")))]
    for receiver, owner in _OWNERS:
        if any(owner(text[:300]) for text in texts):
            return frozenset({receiver})
    return frozenset({Receiver.LEADERS})
