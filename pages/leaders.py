"""The province's leaders as a page names them: post, name, and whether an office telephone or e-mail stands with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pages.memory import remembered
from pages.page import Block, Contact, Page, Region
from pages.telephones import EMAIL, numbers_in
from pages.text import fold, plain
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_POST = Wording.of(_WORDS["post"])
_OTHER = Wording.of(_WORDS["other"])
_BOX = Wording.of(_WORDS["box"])
_OTHER_BOX = Wording.of(_WORDS["other_box"])
_BODIES = Wording.of(_WORDS["bodies"])
_OFFICE = Wording.of(_WORDS["office"])
_FORMER = Wording.of(_WORDS["former"])
_NOT_A_NAME = frozenset(_WORDS["not_a_name"])
_SURNAMES = frozenset(fold(name) for name in _WORDS["surnames"])

_CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# 'Đỗ Quốc Hòa', 'K' Brem', 'H'Lan Niê Kdăm'
_NAME = re.compile(rf"(?<!\w)[{_CAPITAL}][^\W\d_]{{0,7}}(?:['’]? ?[ '’-][{_CAPITAL}][^\W\d_]{{0,7}}){{1,5}}")
_REACH = 5  # blocks below a name or post that may hold the rest of its card
_LONGEST = 500
_HEAD_LINE = 12  # words of a line that heads others
_PROSE = 60  # words of a text that tells of somebody instead of naming him
_TITLE = 8  # words of a link from which on it is a news title
_CARD_LINE = 160  # characters of a line of a card
_MOST_BLOCKS = 3000


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader. `contact` tells whether a telephone or e-mail stands with the name; `quote` is verbatim."""

    name: str
    post: str
    contact: bool
    quote: str
    locator: str


@remembered
def leaders_of(page: Page, *, elsewhere: frozenset[str] = frozenset()) -> list[Leader]:
    """The provincial leaders that a page on leaders, offices or the organisation names, each once.

    Whoever asks knows that the page is such a one. A department's head, a Party or Council post named as such, and
    former holders are none. `elsewhere` are texts that the whole site repeats: a telephone in them is nobody's.
    """
    blocks = [
        b for b in page.blocks[:_MOST_BLOCKS] if b.region in (Region.MAIN, Region.ASIDE) and b.text not in elsewhere
    ]
    titles = frozenset(link.label for link in page.links if len(link.label.split()) >= _TITLE)
    found: dict[str, Leader] = {}
    below: set[str] = set()  # whose telephone or e-mail stands in a line below theirs
    foreign = False  # below a line that names another body: 'UBND HUYỆN CÁI NƯỚC' in a directory's table
    for n, block in enumerate(blocks):
        text = block.text
        if len(text.split()) <= _HEAD_LINE and not _names(text):
            foreign = _BODIES(text) or (foreign and not _BOX(text))
        if foreign or text in titles or len(text.split()) > _PROSE:
            continue
        post = _POST.search(text) if len(text) <= _LONGEST and not _boxed_elsewhere(block) else None
        if post is None or _OTHER(text) or _FORMER(text):
            continue
        names, shown, after = _names(text), [block], n + 1
        if not names and n and (name := _only_name(blocks[n - 1])):
            names, shown = [name], [blocks[n - 1], block]
        elif not names and n + 1 < len(blocks) and (name := _only_name(blocks[n + 1])):
            names, shown, after = [name], [block, blocks[n + 1]], n + 2
        holder = next((b for b in (*shown, *_card(blocks, after)) if _reachable(b.text)), None)
        apart = holder is not None and holder not in shown
        if holder is not None and apart:
            shown.append(holder)
        quote = " […] ".join(b.text[:300] for b in shown)
        for name in names:
            key = plain(name)
            if key not in found or (holder is not None and not found[key].contact):
                found[key] = Leader(name, post[0], holder is not None, quote, block.locator)
                below = below | {key} if apart else below - {key}
    *others, last = found or [""]
    if others and last in below and not any(found[key].contact for key in others):
        # Below the last of several who have none stands the office's own number.
        found[last] = replace(found[last], contact=False)
    return _with_icons(page, list(found.values()))


def _with_icons(page: Page, leaders: list[Leader]) -> list[Leader]:
    """The leaders, with the telephone or e-mail that an icon in the card of one of them gives (`tel:`, `mailto:`)."""
    return [
        one
        if one.contact or (icon := _icon_of(page, one, leaders)) is None
        else replace(one, contact=True, quote=f"{one.quote} […] {icon.address}")
        for one in leaders
    ]


def _icon_of(page: Page, leader: Leader, leaders: list[Leader]) -> Contact | None:
    steps = leader.locator.split(" > ")
    for up in (1, 2, 3):
        card = " > ".join(steps[:-up])
        if not card or any(one is not leader and one.locator.startswith(card + " > ") for one in leaders):
            return None
        for contact in page.contacts:
            if contact.region in (Region.MAIN, Region.ASIDE) and contact.selector.startswith(card + " > "):
                return contact
    return None


def _boxed_elsewhere(block: Block) -> bool:
    above = [h for h in block.headings[-2:] if h != block.text]
    return any(_OTHER_BOX(h) for h in above) and not any(_BOX(h) for h in above)


def _names(text: str) -> list[str]:
    """The persons' names in a text: capitalised words that begin with a Vietnamese surname."""
    out = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        # 'Phó Chủ tịch UBND tỉnh Lê Văn Hải', 'Ông Đặng Hữu Thủy': leave off what is no part of the name
        while words and fold(words[0]) in _NOT_A_NAME:
            words = words[1:]
        for n, word in enumerate(words):
            if fold(word) in _NOT_A_NAME and n >= 2:
                words = words[:n]
                break
        if (
            2 <= len(words) <= 5
            and fold(words[0]).split("'")[0].split("’")[0] in _SURNAMES
            and not any(fold(w) in _NOT_A_NAME for w in words)
        ):
            out.append(" ".join(words))
    return out


def _only_name(block: Block) -> str:
    """The name that a block holds, and little else ('Ông Nguyễn Văn A', 'Nguyễn Văn A (1970)')."""
    names = _names(block.text if not block.text.isupper() else block.text.title())
    if len(names) != 1 or len(block.text.split()) > len(names[0].split()) + 3:
        return ""
    return names[0] if names[0] in block.text else block.text.strip()


def _card(blocks: list[Block], start: int) -> list[Block]:
    """The blocks that belong to the same person: up to the next post or name."""
    return list(_until_next(blocks[start : start + _REACH]))


def _until_next(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if len(block.text) > _CARD_LINE or _POST(block.text) or _only_name(block) or _OFFICE(block.text):
            return
        yield block


def _reachable(text: str) -> bool:
    return next(numbers_in(text), None) is not None or EMAIL.search(text) is not None
