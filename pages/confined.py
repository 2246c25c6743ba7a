"""Documents read in a process of their own, with limits of time and memory: PDFium and the unpackers are C, their
input is anybody's, and a hang or a crash there must cost one document, not the audit.

The one place in `pages/` that starts a process; what it gives is what `read` gives.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

from pages.page import Page, State
from pages.read import read

CPU_SECONDS = 20  # of the reading itself; recognising text in pictures has its own limit (pages/ocr.py)
WALL_SECONDS = 240.0
MEMORY_BYTES = 3 * 2**30
_HEAD = struct.Struct("!Q")
_MOST = 256 * 2**20  # bytes of one answer

_worker: subprocess.Popen[bytes] | None = None


def read_confined(body: bytes, *, url: str, media_type: str = "", charset_header: str = "") -> Page:
    """`read(..., ocr=True)` in a child; a document that breaks its limits is an ERROR page, `document_too_costly`."""
    worker = _running()
    try:
        _send(worker, pickle.dumps((body, url, media_type, charset_header)))
        page = _Pages(io.BytesIO(_receive(worker, time.monotonic() + WALL_SECONDS))).load()
    except (OSError, EOFError, TimeoutError, pickle.UnpicklingError):
        stop()
        page = None
    if isinstance(page, Page):
        return page
    why = "document_too_costly"
    return Page(url=url, media="other", base=url, state=State.ERROR, state_evidence=why, quality=0.0)


def stop() -> None:
    """End the child; the next document starts another."""
    global _worker
    worker, _worker = _worker, None
    if worker is not None:
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _running() -> subprocess.Popen[bytes]:
    global _worker
    if _worker is None or _worker.poll() is not None:
        stop()
        call = [sys.executable, "-m", "pages.confined", str(CPU_SECONDS), str(MEMORY_BYTES)]
        _worker = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        atexit.register(stop)
    return _worker


def _send(worker: subprocess.Popen[bytes], message: bytes) -> None:
    assert worker.stdin is not None
    worker.stdin.write(_HEAD.pack(len(message)) + message)
    worker.stdin.flush()


def _receive(worker: subprocess.Popen[bytes], deadline: float) -> bytes:
    assert worker.stdout is not None
    head = _exactly(worker.stdout.fileno(), _HEAD.size, deadline)
    (size,) = _HEAD.unpack(head)
    if size > _MOST:
        raise EOFError("an answer beyond all bounds")
    return _exactly(worker.stdout.fileno(), size, deadline)


def _exactly(pipe: int, size: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while size:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            part = os.read(pipe, min(size, 2**20))
            if not part:
                raise EOFError("the child has ended")
            parts.append(part)
            size -= len(part)
    return b"".join(parts)


class _Pages(pickle.Unpickler):
    """Unpickles pages and nothing else: what a hostile document made of the child must not reach further."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "pages.page":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a page")


def _serve(cpu_seconds: int, memory_bytes: int) -> None:
    """The child: one document after the other, until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(_HEAD.size)) == _HEAD.size:
        body, url, media_type, charset = pickle.loads(source.read(_HEAD.unpack(head)[0]))
        # Counts this process's own seconds alone, and ends it even inside C code.
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        page = read(body, url=url, media_type=media_type, charset_header=charset, ocr=True)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answer = pickle.dumps(page)
        sink.write(_HEAD.pack(len(answer)) + answer)
        sink.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
