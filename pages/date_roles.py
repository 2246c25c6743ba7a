"""What a date is the date of, told from the words before it (dates.toml)."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pages.text import plain


class Role(StrEnum):
    """What a date on a page is the date of; UNKNOWN for a single unlabelled date."""

    POSTED = "posted"  # ngày đăng, cập nhật
    SESSION = "session"  # a reception day
    ASKED = "asked"  # ngày hỏi, ngày gửi, ngày tiếp nhận
    ANSWERED = "answered"  # ngày trả lời, ngày xử lý
    DEADLINE = "deadline"  # hạn xử lý, trước ngày
    DOCUMENT = "document"  # ngày ban hành; 'Hà Nội, ngày 3 tháng 1 năm 2022'
    CITED = "cited"  # the date of a law or letter that the text refers to
    CLOCK = "clock"  # the header's today
    PICKER = "picker"  # a date picker, an archive calendar
    COPYRIGHT = "copyright"
    COUNTER = "counter"
    UNKNOWN = "unknown"


_WINDOW = 140  # characters before a date in which its label or sentence is looked for
VOCABULARY = tomllib.loads(Path(__file__).with_suffix(".toml").with_stem("dates").read_text(encoding="utf-8"))


def _phrases(table: dict[str, list[str]]) -> tuple[re.Pattern[str], dict[str, Role | None]]:
    roles: dict[str, Role | None] = {}
    for name, phrases in table.items():
        for phrase in phrases:
            role = None if name == "none" else Role(name)
            roles[phrase] = role
            roles.setdefault(plain(phrase) or phrase, role)
    return re.compile(rf"(?<!\w){_any_of(list(roles))}(?![^\W\d_])"), roles


def _any_of(phrases: list[str]) -> str:
    """A pattern for any of the phrases, longest first, branching where they part (a flat list is 10 times slower)."""
    branches: dict[str, list[str]] = {}
    for phrase in phrases:
        branches.setdefault(phrase[:1], []).append(phrase)
    ends = branches.pop("", None) is not None
    parts = []
    for same in branches.values():
        first, last = min(same), max(same)  # what these two share, all between them share
        shared = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
        rest = [phrase[shared:] for phrase in same]
        parts.append(
            re.escape(same[0][:shared]).replace("\\ ", r"[\s\x01-]{1,3}") + (_any_of(rest) if any(rest) else "")
        )
    return f"(?:{'|'.join(parts)})" + ("?" if ends else "")


_LABELS, _LABEL_ROLES = _phrases(VOCABULARY["labels"])
_PROSE, _PROSE_ROLES = _phrases(VOCABULARY["prose"])
_NEAR = frozenset(VOCABULARY["near"]["words"]) | frozenset(plain(w) for w in VOCABULARY["near"]["words"])
_WORD = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"[\s\x01-]+")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
# 'Quyết định số 12/2022/QĐ-UBND ngày', 'Công văn 45/UBND-NC, ngày': the date of a letter that the text refers to.
_NUMBERED = re.compile(
    r"[0-9]{1,6}(?:\s?/\s?[0-9]{4})?\s?[/-]\s?[^\W\d_][\w/&.-]{0,40}[^.;\n|]{0,60}?\bng[àa]y\s{0,3}$"
)
# 'Luật Tiếp công dân ngày 25 tháng 11 năm 2013', 'Nghị định ... ngày 26/6/2014': as above, without a number.
_INSTRUMENT = re.compile(
    r"(?<!\w)(?:luật|bộ luật|nghị định|thông tư|nghị quyết|chỉ thị|giấy phép)\s[^.;\n|:]{0,90}\bngày\s{0,3}$"
)
# A letter's place line: 'Quảng Trị, ngày ' at the start of a line or cell, after the motto or the letter's number.
_PLACE = re.compile(
    r"(?:^|[\n|)*]|[Pp]húc[\s\x01*_-]{0,40}|[\d/][\w-]{2,40}\s{1,20})\s{0,9}([^\n|,:;0-9()]{2,40}),\s{0,3}"
    r"[Nn]gày[\s.…_]{0,40}$"
)
# 'Thứ Năm, ngày 19/02/2016', 'Chủ Nhật, ngày 17/3', 'Hôm nay, ngày 3/1' are no places.
_NO_PLACE = frozenset(
    ("thứ", "sáng", "chiều", "tối", "hôm", "chủ", "cập", "ngày", "lúc", "đăng", "gửi", "trước", "sau", "cn")
)


def role_before(words: str, original: str, begin: int, start: int) -> Role:
    """The role of a date that starts at `start`, from `words[begin:start]` (lower case) and its original spelling."""
    begin = max(begin, start - _WINDOW)
    near = words[begin:start]
    if _place_line(original[begin:start]):
        return Role.DOCUMENT
    label = _last(_LABELS, near)
    role = _LABEL_ROLES[_key(label[0])] if label is not None and _only_near_words(near[label.end() :]) else None
    if role is not None and role is not Role.SESSION:
        return role
    # 'Luật Tiếp công dân ngày 25/11/2013' is a law's date, 'không tiếp công dân ngày 11/2' no session
    sentence = _after_last_end(near)
    if _of_a_letter(sentence):
        return Role.CITED
    prose = _last(_PROSE, sentence)
    return (_PROSE_ROLES[_key(prose[0])] if prose is not None else role) or Role.UNKNOWN


def _of_a_letter(sentence: str) -> bool:
    """Whether the date after `sentence` is a numbered letter's or a law's; a schedule's own number does not count."""
    numbered = _NUMBERED.search(sentence)
    if numbered is not None:
        prose = _last(_PROSE, numbered[0])
        return prose is None or _PROSE_ROLES[_key(prose[0])] is not Role.SESSION
    return _INSTRUMENT.search(sentence) is not None


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role:
    """The role that a label alone gives ('Ngày trả lời', 'Hạn xử lý:'); UNKNOWN where it is no label of a date."""
    words = " ".join(label.lower().split()).strip(" :.-|*")
    found = _LABELS.fullmatch(words) or _LABELS.match(words)
    if found is None or not _only_near_words(words[found.end() :]):
        return Role.UNKNOWN
    return _LABEL_ROLES[_key(found[0])] or Role.UNKNOWN


def _key(found: str) -> str:
    return _BLANKS.sub(" ", found)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):  # noqa: B007
        pass
    return last


def _only_near_words(gap: str) -> bool:
    return all(word in _NEAR for word in _WORD.findall(gap))


def _after_last_end(text: str) -> str:
    end = _last(_SENTENCE_END, text)
    return text[end.end() :] if end else text


def _place_line(before: str) -> bool:
    """Whether a letter's place line stands before: 'Quảng Trị, ngày ', 'TP. Hồ Chí Minh, ngày '."""
    found = _PLACE.search(before)
    if found is None:
        return False
    words = found[1].replace("-", " ").split()
    return 0 < len(words) <= 6 and all(w[:1].isupper() and w.lower() not in _NO_PLACE for w in words)
