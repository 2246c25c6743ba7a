"""Whose turn it is: locks across processes, so that no province is visited by two runs at once.

They are files in DATA_DIR/locks under `flock`, which the kernel gives back when a process dies, however it dies. One
machine, or several over a file system whose locks reach across them (NFS 4 does).
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path

_PATIENCE_SECONDS = 0.5


def locks_beside(archive: Path) -> Path:
    """The locks' folder, beside that of the archive: whoever shares one shares the other."""
    return archive.parent / "locks"


@contextmanager
def _held(folder: Path, name: str) -> Iterator[bool]:
    """Whether the lock could be taken at once; it is held until the block ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    # Slugs may be any text of a registry; the file is never removed, or two processes could lock two files of one name.
    handle = os.open(folder / f"{name.replace('/', '_')}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def run_turn(folder: Path, run_id: str) -> AbstractContextManager[bool]:
    """The lock of a run: held by the command that crawls it. False where another process holds it."""
    return _held(folder, f"run-{run_id}")


@asynccontextmanager
async def province_turn(folder: Path, slug: str) -> AsyncIterator[None]:
    """The lock of a province: waits until no other visit of it is under way, in whatever run."""
    while True:
        with _held(folder, f"province-{slug}") as mine:
            if mine:
                yield
                return
        await asyncio.sleep(_PATIENCE_SECONDS)


def is_crawled(folder: Path, run_id: str) -> bool:
    """Whether a process crawls that run now."""
    with run_turn(folder, run_id) as free:
        return not free
