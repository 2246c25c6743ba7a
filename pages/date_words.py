"""Worded dates: 'ngày 12 tháng 02 năm 2026', 'quý III/2019', '6 tháng đầu năm 2017', 'Mar 15, 2022', 'năm 2022'."""

from __future__ import annotations

import re

from pages.date_found import LAST, Found, Precision, day_of, nothing, written_year
from pages.date_text import Prepared
from pages.text import plain

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
# The year part: '/2022', ', 2022', ' 2022', 'năm 2022', 'của năm 2022', '-2021'; any digits are taken, then judged.
_Y = (
    r"(?:\s{0,3}(?:[/.,-]\s{0,3})?(?:của\s)?(?:năm|nam)[\s:]{0,3}(?P<year>[0-9]{1,4})"
    r"|\s?(?:[.-]\s?(?=[0-9]{4})|/\s?)(?P<year2>[0-9]{4}|(?:1[3-9]|[2-9][0-9])(?![\w/.-]))"
    r"|(?:\s{0,2},\s|\s{1,2}(?=20[1-3][0-9](?![\s.,]{0,1}[0-9])))(?P<year3>[12][0-9]{3}))(?![0-9])"
)
_WORDED = re.compile(
    rf"(?<![0-9/.])(?P<day>[0-9]{{1,2}})\s{{0,3}}[/,-]?\s{{0,3}}(?:tháng|thang|tháng:)\s{{0,3}}{_M}(?:{_Y})?"
)
_CUE = re.compile(
    r"(?:ngày|ngay|mùng|mồng|sáng|chiều|tối|trưa|đến|tới|từ|và|chủ nhật|chúa nhật|cn|hôm|lúc|\x01)[\s,:(\x01-]{0,4}$"
)
LUNAR = re.compile(r"[\s(,]{0,3}(?:âm lịch|al\b|âl\b|âm\b)")
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
    return written_year(digits)


_EDGE = re.compile(
    rf"(?:ngày|ngay)\s{{1,2}}(?P<which>đầu tiên|cuối cùng)\s{{1,2}}(?:của\s{{1,2}})?{_THANG}\s{{0,3}}{_M}(?:{_Y})?"
)


def worded(text: Prepared) -> list[Found]:
    """'ngày 12 tháng 02 năm 2026', 'ngày cuối cùng của tháng 2'; a blank day ('ngày … tháng 3 năm 2022') is a month."""
    words = text.masked
    if "tháng" not in words and "thang" not in words:
        return []
    found: list[Found] = []
    for match in _BLANK_DAY.finditer(words):
        year, _ = written_year(match["year"])
        month = _month(match["month"]) if match["month"] else 0
        start, end = match.span("span")
        if year is None or month > 12:
            found.append(nothing(start, end))
        elif month:
            found.append(Found(start, end, Precision.MONTH, month, 1, month, LAST, year))
        else:
            found.append(Found(match.start("year"), end, Precision.YEAR, 1, 1, 12, 31, year))
    for match in _EDGE.finditer(words):
        year, bad = _year_of(match)
        if not bad and not _other_word(match["month"], text):
            day = 1 if match["which"] == "đầu tiên" else LAST
            found.append(day_of(*match.span(), day, _month(match["month"]), year))
    for match in _WORDED.finditer(words):
        if _other_word(match["month"], text):
            continue
        year, bad = _year_of(match)
        cue = _CUE.search(words, max(0, match.start() - 24), match.start())
        if year is None and not bad and not cue and match.start() > 0:
            continue  # '5 tháng 3 ...' is a length of time
        if bad:
            found.append(nothing(*match.span()))
        elif _TIMES.match(words, match.end()) and year is None:
            continue
        else:
            found.append(day_of(*match.span(), int(match["day"]), _month(match["month"]), year))
    return found


def months(text: Prepared) -> list[Found]:
    """'tháng 7/2025', 'tháng 01, 02/2022', 'T3/2022', 'tháng ba'."""
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
                found.append(nothing(*match.span()))
            else:
                found.append(Found(*match.span(), Precision.MONTH, month, 1, month, LAST, year))
    for match in _T_MONTH.finditer(words):
        if 1 <= int(match["month"]) <= 12:
            month = int(match["month"])
            found.append(Found(*match.span(), Precision.MONTH, month, 1, month, LAST, int(match["year"])))
    return found


# A schedule's line for a month: the month first, then its days.
_MONTH_FIRST = re.compile(
    r"(?<![\w/])(?:tháng|thang)\s?(?P<month>[0-9]{1,2})(?:\s?/\s?(?P<y1>[12][0-9]{3})|\s(?:năm|nam)\s(?P<y2>[12][0-9]{3}))?"
    r"\s{0,2}[:\-–]\s{0,2}(?:(?:vào|các)\s)?(?:ngày|ngay)\s{0,2}"
    r"(?P<days>[0-9]{1,2}(?:\s{0,2}(?:,|;|và|va|&)\s{0,2}(?:(?:và|ngày|ngay)\s)?[0-9]{1,2}(?![0-9]|\s?[/.-]\s?[0-9])){0,9})"
    r"(?![0-9]|\s?[/.-]\s?[0-9]|\s{1,2}(?:tháng|thang|hằng|hàng|mỗi)\s)"
)
_A_NUMBER = re.compile(r"[0-9]{1,2}")


def month_first(text: Prepared) -> list[Found]:
    """'Tháng 3: ngày 10 và ngày 24', 'Tháng 01/2022: ngày 12, 26': each day of the list."""
    words = text.masked
    if "ng" not in words or "th" not in words:
        return []
    found = []
    for match in _MONTH_FIRST.finditer(words):
        written = match["y1"] or match["y2"]
        year = int(written) if written else None
        for n, number in enumerate(_A_NUMBER.finditer(words, match.start("days"), match.end("days"))):
            start = number.start() if n else match.start()
            found.append(day_of(start, number.end(), int(number[0]), int(match["month"]), year))
    return found


_THG = re.compile(
    r"(?<![\w/.])(?:"
    r"(?P<d1>[0-9]{1,2})\s{1,2}(?:thg|th|tháng)\.?\s?(?P<m1>[0-9]{1,2}),?\s{1,2}(?P<y1>[12][0-9]{3})"
    r"|(?:thg|th|tháng)\.?\s?(?P<m2>[0-9]{1,2})\s{1,2}(?P<d2>[0-9]{1,2}),\s{0,2}(?P<y2>[12][0-9]{3})"
    rf"|tháng\s(?P<m3>{_MONTH_WORD})\s{{1,2}}(?P<d3>[0-9]{{1,2}}),\s{{0,2}}(?P<y3>[12][0-9]{{3}})"
    r"|(?P<d4>[0-9]{1,2})\s{0,2}(?:thg\.?\s?|th)(?P<m4>[0-9]{1,2})"
    r")(?![\w/])"
)


# A badge whose day stands in larger type above its month; in a sentence the two numbers would not belong together.
_BADGE = re.compile(r"\s*([0-9]{1,2})\s{1,3}(?:tháng\s{0,2})?([0-9]{1,2})\s?[/-]\s?([12][0-9]{3})\s*")


def short_month(text: Prepared) -> list[Found]:
    """'15 thg 3, 2022', 'Thg 3 15, 2022', 'Tháng Ba 15, 2022', '15 Th3', and as a whole text '15 03/2022'."""
    words = text.masked
    if len(words) <= 24 and (badge := _BADGE.fullmatch(words)):
        return [day_of(badge.start(1), badge.end(3), *(int(part) for part in badge.groups()))]
    if "th" not in words:
        return []
    found = []
    for match in _THG.finditer(words):
        number = next(n for n in "1234" if match[f"d{n}"])
        month = _month(match[f"m{number}"])
        year = int(match[f"y{number}"]) if number != "4" else None
        found.append(day_of(*match.span(), int(match[f"d{number}"]), month, year))
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


def english(text: Prepared) -> list[Found]:
    """'Mar 15, 2022', '15 March 2022', 'Mon, 4 May 2026'."""
    words = text.masked
    if not _ENGLISH_PROBE.search(words):
        return []
    found = []
    for match in _ENGLISH.finditer(words):
        number = "1" if match["d1"] else "2"
        month = _ENGLISH_MONTHS.index(match[f"m{number}"][:3]) + 1
        found.append(day_of(*match.span(), int(match[f"d{number}"]), month, int(match[f"y{number}"])))
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


def parts_of_year(text: Prepared) -> list[Found]:
    """'quý III/2019', '9 tháng đầu năm 2020'."""
    words = text.masked
    found: list[Found] = []
    if "qu" in words or "q" in words:
        for match in _QUARTER.finditer(words):
            quarter = _ROMAN[match["number"] or match["plain"]]
            year, bad = written_year(match["year"] or match["year2"])
            if bad:
                found.append(nothing(*match.span()))
            else:
                last = quarter * 3
                found.append(Found(*match.span(), Precision.QUARTER, last - 2, 1, last, LAST, year))
    if "th" in words:
        for match in _N_MONTHS.finditer(words):
            number = _MONTH_WORDS[match["number"]] if match["number"].isalpha() else int(match["number"])
            year, bad = written_year(match["year"] or match["year2"])
            precision = Precision.HALF if number == 6 else Precision.RANGE
            if bad:
                found.append(nothing(*match.span()))
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


def years(text: Prepared) -> list[Found]:
    """'năm 2022', 'năm 2021, 2022', '© 2022'. 'Việt Nam 2030' and a period's name ('giai đoạn ...') are no years."""
    words = text.masked
    found: list[Found] = []
    for match in _YEARS.finditer(words):
        if match["cue"] == "nam" and _NO_YEAR.search(words, max(0, match.start() - 16), match.start()):
            continue
        year, bad = written_year(match["year"])
        end = match.end()
        if not bad:
            start = match.start() if match["cue"] else match.start("year")
            found.append(Found(start, end, Precision.YEAR, 1, 1, 12, 31, year))
            for _ in range(12):
                following = _NEXT_YEAR.match(words, end)
                if following is None:
                    break
                end = following.end()
                year, bad = written_year(following["year"])
                if not bad:
                    found.append(Found(following.start("year"), end, Precision.YEAR, 1, 1, 12, 31, year))
    return found
