"""From a capture's bytes to a `Page`, whatever the format."""

from __future__ import annotations

from pages.decode import decode
from pages.html import read_html
from pages.page import Page

READER_VERSION = "1"


def read(body: bytes, *, url: str, media_type: str = "", charset_header: str = "") -> Page:
    """Understand `body`: sniffs the format where the declared type is wrong, never raises on bad input.

    `media_type` is without parameters, `charset_header` the charset of the Content-Type header ('' where none).
    """
    text, charset = decode(body, charset_header=charset_header)
    return read_html(text, url=url, charset=charset)
