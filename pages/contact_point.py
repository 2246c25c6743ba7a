"""The contact point for information requests (đầu mối cung cấp thông tin): who it is, and how to reach it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pages.excerpts import excerpt, join, sentence_at, sentences
from pages.page import Block, Page, Region
from pages.receivers import of_another_province, place_of
from pages.text import fold
from pages.wording import Wording

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("information.toml").read_text(encoding="utf-8"))[
    "contact"
]


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A contact point for information requests: `who` is the unit or the official, with office phone, e-mail, address.

    The kinds of contact found: `phone`, `email`, `address`.
    """

    who: str
    contacts: frozenset[str]
    quote: str
    locator: str


# 'Đầu mối tiếp nhận yêu cầu CCTT', 'YCCCTT'
_LABEL = Wording.of(
    words.replace("cung cấp thông tin", "(?:cung cấp thông tin|(?:yc ?)?cctt)") for words in _WORDS["label"]
)
_LOOKALIKES: dict[str, Wording] = {code: Wording.of(words) for code, words in _WORDS["lookalikes"].items()}
_CITIZEN = Wording.of(_WORDS["citizen"])
_DUTY = Wording.of(_WORDS["duty"])
_UNIT = Wording.of(_WORDS["unit"])
_GENERIC = Wording(*(rf"^(?:{words})$" for words in _WORDS["unit_generic"]))
_POSITION = Wording.of(_WORDS["position"])
_ADDRESS = [re.compile(fold(words)) for words in _WORDS["address"]]
_UNIT_ENDS = Wording.of(_WORDS["unit_ends"])
_LIKE_A_LABEL = Wording.of(_WORDS["like_a_label"])
_REACHED = Wording(r"^\W*(?:điện thoại|đt|sđt|tel|e-?mail|địa chỉ|đ/c|liên hệ|số điện thoại|fax|hotline)")
_OWN_ROW = Wording(
    r"^(?:người|họ|chức|cán bộ|công chức|điện thoại|đt|sđt|e-?mail|địa chỉ|fax|thời gian)[^|:]{0,40}[|:][^|]{0,160}$"
)
_LINKED_BEFORE = Wording(r"(?:là|làm)(?: [^.;:|]{0,40})?$")
_TO_BE_NAMED = Wording("bố trí", "cử", "phân công", "chỉ định", "cán bộ", "người", "công chức")
_LINKED_AFTER = Wording(r"^[^:.;|]{0,60}(?::|\||(?<!\w)(?:là|liên hệ|tại|gồm))")
_LOWER = "(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
_OTHER_AGENCY = Wording(
    rf"(?:của|thuộc)(?: các| từng)? (?:sở|{_LOWER}|ubnd (?:các )?{_LOWER}|hđnd|cơ quan chuyên môn|bộ (?!phận)"
    "|công an|tòa án|viện kiểm sát|(?:chi )?cục|công ty|trường|bệnh viện)",
    rf"cấp {_LOWER}",
    "của các (?:đơn vị|cơ quan)",
)
# Right before or behind a unit's name these make it another's: 'UBND huyện Tân Lập: Văn phòng', 'Phòng ... Công an'.
_OTHERS_BEFORE = Wording(
    rf"(?:(?:ubnd|ủy ban nhân dân|hđnd) {_LOWER}|sở [^,;:|]{{2,40}}|công an [^,;:|]{{2,20}})[^;|]{{0,40}}[:|–-]\s*$"
)
_OTHERS_BEHIND = Wording(rf"^\W{{0,3}}(?:{_LOWER}|của sở|công an|sở (?!thông tin|tư pháp))")
_OTHERS = Wording(
    rf"{_LOWER}", "công an", "tòa án", "viện kiểm sát", "bộ (?:tư pháp|nội vụ|y tế|công an)", "công ty", "ban chỉ huy"
)
_A_DEPARTMENT = Wording("^sở")
_FOR_THE_PROVINCE = Wording("(?:của|cho|tại) (?:ubnd |ủy ban nhân dân )?(?:tỉnh|thành phố|tp)", "trên địa bàn tỉnh")
_AUTHOR = Wording(
    rf"^(?:ubnd )?(?:{_LOWER}|công an|tòa án|viện|sở|(?:chi )?cục|bảo hiểm|công ty|trường|bệnh viện)(?= )"
)
_A_PAPER = Wording(
    "^(?:kế hoạch|báo cáo|chỉ thị|hội nghị|tập huấn|tờ trình|công văn)",
    "(?:chỉ đạo|yêu cầu|đôn đốc|triển khai|tăng cường|tuyên truyền|tình hình|kết quả) [^|]{0,60}tiếp cận thông tin",
)
_CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NAME = rf"[{_CAPITAL}][^\W\d_]{{0,7}}(?: [{_CAPITAL}][^\W\d_]{{0,7}}){{1,5}}"
_PERSON = re.compile(rf"\b(?:[Ôô]ng|[Bb]à|[Đđ]/c|[Đđ]ồng chí|[Hh]ọ (?:và )?tên)(?: ?: ?| )({_NAME})")
_NAME_CELL = re.compile(_NAME)
_PHONE = re.compile(r"(?<![\d./-])(?:\(?\+?84\)?|\(?0\d{0,4}\)?)(?:[ .\-–]?\(?\d\)?){7,11}(?![\d/])")
_PHONE_LABEL = re.compile(
    r"(?:điện thoại|đ\.?thoại|dien thoai|\bđt\b|\bsđt\b|\bdt\b|\bsdt\b|\btel|phone|di động|số máy)", re.I
)
_EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_LONGEST, _MOST_LABELS, _ENOUGH = 20_000, 20, 200  # characters read of a block, labels in it, labels on a page
_AROUND = 600  # characters of a sentence before and behind a label
_REACH = 8  # blocks below a label that may hold what belongs to it
_SITE_WIDE = (Region.NAV, Region.HEADER, Region.BREADCRUMB)
_ARTICLE = re.compile(r"^(?:điều|dieu) \d{1,2}\b")


def read_contact_point(page: Page, context: str, owner: str = "") -> tuple[ContactPoint | None, list[tuple[str, str]]]:
    """The best contact point of the page (with unit or person and most ways to reach it), and the look-alikes."""
    found: list[ContactPoint] = []
    rejected: list[tuple[str, str]] = []
    blocks = page.blocks
    place = place_of(page, owner)
    of_others = (
        "plan"
        if _A_PAPER(page.heading)
        else "other_agency"
        if _OTHER_AGENCY(page.heading) or _AUTHOR(page.heading)
        else ""
    )
    of_others = of_others or ("other_agency" if of_another_province(page.heading, place) else "")
    for i, block in enumerate(blocks):
        if len(found) + len(rejected) > _ENOUGH:
            break
        if block.region in _SITE_WIDE:
            continue
        text = block.text[:_LONGEST]
        labels = list(islice(_LABEL.finditer(text), _MOST_LABELS))
        if not labels and len(block.text) <= 250 and _LIKE_A_LABEL(block.text):
            code = next((code for code, words in _LOOKALIKES.items() if words(block.text)), "")
            if code:
                rejected.append((code, block.text[:300]))
        for match in labels:
            first, last = sentence_at(text, match.start())
            first, last = max(first, match.start() - _AROUND), min(last, match.end() + _AROUND)
            statement = block.text[first:last]
            above = block.headings[-1] if block.headings and block.headings[-1] != block.text else ""
            code = _lookalike(statement, above, block, match) or of_others
            if code:
                rejected.append((code, excerpt(block.text, match.start(), match.end())))
                continue
            if _CITIZEN(statement) or (above and _CITIZEN(above)):
                continue
            answer = _read_below(page, i, match, (first, last))
            if answer is None:
                continue
            if _is_anothers(answer, page.heading) or of_another_province(answer.quote, place):
                rejected.append(("other_agency", answer.quote))
            else:
                found.append(answer)
    found.sort(key=lambda c: (not (c.who and c.contacts), -len(c.contacts)))
    return (found[0] if found else None), rejected


def _lookalike(statement: str, above: str, block: Block, match: re.Match[str]) -> str:
    for code, words in _LOOKALIKES.items():
        if words(statement) or (above and words(above) and not _LABEL(above)):
            return code
    near = fold(block.text[match.start() : match.end() + 60])
    return "other_agency" if _OTHER_AGENCY(near) else ""


def _is_anothers(answer: ContactPoint, heading: str) -> bool:
    """Whether the unit found is a department's, a district's or any other body's, and not the province's."""
    who = fold(answer.who)
    if _OTHERS(who):
        return True
    if _A_DEPARTMENT(who) and not (_FOR_THE_PROVINCE(answer.quote) or _FOR_THE_PROVINCE(heading)):
        return True
    at = answer.quote.find(answer.who)
    if at < 0:
        return False
    before, behind = answer.quote[max(0, at - 100) : at], answer.quote[at + len(answer.who) :][:30]
    return _OTHERS_BEFORE(before) or _OTHERS_BEHIND(behind)


def _read_below(page: Page, index: int, match: re.Match[str], span: tuple[int, int]) -> ContactPoint | None:
    """Who and how, from the label's own statement and what stands below it, as far as it belongs to it."""
    block = page.blocks[index]
    statement = block.text[span[0] : span[1]]
    rest = block.text[match.end() : match.end() + 2 * _AROUND] if not _is_prose(block, statement) else statement
    if rest is statement:
        for start, end in sentences(block.text[span[1] : span[1] + _AROUND]):
            following = block.text[span[1] + start : span[1] + end]
            if not _REACHED(following):
                break
            rest = block.text[span[0] : span[1] + end]
    who = _who(rest) or _who(statement[: max(0, match.start() - span[0])])
    if (
        _is_prose(block, statement)
        and not _contacts(statement)
        and not _is_linked(statement, match.start() - span[0], match.end() - span[0])
    ):
        who = ""
    if _DUTY(statement) and not who:
        return None
    contacts = set(_contacts(rest))
    parts = [excerpt(block.text, match.start(), match.end(), limit=300)]
    if len(rest) > len(statement) and contacts - set(_contacts(statement)):
        parts = [block.text[:600]]
    elif rest is not statement and who and who not in parts[0]:
        parts.append(excerpt(rest, max(0, rest.find(who)), max(0, rest.find(who)) + len(who), limit=200))
    if not (who and contacts):
        for below in _belonging(page, index, prose=_is_prose(block, statement)):
            if who and contacts and not _continues(below):
                break
            newly, name = _contacts(below.text), "" if who else _who(below.text, in_label=True)
            if newly - contacts or name:
                parts.append(below.text if len(below.text) <= 300 else _contact_sentence(below.text, name))
            who, contacts = who or name, contacts | newly
    if not who:
        return None
    return ContactPoint(who, frozenset(contacts), join(*parts), block.locator)


def _is_linked(statement: str, start: int, end: int) -> bool:
    """Whether a sentence says who it is ('Văn phòng UBND tỉnh là đầu mối ...'), and not that somebody be named."""
    folded = fold(statement)
    for unit in _UNIT.finditer(folded[:start]):
        ends = _UNIT_ENDS.search(unit[0])
        between = folded[unit.start() + (ends.start() if ends else len(unit[0])) : start].rstrip()
        if len(between) > 60 or re.search(r"[;.,]", between) or _TO_BE_NAMED(between):
            continue
        if _LINKED_BEFORE(between):
            return True
    return bool(_LINKED_AFTER(folded[end:].lstrip()))


def _is_prose(block: Block, statement: str) -> bool:
    """Whether the label stands in running text and not as a label or heading of its own."""
    if block.kind in ("heading", "label", "caption", "row"):
        return False
    return len(statement.split()) > 18 and not statement.rstrip().endswith(":")


def _belonging(page: Page, index: int, *, prose: bool) -> list[Block]:
    """The blocks below a label that belong to it: up to the next heading, other label, form, or region."""
    blocks, label = page.blocks, page.blocks[index]
    own: list[Block] = []
    spanned = _rows_beside(page, label) if label.kind == "row" else []
    for below in blocks[index + 1 : index + 1 + (3 if prose else _REACH)]:
        if below.region is not label.region:
            break
        if below.kind == "heading" and (label.kind != "heading" or below.level <= label.level):
            break
        beside = any(set(below.text.split(" | ")) <= row for row in spanned)
        if label.kind == "row" and below.kind == "row" and not beside and not _continues(below):
            break  # the next row of a table is another's
        if _ARTICLE.match(fold(below.text[:20])) or _CITIZEN(below.text):
            break
        if any(words(below.text) for words in _LOOKALIKES.values()):
            break
        if prose and not _contacts(below.text):
            break
        own.append(below)
    return own


def _rows_beside(page: Page, label: Block) -> list[set[str]]:
    """The cells of the rows over which a label's cell spans: 'Đầu mối ...' with rowspan beside unit, person, phone."""
    for table in page.tables:
        if label.locator.startswith(table.locator + " "):
            heads = {row[0] for row in table.rows if row[0] and row[0] in label.text and _LABEL(row[0])}
            return [set(row) for row in table.rows if row[0] in heads]
    return []


def _continues(below: Block) -> bool:
    """A line that only says how to reach somebody ('Điện thoại: ...'), as the one before it."""
    if below.kind == "row" and _OWN_ROW(below.text):
        return True  # 'Người phụ trách | Ông Nguyễn Văn A'
    return len(below.text) <= 160 and bool(_contacts(below.text)) and not _who(below.text)


def _who(text: str, *, in_label: bool = False) -> str:
    """The unit or the person with the post that `text` names, as printed; '' where it is nobody in particular."""
    text = text.strip()
    for match in _UNIT.finditer(text):
        words = text[match.start() : match.end()]
        ends = _UNIT_ENDS.search(fold(words))
        words = (words[: ends.start()] if ends else words).strip(" ,;-–")
        if _GENERIC(words) or not (words[:1].isupper() or text.isascii()):
            continue
        return words
    person = _PERSON.search(text)
    if person:
        return person[1]
    cells = [cell.strip() for cell in text.split(" | ")]
    if len(cells) > 1 or in_label:
        for cell in cells:
            if _NAME_CELL.fullmatch(cell) and _POSITION(text):
                return cell
    return ""


def _contacts(text: str) -> frozenset[str]:
    """The kinds of contact in `text`."""
    kinds: set[str] = set()
    for match in _PHONE.finditer(text):
        digits = sum(c.isdigit() for c in match[0])
        if 9 <= digits <= 12 and (
            digits >= 10 or _PHONE_LABEL.search(text[max(0, match.start() - 40) : match.start()])
        ):
            kinds.add("phone")
    if _EMAIL.search(text):
        kinds.add("email")
    if any(address.search(fold(text)) for address in _ADDRESS):
        kinds.add("address")
    return frozenset(kinds)


def _contact_sentence(text: str, who: str) -> str:
    position = text.find(who) if who else -1
    if position < 0:
        match = _PHONE.search(text) or _EMAIL.search(text)
        position = match.start() if match else 0
    return excerpt(text, position, position + max(1, len(who)), limit=300)
