"""Dates in chains of numbers, told by their shape: 14/07/2025, 6-12.9, 2022-03-15, 14/7 - 20/7/2025."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pages.date_found import LAST, Found, Precision, day_of, written_year
from pages.date_text import Prepared

_CHAIN = re.compile(r"(?<![0-9])[0-9]++(?:(?: ?[/-] ?|\.)[0-9]++)*+")
_PART = re.compile(r"([0-9]+)( ?[/-] ?|\.|$)")
# A letter right before or after makes a code of it (v1.2, 12/2022a), but for the words of dates: 'ngày12/3/2021'.
_GLUED = re.compile(r"[^\W\d_]{1,12}$")
_GLUE_WORDS = frozenset(("ngày", "ngay", "tháng", "thang", "đăng", "nhật", "lúc", "từ", "đến", "t"))
_AFTER = re.compile(r"t[0-9\x01]|z\b")
_VOCABULARY = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))["no_date"]
_NO_DATE_BEFORE = re.compile(rf"(?:^|[\s(,.:;])(?:{'|'.join(_VOCABULARY['before'])})[\s.:№#]{{0,3}}$")
_NO_DATE_AFTER = re.compile(rf"\s{{0,2}}(?:%|‰|\x01?(?:{'|'.join(_VOCABULARY['after'])})(?![^\W\d_]))")
_VERSION = re.compile(r"(?:phiên bản|version|firmware|build)[\s:]{0,3}$")
_DAY_CUE = re.compile(
    r"(?:ngày|ngay|mùng|mồng|sáng|chiều|tối|trưa|đêm|hôm|chủ nhật|chúa nhật|\bcn|từ|đến hết|\x01|dịp|lễ)"
    r"[\s,:.(\x01-]{0,5}$"
)
_TRAILING_YEAR = re.compile(r"\s{0,3},?\s{0,3}(?:của\s)?(?:năm|nam)\s{0,3}(?P<year>[0-9]{4})(?![0-9])")
_MONTH_CUE = re.compile(r"(?:tháng|thang|cập nhật|kỳ|từ|đến|và|[(,;|]|^)\s{0,3}$")


@dataclass(frozen=True, slots=True)
class _Number:
    digits: str
    start: int
    end: int

    @property
    def value(self) -> int:
        return int(self.digits)

    @property
    def sign(self) -> str:
        if len(self.digits) <= 2:
            return "n"
        return "y" if len(self.digits) == 4 and "1800" <= self.digits <= "2199" else "o"


def numeric(text: Prepared) -> list[Found]:
    """The dates of all chains of numbers."""
    found: list[Found] = []
    for match in _CHAIN.finditer(text.masked):
        if match.end() - match.start() < 3:
            continue
        if match.end() - match.start() > 80:
            continue
        numbers: list[_Number] = []
        seps: list[str] = []
        at = match.start()
        for part in _PART.finditer(match[0]):
            numbers.append(_Number(part[1], at + part.start(1), at + part.end(1)))
            sep = part[2]
            # '~': a dash with blanks around it, as between two dates; '^': one with a blank on one side only
            seps.append(sep.strip() if "-" not in sep or " " not in sep else "~" if sep == " - " else "^")
        seps.pop()
        if len(numbers) > 1:
            found.extend(_chain(text, numbers, seps))
    return found


def _chain(text: Prepared, numbers: list[_Number], seps: list[str]) -> list[Found]:
    """The dates of one chain: by its whole shape, else by the pieces between spaced dashes."""
    shape = numbers[0].sign + "".join(s + n.sign for s, n in zip(seps, numbers[1:], strict=True))
    if "^" in seps:  # '15 -03-2022' is a day, '14/7 -20/7/2025' a range
        dashed = shape.replace("^", "-")
        if _DMY.fullmatch(dashed):
            return _by_shape(text, dashed, numbers) or []
        shape = shape.replace("^", "~")
        seps = ["~" if sep == "^" else sep for sep in seps]
    whole = _by_shape(text, shape, numbers)
    if whole is not None:
        return whole
    if "~" not in seps:
        return []
    found: list[Found] = []
    first = 0
    for i, sep in enumerate([*seps, "~"]):
        if sep == "~":
            if i > first:
                found.extend(_chain(text, numbers[first : i + 1], seps[first:i]))
            first = i + 1
    return found


_MISSING_BLANK = re.compile(r"đến|lúc|của|tại|và|năm|ngày|lượt|về")
_CODE_AFTER = re.compile(r"\s?[/.-]\s?\w|\x01")
_IN_LIST = re.compile(r"[0-9]/[0-9]{1,2}\s{0,2}(?:,|và|;|-|đến)\s{0,2}(?:ngày\s)?$")
_DMY = re.compile(r"n([/.~-])n\1y|n/n-y")
_LONGEST_RANGE = 3  # years
_DM = re.compile(r"n[/.~-]n")
_DMYY = re.compile(r"n([/.-])n\1n")


def _by_shape(text: Prepared, shape: str, n: list[_Number]) -> list[Found] | None:
    """None where the shape is no date's."""
    start, end = n[0].start, n[-1].end
    words = text.masked
    if not _stands_free(words, start, end):
        return []
    v = [x.value for x in n]
    if _DMY.fullmatch(shape):
        return [day_of(start, end, v[0], v[1], v[2])]
    if shape in ("y-n-n", "y/n/n", "y.n.n"):
        return [day_of(start, end, v[2], v[1], v[0])]
    if re.fullmatch(r"n[~-]n([/.])n\1y|n~n-n-y", shape):
        if _NO_DATE_BEFORE.search(words, max(0, start - 24), start) or (v[0] >= v[1] and "~" in shape):
            return None
        return [Found(start, end, Precision.RANGE, v[2], v[0], v[2], v[1], v[3])]
    if re.fullmatch(r"n([/.])n[~-]n\1n\1y|n-n~n-n-y", shape):
        return [Found(start, end, Precision.RANGE, v[1], v[0], v[3], v[2], v[4])]
    if re.fullmatch(r"n([/.])n\1y[~-]n\1n\1y|n-n-y~n-n-y", shape):
        if v[5] - v[2] > _LONGEST_RANGE:  # '27/7/1947 - 27/7/2022' is an anniversary
            return [day_of(start, n[2].end, v[0], v[1], v[2]), day_of(n[3].start, end, v[3], v[4], v[5])]
        return [Found(start, end, Precision.RANGE, v[1], v[0], v[4], v[3], v[5], y1=v[2])]
    if re.fullmatch(r"n([/.-])y[~-]n\1y", shape):
        return [
            *_month_of_year(words, n[0].start, n[1].end, v[0], v[1], "/"),
            *_month_of_year(words, n[2].start, n[3].end, v[2], v[3], "/"),
        ]
    if shape in ("n/y", "n-y", "n.y", "n~y"):
        return _month_of_year(words, start, end, v[0], v[1], shape[1])
    if shape == "y-n":
        if len(n[1].digits) == 2 and 1 <= v[1] <= 12 and not _NO_DATE_BEFORE.search(words, max(0, start - 24), start):
            return [Found(start, end, Precision.MONTH, v[1], 1, v[1], LAST, v[0])]
        return []
    if _DMYY.fullmatch(shape):
        if len(n[2].digits) != 2 or not 1 <= v[1] <= 12:
            return None if "~" in shape else []
        certain = "/" in shape or all(len(x.digits) == 2 for x in n)
        cue = _DAY_CUE.search(words, max(0, start - 24), start)
        if not cue and (not certain or _NO_DATE_BEFORE.search(words, max(0, start - 24), start)):
            return []
        return [day_of(start, end, v[0], v[1], v[2])]
    return _without_year(text, shape, n)


def _stands_free(words: str, start: int, end: int) -> bool:
    if end < len(words) and (words[end].isalpha() or words[end] in "_@") and not _AFTER.match(words, end):
        # '12/3/2022năm', '14/7/2025đến': a blank is missing; a code has a Latin letter or two
        return bool(_MISSING_BLANK.match(words, end))
    if (start and words[start - 1] in "_#@$") or _VERSION.search(words, max(0, start - 16), start):
        return False
    if start and words[start - 1].isalpha():
        word = _GLUED.search(words, max(0, start - 12), start)
        return word is not None and word[0] in _GLUE_WORDS
    return not (start > 1 and words[start - 1] in "/-+" and (words[start - 2].isalnum()))


def _month_of_year(words: str, start: int, end: int, month: int, year: int, sep: str) -> list[Found]:
    """'03/2022' anywhere but after a law's name; '8-2021' and '8.2021' only where something says that it is a month."""
    if not 1 <= month <= 12 or _NO_DATE_BEFORE.search(words, max(0, start - 24), start):
        return []
    if sep != "/" and not _MONTH_CUE.search(words, max(0, start - 16), start):
        return []
    if _CODE_AFTER.match(words, end):
        return []
    return [Found(start, end, Precision.MONTH, month, 1, month, LAST, year)]


def _without_year(text: Prepared, shape: str, n: list[_Number]) -> list[Found] | None:
    """Day and month alone: '15/7', '19 - 12', '25.9', '6-12.9', '14/7 - 20/7'."""
    words = text.masked
    start, end = n[0].start, n[-1].end
    v = [x.value for x in n]
    trailing = _TRAILING_YEAR.match(words, end)
    year, bad = written_year(trailing["year"]) if trailing else (None, False)
    stop = trailing.end() if trailing and not bad else end
    cue = bool(_DAY_CUE.search(words, max(0, start - 24), start)) or trailing is not None
    refused = bool(_NO_DATE_BEFORE.search(words, max(0, start - 24), start)) or (
        trailing is None and bool(_NO_DATE_AFTER.match(words, end))
    )
    if refused and not cue:
        return None
    if re.fullmatch(r"n([/.])n[~-]n\1n", shape):
        return [Found(start, stop, Precision.RANGE, v[1], v[0], v[3], v[2], year)]
    if re.fullmatch(r"n[~-]n[/.]n", shape):
        if "." in shape and not cue and not _alone(words, start, end):
            return None
        return [Found(start, stop, Precision.RANGE, v[2], v[0], v[2], v[1], year)]
    if not _DM.fullmatch(shape) or not 1 <= v[1] <= 12:
        return None
    if shape != "n/n" and not cue and not _alone(words, start, end):
        return None
    # '1/3' may be picture 1 of 3, '5-10' a span of numbers; 15/7 and 03/01 can be neither.
    ambiguous = v[0] <= v[1] and not (shape == "n/n" and all(len(x.digits) == 2 for x in n))
    if ambiguous and not cue and not _listed(words, start):
        return None
    if shape == "n.n" and not cue:
        return None
    return [day_of(start, stop, v[0], v[1], year)]


def _alone(words: str, start: int, end: int) -> bool:
    """Whether nothing but brackets and cell borders stands around it."""
    before = words[max(0, start - 3) : start].rstrip(" ")
    after = words[end : end + 3].lstrip(" ")
    return (not before or before[-1] in "(|\n[") and (not after or after[0] in ")|\n],;")


def _listed(words: str, start: int) -> bool:
    """Whether it goes on a list of dates: '10/3 và 1/4', '10/3, 1/4'."""
    return bool(_IN_LIST.search(words, max(0, start - 20), start))
