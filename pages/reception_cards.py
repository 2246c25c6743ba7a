"""Reception days on cards: boxes of which each holds a day and who receives on it, without a word that binds the two.

'15/04/2022' / 'Chủ tịch UBND tỉnh Nguyễn Văn A' / 'Trụ sở Tiếp công dân tỉnh', as <div>s of a grid; the day may stand
in two pieces, '15' / '04/2022', and may come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pages.dates import Mention, Precision, find_dates
from pages.excerpts import join
from pages.page import Block, Region
from pages.receivers import receivers_of
from pages.reception_facts import Facts, Session, Setting
from pages.reception_heads import Head, block_head
from pages.reception_list import entries_of
from pages.reception_text import NOBODY, OTHER_ACT, is_bare_date, section_period
from pages.wording import Wording

_MOST_LINES, _LONGEST = 8, 160  # of a card
_LONGEST_DAY = 60
_TITLE = 25  # characters of a link that is no 'Xem'
# A citizen's question or comment may name the chair too.
_SPEAKS = Wording(
    "tôi", "chúng tôi", "em", "cháu", "cho hỏi", "xin hỏi", "muốn", "mong", "đề nghị", "kiến nghị", "bao giờ"
)
_DAY_OF_MONTH = re.compile(r"\W*(?:ngày\s)?(0?[1-9]|[12]\d|3[01])\W*", re.IGNORECASE)


def read_cards(setting: Setting, facts: Facts) -> bool:
    """Read the cards of a page that is headed as a schedule into `facts`; whether the page has any."""
    blocks = setting.page.blocks
    known = {session.order for session in facts.sessions} | set(entries_of(setting.page))
    titles = {
        link.block for link in setting.page.links if len(link.label) >= _TITLE
    }  # of notices, with their posting day
    days = dict(_days(setting))
    found: list[Session] = []
    for index, (pieces, day) in days.items():
        card = _card(blocks, index, pieces, days)
        lines = [blocks[n] for n in card if not index <= n < index + pieces]
        if not lines or (known | titles) & set(card) or any(_no_card(line.text) for line in lines):
            continue
        named = next(((line, who) for line in lines if (who := receivers_of(line.text, setting.place))), None)
        line, who = named or (lines[0], setting.default)
        if not who:
            continue
        printed = join(*(block.text for block in blocks[index : index + pieces]), line.text)
        section = section_period(blocks[index], setting)
        found.append(Session(day.first, who, printed, line.locator, index, day.suspect, section, None))
    if len({session.day for session in found}) > 1:  # a single day below a title is the day of its posting
        facts.sessions += found
        return True
    return False


def _days(setting: Setting) -> Iterator[tuple[int, tuple[int, Mention]]]:
    """Blocks that are a day and nothing else: index, how many blocks its pieces take, and the day."""
    blocks = setting.page.blocks
    for index, block in enumerate(blocks):
        if block.region is not Region.MAIN or index in setting.rows or len(block.text) > _LONGEST_DAY:
            continue
        if block_head(block, setting.whole)[0] is not Head.SCHEDULE:
            continue
        pieces, text = 1, block.text
        number = _DAY_OF_MONTH.fullmatch(text)
        if number is not None and index + 1 < len(blocks) and len(blocks[index + 1].text) <= _LONGEST_DAY:
            # '15' above '04/2022' or 'Tháng 4/2022'
            month = [m for m in find_dates(blocks[index + 1].text) if m.precision is Precision.MONTH]
            if len(month) != 1 or not is_bare_date(blocks[index + 1].text):
                continue
            pieces, text = 2, f"{number[1]}/{month[0].first.month}/{month[0].first.year}"
        elif not is_bare_date(text):
            continue
        found = [m for m in find_dates(text, anchor=setting.anchor) if m.precision is Precision.DAY]
        if len(found) == 1:
            yield index, (pieces, found[0])


def _card(blocks: tuple[Block, ...], index: int, pieces: int, days: dict[int, tuple[int, Mention]]) -> range:
    """The blocks of the smallest box that holds more than the day's own; empty where other days stand in it too."""
    path = blocks[index].locator
    while " > " in path:
        path = path.rpartition(" > ")[0]
        first, end = index, index + pieces
        while first > 0 and _inside(blocks[first - 1], path):
            first -= 1
        while end < len(blocks) and _inside(blocks[end], path):
            end += 1
        if end - first > _MOST_LINES or any(n != index for n in days if first <= n < end):
            break
        if end - first > pieces:
            return range(first, end)
    return range(0)


def _inside(block: Block, path: str) -> bool:
    return block.locator.startswith(path + " > ") or block.locator == path


def _no_card(line: str) -> bool:
    return len(line) > _LONGEST or "?" in line or _SPEAKS(line) or OTHER_ACT(line) or NOBODY(line)
