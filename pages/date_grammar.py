"""The notations of dates: from prepared text to spans of days whose year may still be open.

Two kinds: chains of numbers (14/07/2025, 6-12.9, 2022-03-15), told by their shape, and worded ones ('ngày 12 tháng
02 năm 2026', 'quý III/2019', '6 tháng đầu năm 2017', 'Mar 15, 2022').
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from pages.date_text import Prepared
from pages.text import plain


class Precision(StrEnum):
    DAY = "day"
    RANGE = "range"  # explicit first and last day ('từ ngày 14/07/2025 đến ngày 20/07/2025', '6-12/9/2022')
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"  # 6 tháng đầu năm
    YEAR = "year"


LAST = -1


@dataclass(frozen=True, slots=True)
class Found:
    """A date as written: from day `d1` of month `m1` to day `d2` of `m2` (`LAST`: the month's last day).

    `year` is the year of the end, None where none is written; below 100 it is a two-digit year. `y1` is the year of
    the start where it is written apart.
    """

    start: int
    end: int
    precision: Precision
    m1: int
    d1: int
    m2: int
    d2: int
    year: int | None
    y1: int | None = None


def find(text: Prepared) -> list[Found]:
    """All notations of `text` in order, not overlapping, possible or not (30/02/2021 is left to the caller)."""
    found: list[Found] = []
    taken = _Taken()
    for notation in (_worded, _short_month, _english, _parts_of_year, _months, _chains, _years):
        for item in notation(text, taken):
            if taken.free(item.start, item.end):
                taken.add(item.start, item.end)
                if item.m1 and not _LUNAR.match(text.masked, item.end):
                    found.append(item)
    found.sort(key=lambda f: f.start)
    return _with_lists(text, found)


class _Taken:
    """The positions that a notation has claimed already."""

    def __init__(self) -> None:
        self._marks: dict[int, int] = {}

    def free(self, start: int, end: int) -> bool:
        return not any(i in self._marks for i in range(start, end))

    def add(self, start: int, end: int) -> None:
        for i in range(start, end):
            self._marks[i] = end


def _day(start: int, end: int, day: int, month: int, year: int | None) -> Found:
    return Found(start, end, Precision.DAY, month, day, month, day, year)


def _nothing(start: int, end: int) -> Found:
    """Claims a span that is no date, so that no part of it is read as one."""
    return Found(start, end, Precision.DAY, 0, 0, 0, 0, None)


# --- words

_MONTH_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MONTH_WORDS |= {plain(word): number for word, number in _MONTH_WORDS.items()}
_MONTH_WORD = "|".join(
    sorted((w.replace(" ", r"\s") for w in _MONTH_WORDS if w not in ("năm", "nam")), key=len, reverse=True)
)
# 'tháng năm' is May only where another 'năm' or a slash with the year follows: 'ngày tháng năm sinh' is no May.
_MAY = r"(?:năm|nam)(?=\s{0,3}(?:(?:năm|nam)\s|/)\s{0,3}[0-9]{4})"
_M = rf"(?P<month>[0-9]{{1,2}}(?![0-9])|(?:{_MONTH_WORD}|{_MAY})(?![^\W\d_]))"
_NAM = r"(?<![^\W\d_])(?:năm|nam)"
_THANG = r"(?<![^\W\d_])(?:tháng|thang)"
# The year part: '/2022', ', 2022', 'năm 2022', 'của năm 2022', '-2021'; any digits are taken, then judged.
_Y = (
    r"(?:\s{0,3}(?:[/.,-]\s{0,3})?(?:của\s)?(?:năm|nam)[\s:]{0,3}(?P<year>[0-9]{1,4})"
    r"|\s?(?:[.-]\s?(?=[0-9]{4})|/\s?)(?P<year2>[0-9]{4}|(?:1[3-9]|[2-9][0-9])(?![\w/.-]))"
    r"|\s{0,2},\s(?P<year3>[12][0-9]{3}))(?![0-9])"
)
_WORDED = re.compile(
    rf"(?<![0-9/.])(?P<day>[0-9]{{1,2}})\s{{0,3}}[/,-]?\s{{0,3}}(?:tháng|thang|tháng:)\s{{0,3}}{_M}(?:{_Y})?"
)
_CUE = re.compile(
    r"(?:ngày|ngay|mùng|mồng|sáng|chiều|tối|trưa|đến|tới|từ|và|chủ nhật|chúa nhật|cn|hôm|lúc|\x01)[\s,:(\x01-]{0,4}$"
)
_LUNAR = re.compile(r"[\s(,]{0,3}(?:âm lịch|al\b|âl\b|âm\b)")
# The day is filled in by hand on paper: 'ngày      tháng 3 năm 2022' is March 2022.
_BLANK_DAY = re.compile(
    rf"(?:ngày|ngay)[\s.…_]{{1,40}}(?P<span>(?:tháng|thang)\s{{0,3}}(?:{_M})?[\s.…_]{{0,40}}"
    r"(?:năm|nam)\s{0,3}(?P<year>[0-9]{4}))(?![0-9])"
)
_MONTHS = re.compile(rf"{_THANG}\s{{0,3}}:?\s{{0,3}}{_M}(?:{_Y})?")
_T_MONTH = re.compile(r"(?<![\w/.-])t\.?\s?(?P<month>[0-9]{1,2})\s?[/.-]\s?(?P<year>[12][0-9]{3})(?![\w/])")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}")
_NOT_A_MONTH = re.compile(r"(?:hằng|hàng|hang|mỗi|moi|một|1|01|[0-9])\s{1,3}$")
_TIMES = re.compile(r"\s{0,3}(?:lần|lan|tuổi|ngày|buổi|kỳ)(?![^\W\d_])")
_MORE = re.compile(rf"{_TIMES.pattern}|\s?[/.-]\s?[0-9]")
# 'tháng 5, 6/2022', 'tháng 01 và 02 năm 2022', 'tháng 1-3/2022': months that share a year
_MONTH_LIST = re.compile(
    rf"{_THANG}\s{{0,3}}(?P<list>[0-9]{{1,2}}(?:\s{{0,2}}(?:,|-|và|&|đến)\s{{0,2}}[0-9]{{1,2}}(?![0-9])){{1,11}}){_Y}"
)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTH_WORDS[" ".join(text.split())]


def _other_word(month: str, text: Prepared) -> bool:
    """Whether a month's name without diacritics stands in a text with them: 'tháng sau' is no 'tháng sáu'."""
    return month.isalpha() and month.isascii() and month not in ("hai", "ba") and not text.words.isascii()


def _year_of(match: re.Match[str]) -> tuple[int | None, bool]:
    """The year written, and whether one was written that can be none (190, 3022)."""
    digits = match["year"] or match["year2"] or match["year3"]
    return _year(digits)


def _year(digits: str | None) -> tuple[int | None, bool]:
    if digits is None:
        return None, False
    value = int(digits)
    if len(digits) == 2:
        return value, False
    return (value, False) if len(digits) == 4 and 1800 <= value <= 2199 else (None, True)


_EDGE = re.compile(
    rf"(?:ngày|ngay)\s{{1,2}}(?P<which>đầu tiên|cuối cùng)\s{{1,2}}(?:của\s{{1,2}})?{_THANG}\s{{0,3}}{_M}(?:{_Y})?"
)


def _worded(text: Prepared, taken: _Taken) -> list[Found]:
    words = text.masked
    if "tháng" not in words and "thang" not in words:
        return []
    found: list[Found] = []
    for match in _BLANK_DAY.finditer(words):
        year, _ = _year(match["year"])
        month = _month(match["month"]) if match["month"] else 0
        start, end = match.span("span")
        if year is None or month > 12:
            found.append(_nothing(start, end))
        elif month:
            found.append(Found(start, end, Precision.MONTH, month, 1, month, LAST, year))
        else:
            found.append(Found(match.start("year"), end, Precision.YEAR, 1, 1, 12, 31, year))
    for match in _EDGE.finditer(words):
        year, bad = _year_of(match)
        if not bad and not _other_word(match["month"], text):
            day = 1 if match["which"] == "đầu tiên" else LAST
            found.append(_day(*match.span(), day, _month(match["month"]), year))
    for match in _WORDED.finditer(words):
        if _other_word(match["month"], text):
            continue
        year, bad = _year_of(match)
        cue = _CUE.search(words, max(0, match.start() - 24), match.start())
        if year is None and not bad and not cue and match.start() > 0:
            continue  # '5 tháng 3 ...' is a length of time
        if bad:
            found.append(_nothing(*match.span()))
        elif _TIMES.match(words, match.end()) and year is None:
            continue
        else:
            found.append(_day(*match.span(), int(match["day"]), _month(match["month"]), year))
    return found


def _months(text: Prepared, taken: _Taken) -> list[Found]:
    words = text.masked
    found: list[Found] = []
    if "tháng" in words or "thang" in words:
        for match in _MONTH_LIST.finditer(words):
            year, bad = _year_of(match)
            numbers = list(_TWO_DIGITS.finditer(words, *match.span("list")))
            if not bad and all(1 <= int(number[0]) <= 12 for number in numbers):
                for number in numbers:
                    end = match.end() if number is numbers[-1] else number.end()
                    month = int(number[0])
                    found.append(Found(number.start(), end, Precision.MONTH, month, 1, month, LAST, year))
        for match in _MONTHS.finditer(words):
            year, bad = _year_of(match)
            before = _NOT_A_MONTH.search(words, max(0, match.start() - 8), match.start())
            month = _month(match["month"])
            if _other_word(match["month"], text):
                continue
            if year is None and not bad and (month > 12 or before or _MORE.match(words, match.end())):
                continue
            if bad or not 1 <= month <= 12:
                found.append(_nothing(*match.span()))
            else:
                found.append(Found(*match.span(), Precision.MONTH, month, 1, month, LAST, year))
    for match in _T_MONTH.finditer(words):
        if 1 <= int(match["month"]) <= 12:
            month = int(match["month"])
            found.append(Found(*match.span(), Precision.MONTH, month, 1, month, LAST, int(match["year"])))
    return found


_THG = re.compile(
    r"(?<![\w/.])(?:"
    r"(?P<d1>[0-9]{1,2})\s{1,2}(?:thg|th|tháng)\.?\s?(?P<m1>[0-9]{1,2}),?\s{1,2}(?P<y1>[12][0-9]{3})"
    r"|(?:thg|th|tháng)\.?\s?(?P<m2>[0-9]{1,2})\s{1,2}(?P<d2>[0-9]{1,2}),\s{0,2}(?P<y2>[12][0-9]{3})"
    rf"|tháng\s(?P<m3>{_MONTH_WORD})\s{{1,2}}(?P<d3>[0-9]{{1,2}}),\s{{0,2}}(?P<y3>[12][0-9]{{3}})"
    r")(?![\w/])"
)


def _short_month(text: Prepared, taken: _Taken) -> list[Found]:
    """'15 thg 3, 2022', 'Thg 3 15, 2022', 'Th3 15, 2022', 'Tháng Ba 15, 2022': what software writes for Vietnamese."""
    words = text.masked
    if "th" not in words:
        return []
    found = []
    for match in _THG.finditer(words):
        number = next(n for n in "123" if match[f"d{n}"])
        month = _month(match[f"m{number}"])
        found.append(_day(*match.span(), int(match[f"d{number}"]), month, int(match[f"y{number}"])))
    return found


_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EN = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH = re.compile(
    r"(?<![\w/.])(?:"
    rf"(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}(?:of\s)?{_EN.format('m1')},?[\s-]{{1,2}}(?P<y1>[12][0-9]{{3}})"
    rf"|{_EN.format('m2')}\s{{1,2}}(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y2>[12][0-9]{{3}})"
    r")(?![0-9])"
)
_ENGLISH_PROBE = re.compile("|".join(_ENGLISH_MONTHS))


def _english(text: Prepared, taken: _Taken) -> list[Found]:
    words = text.masked
    if not _ENGLISH_PROBE.search(words):
        return []
    found = []
    for match in _ENGLISH.finditer(words):
        number = "1" if match["d1"] else "2"
        month = _ENGLISH_MONTHS.index(match[f"m{number}"][:3]) + 1
        found.append(_day(*match.span(), int(match[f"d{number}"]), month, int(match[f"y{number}"])))
    return found


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_ROMAN |= {"một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_YEAR_TAIL = r"(?:\s{0,3}[/,.-]?\s{0,3}(?:(?:của\s)?(?:năm|nam)\s{0,3})?(?P<year>[0-9]{4})(?![0-9]))"
_QUARTER = re.compile(
    r"(?<![^\W\d_])(?:(?:quý|quí|qúy|qúi)\s{0,3}(?P<number>iv|i{1,3}|0?[1-4]|một|hai|ba|tư|bốn)(?![\w])"
    rf"{_YEAR_TAIL}?"
    r"|(?:quy|q)\.?\s{0,2}(?P<plain>iv|i{1,3}|0?[1-4])\s{0,2}(?:[/-]|(?:năm|nam)\s)\s{0,2}(?P<year2>[0-9]{4})(?![0-9]))"
)
_N_MONTHS = re.compile(
    r"(?<![\w/.,])(?P<number>0?[1-9]|1[0-2]|ba|sáu|chín|sau|chin)\s{1,3}(?:tháng|thang)\s{1,3}(?P<part>đầu|cuối|dau|cuoi)"
    r"(?:\s{1,3}(?:của\s)?(?:năm|nam)(?:\s{0,3}:?\s{0,3}(?P<year>[0-9]{4})(?![0-9]))?|\s?[/-]?\s?(?P<year2>[0-9]{4})(?![0-9]))"
)


def _parts_of_year(text: Prepared, taken: _Taken) -> list[Found]:
    words = text.masked
    found: list[Found] = []
    if "qu" in words or "q" in words:
        for match in _QUARTER.finditer(words):
            quarter = _ROMAN[match["number"] or match["plain"]]
            year, bad = _year(match["year"] or match["year2"])
            if bad:
                found.append(_nothing(*match.span()))
            else:
                last = quarter * 3
                found.append(Found(*match.span(), Precision.QUARTER, last - 2, 1, last, LAST, year))
    if "th" in words:
        for match in _N_MONTHS.finditer(words):
            number = _MONTH_WORDS[match["number"]] if match["number"].isalpha() else int(match["number"])
            year, bad = _year(match["year"] or match["year2"])
            precision = Precision.HALF if number == 6 else Precision.RANGE
            if bad:
                found.append(_nothing(*match.span()))
            elif match["part"] in ("đầu", "dau"):
                found.append(Found(*match.span(), precision, 1, 1, number, LAST, year))
            else:
                found.append(Found(*match.span(), precision, 13 - number, 1, 12, 31, year))
    return found


_YEARS = re.compile(
    r"(?<![^\W\d_])(?:(?P<cue>năm|nam)\s{0,3}:?\s{0,3}|(?:©|\(c\)|copyright|bản quyền)[^\n0-9]{0,20})"
    r"(?P<year>[12][0-9]{3})(?![0-9]|\s?[/.]\s?[0-9])"
)
_NEXT_YEAR = re.compile(r"\s{0,2}(?:,|-|và|&)\s{0,2}(?:(?:năm|nam)\s)?(?P<year>[12][0-9]{3})(?![0-9]|\s?[/.-]\s?[0-9])")
_NO_YEAR = re.compile(
    r"(?:việt|viet|quảng|quang|hà|ha|miền|mien|phía|phia|đông|dong|tây|tay|nhiệm kỳ|giai đoạn)\s{1,3}$"
)


def _years(text: Prepared, taken: _Taken) -> list[Found]:
    """'năm 2022', 'năm 2021, 2022', '© 2022'. 'Việt Nam 2030' and a period's name ('giai đoạn ...') are no years."""
    words = text.masked
    found: list[Found] = []
    for match in _YEARS.finditer(words):
        if match["cue"] == "nam" and _NO_YEAR.search(words, max(0, match.start() - 16), match.start()):
            continue
        year, bad = _year(match["year"])
        end = match.end()
        if not bad:
            start = match.start() if match["cue"] else match.start("year")
            found.append(Found(start, end, Precision.YEAR, 1, 1, 12, 31, year))
            for _ in range(12):
                following = _NEXT_YEAR.match(words, end)
                if following is None:
                    break
                end = following.end()
                year, bad = _year(following["year"])
                if not bad:
                    found.append(Found(following.start("year"), end, Precision.YEAR, 1, 1, 12, 31, year))
    return found


# --- chains of numbers

_CHAIN = re.compile(r"(?<![0-9])[0-9]++(?:(?: ?[/-] ?|\.)[0-9]++)*+")
_PART = re.compile(r"([0-9]+)( ?[/-] ?|\.|$)")
# A letter right before or after makes a code of it (v1.2, 12/2022a), but for the words of dates: 'ngày12/3/2021'.
_GLUED = re.compile(r"[^\W\d_]{1,12}$")
_GLUE_WORDS = frozenset(("ngày", "ngay", "tháng", "thang", "đăng", "nhật", "lúc", "từ", "đến", "t"))
_AFTER = re.compile(r"t[0-9\x01]|z\b")
# Day and month without a year, or a year alone with a month, are no date after these ...
_NO_DATE_BEFORE = re.compile(
    r"(?:^|[\s(,.:;])(?:số|so|mẫu|mau|biểu|bảng|phụ lục|điều|khoản|điểm|mục|chương|phần|tập|kỳ|tờ|trang|thửa|lô|tổ|hẻm|ngõ"
    r"|ngách|kiệt|hẻm số|đường|phố|quảng trường|công viên|bệnh viện|trường|chợ|cầu|khu|xã|phường|nhà|sđt|đt|tel|fax"
    r"|điện thoại|hotline|phiên bản|version|ver|v|luật|nghị định|thông tư|quyết định|chỉ thị|nghị quyết|qđ|nđ|tt|ct|nq|pl"
    r"|quốc lộ|tỉnh lộ|tỷ lệ|tỉ lệ|đạt|ảnh|hình|bước|top|ip|khóa|khoá|quy chuẩn|tiêu chuẩn|tcvn|qcvn|iso|rev|kv|công văn|cv"
    r"|kh|tb|tel:|giai đoạn|nhiệm kỳ|năm học|niên khóa|niên khoá|lần|lần thứ|thứ|đợt|phiên|vòng)[\s.:№#]{0,3}$"
)
_NO_DATE_AFTER = re.compile(
    r"\s{0,2}(?:%|‰|\x01?(?:đơn vị|người|xã|huyện|tỉnh|phường|thành phố|trường|hộ|điểm|lượt|đại biểu|phiếu|tỷ|tỉ|triệu"
    r"|nghìn|đồng|km|m2|ha|kg|ý kiến|hồ sơ|vụ|đơn|tiêu chí|chỉ tiêu|nhiệm vụ|sở|cơ quan|thôn|bản|ca|trang|ảnh|sao|số|tháng"
    r"|tuần|ngày|năm|lần|dự án|thủ tục|kết quả|bài|tin|mục|cấp|m)(?![^\W\d_]))"
)
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


def _chains(text: Prepared, taken: _Taken) -> list[Found]:
    found: list[Found] = []
    for match in _CHAIN.finditer(text.masked):
        if match.end() - match.start() < 3 or not taken.free(match.start(), match.end()):
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
        return [_day(start, end, v[0], v[1], v[2])]
    if shape in ("y-n-n", "y/n/n", "y.n.n"):
        return [_day(start, end, v[2], v[1], v[0])]
    if re.fullmatch(r"n[~-]n([/.])n\1y|n~n-n-y", shape):
        if _NO_DATE_BEFORE.search(words, max(0, start - 24), start) or (v[0] >= v[1] and "~" in shape):
            return None
        return [Found(start, end, Precision.RANGE, v[2], v[0], v[2], v[1], v[3])]
    if re.fullmatch(r"n([/.])n[~-]n\1n\1y|n-n~n-n-y", shape):
        return [Found(start, end, Precision.RANGE, v[1], v[0], v[3], v[2], v[4])]
    if re.fullmatch(r"n([/.])n\1y[~-]n\1n\1y|n-n-y~n-n-y", shape):
        if v[5] - v[2] > _LONGEST_RANGE:  # '27/7/1947 - 27/7/2022' is an anniversary
            return [_day(start, n[2].end, v[0], v[1], v[2]), _day(n[3].start, end, v[3], v[4], v[5])]
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
        return [_day(start, end, v[0], v[1], v[2])]
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
    year, bad = _year(trailing["year"]) if trailing else (None, False)
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
    return [_day(start, stop, v[0], v[1], year)]


def _alone(words: str, start: int, end: int) -> bool:
    """Whether nothing but brackets and cell borders stands around it."""
    before = words[max(0, start - 3) : start].rstrip(" ")
    after = words[end : end + 3].lstrip(" ")
    return (not before or before[-1] in "(|\n[") and (not after or after[0] in ")|\n],;")


def _listed(words: str, start: int) -> bool:
    """Whether it goes on a list of dates: '10/3 và 1/4', '10/3, 1/4'."""
    return bool(_IN_LIST.search(words, max(0, start - 20), start))


# --- days that borrow their month from the date after them

_NGAY = r"(?:ngày|ngay)\s{0,3}"
_AND = r"\s{0,3}(?:,|;|và|va|&|hoặc)\s{0,3}(?:và\s)?"
_LIST = re.compile(
    rf"{_NGAY}:?\s{{0,3}}(?P<list>[0-9]{{1,2}}(?:{_AND}(?:{_NGAY})?[0-9]{{1,2}}(?![0-9])){{1,31}})"
    r"(?=\s{0,3}(?:tháng|thang|/|-|\.))"
)
_FROM = re.compile(
    rf"(?:từ|tu|ngày|ngay)\s{{0,3}}(?:{_NGAY})?(?P<day>[0-9]{{1,2}})\s{{0,3}}(?:-|đến hết|đến|den|tới)\s{{0,3}}(?:hết\s)?"
    rf"(?:{_NGAY})?$"
)
_DASHED = re.compile(r"(?<![\w/.,-])(?P<day>[0-9]{1,2})\s?-\s?$")


def _with_lists(text: Prepared, found: list[Found]) -> list[Found]:
    """'ngày 05 và 20 tháng 3', 'các ngày 3, 10, 17/3/2022', 'từ ngày 14 đến ngày 20/7/2025'."""
    words = text.masked
    lists = list(_LIST.finditer(words)) if "ng" in words else []
    out: list[Found] = []
    at = 0
    previous_end = 0
    for item in found:
        if item.precision is not Precision.DAY:
            out.append(item)
            previous_end = item.end
            continue
        while at < len(lists) and lists[at].end("list") <= item.start:
            at += 1
        if (
            at < len(lists)
            and lists[at].start() >= previous_end
            and lists[at].start("list") < item.start < lists[at].end("list")
        ):
            for number in _TWO_DIGITS.finditer(words, lists[at].start("list"), item.start):
                out.append(replace(item, start=number.start(), end=number.end(), d1=int(number[0]), d2=int(number[0])))
        else:
            begin = _FROM.search(words, max(previous_end, item.start - 32), item.start)
            if begin is None and words[item.start : item.end].find("th") > 0:
                begin = _DASHED.search(words, max(previous_end, item.start - 6), item.start)
            if begin is not None and 1 <= int(begin["day"]) <= item.d1:
                item = replace(item, start=begin.start("day"), precision=Precision.RANGE, d1=int(begin["day"]))
        out.append(item)
        previous_end = item.end
    return out
