"""Real local servers for the crawler's tests: a small portal of pages, counted requests, TLS with an own authority."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from records.province import Province

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Page = str | Handler


@dataclass
class Portal:
    """A running server: what it was asked for, in order, and when."""

    host: str
    port: int
    scheme: str = "http"
    asked: list[str] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """`scheme://host:port`, without a slash at the end."""
        return f"{self.scheme}://{self.host}:{self.port}"

    def times(self, path: str) -> int:
        """How often a path (with query) was asked for."""
        return self.asked.count(path)


@asynccontextmanager
async def serving(
    pages: Mapping[str, Page],
    *,
    host: str = "127.0.0.1",
    bind: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Portal]:
    """Serve `pages` by path (query included where given, then path alone); 404 for all others."""
    portal = Portal(host, 0, "https" if tls else "http")

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        portal.asked.append(request.raw_path)
        portal.asked_at.append(asyncio.get_running_loop().time())
        portal.cookies.append(request.headers.get("Cookie", ""))
        portal.methods.append(request.method)
        page = pages.get(request.raw_path, pages.get(request.path))
        if page is None:
            return web.Response(status=404, text="<h1>404</h1>", content_type="text/html")
        if isinstance(page, str):
            return web.Response(text=page, content_type="text/html", charset="utf-8")
        return await page(request)  # type: ignore[arg-type]

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, bind, 0, ssl_context=tls)
    await site.start()
    portal.port = runner.addresses[0][1]
    try:
        yield portal
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_serving(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """A TCP server that says whatever `talk` writes; gives the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def redirect(to: str, status: int = 302) -> Handler:
    """A page that redirects."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": to})

    return answer


def status(code: int, **headers: str) -> Handler:
    """A page that answers with a status alone."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers={k.replace("_", "-"): v for k, v in headers.items()}, text="x")

    return answer


def body(content: bytes, media_type: str, **headers: str) -> Handler:
    """A page with these bytes."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(
            body=content, headers={"Content-Type": media_type, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )

    return answer


def html(title: str, main: str, menu: Mapping[str, str] | None = None) -> str:
    """A page with a menu (path -> label) and a content area."""
    entries = "".join(f'<li><a href="{path}">{label}</a></li>' for path, label in (menu or {}).items())
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<header><nav><ul>{entries}</ul></nav></header><main><h1>{title}</h1>{main}</main>"
        f"<footer><p>Cổng thông tin điện tử</p></footer></body></html>"
    )


def province(portal: str, **more: object) -> Province:
    """A province whose portal stands at `portal`."""
    values: dict[str, object] = {
        "code": "48",
        "slug": "da-nang",
        "name": "Đà Nẵng",
        "name_en": "Da Nang",
        "region": "coast",
        "portal": portal,
    }
    return Province(**{**values, **more})  # type: ignore[arg-type]


class Authority:
    """A certificate authority of the tests, with an intermediate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root_key, self.root = _issue("Test Root", None, None, authority=True)
        self.file = folder / "root.pem"
        self.file.write_bytes(_pem(self.root))

    def server(
        self,
        names: list[str],
        *,
        expired: bool = False,
        self_signed: bool = False,
        intermediate: bool = False,
        send_intermediate: bool = True,
        issuer_url: str = "",
    ) -> tuple[ssl.SSLContext, bytes]:
        """A server context for `names`, and its issuer's certificate in DER."""
        key, cert = self.root_key, self.root
        chain = b""
        if intermediate:
            key, cert = _issue("Test Intermediate", self.root_key, self.root, authority=True)
            chain = _pem(cert) if send_intermediate else b""
        issuer = cert.public_bytes(serialization.Encoding.DER)
        leaf_key, leaf = _issue(
            names[0],
            None if self_signed else key,
            None if self_signed else cert,
            names=names,
            expired=expired,
            issuer_url=issuer_url,
        )
        path = self.folder / f"{abs(hash((tuple(names), expired, self_signed, intermediate, send_intermediate)))}.pem"
        path.write_bytes(
            leaf_key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + _pem(leaf)
            + chain
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context, issuer


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _issue(
    name: str,
    issuer_key: ec.EllipticCurvePrivateKey | None,
    issuer: x509.Certificate | None,
    *,
    names: list[str] | None = None,
    authority: bool = False,
    expired: bool = False,
    issuer_url: str = "",
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer is not None else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=30))
        .not_valid_after(now - dt.timedelta(days=1) if expired else now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    signer = issuer_key or key
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
    )
    if authority:
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, critical=True)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(n) for n in names]), critical=False)
    if issuer_url:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_url)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return key, builder.sign(signer, hashes.SHA256())


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
