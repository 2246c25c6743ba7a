"""Documents as a `Page`: PDF, Word (.docx, .doc, .rtf), Excel, JSON, plain text and pictures.

Pure functions of the bytes, capped in pages, bytes and ratio; PDFium is not thread-safe and may hang on a hostile
file, so callers read documents one at a time, in a process of their own where they must not wait.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pages import legacy, office
from pages.ocr import recognise
from pages.page import Block, Link, Page, Region, State, Table
from pages.text import tidy
from pages.urls import join

MAX_PAGES = 60
MAX_BYTES = 30 * 2**20
MAX_TEXT = 2_000_000  # characters of one document
MAX_ROWS = 3_000  # of one table
MAX_BLOCKS = 20_000
MAX_PICTURES = 5  # of one document, to recognise text in
MAX_PIXELS = 6_000_000
# A page of running text holds some 2,000 characters; a scan's stamp or digital signature note below a hundred.
_SCAN_PER_PAGE = 60
_BULLET = re.compile(
    r"\s*(?:[-+*•–●▪✓]|\(?\d{1,3}[.)/]|[a-zđ][.)]|[IVX]{1,4}[.)]"
    r"|(?:Điều|Chương|Mục|Ngày|Thứ|Tháng|Số|Căn cứ|Thực hiện|Xét|Theo|Nay|Kính|Nơi nhận|Về việc|V/v)\b)"
)
_FINISHED = re.compile(r"[.;:!?…/]\s*\Z")
_TAGS = re.compile(r"<[^<>]{0,500}>")


def read_document(body: bytes, *, url: str, media: str, text: str = "", ocr: bool = False) -> Page:
    """The document `body` of the kind `media`; what cannot be read is an ERROR page that says why.

    `media` is one of `pdf`, `docx`, `doc`, `rtf`, `xlsx`, `json`, `text`, `image`, `other`; `text` is the decoded body
    for the textual ones. Word documents of every age come out as `docx`.
    """
    shown = {"doc": "docx", "rtf": "docx"}.get(media, media)
    blank = Page(url=url, media=shown, base=url)
    if media == "image":
        scan = replace(blank, state=State.SCAN, state_evidence="a picture", quality=0.3)
        return _recognised(scan, [body]) if ocr and len(body) <= MAX_BYTES else scan
    if media not in _READERS:
        return replace(blank, state=State.ERROR, state_evidence=f"unsupported: {media}", quality=0.0)
    if len(body) > MAX_BYTES:
        return replace(blank, state=State.ERROR, state_evidence="too large to read", quality=0.0)
    try:
        page = _READERS[media](body, blank, text)
    except Exception as error:
        # The libraries raise whatever they like on broken files (KeyError, lxml and zlib errors ...).
        why = "encrypted" if "password" in str(error).lower() else f"unreadable: {type(error).__name__}"
        return replace(blank, state=State.ERROR, state_evidence=why, quality=0.0)
    if page.state is State.SCAN and ocr:
        pictures = {"pdf": _pdf_pictures, "docx": _docx_pictures}.get(media)
        page = _recognised(page, pictures(body)) if pictures is not None else page
    if page.state is State.OK and not page.blocks:
        return replace(page, state=State.EMPTY)
    return page


def _recognised(scan: Page, pictures: Iterable[bytes]) -> Page:
    """A scan with the text of its pictures, a page each; as it was where they give none."""
    blocks = list(scan.blocks)
    sure: list[float] = []
    for number, picture in enumerate(itertools.islice(pictures, MAX_PICTURES), 1):
        found = recognise(picture)
        if found is not None:
            sure.append(found.confidence)
            # Words that were recognised, not read: their locator says so.
            lines = _joined([tidy(line) for line in found.lines])
            blocks += [Block("paragraph", line, Region.MAIN, f"page={number};ocr") for line in lines]
    if sum(1 for block in blocks for c in block.text if c.isalnum()) < _SCAN_PER_PAGE:
        return scan
    quality = round(0.8 * sum(sure) / len(sure), 2)
    return replace(
        scan, state=State.OK, state_evidence="", blocks=tuple(blocks), heading=_first_heading(blocks), quality=quality
    )


def _pdf_pictures(body: bytes) -> Iterator[bytes]:
    """The pages of a PDF as grey pictures (PNM), A4 at 200 dots an inch and never beyond `MAX_PIXELS`."""
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    try:
        for number in range(min(len(document), MAX_PICTURES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(200 / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            rows = bytes(bitmap.buffer)
            packed = b"".join(
                rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)
            )
            yield b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + packed
            bitmap.close()
            page.close()
    finally:
        document.close()


def _docx_pictures(body: bytes) -> Iterator[bytes]:
    """The pictures of a Word document, the largest first: logos and stamps are small."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        office.check(archive)
        media = [entry for entry in archive.infolist() if entry.filename.startswith("word/media/")]
        for entry in sorted(media, key=lambda entry: -entry.file_size):
            yield archive.read(entry)


def _pdf(body: bytes, blank: Page, _: str) -> Page:
    import pypdfium2  # takes longer to load than a page to read, and few visits have a PDF

    document = pypdfium2.PdfDocument(body)
    try:
        count = len(document)
        blocks: list[Block] = []
        size = read = 0
        for number in range(min(count, MAX_PAGES)):
            page = document[number]
            words = page.get_textpage()
            text = words.get_text_range()
            words.close()
            page.close()
            read += 1
            size += len(text)
            blocks += _pdf_blocks(text, number + 1)
            if size > MAX_TEXT or len(blocks) > MAX_BLOCKS:
                break
        title = tidy(document.get_metadata_dict().get("Title", ""))
    finally:
        document.close()
    letters = sum(1 for block in blocks for c in block.text if c.isalnum())
    page_out = replace(blank, title=title, blocks=tuple(blocks[:MAX_BLOCKS]), heading=_first_heading(blocks))
    if read and letters < _SCAN_PER_PAGE * read:
        return replace(page_out, state=State.SCAN, state_evidence=f"{letters} letters on {read} pages", quality=0.3)
    return replace(page_out, quality=1.0 if read == count else 0.7)


def _pdf_blocks(text: str, number: int) -> list[Block]:
    """The paragraphs of a page."""
    lines = [tidy(legacy.convert(line)) for line in re.split(r"[\r\n\x02\ufffe]+", text[:MAX_TEXT])]
    return [Block("paragraph", line, Region.MAIN, f"page={number}") for line in _joined(lines)]


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs: lines joined where one runs to the margin and its sentence goes on."""
    lines = [line for line in lines if line]
    widths = sorted(len(line) for line in lines)
    full = 0.8 * widths[int(0.9 * (len(widths) - 1))] if widths else 0
    joined: list[str] = []
    previous = 0
    for line in lines:
        goes_on = (
            joined
            and previous >= max(40, full if line[0].islower() else 1.1 * full)
            and not _FINISHED.search(joined[-1])
            and not _BULLET.match(line)
            and len(joined[-1]) < 4000
        )
        if goes_on:
            joined[-1] += " " + line
        else:
            joined.append(line)
        previous = len(line)
    return joined


def _first_heading(blocks: list[Block]) -> str:
    """The document's own title: the first lines in capitals after the state's motto and the agency's name."""
    found: list[str] = []
    for block in blocks[:25]:
        text = block.text
        letters = [c for c in text if c.isalpha()]
        capital = bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)
        if capital and len(text) < 200 and not _MOTTO.search(text):
            found.append(text)
            if len(found) == 2:
                break
        elif found:
            break
    return " ".join(found)


_MOTTO = re.compile(r"CỘNG H[ÒO]A|CỘNG HOÀ|ỦY BAN|UỶ BAN|UBND|VĂN PHÒNG|HỘI ĐỒNG|SỞ |THANH TRA|BAN TIẾP")


def _docx(body: bytes, blank: Page, _: str) -> Page:
    import docx  # as above
    import docx.table
    import docx.text.paragraph

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        office.check(archive)
    document = docx.Document(io.BytesIO(body))
    reader = _DocxReader(blank.url)
    number = table = 0
    for item in document.iter_inner_content():
        if isinstance(item, docx.text.paragraph.Paragraph):
            number += 1
            reader.paragraph(item, f"paragraph={number}")
        elif isinstance(item, docx.table.Table):
            table += 1
            reader.table(item, f"table={table}")
        if len(reader.blocks) > MAX_BLOCKS:
            break
    pictures = any(part.partname.startswith("/word/media/") for part in document.part.package.iter_parts())
    letters = sum(1 for block in reader.blocks for c in block.text if c.isalnum())
    page = replace(
        blank,
        title=tidy(document.core_properties.title or ""),
        heading=_first_heading(reader.blocks),
        blocks=tuple(reader.blocks),
        tables=tuple(reader.tables),
        links=tuple(reader.links),
    )
    if pictures and letters < _SCAN_PER_PAGE:
        return replace(page, state=State.SCAN, state_evidence="pictures without text", quality=0.3)
    return page


class _DocxReader:
    """Gathers blocks, tables and links of a Word document in their order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.links: list[Link] = []
        self.headings: tuple[tuple[int, str], ...] = ()

    def paragraph(self, paragraph: Any, locator: str) -> None:
        style = (paragraph.style.name if paragraph.style is not None else "") or ""
        level = int(style[-1]) if re.fullmatch(r"[Hh]eading [1-6]", style) else 1 if style == "Title" else 0
        kind = "heading" if level else "item" if style.startswith("List") else "paragraph"
        for line in _paragraph_text(paragraph).split("\n"):
            text = tidy(line)
            if not text:
                continue
            above = tuple(name for own, name in self.headings if not level or own < level)
            self.blocks.append(Block(kind, text, Region.MAIN, locator, above, level))
            if level:
                self.headings = (*(h for h in self.headings if h[0] < level), (level, text))
        for link in paragraph.hyperlinks:
            if link.url and (url := join(self.url, link.url)):
                label = tidy(link.text)
                at = len(self.blocks) - 1
                self.links.append(Link(url, label, Region.MAIN, locator, block=at, position=len(self.links)))

    def table(self, table: Any, locator: str) -> None:
        before = len(self.blocks) - 1
        rows = []
        for row in list(table.rows)[:MAX_ROWS]:
            cells: list[str] = []
            distinct: list[str] = []
            last = None
            for cell in row.cells:  # a merged cell comes once for every column that it spans
                text = tidy(" ".join(_paragraph_text(p) for p in cell.paragraphs))
                cells.append(text)
                if text and cell._tc is not last:
                    distinct.append(text)
                last = cell._tc
            rows.append(tuple(cells))
            if distinct:
                above = tuple(name for _, name in self.headings)
                self.blocks.append(Block("row", " | ".join(distinct), Region.MAIN, locator, above))
        # Letterheads are laid out as a table of one row: agency left, motto right.
        if len(rows) > 1:
            self.tables.append(
                Table(tuple(rows), 1, Region.MAIN, locator, "", tuple(name for _, name in self.headings), before)
            )


def _paragraph_text(paragraph: Any) -> str:
    """The words of a paragraph, runs in old Vietnamese fonts converted."""
    runs = paragraph.runs
    if any(font.startswith((".Vn", "VNI", ".vn")) for run in runs if (font := run.font.name or "")):
        return "".join(legacy.convert(run.text, run.font.name or "") for run in runs)
    return legacy.convert(paragraph.text)


def _doc(body: bytes, blank: Page, _: str) -> Page:
    return _plain(office.doc_text(body), blank)


def _rtf(body: bytes, blank: Page, _: str) -> Page:
    return _plain(office.rtf_text(body), blank)


def _plain(text: str, blank: Page) -> Page:
    """Blocks of a text whose paragraphs are lines, and whose table cells are apart by tabs."""
    blocks = []
    for number, line in enumerate(text[:MAX_TEXT].split("\n"), 1):
        cells = [tidy(legacy.convert(cell)) for cell in line.split("\t")]
        cells = [cell for cell in cells if cell]
        if cells:
            kind = "row" if len(cells) > 1 else "paragraph"
            blocks.append(Block(kind, " | ".join(cells), Region.MAIN, f"paragraph={number}"))
    blocks = blocks[:MAX_BLOCKS]
    return replace(blank, blocks=tuple(blocks), heading=_first_heading(blocks))


def _xlsx(body: bytes, blank: Page, _: str) -> Page:
    blocks: list[Block] = []
    tables: list[Table] = []
    for name, rows in office.sheets(body, MAX_ROWS):
        before = len(blocks)
        blocks.append(Block("heading", name, Region.MAIN, f"sheet={name}", (), 1))
        for row in rows:
            cells = [cell for cell in row if cell]
            if cells:
                blocks.append(Block("row", " | ".join(cells), Region.MAIN, f"sheet={name}", (name,)))
        if rows:
            width = max(len(row) for row in rows)
            grid = tuple((*row, *[""] * (width - len(row))) for row in rows)
            tables.append(Table(grid, 0, Region.MAIN, f"sheet={name}", name, (name,), before))
    return replace(blank, blocks=tuple(blocks[:MAX_BLOCKS]), tables=tuple(tables))


def _json(_: bytes, blank: Page, text: str) -> Page:
    """Every object of a JSON answer as a row of its plain values, every list of objects as a table."""
    data = json.loads(text)
    blocks: list[Block] = []
    tables: list[Table] = []
    for path, value in _objects(data):
        if isinstance(value, dict):
            words = [_value(v) for v in value.values()]
            words = [word for word in words if word]
            if words and len(blocks) < MAX_BLOCKS:
                blocks.append(Block("row", " | ".join(words), Region.MAIN, path))
        elif len(value) > 1 and all(isinstance(item, dict) for item in value[:MAX_ROWS]):
            keys = list(dict.fromkeys(key for item in value[:MAX_ROWS] for key in item))[:60]
            rows = [tuple(keys), *(tuple(_value(item.get(key)) for key in keys) for item in value[:MAX_ROWS])]
            tables.append(Table(tuple(rows), 1, Region.MAIN, path))
    return replace(blank, blocks=tuple(blocks), tables=tuple(tables[:200]))


def _objects(data: Any) -> Iterator[tuple[str, Any]]:
    """(path, value) of every object and list, in document order; no recursion, for the nesting is the sender's."""
    stack: list[tuple[str, Any]] = [("$", data)]
    seen = 0
    while stack and seen < MAX_BLOCKS:
        path, value = stack.pop()
        seen += 1
        if isinstance(value, (dict, list)):
            yield path, value
            items = (
                [(f"{path}.{key}", item) for key, item in value.items()]
                if isinstance(value, dict)
                else [(f"{path}[{at}]", item) for at, item in enumerate(value)]
            )
            stack += [entry for entry in reversed(items) if isinstance(entry[1], (dict, list))]


def _value(value: Any) -> str:
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    words = str(value)
    return tidy(_TAGS.sub(" ", words) if "<" in words else words)


def _text(_: bytes, blank: Page, text: str) -> Page:
    return _plain(text.replace("\r\n", "\n").replace("\r", "\n"), blank)


_READERS = {
    "pdf": _pdf,
    "docx": _docx,
    "doc": _doc,
    "rtf": _rtf,
    "xlsx": _xlsx,
    "json": _json,
    "text": _text,
}
