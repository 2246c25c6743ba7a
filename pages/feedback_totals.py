"""Published counts of citizens' feedback: how many were received, how many answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pages.feedback_heads import parts_of
from pages.feedback_privacy import CUT
from pages.feedback_records import Totals
from pages.feedback_subject import Subject, names_feedback, reports_feedback
from pages.feedback_words import WORDS, names, stage_of, words_of
from pages.page import Block, Page, Region, Table
from pages.text import fold, plain

_RECEIVED, _ANSWERED, _ALL = names("totals", "received"), names("totals", "answered"), names("totals", "all")
_NOUNS, _FOREIGN = names("totals", "nouns"), names("totals", "foreign")
# Dots or blanks apart thousands ('55.750', '1 234'); a comma too where three digits follow ('1,234' but not '99,87').
# A clock or a length of time is no count: '07:00 06/03/2022', '12 ngày trước'.
_NUMBER = (
    r"(?<![\d.,/:])(?P<n>\d{1,3}(?:[.,\s]\d{3}){1,3}|\d{1,9})"
    r"(?![\d/]|[.,:]\d|\s?%|\s?‰|\s?-\s?\d|h(?!\w)|h\d|\s?(?:giờ|phút|ngày|tháng|tuần)(?!\w))"
)
_UNITS = "|".join(re.escape(fold(u)) for u in sorted(WORDS["totals"]["units"], key=len, reverse=True))
_NUMBER_ALONE = re.compile(rf"\s*{_NUMBER}\s*(?:{_UNITS})?\s*")
_TOTAL_ROW = names("totals", "all")
# Labels that only a single item bears: 'Người gửi: A Ngày đăng ký: ... Trạng thái: Đã trả lời - 07:00 06/03/2022'.
_OF_ONE = frozenset({"sender", "asked", "due"})
_LETTERHEAD = 12  # blocks of a document in which its title stands
_COUNTER = 80  # characters; a longer text is a sentence


def _either(key: str) -> str:
    return "|".join(re.escape(fold(p)) for p in sorted(WORDS["totals"][key], key=len, reverse=True))


# 'phản ánh, kiến nghị hiện trường của công dân và doanh nghiệp'
_THINGS = (
    rf"(?:{_either('nouns')})(?:(?:\s?[,/&+-]\s?|\s(?:và|hoặc)\s|\s)(?:{_either('nouns')}))*"
    rf"(?:\s(?:hiện trường|(?:của|từ)\s(?:{_either('whose')})(?:(?:,|\svà|/)\s?(?:{_either('whose')}))*))*"
)
_NUMBER_OF = r"(?:tổng\s)?(?:số|tổng)\s(?:lượng\s|lượt\s)?"
_BECAME = r"(?:mà|đã|được|hệ thống|tỉnh)\s"
_SHARED = re.compile(rf"(?:{_either('whose')})(?:,|\svà|/)\s?doanh nghiệp")  # not enterprises' alone


def _phrases(key: str) -> str:
    """Words for `key` beside a number: 'Tổng số phản ánh, kiến nghị nhận được', 'câu hỏi đã được trả lời'.

    'Kiến nghị xử lý 3 điểm ngập' counts nothing.
    """
    verbs = _either(f"{key}_verbs")
    return rf"{_NUMBER_OF}{_THINGS}\s(?:{_BECAME})*(?:{verbs})|{_THINGS}\s(?:{_BECAME})+(?:{verbs})|{_either(key)}"


_LABEL = {
    key: re.compile(
        rf"(?:các\s)?(?:{_phrases(key)}|{_NUMBER_OF}{_THINGS}(?:\s(?:{_either(key + '_verbs')}))|"
        rf"{_THINGS}\s(?:{_either(key + '_verbs')}))\s*:?"
    )
    for key in ("received", "answered")
}
_BETWEEN = "được|là|trên|hơn|tổng số|tổng cộng|trong tháng|trong năm|các|và trả lời"
_PERIOD = r"(?:\s+(?:trong\s|từ đầu\s)?(?:năm|tháng|quý)(?:\s[\divx/]{1,7})?(?:\snăm\s\d{4})?)?"
# 'Tổng số câu hỏi đã tiếp nhận từ năm 2015 đến nay: 1.204'
_SINCE = r"(?:\s+(?:(?:kể\s|tính\s)?từ|tính đến|đến)\s[^:;.|]{2,40}(?=:))?"
_QUALIFY = rf"(?:\s+(?:{_BETWEEN}|{_UNITS})){{0,3}}{_PERIOD}{_SINCE}(?:\s+(?:là|được|trên|hơn|có)){{0,2}}"
_TOO = rf"(?:(?:,\s?|\s?/\s?|\s(?:và|hoặc)\s)(?:{_either('answered_verbs')})(?!\w))*"  # 'đã xử lý, trả lời 85'
# What may follow a count; 'đã xử lý 3 điểm ngập' counts something else. A capital begins the next counter.
_COUNTED = re.compile(rf"\s*(?:$|[^\w\s]|(?:{_UNITS}|và|đạt|chiếm|trong đó|trên|còn|đang|đã)(?!\w))")
_WAITING = re.compile(r"(?:mới|chờ|đang|chưa|không|từ chối)\s+$")  # 'Mới tiếp nhận (3)' counts a state
# 'Đã tiếp nhận: 1.234', 'đã xử lý 55.750 lượt', 'Đã xử lý (1.200)', 'Tổng số phản ánh hiện trường: 12'
_AFTER = {
    key: re.compile(
        rf"(?<!\w)(?:{_phrases(key)})(?![^\W\d]){_TOO if key == 'answered' else ''}{_QUALIFY}\s*[:(\-–|]?\s*{_NUMBER}"
    )
    for key in ("received", "answered")
}
# '1.234 phản ánh đã tiếp nhận', '1.200 đã xử lý'
_BEFORE = {
    key: re.compile(
        rf"{_NUMBER}\s*(?:{_UNITS})?(?:\s+(?:được|đã được))?\s*\|?\s*(?:{_phrases(key)})(?!\w)(?!\s*[:(|]?\s*\d)"
    )
    for key in ("received", "answered")
}
_ALL_COUNT = re.compile(rf"(?<!\w)(?:{_either('all')})\s*[:(]?\s*{_NUMBER}\s*\)?")


def find_totals(page: Page, subject: Subject, covered: Sequence[tuple[int, int]] = ()) -> Totals | None:
    """The counts that `page` publishes; None where it gives none.

    Only on a page about feedback, below a heading that names it, or in a text that speaks of it: counters of visits
    and files of public services (hồ sơ) are other counts. `covered` are the places of the lists' blocks: states and
    numbers inside items count nothing.
    """
    best: Totals | None = None
    for totals in (*_in_tables(page, subject, covered), *_in_blocks(page, subject, covered)):
        if best is None or _known(totals) > _known(best):
            best = totals
    return best


def _known(totals: Totals) -> int:
    return (totals.received is not None) + (totals.answered is not None)


def number_of(text: str) -> int:
    """'1.234' -> 1234."""
    return int(re.sub(r"\D", "", text))


def _foreign(text: str) -> bool:
    """Whether a text counts something else, or enterprises' questions alone."""
    return _FOREIGN.inside(_SHARED.sub(" ", fold(text)))


# --- running text and counters


def _in_blocks(page: Page, subject: Subject, covered: Sequence[tuple[int, int]]) -> Iterator[Totals]:
    blocks = [
        b
        for at, b in enumerate(page.blocks)
        if b.region in (Region.MAIN, Region.ASIDE) and not b.hidden and not any(x <= at < y for x, y in covered)
    ]
    rows = {locator for table in page.tables for locator in (table.locator,)}
    for n, block in enumerate(blocks):
        if len(block.text) > 1500 or (block.kind == "row" and any(block.locator.startswith(r + " ") for r in rows)):
            continue
        if not _speaks(block, page, subject):
            continue
        if received := _count(blocks, n, "received"):
            near = range(n, min(n + 8, len(blocks)))
            answers = (_count(blocks, m, "answered") for m in near if _together(block, blocks[m]))
            yield _totals(received, next(filter(None, answers), None))
            continue
        only = _count(blocks, n, "answered") if len(block.text) <= 400 else None
        if only and (len(only[1]) == 1 or only[0] > 9):  # a state above a lone digit is a pager's neighbour
            yield _totals(None, only)
    if subject.any:
        yield from _tabs(blocks)


_Count = tuple[int, list[str], str]  # the number, the words that bear it, the locator


def _totals(received: _Count | None, answered: _Count | None) -> Totals:
    """The two counts; a 'Tiếp nhận (3)' beside 'Đã xử lý (1.200)' counts those in that state, not all received."""
    if received and answered and received[0] < answered[0]:
        received = None
    parts = [*(received[1] if received else []), *(answered[1] if answered else [])]
    quote: list[str] = []
    for part in parts:
        if not any(part in kept for kept in quote):
            quote.append(part)
    first = received or answered
    return Totals(
        received[0] if received else None, answered[0] if answered else None, CUT.join(quote), first[2] if first else ""
    )


def _count(blocks: Sequence[Block], n: int, key: str) -> _Count | None:
    """The number that stands with words for `key` in a block, or in the block beside one that is those words."""
    block = blocks[n]
    text = block.text
    if _foreign(text):
        return None
    folded = fold(text)
    if len(folded) == len(text):
        for pattern in (_AFTER[key], _BEFORE[key]):
            for found in pattern.finditer(folded):
                if key == "received" and _WAITING.search(folded[max(0, found.start() - 12) : found.start()]):
                    continue
                counts = pattern is _BEFORE[key] or _counts_alone(text, folded, found.end("n"))
                if counts and not _is_year(found["n"], folded, found.start("n")):
                    return number_of(found["n"]), [text], block.locator
    beside = blocks[n + 1] if n + 1 < len(blocks) else None
    if beside is None or not _together(block, beside):
        return None
    words, number = (block, beside) if _words_first(blocks, n) else (beside, block)
    if _is_label(words.text, key) and (alone := _NUMBER_ALONE.fullmatch(number.text.casefold())):
        return number_of(alone["n"]), [text, beside.text], block.locator
    return None


def _is_label(text: str, key: str) -> bool:
    """Whether `text` is words for `key` and no more."""
    phrases = _RECEIVED if key == "received" else _ANSWERED
    return len(text) <= _COUNTER and (phrases.whole(text) or bool(_LABEL[key].fullmatch(fold(text))))


def _words_first(blocks: Sequence[Block], n: int) -> bool:
    """Whether in the row of counters around a block each has its words before its number."""
    while n > 0 and _is_counter_part(blocks[n - 1]) and _together(blocks[n - 1], blocks[n]):
        n -= 1
    return not _NUMBER_ALONE.fullmatch(blocks[n].text.casefold())


def _is_counter_part(block: Block) -> bool:
    text = block.text
    if len(text) > 60 or block.kind == "heading":
        return False
    return (
        bool(_NUMBER_ALONE.fullmatch(text.casefold()))
        or any(_is_label(text, key) for key in _LABEL)
        or _ALL.whole(text)
        or stage_of(text) is not None
    )


def _counts_alone(text: str, folded: str, end: int) -> bool:
    """Whether the number that ends at `end` counts what the words before it say, and no things named behind it."""
    return bool(_COUNTED.match(folded, end)) or text[end:].lstrip()[:1].isupper()


def _is_year(number: str, text: str, at: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number)) and bool(re.search(r"năm\s*$", text[max(0, at - 6) : at]))


def _together(a: Block, b: Block) -> bool:
    """Whether two blocks stand in one box: below the same headings, or near in the tree."""
    if a is b or a.headings == b.headings:
        return True
    shared = 0
    mine, theirs = a.locator.split(" > "), b.locator.split(" > ")
    while shared < min(len(mine), len(theirs)) and mine[shared] == theirs[shared]:
        shared += 1
    return shared > 0 and max(len(mine), len(theirs)) - shared <= 4


def _speaks(block: Block, page: Page, subject: Subject) -> bool:
    """Whether a block counts feedback: by its page, or the headings above a counter.

    A sentence of a news item that reports a conference is no published count; one of a page on the matter is.
    """
    if _foreign(block.text) or any(_foreign(name) for name in block.headings[-1:]):
        return False
    if len(block.text) <= 400 and _OF_ONE & {part.role for part in parts_of(block.text)}:
        return False
    if subject.any or reports_feedback(page.heading):
        return True
    if page.media != "html" and any(reports_feedback(first.text[:_COUNTER]) for first in page.blocks[:_LETTERHEAD]):
        return True
    above = block.headings[-3:]
    return len(block.text) <= _COUNTER and any(names_feedback(name) or reports_feedback(name) for name in above)


def _tabs(blocks: Sequence[Block]) -> Iterator[Totals]:
    """'Tất cả (1.234)', 'Đang xử lý (34)', 'Đã xử lý (1.200)' as tabs of a list."""
    for n, block in enumerate(blocks):
        folded = fold(block.text)
        if len(block.text) > 200 or len(folded) != len(block.text) or not (whole := _ALL_COUNT.search(folded)):
            continue
        for other in blocks[n : n + 8]:
            found = _AFTER["answered"].search(fold(other.text))
            if found and _together(block, other) and not _foreign(other.text):
                yield Totals(
                    number_of(whole["n"]),
                    number_of(found["n"]),
                    CUT.join(dict.fromkeys([block.text, other.text])),
                    block.locator,
                )
                break


# --- tables


def _in_tables(page: Page, subject: Subject, covered: Sequence[tuple[int, int]]) -> Iterator[Totals]:
    listed = {page.blocks[at].locator for a, b in covered for at in range(a, b)}
    for table in page.tables[:200]:
        inside = any(locator.startswith(table.locator + " ") for locator in listed)
        if table.region in (Region.MAIN, Region.ASIDE) and not inside and (totals := _table(table, subject)):
            yield totals


def _table(table: Table, subject: Subject) -> Totals | None:
    if not table.rows:
        return None
    above = [name for name in (table.caption, *table.headings[-2:]) if name]
    cells = " | ".join(cell for row in table.rows[:3] for cell in row)
    about = subject.any or any(names_feedback(name) or reports_feedback(name) for name in above)
    about = about or (_NOUNS.inside(cells) and any(_NOUNS.inside(name) for name in above))
    if not about or _foreign(cells) or any(_foreign(name) for name in above):
        return None
    return _by_column(table) or _by_row(table)


def _by_column(table: Table) -> Totals | None:
    """Columns 'Tiếp nhận' and 'Đã xử lý': the row of totals, or the sum over the rows."""
    head = max(table.header, 1)
    heads = table.rows[head - 1]
    columns = {key: _column(heads, key) for key in _LABEL}
    if columns["received"] is None and columns["answered"] is not None:
        columns["received"] = next((x for x, head in enumerate(heads) if _ALL.whole(head)), None)
    if columns["received"] is None and columns["answered"] is None:
        return None
    rows = [row for row in table.rows[head:] if any(_NUMBER_ALONE.fullmatch(cell) for cell in row)]
    if not rows:
        return None
    whole = next((row for row in rows if any(_TOTAL_ROW.begins(cell) for cell in row[:3])), None)
    counts: dict[str, int | None] = {}
    for key, x in columns.items():
        numbers = [_NUMBER_ALONE.fullmatch(row[x]) for row in ([whole] if whole else rows)] if x is not None else []
        known = [number_of(found["n"]) for found in numbers if found]
        counts[key] = sum(known) if known and len(known) == len(numbers) else None
    if counts["received"] is None and counts["answered"] is None:
        return None
    shown = whole or rows[0]
    wanted = [x for x in columns.values() if x is not None]
    quote = [heads[x] for x in sorted(wanted)] + [shown[x] for x in sorted(wanted)]
    return Totals(counts["received"], counts["answered"], CUT.join(quote), table.locator)


def _column(heads: Sequence[str], key: str) -> int | None:
    phrases = _RECEIVED if key == "received" else _ANSWERED
    exact = [x for x, head in enumerate(heads) if _is_label(head, key)]
    loose = [x for x, head in enumerate(heads) if phrases.begins(head) and not re.search("hạn|tỷ lệ|%", fold(head))]
    return next(iter(exact or loose), None)


def _by_row(table: Table) -> Totals | None:
    """Rows 'Đã tiếp nhận | 1.234'."""
    counts: dict[str, tuple[int, str, str]] = {}
    for row in table.rows:
        cells = [cell for cell in row if cell]
        number = next((found for cell in cells[1:] if (found := _NUMBER_ALONE.fullmatch(cell))), None)
        if len(cells) < 2 or number is None:
            continue
        label = next((cell for cell in cells if not plain(cell).isdigit()), "")
        for key, phrases in (("received", _RECEIVED), ("answered", _ANSWERED)):
            if (phrases.begins(label) or _is_label(label, key)) and len(words_of(label).split()) <= 8:
                counts.setdefault(key, (number_of(number["n"]), label, number[0].strip()))
    if not counts:
        return None
    received, answered = counts.get("received"), counts.get("answered")
    quote = [part for key in counts for part in counts[key][1:]]
    return Totals(received[0] if received else None, answered[0] if answered else None, CUT.join(quote), table.locator)
