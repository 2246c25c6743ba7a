"""The head of an answer: who answers and when, before its text, in any order and with any marks.

'Trả lời của Sở Y tế ngày 06/08/2022: ...', 'Đáp (18/8/2021, Sở Y tế): ...', 'Sở Y tế trả lời 18-08-2021: ...'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pages.dates import Mention, Precision, find_dates
from pages.feedback_words import WORDS, Part, labelled_parts, names
from pages.text import fold, tidy

AGENCY = names("answers", "agency_words")
_UNITS = re.compile(rf"(?:{'|'.join(map(fold, WORDS['answers']['units']))})(?!\w)")
# In small letters: 'Sở Giao thông vận tải', 'Bộ phận Tiếp nhận và Trả kết quả' are names.
_VERBS = re.compile(rf"(?<!\w)(?:{'|'.join(WORDS['answers']['verbs'])})(?! thông vận| dịch)(?!\w)")
_REPLY = "|".join(WORDS["answers"]["replies"])
# Capitalised, at the beginning or between blanks: 'Chậm trả sổ hộ tịch Đáp (28/7/2021, Sở Tư pháp): ...'. The colon of
# an hour ('15:30') ends no head.
_WORD_FIRST = re.compile(
    rf"(?<!\S)(?:{'|'.join(w[:1].upper() + w[1:] for w in WORDS['answers']['replies'])}|"
    rf"{'|'.join(w.upper() for w in WORDS['answers']['replies'])})(?!\w)"
    r"(?P<inner>(?:[^:?!.]|\.(?=\d)|:(?=\d\d)){3,150}):\s"
)
_UNIT_FIRST = re.compile(
    rf"\W*+(?:(?P<on>ngày\s[\d/.-]{{6,10}})\s?,?\s+)?(?P<who>[^:?!.;]{{3,110}}?)\s+"
    r"(?:đã\s|xin\s|có ý kiến\s|có văn bản\s)?"
    rf"(?:{_REPLY}|có ý kiến)(?!\w)(?P<inner>(?:[^:?!.]|\.(?=\d)|:(?=\d\d)){{0,60}}):\s",
    re.I,
)
# Where a unit's head may begin: a row's cell, behind a sentence, a bracket, a day.
_CELL = re.compile(r"(?:\s\||[\d)\]?.!])\s+(?=[^\W\d_])")
# 'Hỏi (Nguyễn Văn A, 04/3/2022): ...', 'Công dân phản ánh ngày 04/3/2022: ...', 'Ngày 04/3/2022, công dân hỏi: ...'
_QUESTION_FIRST = re.compile(
    r"\W*+(?:(?P<on>ngày\s[\d/.-]{6,10})\s?,?\s+)?(?:(?:công dân|người dân|bạn đọc|độc giả|ông|bà|bạn|câu)\s)?"
    r"(?:hỏi|phản ánh|kiến nghị|ý kiến)(?!\w)(?P<inner>(?:[^:?!.]|\.(?=\d)|:(?=\d\d)){0,100}):\s",
    re.I,
)
_OF = re.compile(r"^(?:của|từ|bởi)\s+", re.I)
_SMALL = re.compile(r"(?<!\w)(?:vào|ngày|lúc|hồi|vào lúc|vào ngày|như sau)(?!\w)", re.I)
_ANY = date(2020, 1, 1)  # 'Sở Y tế trả lời 6 ngày trước: ...' tells a day, whatever it is
_EDGES = " \t.,;:|·•–—-()[]"


@dataclass(frozen=True, slots=True)
class Head:
    """Who answers (as printed, '' where nobody is named) and the day, None where there is none."""

    who: str
    day: Mention | None


def is_sentence(text: str) -> bool:
    """Whether a line that begins like a unit's name goes on as a sentence: 'Sở Y tế đã kiểm tra'."""
    return bool(_VERBS.search(text))


def is_unit(text: str) -> bool:
    """Whether `text` is for sure a unit's name and nothing else."""
    return len(text.split()) <= 14 and bool(_UNITS.match(fold(text))) and not is_sentence(text)


def _bare(text: str) -> str:
    """A unit's name without the small words and marks around it."""
    return re.sub(r"^\W+", "", tidy(_SMALL.sub(" ", text))).strip(_EDGES)


def head_in(inner: str, days: Sequence[Mention]) -> Head | None:
    """What `inner`, the words of a head without its 'trả lời', tells; None where anything else stands there.

    `days` are the dates in `inner`.
    """
    exact = [m for m in days if m.precision is Precision.DAY]
    if len(days) > 1 or len(exact) != len(days):
        return None
    rest = inner
    if exact:
        rest = f"{inner[: exact[0].start]} {inner[exact[0].end :]}"
        rest = re.sub(r"\b\d{1,2}[:hg]\d{0,2}\b", " ", rest)
    who = _OF.sub("", _bare(rest)).strip(_EDGES)
    if who and not (AGENCY.begins(who) and len(who.split()) <= 16 and not is_sentence(who)):
        return None
    if any(c.isdigit() for c in who) and not is_unit(who):
        return None
    return Head(who, exact[0] if exact else None) if who or exact else None


@lru_cache(maxsize=16384)
def parts_of(text: str) -> tuple[Part, ...]:
    """`text` taken apart at its labels and at the heads of answers, whose label is the whole head."""
    if asking := _asking(text):
        end, asked = asking
        rest = _apart(text[end:]) if text[end:].strip() else ()
        shifted = [Part(p.role, p.value, p.start + end, p.end + end, p.label) for p in rest]
        if shifted and not shifted[0].role:
            shifted[0] = Part("question", shifted[0].value, shifted[0].start, shifted[0].end, "")
        at = text.find(asked)  # the words around may name who asked: only the day is shown
        return (Part("asked", asked, at, at + len(asked)), *shifted)
    return _apart(text)


def _apart(text: str) -> tuple[Part, ...]:
    parts = labelled_parts(text)
    heads = sorted(_heads(text[:6000]))
    if not heads:
        return parts
    start, end = heads[0]
    before = labelled_parts(text[:start].rstrip(" |")) if text[:start].strip() else ()
    if before and before[-1].role in ("answer", "answered"):
        return parts  # inside an answer: 'Phản hồi của Sở Y tế: ...' is cited
    return (*before, Part("answer", text[end:].strip(), start, len(text), text[start:end]))


def _asking(text: str) -> tuple[int, str] | None:
    """Where the head of a question ends that tells its day, and the day as printed; the name in it is dropped."""
    found = _QUESTION_FIRST.match(text)
    if found is None:
        return None
    inner = _inner(found).strip()
    days = find_dates(inner)
    if len(days) != 1 or days[0].precision is not Precision.DAY:
        return None
    bracketed = inner[0] in "([" and inner[-1] in ")]"
    alone = not _bare(f"{inner[: days[0].start]} {inner[days[0].end :]}").strip("0123456789:hg ")
    return (found.end(), days[0].text) if bracketed or alone else None  # 'Kiến nghị của cử tri ngày ...' is another's


def _heads(text: str) -> Iterator[tuple[int, int]]:
    """Where heads of answers that name a day or a unit stand in `text`."""
    for found in _WORD_FIRST.finditer(text):
        if head_in(found["inner"], find_dates(found["inner"], anchor=_ANY)):
            yield found.start(), found.end()
    for begin in (0, *(m.end() for m in _CELL.finditer(text) if text[m.end()].isupper())):
        opening = _UNIT_FIRST.match(text, begin)
        if opening and AGENCY.begins(opening["who"]) and not is_sentence(opening["who"]):
            inner = _inner(opening)
            head = head_in(inner, find_dates(inner, anchor=_ANY))
            if head and head.day and not head.who:
                yield begin, opening.end()


def _inner(found: re.Match[str]) -> str:
    return f"{found['on'] or ''} {found['inner']}"


def head_of_label(label: str, days_in: Callable[[str], Sequence[Mention]]) -> Head | None:
    """Who answers and when by a part's label, where that is a head."""
    if (found := _WORD_FIRST.fullmatch(f"{label.rstrip()} ")) is not None:
        return head_in(found["inner"], days_in(found["inner"]))
    if (found := _UNIT_FIRST.fullmatch(f"{label.rstrip()} ")) is not None:
        head = head_in(_inner(found), days_in(_inner(found)))
        return Head(found["who"], head.day) if head else None
    return None


# 'UBND thành phố, 23/06/2023 Đã cắt tỉa', '(Sở Y tế, 16/9/2016) Bệnh viện', 'Sở Xây dựng · 6 ngày trước Kinh phí'


def opening_of(text: str, days: Sequence[Mention]) -> tuple[Head, str] | None:
    """The unit and the day with which an answer opens without a label, and its text; `days` are the dates in `text`."""
    if not days or days[0].precision is not Precision.DAY or days[0].start > 120:
        return None
    before, behind = text[: days[0].start], text[days[0].end :]
    who = _bare(before)
    turned = re.match(r"\s*[,;|·–—-]\s*(?P<who>[^:.;()\[\]]{3,100})[)\]]?\s*:?\s", behind) if not who else None
    if turned and is_unit(turned["who"]) and before.strip() in ("(", "["):
        who, behind = turned["who"], behind[turned.end() :]
    elif not (who and is_unit(who) and before[-1:].strip(" ") in ("", ",", "(", "[", "–", "-", "·", "|")):
        return None
    rest = behind.lstrip(" )].,:;|·–—-")
    if not rest or not rest[0].isupper():
        return None
    return Head(who, days[0]), rest
