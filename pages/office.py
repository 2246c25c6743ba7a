"""Office formats that need no library of their own: Excel sheets, old binary Word files, rich text; zip caps."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

from pages.text import tidy

MAX_UNPACKED = 120 * 2**20
MAX_PART = 40 * 2**20
MAX_RATIO = 300  # a real document of pure text packs about 1 : 20
MAX_PARTS = 5_000
_MAX_COLUMNS = 200
_MAX_SHEETS = 30
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class TooMuch(ValueError):
    """An archive that would unpack to more than a document ever holds."""


def check(archive: zipfile.ZipFile) -> None:
    """Raise `TooMuch` for zip bombs, told from the directory before anything is unpacked."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or total > MAX_RATIO * max(packed, 4096):
        raise TooMuch(f"{len(parts)} parts, {total} bytes unpacked")
    if any(part.file_size > MAX_PART for part in parts):
        raise TooMuch("one part too large")


def sheets(body: bytes, max_rows: int) -> list[tuple[str, list[tuple[str, ...]]]]:
    """(name, rows of cell texts) of every sheet of an Excel workbook; dates as dd/mm/yyyy, as the cells show them."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        check(archive)
        names = set(archive.namelist())
        strings = _shared_strings(archive) if "xl/sharedStrings.xml" in names else []
        dated = _date_styles(archive) if "xl/styles.xml" in names else frozenset()
        targets = {node.get("Id", ""): node.get("Target", "") for node in _xml(archive, "xl/_rels/workbook.xml.rels")}
        workbook = _xml(archive, "xl/workbook.xml")
        properties = workbook.find(f"{_MAIN}workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        found = []
        for sheet in list(workbook.iter(f"{_MAIN}sheet"))[:_MAX_SHEETS]:
            target = targets.get(sheet.get(_RELATION, ""), "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            if sheet.get("state") in ("hidden", "veryHidden") or path not in names:
                continue
            rows = _rows(_xml(archive, path), strings, dated, since_1904, max_rows)
            found.append((tidy(sheet.get("name", "")), rows))
        return found


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as part:
        data = part.read(MAX_PART + 1)
    # Office never writes a document type; whoever does wants entities expanded.
    if len(data) > MAX_PART or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise TooMuch(f"{name} is no office part")
    return ElementTree.fromstring(data)


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    root = _xml(archive, "xl/sharedStrings.xml")
    return [tidy("".join(t.text or "" for t in entry.iter(f"{_MAIN}t"))) for entry in root]


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The indices of cell styles that show a date."""
    root = _xml(archive, "xl/styles.xml")
    own = {int(node.get("numFmtId", "0")): node.get("formatCode", "") for node in root.iter(f"{_MAIN}numFmt")}
    dated = set(range(14, 18)) | {22} | {number for number, code in own.items() if _is_date_format(code)}
    cells = root.find(f"{_MAIN}cellXfs")
    if cells is None:
        return frozenset()
    return frozenset(n for n, style in enumerate(cells) if int(style.get("numFmtId", "0")) in dated)


def _is_date_format(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.lower())
    return "d" in bare or "yy" in bare


def _rows(
    root: ElementTree.Element, strings: list[str], dated: frozenset[int], since_1904: bool, max_rows: int
) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for row in root.iter(f"{_MAIN}row"):
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.iter(f"{_MAIN}c")):
            column = _column(cell.get("r", ""), at)
            if column < _MAX_COLUMNS:
                cells[column] = _cell(cell, strings, dated, since_1904)
        width = max(cells, default=-1) + 1
        if any(cells.values()):
            rows.append(tuple(cells.get(n, "") for n in range(width)))
        if len(rows) >= max_rows:
            break
    return rows


def _column(reference: str, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return otherwise
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: ElementTree.Element, strings: list[str], dated: frozenset[int], since_1904: bool) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return tidy("".join(t.text or "" for t in cell.iter(f"{_MAIN}t")))
    node = cell.find(f"{_MAIN}v")
    value = (node.text or "").strip() if node is not None else ""
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "n" and value and int(cell.get("s", "0")) in dated:
        return _serial(value, since_1904) or value
    return tidy(value)


def _serial(value: str, since_1904: bool) -> str:
    """An Excel date serial as dd/mm/yyyy; day 60 is the 29 February 1900 that never was."""
    try:
        number = float(value)
    except ValueError:
        return ""
    if not 61 <= number < 120_000:
        return ""
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    day: date = (start + timedelta(days=number)).date()
    return day.strftime("%d/%m/%Y")


_SECTOR_END = 0xFFFFFFFA  # sector numbers from here on are marks, no sectors


def doc_text(body: bytes) -> str:
    """The main text of a binary Word 97-2003 file ([MS-DOC]): paragraphs as lines, table cells apart by tabs."""
    streams = _ole_streams(body)
    main = streams["WordDocument"]
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & 0x0100:
        raise ValueError("needs a password")
    table = streams["1Table" if flags & 0x0200 else "0Table"]
    length = struct.unpack_from("<i", main, 0x4C)[0]  # ccpText: characters of the main document
    start, size = struct.unpack_from("<II", main, 0x01A2)  # fcClx, lcbClx
    clx = table[start : start + size]
    at = 0
    while at < len(clx) and clx[at] == 1:  # Prc: formatting, skipped
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise ValueError("no piece table")
    pieces = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(pieces) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", pieces, 0)
    text: list[str] = []
    total = 0
    for n in range(count):
        characters = min(bounds[n + 1] - bounds[n], 5_000_000)
        offset = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * n + 2)[0]
        if offset & 0x40000000:
            place = (offset & 0x3FFFFFFF) // 2
            text.append(main[place : place + characters].decode("windows-1252", "replace"))
        else:
            text.append(main[offset : offset + 2 * characters].decode("utf-16-le", "replace"))
        total += characters
        if total > 5_000_000:
            break
    return _word_marks("".join(text)[: max(0, length)])


def _word_marks(text: str) -> str:
    """Word's own marks undone: \\r ends a paragraph, \\x07 a cell (two of them a row), fields keep their result."""
    text = re.sub(r"\x13[^\x13\x14\x15]{0,2000}\x14", "", text)
    text = re.sub(r"\x13[^\x13\x14\x15]{0,2000}\x15", "", text).replace("\x15", "").replace("\x14", "")
    text = text.replace("\x07\x07", "\n").replace("\x07", "\t").replace("\r", "\n").replace("\x0b", "\n")
    return re.sub(r"[\x00-\x08\x0c\x0e-\x1f]", "", text.replace("\x1e", "-"))


def _ole_streams(body: bytes) -> dict[str, bytes]:
    """The streams of an OLE2 compound file ([MS-CFB]) by name."""
    if not body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ValueError("no compound file")
    sector = 1 << struct.unpack_from("<H", body, 30)[0]
    small = 1 << struct.unpack_from("<H", body, 32)[0]
    if sector not in (512, 4096) or small != 64:
        raise ValueError("odd sector size")
    directory_start, cutoff, small_start = (
        struct.unpack_from("<I", body, 48)[0],
        struct.unpack_from("<I", body, 56)[0],
        struct.unpack_from("<I", body, 60)[0],
    )
    per = sector // 4
    most = len(body) // sector + 1

    def block(number: int) -> bytes:
        return body[(number + 1) * sector : (number + 2) * sector]

    fat_sectors = [n for n in struct.unpack_from("<109I", body, 76) if n < _SECTOR_END]
    extra, steps = struct.unpack_from("<I", body, 68)[0], 0
    while extra < _SECTOR_END and steps < most:
        entries = struct.unpack(f"<{per}I", block(extra).ljust(sector, b"\xff"))
        fat_sectors += [n for n in entries[:-1] if n < _SECTOR_END]
        extra, steps = entries[-1], steps + 1
    fat: list[int] = []
    for number in fat_sectors[:most]:
        fat += struct.unpack(f"<{per}I", block(number).ljust(sector, b"\xff"))

    def chain(start: int, table: list[int]) -> list[int]:
        found: list[int] = []
        while start < len(table) and start < _SECTOR_END and len(found) <= len(table):
            found.append(start)
            start = table[start]
        return found[: most * (sector // small)]

    directory = b"".join(block(n) for n in chain(directory_start, fat))
    small_table: list[int] = []
    for number in chain(small_start, fat):
        small_table += struct.unpack(f"<{per}I", block(number).ljust(sector, b"\xff"))
    streams: dict[str, bytes] = {}
    mini = b""
    for at in range(0, len(directory) - 127, 128):
        name_size, kind = struct.unpack_from("<H", directory, at + 64)[0], directory[at + 66]
        if not kind or name_size < 2 or name_size > 64:
            continue
        name = directory[at : at + name_size - 2].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<I", directory, at + 116)[0], struct.unpack_from("<I", directory, at + 120)[0]
        size = min(size, len(body))
        if kind == 5:
            mini = b"".join(block(n) for n in chain(start, fat))[:size]
        elif kind == 2 and name not in streams:
            if size < cutoff:
                streams[name] = b"".join(mini[n * 64 : n * 64 + 64] for n in chain(start, small_table))[:size]
            else:
                streams[name] = b"".join(block(n) for n in chain(start, fat))[:size]
    return streams


_RTF = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
# Groups that hold no text of the document.
_RTF_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer headerl headerr footerl footerr themedata colorschememapping "
    b"listtable listoverridetable rsidtbl generator datastore latentstyles xmlnstbl object fldinst".split()
)
_RTF_MARKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"cell": "\t", b"tab": "\t"}
_RTF_SIGNS = {
    b"endash": "–",
    b"emdash": "—",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}


def rtf_text(body: bytes) -> str:
    """The text of a rich-text document; bytes by its own code page (\\ansicpg), \\u characters as they are."""
    page = re.search(rb"\\ansicpg(\d{3,5})", body[:4096])
    charset = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        b"".decode(charset)
    except LookupError:
        charset = "cp1252"
    out: list[str] = []
    pending = bytearray()
    silent, skip, fallback = 0, 0, 1
    stack: list[tuple[int, int]] = []

    def flush() -> None:
        if pending:
            out.append(pending.decode(charset, "replace"))
            pending.clear()

    for match in _RTF.finditer(body):
        code, word, number, sign, brace, text = match.groups()
        if brace == b"{":
            stack.append((silent, fallback))
            skip = 0
        elif brace == b"}":
            silent, fallback = stack.pop() if stack else (0, 1)
            skip = 0
        elif word is not None:
            if word in _RTF_SILENT:
                silent = 1
            elif word == b"uc":
                fallback = max(0, min(8, int(number or b"1")))
            elif not silent:
                if word == b"u" and number is not None:
                    flush()
                    value = int(number) & 0xFFFF
                    out.append(chr(value) if not 0xD800 <= value < 0xE000 else "\ufffd")
                    skip = fallback
                elif word in _RTF_MARKS or word in _RTF_SIGNS:
                    flush()
                    out.append(_RTF_MARKS.get(word) or _RTF_SIGNS[word])
        elif sign is not None:
            if sign == b"*":
                silent = 1
            elif not silent and sign in b"{}\\~-_":
                flush()
                out.append({b"~": " ", b"-": "", b"_": "-"}.get(sign, sign.decode("latin-1")))
        elif not silent:
            if code is not None:
                if skip:
                    skip -= 1
                else:
                    pending.append(int(code, 16))
            elif text:
                pending += text[skip:]
                skip = max(0, skip - len(text))
    flush()
    return "".join(out)
