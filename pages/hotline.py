"""A telephone hotline for citizens (đường dây nóng, tổng đài 1022): the number and the words that call it so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pages.memory import remembered
from pages.page import Block, Page, Region
from pages.telephones import digits_of, numbers_in
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LABEL = Wording.of(_WORDS["label"])
_SWITCHBOARD = Wording.of(_WORDS["switchboard"])
_OTHERS = Wording.of(_WORDS["others"])
_FOR_CITIZENS = Wording.of(_WORDS["for_citizens"])
_NATIONAL = frozenset(_WORDS["national"])
_HEADING = Wording(*(f"^(?:{words})" for words in [*_WORDS["label"], *_WORDS["heading_too"]]))

_REACH = 90  # characters between the label and the number: 'Đường dây nóng tiếp nhận phản ánh của tổ chức, công dân: '
_BELOW = 4  # blocks below a heading that may hold the numbers
_LONGEST = 1500
_NEW_LABEL = re.compile(r"(?i)(?:điện thoại|đt|tel|fax|email|e-mail|địa chỉ)\s?[:.]")


@dataclass(frozen=True, slots=True)
class Hotline:
    """`number` as printed; `quote` is verbatim and holds label and number; `region` is where it stands."""

    number: str
    quote: str
    locator: str
    region: Region


@remembered
def hotlines_of(page: Page) -> list[Hotline]:
    """The hotlines that `page` prints, labelled as such; the editors', technical and national ones are none."""
    found = []
    for n, block in enumerate(page.blocks[:6000]):
        if len(block.text) > _LONGEST:
            continue
        found += list(_in_block(block))
        if _heads_numbers(block):
            found += list(_below(page, n))
    # Banners and icons say it in their alternative text only.
    for words, locator, region in [
        *((link.label, link.selector, link.region) for link in page.links if link.block < 0),
        *((alt, "img", Region.MAIN) for _, alt in page.images),
    ]:
        if words:
            found += list(_in_block(Block("label", words, region, locator)))
    for contact in page.contacts:
        # An icon that dials: the number stands in the address, the words in the picture's or the link's title.
        if contact.scheme == "tel" and next(numbers_in(contact.label), None):
            found += list(_in_block(Block("label", contact.label, contact.region, contact.selector)))
        elif contact.scheme == "tel" and contact.label:
            said = Block("label", f"{contact.label} {contact.address}", contact.region, contact.selector)
            quote = f"{contact.address} […] {contact.label}"
            found += [replace(line, quote=quote) for line in _in_block(said)]
    return list({line.number: line for line in reversed(found)}.values())[::-1]


def _heads_numbers(block: Block) -> bool:
    """Whether a short line names hotlines that stand below it: 'ĐƯỜNG DÂY NÓNG'."""
    if block.kind not in ("heading", "label", "text", "caption") or len(block.text) > 80 or _OTHERS(block.text):
        return False
    return _HEADING(block.text) and next(numbers_in(block.text), None) is None


def _in_block(block: Block) -> Iterator[Hotline]:
    text = block.text
    labels = [(m.start(), m.end(), False) for m in _LABEL.finditer(text)]
    labels += [(m.start(), m.end(), True) for m in _SWITCHBOARD.finditer(text)]
    for start, end, switchboard in sorted(labels):
        for number in numbers_in(text[start : end + _REACH + 20]):
            at = start + number.start()
            between = text[end:at] if at >= end else ""
            if len(between) > _REACH or _NEW_LABEL.search(between):
                break
            if _OTHERS(text[max(0, start - 40) : at]) or digits_of(number[0]) in _NATIONAL:
                continue
            # 'Tổng đài: 0292 3820 000' is an office's exchange; 'Tổng đài 1022' and 'tổng đài tiếp nhận phản ánh' not.
            if switchboard and not (digits_of(number[0]).endswith("1022") or _FOR_CITIZENS(text[start:at])):
                continue
            yield Hotline(number[0].strip(), _around(text, start, at + len(number[0])), block.locator, block.region)
            break


def _below(page: Page, at: int) -> Iterator[Hotline]:
    head = page.blocks[at]
    for below in page.blocks[at + 1 : at + 1 + _BELOW]:
        if below.kind == "heading" or below.region is not head.region or len(below.text) > 300:
            return
        number = next(numbers_in(below.text), None)
        if number is None:
            if len(below.text.split()) > 12:
                return
            continue
        if not _OTHERS(below.text) and digits_of(number[0]) not in _NATIONAL:
            yield Hotline(number[0].strip(), f"{head.text} […] {below.text}", below.locator, below.region)
            return


def _around(text: str, start: int, end: int) -> str:
    """The label with its number and what stands around, cut at word bounds."""
    first = text.rfind(" ", 0, max(0, start - 60)) + 1 if start > 60 else 0
    last = text.find(" ", min(len(text), end + 40))
    return text[first : last if last >= 0 else len(text)][:400]
