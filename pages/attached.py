"""Documents that a page links or embeds as its own: attachments, download links, framed viewers."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from pages.page import Link, Page, Region
from pages.wording import Wording

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|rtf|odt|ods|zip|rar|jpe?g|png|tiff?)$", re.I)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|rtf|odt|ods)$", re.I)
# Addresses that hand out a file without an extension: NukeViet's savefile, Liferay's /documents/, download scripts.
_HANDS_OUT = re.compile(
    r"/savefile/|/documents/\d|/download(?:file)?[/?.]|[?&](?:download|fileid|attach\w*)=|getfile|viewfile|downloadfile",
    re.I,
)
_SAYS_SO = Wording(
    "(?:tập tin|tệp(?: tin)?|file|văn bản|tài liệu|nội dung)?,? ?đính kèm(?: tại đây)?",
    "(?:xem |tải )?(?:chi tiết )?(?:tại|ở) đây",
    "tải (?:về|xuống|file|tệp|tập tin|văn bản)",
    "download",
    "(?:xem )?toàn văn",
    "(?:xem (?:nội dung )?|nội dung )văn bản",
)
_SITE_WIDE = (Region.NAV, Region.HEADER, Region.FOOTER, Region.BREADCRUMB)
_VIEWER_KEYS = ("url", "file", "src", "doc", "fileurl")


def is_document(url: str) -> bool:
    """Whether the address ends like a document that text can be read from."""
    parts = urlsplit(url)
    return bool(_DOCUMENT.search(unquote(parts.path))) or any(_DOCUMENT.search(v) for v in _values(parts.query))


def is_file(url: str) -> bool:
    """Whether the address is a file's: a document, a scan, or one that a download address hands out."""
    parts = urlsplit(url)
    if _FILE.search(unquote(parts.path)) or _HANDS_OUT.search(url):
        return True
    return any(_FILE.search(v) for v in _values(parts.query))


def _values(query: str) -> list[str]:
    return [value for values in parse_qs(query[:2000]).values() for value in values]


def attached(page: Page) -> tuple[Link, ...]:
    """Links of the page's own content that lead to a file, or whose words say that the text is behind them."""
    return tuple(
        link
        for link in page.links
        if link.region not in _SITE_WIDE and (is_file(link.url) or (link.region is Region.MAIN and says_so(link.label)))
    )


def says_so(label: str) -> bool:
    """Whether a link's words only say that the text is behind them ('Tải về', 'xem tại đây')."""
    return len(label) <= 60 and _SAYS_SO(label)


def framed(page: Page) -> tuple[str, ...]:
    """Addresses of documents shown in a frame, taken out of the viewer's address where one is used."""
    found: list[str] = []
    for frame in page.frames:
        parts = urlsplit(frame)
        inner = next((v for k, vs in parse_qs(parts.query[:4000]).items() if k.lower() in _VIEWER_KEYS for v in vs), "")
        if inner and is_file(inner):
            found.append(urljoin(frame, inner))
        elif is_file(frame):
            found.append(frame)
    return tuple(dict.fromkeys(found))
