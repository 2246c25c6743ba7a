"""The regulation on providing information to citizens (quy chế cung cấp thông tin), told from its look-alikes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from pages.attached import attached, framed
from pages.dates import Precision, find_dates
from pages.excerpts import excerpt, join, sentence_at
from pages.page import Block, Page, Region
from pages.receivers import Place, of_another_province, place_of
from pages.text import fold
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_name("information.toml").read_text(encoding="utf-8"))
_REGULATION: dict[str, Any] = _WORDS["regulation"]


@dataclass(frozen=True, slots=True)
class Regulation:
    """The regulation on providing information to citizens (Law on Access to Information 104/2016/QH13, art. 34).

    `number` as printed ('12/2019/QĐ-UBND'), `day` its date. `readable` where its text (articles) stands on this page or
    in this document; `links` are links to its text where not.
    """

    number: str
    day: date | None
    readable: bool
    links: tuple[str, ...]
    quote: str
    locator: str


NAME = Wording.of(_REGULATION["name"])
_UNDER_THE_LAW = Wording.of(_REGULATION["under_the_law"])
_LOOKALIKES: dict[str, Wording] = {code: Wording.of(words) for code, words in _REGULATION["lookalikes"].items()}
_NOT_IT: dict[str, Wording] = {code: Wording.of(words) for code, words in _REGULATION["not_it"].items()}
_OTHER_AGENCY = Wording(
    rf"(?:của|tại|thuộc|do|ở)(?: [^,.;()]{{0,30}})? (?:{'|'.join(_REGULATION['other_agency'])})",
    "(?:trên )?địa bàn (?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)",
)
_A_DRAFT = Wording(r"^\W*dự thảo(?: lần \w+| \d+)?(?: ngày [\d/.-]+)?\W*$", r"^\W*(?:dự thảo) (?:quyết định|quy chế)")
_OTHER_AUTHOR = Wording(
    r"(?:ủy ban nhân dân|ubnd|hđnd|hội đồng nhân dân) (?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)",
    r"^(?:sở|chi cục|cục|trường|bệnh viện) .{2,60}$",
)
_SUPPORT = Wording("tiếp cận thông tin", "quyền được thông tin")
_ISSUED = Wording("(?:về việc |v/v )?ban hành", "phê duyệt", "công bố", "số", "kèm theo")
_THE_LAW = Wording(r"^luật tiếp cận thông tin", r"^nghị định(?: số)? 13/2018", r"^(?:luật số|số:?) 104/2016/qh13")
_NUMBER = re.compile(r"\d{1,5}\s?(?:/\s?\d{4}\s?)?/\s?Q[ĐD]\s?[-–]\s?[A-ZĐ][A-ZĐa-zđ0-9.&-]{0,20}")
_ARTICLE = re.compile(r"^điều (\d{1,2})\b|^dieu (\d{1,2})\b")
_CHAPTER = re.compile(r"^ch(?:ươ|uo)ng (?:[ivx]{1,4}|\d)\b")
_SCOPE = Wording(
    "phạm vi(?: và đối tượng)? (?:điều chỉnh|áp dụng)", "đối tượng áp dụng", "quy (?:chế|định) này quy định"
)
_TITLE = re.compile(r"quy chế|quy che|quy định|quy dinh")  # alone in its line, over the text itself
_AROUND = 400  # characters of a sentence before a name
_SUBJECT = 30  # blocks of a document in which the lines of its subject stand
_LETTERHEAD = 15  # blocks of a document in which its number, date and subject stand
_MOST_BLOCKS, _LONGEST, _MOST_NAMES = 20_000, 20_000, 20  # blocks of a page, characters of a block, names in it


def read_regulation(page: Page, context: str, owner: str = "") -> tuple[Regulation | None, list[tuple[str, str]]]:
    """The regulation that `page` is or names, the readable one first; and the look-alikes with why they are none."""
    rejected: list[tuple[str, str]] = []
    found: list[Regulation] = []
    blocks, broken = _with_whole_subject(page)
    supported = _SUPPORT(context) or _SUPPORT(page.title) or _SUPPORT(page.heading) or _speaks(blocks)
    foreign = _author_elsewhere(page)
    law = _THE_LAW(page.heading) or _is_the_law(blocks)
    articles = _articles(blocks)
    place = place_of(page, owner)
    draft = any(_A_DRAFT(b.text) for b in blocks[:60] if b.region is Region.MAIN and len(b.text) <= 80)
    for i, block in enumerate(blocks):
        if block.region in (Region.NAV, Region.HEADER, Region.FOOTER, Region.BREADCRUMB):
            continue
        for match in islice(NAME.finditer(block.text[:_LONGEST]), _MOST_NAMES):
            code = "law" if law else _why_not(block.text[:_LONGEST], match, supported)
            code = code or ("other_agency" if foreign else "draft" if draft else "")
            quote = broken.get(i) or excerpt(block.text[:_LONGEST], match.start(), match.end())
            if code:
                rejected.append((code, quote))
                continue
            if of_another_province(f"{block.text[match.start() : match.end() + 120]} {page.heading}", place):
                rejected.append(("other_agency", quote))
                continue
            readable = articles is not None and _is_the_document(page, i, articles)
            links = () if readable else _links(page, i, block)
            subject = page.media != "html" and i < _LETTERHEAD
            number, day = _number_and_day(blocks, i, match, own=readable or subject or block.text == page.heading)
            if _issued_elsewhere(blocks, number, place):
                rejected.append(("other_agency", quote))
                continue
            found.append(Regulation(number, day, readable, links, quote, block.locator))
            break
    found += _in_links(page, supported, rejected, {url for r in found for url in r.links})
    found.sort(key=lambda r: (not r.readable, not r.number, not r.links))
    return (found[0] if found else None), rejected


def names_regulation(page: Page) -> bool:
    """Whether a document names the regulation at its beginning: its subject may be broken over lines."""
    return NAME(" ".join(block.text for block in page.blocks[:_SUBJECT])[:_LONGEST])


def _issued_elsewhere(blocks: tuple[Block, ...], number: str, place: Place) -> bool:
    """Whether a decision's number or the words behind it say that another body issued it ('12/QĐ-SNV')."""
    issuer = number.rpartition("QĐ")[2].strip(" -–") if "QĐ" in number else ""
    if issuer and "UB" not in issuer.upper() and not issuer.upper().startswith("VP"):
        return True
    for block in blocks if number else ():
        if (at := _tight(block.text[:_LONGEST]).find(number)) >= 0:
            behind = _tight(block.text[:_LONGEST])[at + len(number) :][:120]
            if _OTHER_AGENCY(behind) or of_another_province(behind, place):
                return True
    return False


def _with_whole_subject(page: Page) -> tuple[tuple[Block, ...], dict[int, str]]:
    """The page's blocks, a document's subject that is broken over lines whole in its first; such lines as quotes.

    A decision's subject stands centred in short lines: 'Về việc ban hành Quy chế tổ chức' / 'thực hiện cung cấp ...'.
    """
    blocks = list(page.blocks[:_MOST_BLOCKS])
    broken: dict[int, str] = {}
    if page.media == "html":
        return tuple(blocks), broken
    for i, block in enumerate(page.blocks[:_SUBJECT]):
        lines = [block.text]
        for below in page.blocks[i + 1 : i + 6]:
            if not below.text[:1].islower() or lines[-1].endswith((".", ";", ":")) or below.kind != block.kind:
                break
            lines.append(below.text)
        if len(lines) > 1 and not NAME(block.text):
            blocks[i] = replace(block, text=" ".join(lines))
            broken[i] = join(*lines)
    return tuple(blocks), broken


def _speaks(blocks: tuple[Block, ...]) -> bool:
    return any(_SUPPORT(b.text) for b in blocks if b.region in (Region.MAIN, Region.BREADCRUMB))


def _why_not(text: str, match: re.Match[str], supported: bool) -> str:
    """The code of why a mention is not the regulation; '' where it is."""
    folded = fold(text)
    first, last = sentence_at(folded, match.start())
    first = max(first, match.start() - _AROUND)
    before, after = folded[first : match.start()], folded[match.end() : max(last, match.end())].strip()[:200]
    law = _UNDER_THE_LAW.search(after)
    under_the_law = law is not None or "công dân" in match[0]
    if _LOOKALIKES["press_spokesperson"](before[-60:] + f"{match[0]} {after[:90]}"):
        return "press_spokesperson"
    # 'Quy chế cung cấp thông tin cho công dân trên địa bàn ...' is not the rules of a web site.
    named = f"{match[0]} {(after[law.end() :] if law else after)[:90]}"
    for code, words in _LOOKALIKES.items():
        hit = words.search(named)
        if hit and not (law and supported and hit.start() >= len(match[0])):
            return code
    if _OTHER_AGENCY(after[:110]) or _OTHER_AUTHOR(before[-120:]):
        return "other_agency"
    for code, words in _NOT_IT.items():
        hit = words.search(before)
        if hit and not (code == "plan" and _ISSUED(before[hit.end() :]) and _NUMBER.search(text)):
            return code
    if not under_the_law and not supported:
        return "unclear"
    return ""


def _author_elsewhere(page: Page) -> bool:
    """Whether a document is another agency's by its letterhead (its first lines)."""
    if page.media == "html":
        return False
    return any(_OTHER_AUTHOR(b.text[:200]) for b in page.blocks[:4])


def _is_the_law(blocks: tuple[Block, ...]) -> bool:
    return any(_THE_LAW(b.text) for b in blocks[:80] if b.region is Region.MAIN and len(b.text) < 120)


def _articles(blocks: tuple[Block, ...]) -> tuple[int, int] | None:
    """(first, last) index of the blocks that begin the articles of a regulation's text; None where there is none.

    A decision has three or four articles of its own ('Điều 1. Ban hành kèm theo Quyết định này Quy chế ...'); the
    regulation is there where chapters are, or five articles, or the count starts anew.
    """
    numbers: list[int] = []
    where: list[int] = []
    chapter = titled = False
    for i, block in enumerate(blocks):
        folded = fold(block.text[:40])
        if block.region is Region.MAIN and (m := _ARTICLE.match(folded)):
            numbers.append(int(m[1] or m[2]))
            where.append(i)
        chapter = chapter or (block.region is Region.MAIN and bool(_CHAPTER.match(folded)))
        titled = titled or (bool(numbers) and _TITLE.fullmatch(folded.strip(" .:")) is not None)
    anew = any(b <= a and b == 1 for a, b in pairwise(numbers)) and len(numbers) >= 4
    if len(numbers) >= 2 and numbers[0] == 1 and _tells_its_scope(blocks, where[0], where[1]):
        return where[0], where[-1]  # no decision's articles: these begin with 'Ban hành kèm theo'
    if titled and (chapter or anew):  # a decision, then 'QUY CHẾ' and its first chapter
        return where[0], where[-1]
    if len(numbers) >= 2 and (chapter or anew or len(set(numbers)) >= 5):
        return where[0], where[-1]
    return None


def _tells_its_scope(blocks: tuple[Block, ...], first: int, second: int) -> bool:
    """Whether the first article, up to the second's heading, says what the regulation governs."""
    return any(_SCOPE(block.text[:400]) for block in blocks[first : min(second + 1, first + 12)])


def _is_the_document(page: Page, index: int, articles: tuple[int, int]) -> bool:
    """Whether the mention at `index` names the document whose articles stand on the page, and is no citation in it."""
    block = page.blocks[index]
    if block.kind == "heading" or block.text in (page.heading, page.title):
        return index <= articles[1]
    return index <= articles[0] + 1 and len(block.text) <= 600


def _links(page: Page, index: int, block: Block) -> tuple[str, ...]:
    """Where the text is: links in the block itself; for the page's own heading, its attachments."""
    here = [link.url for link in page.links if link.block == index and link.region not in (Region.NAV, Region.HEADER)]
    if not here and (block.kind == "heading" or block.text == page.heading or block.region is Region.MAIN):
        near = [link for link in attached(page) if link.block < 0 or abs(link.block - index) <= 40]
        here = [link.url for link in near] + list(framed(page))
    return tuple(dict.fromkeys(here))


def _number_and_day(
    blocks: tuple[Block, ...], index: int, match: re.Match[str], *, own: bool
) -> tuple[str, date | None]:
    """Number and date as they stand with the mention, else in the document's letterhead."""
    text = blocks[index].text
    numbers = list(_NUMBER.finditer(text))
    if numbers:
        nearest = min(numbers, key=lambda m: abs(m.start() - match.start()))
        return _tight(nearest[0]), _day_after(text, nearest.end())
    neighbours = [b.text for b in blocks[max(0, index - 2) : index + 3] if b.region is blocks[index].region]
    scope = [b.text for b in blocks[:40] if b.region is Region.MAIN] if own else neighbours
    for i, line in enumerate(scope):
        if m := _NUMBER.search(line):
            # The letterhead has number and place line side by side or one below the other.
            day = _day_after(line, m.end()) or next(
                filter(None, (_day_after(s, 0) for s in scope[i + 1 : i + 4])), None
            )
            return _tight(m[0]), day
    return "", None


def _tight(number: str) -> str:
    return re.sub(r"\s*([/–-])\s*", r"\1", number)


def _day_after(text: str, position: int) -> date | None:
    for mention in find_dates(text[position : position + 160]):
        if mention.precision is Precision.DAY:
            return mention.first
    return None


def _in_links(page: Page, supported: bool, rejected: list[tuple[str, str]], known: set[str]) -> list[Regulation]:
    """Links named for the regulation wherever they stand, menus too: a mention whose text is elsewhere."""
    found: list[Regulation] = []
    for link in page.links:
        match = NAME.search(link.label) if link.url not in known and link.url != page.url else None
        beside = page.blocks[link.block] if 0 <= link.block < len(page.blocks) else None
        read = beside is not None and beside.region in (Region.MAIN, Region.ASIDE) and NAME(beside.text)
        if match is None or read:
            continue
        code = _why_not(link.label, match, supported or any(map(_SUPPORT, (link.heading, *link.trail))))
        if code:
            rejected.append((code, link.label))
            continue
        number = _NUMBER.search(link.label)
        day = _day_after(link.label, number.end()) if number else None
        found.append(
            Regulation(_tight(number[0]) if number else "", day, False, (link.url,), link.label, link.selector)
        )
    return found
