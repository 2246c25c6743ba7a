"""Undo a response's content-encoding while it streams in, with caps on both sides of the decoder."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

# Only what the standard library undoes is asked for; another coding that a server sends all the same is a `BadBody`.
ACCEPT_ENCODING = "gzip, deflate"

_MAX_CODINGS = 3  # `gzip, gzip` happens behind careless proxies; a longer chain is an attack
_MAX_MEMBERS = 1000
_STEP = 64 * 1024


class TooLarge(Exception):
    """More bytes than allowed, on the wire or after decoding."""


class BadBody(Exception):
    """The body is not what its content-encoding says, or the coding is unknown."""


class Body:
    """Collects a body: `wire` as it came, `decoded` without content-encoding.

    `limit` bounds each of the two in bytes; `feed` raises `TooLarge` or `BadBody` as soon as either is known.
    """

    def __init__(self, content_encoding: str, limit: int) -> None:
        codings = [c.strip().lower() for c in content_encoding.split(",") if c.strip()]
        codings = [c for c in codings if c not in ("identity", "none", "utf-8")]
        if len(codings) > _MAX_CODINGS:
            raise BadBody(f"{len(codings)} content codings")
        self._stages = [_Inflater(coding) for coding in reversed(codings)]
        self._limit = limit
        self._wire = bytearray()
        self._decoded = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take one chunk from the wire."""
        self._wire += chunk
        if len(self._wire) > self._limit:
            raise TooLarge(f"more than {self._limit} bytes")
        if self._stages:
            self._run(chunk, 0)

    def finish(self) -> tuple[bytes, bytes]:
        """(wire, decoded) at the end of the body; BadBody where the coded stream was cut short."""
        wire = bytes(self._wire)
        if not self._stages:
            return wire, wire
        if wire and not all(stage.complete for stage in self._stages):
            raise BadBody("coded body ends early")
        return wire, bytes(self._decoded)

    def partial(self) -> tuple[bytes, bytes]:
        """(wire, decoded) of what came so far, at most `limit` each."""
        wire = bytes(self._wire[: self._limit])
        return wire, bytes(self._decoded[: self._limit]) if self._stages else wire

    def _run(self, data: bytes, at: int) -> None:
        if at == len(self._stages):
            self._decoded += data
            if len(self._decoded) > self._limit:
                raise TooLarge(f"more than {self._limit} bytes after decoding")
            return
        for piece in self._stages[at].pieces(data):
            self._run(piece, at + 1)


class _Inflater:
    """One gzip or deflate stage that gives its output in bounded pieces."""

    def __init__(self, coding: str) -> None:
        if coding in ("gzip", "x-gzip"):
            bits = 16 + zlib.MAX_WBITS
        elif coding == "deflate":
            bits = zlib.MAX_WBITS
        else:
            raise BadBody(f"content coding {coding[:40]!r} was not asked for")
        self._gzip = coding != "deflate"
        self._head = b""
        self._bits = bits
        self._engine = zlib.decompressobj(bits)
        self._begun = False
        self._members = 0

    @property
    def complete(self) -> bool:
        """Whether the coded stream came to its end."""
        return self._engine.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` decodes to, at most `_STEP` bytes a piece."""
        if not self._begun:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return
            self._begun = True
            if not self._gzip and not _zlib_header(data):
                self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
        while data:
            if self._engine.eof:
                # Further gzip members follow each other; anything else after the end is padding (seen: zero bytes).
                if not self._gzip or not data.startswith(b"\x1f\x8b"):
                    return
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    raise BadBody("too many gzip members")
                self._engine = zlib.decompressobj(self._bits)
            try:
                piece = self._engine.decompress(data, _STEP)
                yield piece
                while len(piece) == _STEP and not self._engine.unconsumed_tail:
                    piece = self._engine.decompress(b"", _STEP)
                    yield piece
            except zlib.error as exc:
                raise BadBody(f"cannot decode: {exc}") from exc
            data = self._engine.unconsumed_tail or self._engine.unused_data


def _zlib_header(data: bytes) -> bool:
    """Whether `data` begins with a zlib header: 'deflate' means that, but old IIS sends the raw stream."""
    return data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
