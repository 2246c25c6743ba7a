"""From a page's bytes to its text: byte order mark, declarations, UTF-8, the encodings Vietnamese sites still use."""

from __future__ import annotations

import codecs
import re
import unicodedata

# Declarations stand at the top by the standard (1024 bytes); portals with long comments or scripts put them later.
_PRESCAN = 8192
# Detection reads a sample: the whole of a 10 MiB page would take seconds and say the same.
_SAMPLE = 65536
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]+)", re.IGNORECASE)
# What servers say by default, without knowing: such a declaration yields to what the bytes themselves show.
_DEFAULTS = {"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "iso8859-1"}
# What a page on a Vietnamese government host may be in besides: neighbours' and Western encodings.
_CANDIDATES = ["cp1252", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "koi8_r"]
# Codecs of Python's that no page is written in.
_NO_PAGE = {
    "undefined",
    "idna",
    "punycode",
    "unicode-escape",
    "unicode_escape",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "utf-7",
}
_VIETNAMESE = frozenset("ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def decode(body: bytes, *, charset_header: str = "") -> tuple[str, str]:
    """(text in NFC, name of the charset used) of `body`; never raises, what cannot be read becomes U+FFFD.

    In order: byte order mark; UTF-16 told by its zero bytes; strict UTF-8, whatever was declared, for bytes of another
    encoding are valid UTF-8 only by a miracle; the charset of the header, then the page's own; detection.
    """
    text, charset = decode_as_written(body, charset_header=charset_header)
    return unicodedata.normalize("NFC", text), charset


def decode_as_written(body: bytes, *, charset_header: str = "") -> tuple[str, str]:
    """The same with decomposed letters left so, for markup, whose text is composed piece by piece when it is read.

    An address must not be: `/files/Li\u0323ch.pdf`, uploaded from a Mac, is another file than `/files/Lịch.pdf`.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    if (wide := _utf16(body)) is not None:
        return body.decode(wide, "replace"), wide
    # A page of pure ASCII bytes may still be ISO-2022-like or UTF-7; nobody here serves those: ASCII is UTF-8.
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(body, error.start):
            return body.decode("utf-8", "replace"), "utf-8"
    declared = [name for name in (_known(charset_header), *_declarations(body)) if name]
    for name in declared:
        if name in _DEFAULTS or name == "utf-8":
            continue
        try:
            return body.decode(name), name
        except (UnicodeError, LookupError):
            continue
    if "utf-8" in declared and body.count(b"\xef\xbf\xbd") == 0 and _mostly_utf8(body, 0):
        return body.decode("utf-8", "replace"), "utf-8"
    return _detected(body)


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: in markup every second byte is zero."""
    sample = body[:512]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.2 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.2 * half:
        return "utf-16-be"
    return None


def _declarations(body: bytes) -> list[str]:
    head = body[:_PRESCAN]
    found = [match[1] for pattern in (_XML, _META) if (match := pattern.search(head))]
    return [name for name in (_known(label.decode("ascii")) for label in found) if name]


def _known(label: str) -> str:
    """The codec's name for a declared charset; '' where Python knows none that decodes text."""
    label = label.strip().strip("\"'").lower()
    label = {"x-sjis": "shift_jis", "utf8": "utf-8", "tcvn": "windows-1258", "x-viet-tcvn": "windows-1258"}.get(
        label, label
    )
    if label in _DEFAULTS or label == "utf-8":
        return label
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in _NO_PAGE else ""


def _mostly_utf8(body: bytes, start: int) -> bool:
    """Whether `body` is UTF-8 with a few broken bytes (a cut-off capture, one pasted part in another encoding)."""
    window = body[max(0, start - 16) : start + _SAMPLE] if start else body[:_SAMPLE]
    text = window.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    if not good and start:
        text = body[:_SAMPLE].decode("utf-8", "replace")
        good = sum(1 for c in text if c > "\x7f" and c != "\ufffd")
    return good > 20 * broken or (len(body) - start <= 4 and start > 0)


def _detected(body: bytes) -> tuple[str, str]:
    """Windows-1258 where its text reads as Vietnamese, else what charset-normalizer thinks, else windows-1252."""
    sample = body[:_SAMPLE]
    vietnamese = _as_1258(sample)
    if _reads_as_vietnamese(vietnamese):
        return _as_1258(body), "windows-1258"
    high = bytes(b for b in sample if b > 0x7F)
    if len(high) >= 8:
        from charset_normalizer import from_bytes  # takes longer to load than to use, and hardly a page needs it

        best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
        if best is not None:
            try:
                return body.decode(best.encoding, "replace"), best.encoding
            except LookupError:
                pass
    return body.decode("windows-1252", "replace"), "windows-1252"


def _as_1258(body: bytes) -> str:
    """Windows-1258 writes a vowel and its tone as two characters; NFC joins them."""
    return unicodedata.normalize("NFC", body.decode("windows-1258", "replace"))


def _reads_as_vietnamese(text: str) -> bool:
    foreign = [c for c in text if c > "\x7f" and c.isalpha()]
    if len(foreign) < 3:
        return False
    marks = sum(1 for c in text if unicodedata.combining(c))
    good = sum(1 for c in foreign if c in _VIETNAMESE)
    # French or German in windows-1252 has é, è, ü, but no đ, ơ, ư and no vowel with two marks.
    return good >= 0.35 * len(foreign) and marks <= 0.05 * len(foreign) + 1
