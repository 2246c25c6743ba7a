"""What was understood before need not be understood again: the same bytes give the same page, a page the same reading.

A `Memory` holds pages by their body's SHA-256 and readings by their page. Time is part of the key only where it counts:
a reading of another day is taken again unless no date in it was resolved by the day of the visit ('hôm qua', '25/3').
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from pages.page import Page

P = ParamSpec("P")
R = TypeVar("R")

Key = tuple[str, ...]
# After so many judgings in which nobody asked for it an entry is forgotten; one night of a portal that is down is less.
_FORGOTTEN_AFTER = 3


@dataclass(slots=True)
class Entry:
    """What was understood; `day` where it holds on a visit of that day alone; `unused` judgings since it was asked."""

    value: Any
    day: date | None
    unused: int = 0


class Memory:
    """The entries that one province's judging finds and leaves behind."""

    def __init__(self, entries: Mapping[Key, Entry] | None = None) -> None:
        self._entries = dict(entries or {})
        self._used: set[Key] = set()
        self._pages: dict[int, tuple[Page, Key]] = {}  # by id: a page is as good as its key while it is held here
        self._day: date | None = None
        self._consulted = False
        self._made = False

    @property
    def changed(self) -> bool:
        """Whether anything was understood anew, or was not asked for."""
        return self._made or self._used != self._entries.keys()

    def entries(self) -> dict[Key, Entry]:
        """What is worth keeping for the next time."""
        asked = {
            key: replace(entry, unused=0 if key in self._used else entry.unused + 1)
            for key, entry in self._entries.items()
        }
        return {key: entry for key, entry in asked.items() if entry.unused < _FORGOTTEN_AFTER}

    def page(self, key: Key, read: Callable[[], Page]) -> Page:
        """The page of that key: the one that is remembered, else what `read` makes."""
        page = cast(Page, self.recall(("page", *key), None, read))
        self._pages[id(page)] = (page, key)
        return page

    def key_of(self, page: Page) -> Key | None:
        """The key by which `page` came from here; None where it came from elsewhere."""
        known = self._pages.get(id(page))
        return known[1] if known is not None else None

    def recall(self, key: Key, day: date | None, make: Callable[[], Any]) -> Any:
        """The value of `key` on a visit of `day`: the one that is remembered, else what `make` gives."""
        self._used.add(key)
        entry = self._entries.get(key)
        if entry is None or entry.day not in (None, day):
            self._made = True
            outer = self._day, self._consulted
            self._day, self._consulted = day, False
            try:
                value = make()
                entry = self._entries[key] = Entry(value, day if self._consulted else None)
            finally:
                self._day, self._consulted = outer
        if entry.day is not None:
            self.consult(entry.day)
        return entry.value

    def consult(self, day: date) -> None:
        """Note that what is being read was read by `day`."""
        self._consulted = self._consulted or day == self._day


class Shelf(Memory):
    """Pages that are looked up one by one, and not held: a crawl needs each but once."""

    def __init__(self, find: Callable[[Key], Page | None]) -> None:
        super().__init__()
        self._find = find

    def page(self, key: Key, read: Callable[[], Page]) -> Page:
        """The page of that key: the one that is found, else what `read` makes."""
        return self._find(key) or read()


_CURRENT: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(memory: Memory) -> Iterator[Memory]:
    """Within this block readings are taken from `memory`, and kept there."""
    token = _CURRENT.set(memory)
    try:
        yield memory
    finally:
        _CURRENT.reset(token)


def consulted(day: date) -> None:
    """Note that something is read by `day`, which may be that of the visit."""
    memory = _CURRENT.get()
    if memory is not None:
        memory.consult(day)


def remembered_page(key: Key, read: Callable[[], Page]) -> Page:
    """The page of that key (body's SHA-256, address, media type, charset), remembered or made by `read`."""
    memory = _CURRENT.get()
    return read() if memory is None else memory.page(key, read)


def remembered(reader: Callable[P, R]) -> Callable[P, R]:
    """A reader of a page that is asked but once for it, where a memory is at hand.

    Its first argument is the page; the others are words, flags or days; `captured` is the day of the visit. It must
    depend on nothing else, and say where it used that day other than through `find_dates` (see `consulted`).
    """
    name = f"{reader.__module__}.{reader.__qualname__}"

    @wraps(reader)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _CURRENT.get()
        page = memory.key_of(cast(Page, args[0])) if memory is not None else None
        if memory is None or page is None:
            return reader(*args, **kwargs)
        day = kwargs.get("captured")
        others = [*enumerate(args[1:]), *((k, v) for k, v in sorted(kwargs.items()) if k != "captured")]
        # A set's own order is another in every process.
        key = (name, *page, *(f"{k}={sorted(v) if isinstance(v, frozenset) else v!r}" for k, v in others))
        value = memory.recall(key, cast("date | None", day), lambda: reader(*args, **kwargs))
        return cast(R, list(value)) if isinstance(value, list) else cast(R, value)

    return again


@cache
def code_version() -> str:
    """A hash over this package: whatever changes in it, what was understood by the older one does not count."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in (".py", ".toml"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
