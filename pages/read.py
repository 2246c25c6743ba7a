"""From a capture's bytes to a `Page`, whatever the format."""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import SelectolaxError

from pages.decode import decode_as_written
from pages.documents import read_document
from pages.html import read_html
from pages.ocr import tesseract
from pages.page import Page, State

READER_VERSION = "3"

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "other"),
    (b"7z\xbc\xaf", "other"),
    (b"\x1f\x8b", "other"),
)
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|script|div|table|p|a|h[1-6]|span|ul|form|br|iframe|center|font|b)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HTML_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(
    r"\s*<\?xml[^>]{0,200}\?>\s*(?:<!--.{0,500}?-->\s*)?<(?!html\b|!doctype html)", re.IGNORECASE | re.DOTALL
)


def read(body: bytes, *, url: str, media_type: str = "", charset_header: str = "", ocr: bool = False) -> Page:
    """Understand `body`: sniffs the format where the declared type is wrong, never raises on bad input.

    `media_type` is without parameters, `charset_header` the charset of the Content-Type header ('' where none). With
    `ocr` the text of scans and pictures is recognised, where that is installed (pages/ocr.py).
    """
    declared = media_type.strip().lower()
    media = _binary(body, declared)
    if media:
        return read_document(body, url=url, media=media, ocr=ocr)
    text, charset = decode_as_written(body, charset_header=charset_header)
    media = _textual(text, declared)
    if media != "html":
        return read_document(body, url=url, media=media, text=unicodedata.normalize("NFC", text))
    try:
        return read_html(text, url=url, charset=charset)
    except (SelectolaxError, RecursionError, MemoryError, ValueError) as error:
        # The parser refuses some inputs (too large, for one); the page then counts as unread, never as empty.
        why = f"unreadable: {type(error).__name__}"
        return Page(
            url=url, media="html", charset=charset, base=url, state=State.ERROR, state_evidence=why, quality=0.0
        )


def is_markup(body: bytes) -> bool:
    """Whether `body` begins as an HTML page does, whatever it was declared to be."""
    return bool(_HTML_HEAD.match(body[:2000]))


def is_document(body: bytes, media_type: str) -> bool:
    """Whether `body` is no text: its reading runs through libraries in C and belongs in pages/confined.py."""
    return bool(_binary(body, media_type.strip().lower()))


def reader_version() -> str:
    """The version of this reading: another where texts in pictures are recognised too."""
    return f"{READER_VERSION}+ocr" if tesseract() else READER_VERSION


def _binary(body: bytes, declared: str) -> str:
    """The kind of a binary document by its first bytes; '' for text."""
    head = body[:1024]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, media in _MAGIC:
        if start.startswith(magic) and (magic != b"BM" or declared.startswith("image/")):
            return media
    if b"%PDF-" in head and (declared == "application/pdf" or b"<" not in head[: head.find(b"%PDF-")]):
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in body:
            return "docx"
        return "xlsx" if b"xl/" in body else "other"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # Streams are named in UTF-16: a Word file holds 'WordDocument', an Excel file 'Workbook'.
        return "doc" if "WordDocument".encode("utf-16-le") in body else "other"
    return ""


def _textual(text: str, declared: str) -> str:
    start = text[:4096].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and ("json" in declared or not _MARKUP.search(text[:4096])):
        return "json" if "json" in declared or start.rstrip()[-1:] in "}]," or '"' in start[:200] else "text"
    if _XML.match(text[:2000]) and "xhtml" not in declared:
        return "other"
    if "html" in declared or _MARKUP.search(text[:65536]):
        # Anything served as HTML is HTML to a browser; a text/plain page with markup is a page with a wrong header.
        return "html"
    if declared.startswith(("image/", "audio/", "video/", "font/")) or text[:2000].count("\ufffd") > 200:
        return "other"
    if not declared:
        return "html"
    return (
        "text"
        if declared.startswith("text/") or declared in ("application/octet-stream", "application/javascript")
        else "other"
    )
