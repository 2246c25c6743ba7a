"""Bodies that are small to send and large, deep or endless to read."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from functools import cache

from tests.crawler.portal import html

MiB = 2**20


@cache
def packed(size: int) -> bytes:
    """`size` zero bytes in gzip, about a thousandth of it."""
    engine, chunks = zlib.compressobj(9, wbits=31), []
    for _ in range(size // MiB):
        chunks.append(engine.compress(b"\0" * MiB))
    return b"".join(chunks) + engine.flush()


def repacked(data: bytes, times: int) -> bytes:
    """`data` in gzip, and that in gzip again."""
    for _ in range(times):
        data = gzip.compress(data, mtime=0)
    return data


# Bytes that claim two codings we do not ask for: what was not asked for is refused before anything is decoded.
BROTLI = bytes.fromhex("5bffff9f0001a08c2602000000") + b"\x00" * 8
ZSTD = bytes.fromhex("28b52ffda00000a000") + b"\x00" * 16


def entities(root: str = "lolz") -> bytes:
    """The billion laughs: ten levels of entities, each ten of the one before."""
    levels = ['<!ENTITY l0 "lol">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11)]
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{"".join(levels)}]><{root}>&l10;</{root}>'.encode()


def external_entity(address: str) -> bytes:
    """A document that asks its reader to fetch something."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "{address}">]><urlset><url><loc>&x;</loc></url></urlset>'
    ).encode()


def sitemap(base: str, addresses: int) -> bytes:
    """A site map of so many addresses, all of which speak of an audited topic."""
    entries = "".join(f"<url><loc>{base}/lich-tiep-cong-dan/{n}</loc></url>" for n in range(addresses))
    return f'<?xml version="1.0"?><urlset>{entries}</urlset>'.encode()


def docx(parts: dict[str, bytes]) -> bytes:
    """A zip archive that looks like a Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@cache
def docx_bomb() -> bytes:
    """A Word document whose text unpacks to 200 MiB."""
    return docx({"word/document.xml": b"\0" * (200 * MiB)})


def pdf(pages: str, *, count: int = 1, trailer: str = "") -> bytes:
    """A PDF of few objects: `pages` is the dictionary of the page tree's root, object 2."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", pages, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"]
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010d} 00000 n \n".encode() for at in offsets)
    return out + f"trailer\n<< /Size 4 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()


RECURSIVE_PDF = pdf("<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 1000000 >>")
BROKEN_PDF = pdf("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")[:90]
ENCRYPTED_PDF = pdf(
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
    + "41" * 32
    + "> /U <"
    + "42" * 32
    + "> >> /ID [<00> <00>]",
)


@cache
def nested(depth: int) -> str:
    """So many elements within each other."""
    return html("Sâu", "<div>" * depth + "đáy")


@cache
def crowded(attributes: int) -> str:
    """A tag of so many attributes, and ten thousand titles in a row before it."""
    titles = "".join(f"<h3>Câu hỏi {n}</h3><p>Trả lời ngày 01/02/2022</p>" for n in range(10_000))
    return html("Chật", f"{titles}<p {' '.join(f'a{n}=1' for n in range(attributes))}>x</p>")
