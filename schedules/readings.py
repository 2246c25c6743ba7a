"""Readings kept from one judging to the next (`DATA_DIR/readings/PROVINCE.*`); may be deleted at any time.

Kept as pickles, which Python reads fastest, and read back by an unpickler that knows our own data classes and days and
nothing else: a file that somebody put there can make no other object.
"""

from __future__ import annotations

import io
import os
import pickle
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pages.memory import Key, Memory, Shelf, code_version, remembering
from pages.page import Page
from pages.read import reader_version

# One province of 150 pages takes about 2 MB; beyond this there is something wrong with the file.
_LARGEST = 512 * 1024 * 1024


@contextmanager
def kept_readings(folder: Path, slug: str) -> Iterator[None]:
    """Within this block readings are taken from what `folder` keeps of the province, and kept there at its end."""
    path = folder / f"{slug}.readings"
    with remembering(Memory(_kept(path))) as memory:
        yield
    if memory.changed:
        _save(path, memory)


def shelf_of_pages(folder: Path, slug: str) -> Shelf:
    """The pages of what `folder` keeps of the province, for a crawl of it."""
    blobs = _kept(folder / f"{slug}.pages")

    def find(key: Key) -> Page | None:
        blob = blobs.get(key)
        page = None if blob is None else _unpacked(blob)
        return page if isinstance(page, Page) else None

    return Shelf(find)


def _version() -> str:
    return f"{reader_version()} {code_version()}"


def _kept(path: Path) -> dict[Any, Any]:
    """What a file of this version holds; {} where it cannot be used."""
    try:
        found = _unpacked(path.read_bytes())
    except OSError:
        return {}
    whole = isinstance(found, tuple) and len(found) == 2 and found[0] == _version() and isinstance(found[1], dict)
    return dict(found[1]) if whole else {}


def _save(path: Path, memory: Memory) -> None:
    entries = memory.entries()
    _write(path, _packed((_version(), entries)))
    # Each page apart, for a crawl to take up without the rest; what did not change is taken as it was packed.
    beside = path.with_suffix(".pages")
    known = _kept(beside)
    pages = {key[1:]: entry.value for key, entry in entries.items() if key[0] == "page" and entry.value.media == "html"}
    _write(beside, _packed((_version(), {key: known.get(key) or _packed(page) for key, page in pages.items()})))


def _packed(value: Any) -> bytes:
    pickled = io.BytesIO()
    _Pickler(pickled, protocol=5).dump(value)
    return zlib.compress(pickled.getbuffer(), 1)


def _unpacked(data: bytes) -> Any:
    """What was packed; None where that cannot be read: whatever is wrong with a file, all that is lost is time."""
    try:
        return _Unpickler(io.BytesIO(zlib.decompressobj().decompress(data, _LARGEST))).load()
    except Exception:
        return None


def _write(path: Path, data: bytes) -> None:
    # Where there is no room for a cache, there is none.
    with suppress(OSError):
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        number, aside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(aside).replace(path)
        except OSError:
            Path(aside).unlink(missing_ok=True)


class _Pickler(pickle.Pickler):
    """Writes a data class as its fields in order: read back by its constructor, three times as fast as by its state."""

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        return (kind, _values_of(kind)(value)) if is_dataclass(kind) else NotImplemented


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(kind) if field.init]
    return lambda value: tuple(getattr(value, name) for name in names)


class _Unpickler(pickle.Unpickler):
    """Makes our data classes and days, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime"):
            return {"date": date, "datetime": datetime}[name]
        if module == "builtins" and name in ("frozenset", "set"):
            return {"frozenset": frozenset, "set": set}[name]
        found = getattr(import_module(module), name) if module.split(".")[0] == "pages" else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is no reading")
        return found
