"""Addresses that lead a crawler in circles, told from their shape alone."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qsl, unquote_plus, urlsplit

_MAX_LENGTH = 1000  # Liferay's addresses reach 600 characters
_MAX_SEGMENTS = 15
_MAX_PARAMETERS = 16
_LANGUAGES = frozenset({"vi", "en", "vn", "vi-vn", "en-us", "fr", "zh", "zh-cn", "ja", "ko", "ru", "lo", "km"})
_SORT_KEYS = frozenset(
    {"sort", "sortby", "sort_by", "orderby", "order_by", "order", "sortorder", "sortdir", "dir", "sortfield"}
)
_PRINT_KEYS = frozenset({"print", "printable", "format_print", "isprint", "inbaiviet"})
_PRINT_PATH = re.compile(r"/(?:print|in-bai-viet|printpage|savefile|sendmail|gui-email)(?:[./-]|\Z)", re.IGNORECASE)
_LEAVES = re.compile(r"/(?:logout|signout|dang-xuat|logoff)\b", re.IGNORECASE)
_CALENDAR_KEYS = frozenset(
    {"nam", "thang", "ngay", "tuan", "year", "month", "day", "date", "week", "tungay", "denngay", "fromdate", "todate"}
)
_CALENDAR_PATH = re.compile(r"/(?:19|20|21)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]\d{1,2})?/?\Z")
_DIGITS = re.compile(r"\d+")
# Pages of one calendar that are read: half a year of months or a quarter of weeks is more than any check asks for.
_CALENDAR_PAGES = 12
# Links of one label to addresses of one shape that are read: a list of sixty 'Xem trả lời' is read whole; a `next week`
# without end, or a link whose address is another in each response, is cut.
_SAME_LINKS = 60


class Traps:
    """Tells traps of one visit; counts what was let through of each calendar."""

    def __init__(self) -> None:
        self._calendars: Counter[str] = Counter()
        self._same: Counter[tuple[str, str]] = Counter()

    def rule(self, url: str) -> str:
        """The rule that `url` breaks, or ''.

        One of `length`, `depth`, `logout`, `language`, `loop`, `parameters`, `sort`, `print`,
        `calendar`. A calendar address that is let through counts, so ask once for each address.
        """
        if len(url) > _MAX_LENGTH:
            return "length"
        parts = urlsplit(url)
        segments = [s.lower() for s in parts.path.split("/") if s]
        if len(segments) > _MAX_SEGMENTS:
            return "depth"
        if _LEAVES.search(parts.path):
            return "logout"
        if any(a in _LANGUAGES and b in _LANGUAGES for a, b in pairwise(segments)):
            return "language"
        if _repeats(segments):
            return "loop"
        if parts.query.count("&") >= _MAX_PARAMETERS:
            return "parameters"
        keys = {unquote_plus(key).lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
        if keys & _SORT_KEYS:
            return "sort"
        if keys & _PRINT_KEYS or _PRINT_PATH.search(parts.path):
            return "print"
        if keys & _CALENDAR_KEYS or _CALENDAR_PATH.search(parts.path):
            shape = _shape(url)
            self._calendars[shape] += 1
            if self._calendars[shape] > _CALENDAR_PAGES:
                return "calendar"
        return ""

    def repeats(self, url: str, label: str) -> bool:
        """Whether so many links read `label`, and lead to addresses that differ in numbers and values alone, that
        another one tells nothing new. Counts, so ask once for each address."""
        if not label:
            return False
        same = (_shape(url), label)
        self._same[same] += 1
        return self._same[same] > _SAME_LINKS


def _shape(url: str) -> str:
    parts = urlsplit(url)
    keys = {unquote_plus(key).lower() for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return f"{parts.netloc}{_DIGITS.sub('#', parts.path)}?{'&'.join(sorted(keys))}"


def _repeats(segments: list[str]) -> bool:
    """Whether a segment stands three times, or a pair follows itself: relative links that grow at every step."""
    counts = Counter(s for s in segments if not s.isdigit() and len(s) > 1)
    if counts and max(counts.values()) >= 3:
        return True
    return any(segments[i : i + 2] == segments[i + 2 : i + 4] for i in range(len(segments) - 3))


_DOCUMENTS = re.compile(r"\.(?:pdf|docx?|xlsx?|rtf|odt)\Z", re.IGNORECASE)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|svg|ico|tiff?|css|js|mjs|map|woff2?|ttf|eot|mp[34]|m4[av]|avi|mov|wmv|flv|webm|wav|ogg"
    r"|zip|rar|7z|gz|tar|exe|msi|apk|dmg|iso|pptx?|psd)\Z",
    re.IGNORECASE,
)


def is_document(url: str) -> bool:
    """Whether the address names a document that can be read (PDF, Word, Excel)."""
    return bool(_DOCUMENTS.search(_last_name(url)))


def is_media(url: str) -> bool:
    """Whether the address names a file without text for us: picture, film, archive, program, style, script."""
    return bool(_MEDIA.search(urlsplit(url).path))


def _last_name(url: str) -> str:
    # Liferay appends an id to the name: /documents/1/2/lich.pdf/0f1e-22; ASP.NET hands it over: ?file=/upload/lich.pdf
    parts = urlsplit(url)
    if _DOCUMENTS.search(parts.path):
        return parts.path
    for segment in parts.path.split("/"):
        if _DOCUMENTS.search(segment):
            return segment
    return parts.query.split("&")[0] if parts.query else ""
