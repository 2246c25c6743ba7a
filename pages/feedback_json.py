"""Citizens' items in JSON that a page loads: lists of objects with title, dates and state under keys of many names.

The reader makes a table of every list of objects: its keys are the first row, its locator the JSON path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urljoin

from pages.dates import Precision, find_dates
from pages.feedback_cuts import MOST_ITEMS
from pages.feedback_draft import Draft
from pages.feedback_found import Found, Row, make
from pages.feedback_heads import AGENCY
from pages.feedback_privacy import cut_personal
from pages.feedback_subject import Subject
from pages.feedback_words import WORDS, stage_of, words_of
from pages.page import Page, Table
from pages.text import plain

_KEYS: dict[str, str] = {key: role for role, keys in WORDS["json"].items() if role != "foreign" for key in keys}
_FOREIGN = frozenset(WORDS["json"]["foreign"])
_NAMED = re.compile(r"phan ?anh|kien ?nghi|cau ?hoi|question|hoi ?dap|pakn|feedback")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_STAMP = re.compile(r"(?:/Date\()?(\d{10}|\d{13})(?:[+-]\d{4})?(?:\)/)?")
_VIETNAM = timezone(timedelta(hours=7))


def find_json_lists(page: Page, subject: Subject, anchor: date | None) -> list[Found]:
    """The lists of citizens' items in a JSON answer; none that is about something else."""
    nested: dict[str, list[str]] = {}
    for block in page.blocks:
        nested.setdefault(block.locator, []).insert(0, block.text)
        nested.setdefault(block.locator.rpartition(".")[0], []).append(block.text)
    return [found for table in page.tables[:50] if (found := _list(page, table, subject, anchor, nested))]


def key_words(key: str) -> str:
    """A key's words without diacritics: 'ngayTraLoi', 'NGAY_TRA_LOI' are 'ngay tra loi'."""
    return plain(_CAMEL.sub(" ", key).replace("_", " "))


def _list(
    page: Page, table: Table, subject: Subject, anchor: date | None, nested: Mapping[str, Sequence[str]]
) -> Found | None:
    if len(table.rows) < 2:
        return None
    keys = table.rows[0]
    words = {key_words(key) for key in keys}
    roles = [_KEYS.get(key_words(key), "") for key in keys]
    has = set(roles)
    if subject.channel or words & _FOREIGN or not has & {"question", "title"}:
        return None
    if not subject.any and not any(_NAMED.search(word) for word in (*words, plain(table.locator))):
        return None
    rows: list[Row] = []
    urls: list[str] = []
    for n, row in enumerate(table.rows[1 : MOST_ITEMS + 1]):
        path = f"{table.locator}[{n}]"
        cells = [cell or _inside(nested, f"{path}.{key}") for key, cell in zip(keys, row, strict=False)]
        draft = _draft(roles, cells, anchor)
        if draft.title or draft.texts:
            draft.locator = path
            rows.append((draft, [], ""))
            urls.append(next((cell for role, cell in zip(roles, cells, strict=False) if role == "url"), ""))
    if not rows:
        return None
    told = sum(bool(draft.roles & {"answer", "answered", "sender", "due", "stage"}) for draft, _, _ in rows)
    if told < 0.5 * len(rows) and "answer" not in has:
        return None
    items, drafts = make(rows, page.url)
    placed = tuple(
        replace(item, url=own) if url and (own := urljoin(page.url, url)).startswith("http") else item
        for item, url in zip(items, urls, strict=True)
    )
    return Found(placed, drafts, "", table.locator, 0, 0)


def _inside(nested: Mapping[str, Sequence[str]], path: str) -> str:
    """The values of an object in a cell, or of the first of a list of objects, with those of its own objects."""
    return " | ".join((nested.get(path) or nested.get(f"{path}[0]") or ())[:5])


def _draft(roles: list[str], cells: list[str], anchor: date | None) -> Draft:
    draft = Draft()
    for role, cell in zip(roles, cells, strict=False):
        if not role or not cell:
            continue
        if role in ("asked", "answered", "due"):
            day = day_of(cell, anchor)
            if day is None:
                continue
            draft.days.setdefault(role, day)
            draft.quotes.append(cell)
        elif role == "stage":
            # a nested state is a row of its values: '2 | Đã xử lý | #00ff00'
            part = next((p for p in cell.split(" | ") if stage_of(p) is not None), "")
            if not part:
                continue
            draft.labelled_stage = draft.labelled_stage or stage_of(part)
            draft.quotes.append(part)
        elif role == "title":
            draft.title = draft.title or cell
        elif role == "question":
            draft.texts.append(cell)
        elif role == "answer":
            _answer(draft, cell, anchor)
        elif role == "agency" and not draft.agency:
            part = max(cell.split(" | "), key=len)
            draft.agency = cut_personal(part)[:200] if not part.isdigit() else ""
        draft.roles.add(role)
    return draft


def _answer(draft: Draft, cell: str, anchor: date | None) -> None:
    """An answer's text; of one that is an object ('Đã thay bóng | 2022-03-25 | Sở Xây dựng') its day and agency too."""
    parts = cell.split(" | ")
    if len(parts) > 1:
        dated = [part for part in parts if len(part) <= 40 and day_of(part, anchor) is not None]
        days = {day_of(part, anchor) for part in dated}
        if len(days) == 1 and (day := days.pop()) is not None:
            draft.days.setdefault("answered", day)
            draft.roles.add("answered")
            draft.quotes.append(dated[0])
        parts = [part for part in parts if part not in dated]
        unit = next((part for part in parts if AGENCY.begins(part) and len(part.split()) <= 12), "")
        if unit and not draft.agency:
            draft.agency = cut_personal(unit)
        parts = [part for part in parts if part != unit]
    for part in parts:
        if stage_of(part) is None:
            draft.answer_words += len(words_of(part).split())


def day_of(text: str, anchor: date | None = None) -> date | None:
    """The day in Việt Nam of epoch seconds or milliseconds, an ISO time, '/Date(1646...)/' or a printed date."""
    text = text.strip()
    try:
        if stamped := _STAMP.fullmatch(text):
            seconds = int(stamped[1]) / (1000 if len(stamped[1]) == 13 else 1)
            return datetime.fromtimestamp(seconds, _VIETNAM).date() if 6e8 < seconds < 4e9 else None
        if re.match(r"\d{4}-\d{2}-\d{2}", text):
            moment = datetime.fromisoformat(text)
            day = (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
            return day if day.year > 1990 else None  # 0001-01-01 stands for none
    except (ValueError, OverflowError):
        return None
    return next((m.first for m in find_dates(text[:60], anchor=anchor) if m.precision is Precision.DAY), None)
