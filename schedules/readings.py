"""Readings kept from one judging to the next (`DATA_DIR/readings/PROVINCE.readings`); may be deleted at any time.

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

from pages.memory import Entry, Memory, code_version, remembering
from pages.read import reader_version

# One province of 150 pages takes about 2 MB; beyond this there is something wrong with the file.
_LARGEST = 512 * 1024 * 1024


@contextmanager
def kept_readings(folder: Path, slug: str) -> Iterator[None]:
    """Within this block readings are taken from what `folder` keeps of the province, and kept there at its end."""
    path = folder / f"{slug}.readings"
    with remembering(Memory(_load(path))) as memory:
        yield
    if memory.changed:
        _save(path, memory)


def _version() -> str:
    return f"{reader_version()} {code_version()}"


def _load(path: Path) -> dict[Any, Entry]:
    # Whatever is wrong with the file, all that is lost is time.
    try:
        inflated = zlib.decompressobj()
        data = inflated.decompress(path.read_bytes(), _LARGEST)
        version, entries = _Unpickler(io.BytesIO(data)).load()
    except Exception:
        return {}
    return entries if version == _version() and isinstance(entries, dict) else {}


def _save(path: Path, memory: Memory) -> None:
    pickled = io.BytesIO()
    _Pickler(pickled, protocol=5).dump((_version(), memory.entries()))
    data = zlib.compress(pickled.getbuffer(), 1)
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
