"""Web addresses as the WHATWG URL standard reads them: normal form, joining, identity, the host they belong to."""

from __future__ import annotations

import html
import ipaddress
import re
from functools import lru_cache

import ada_url

# An address longer than this is no link anyone wrote, but a `data:`-like payload or a trap.
MAX_LENGTH = 8192

_WEB = ("http:", "https:")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Only what servers write by themselves: `sid` must look like a token, for `sid=12` may well be a section.
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
_ASPNET_SESSION = re.compile(r"/\((?:[A-Za-z]\([^()/]*\))+\)(?=/)")  # cookieless ASP.NET: /(S(abc123))/Default.aspx
_SESSION_KEY = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken)\Z", re.IGNORECASE)
_TOKEN_KEY = re.compile(r"(?:sid|s|session|sessionid|session_id|nvsid)\Z", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}\Z")


def normalise(url: str) -> str | None:
    """`url` (absolute, http or https) as browsers write it, without fragment; None where it is none."""
    return _parsed(url, None)


@lru_cache(maxsize=16384)
def join(base: str, href: str) -> str | None:
    """The absolute address that `href` on a page at `base` leads to, without fragment.

    None for what is no web address (`javascript:`, `mailto:`, `tel:`) or cannot be read. Character references that an
    editor left encoded twice (`?a=1&amp;b=2` after parsing) are undone.
    """
    if "&" in href and _ENTITY.search(href):
        # Only references that end in a semicolon: `?a=1&copy=2` is a query, not a copyright sign.
        href = _ENTITY.sub(lambda found: html.unescape(found[0]), href)
    return _parsed(href, base)


@lru_cache(maxsize=16384)
def canonical(url: str) -> str:
    """`url` for telling whether two addresses are the same page: normalised, session ids dropped, query order kept."""
    url = normalise(url) or url
    head, mark, query = url.partition("?")
    if ";" in head:
        head = _PATH_SESSION.sub("", head)
    if "/(" in head:
        head = _ASPNET_SESSION.sub("", head)
    if mark:
        kept = [part for part in query.split("&") if part and not _is_session(part)]
        query = "&".join(kept)
    return f"{head}?{query}" if query else head


@lru_cache(maxsize=16384)
def authority(url: str) -> str:
    """`host`, or `host:port` where the port is not the scheme's own; '' where `url` is no web address."""
    parsed = _url(url)
    return parsed.host if parsed is not None else ""


def host(url: str) -> str:
    """The host name of `url` in lower case without port; '' where `url` is no web address."""
    parsed = _url(url)
    return parsed.hostname if parsed is not None else ""


@lru_cache(maxsize=4096)
def registrable(name: str) -> str:
    """The host that a portal's addresses hang below: `name` (host or host:port) without a leading `www.`.

    `ubnd.example.gov.vn` stays itself: which sub-domains belong to a province is the registry's business, never a
    guess from a suffix. Addresses and `localhost` stand for themselves, port included: two portals may share one.
    """
    name = name.strip().lower().rstrip(".")
    bare = name.rsplit(":", 1)[0] if re.fullmatch(r"(?:\[[^\]]*\]|[^:]*):\d+", name) else name
    if bare == "localhost" or _is_address(bare.strip("[]")):
        return name
    return bare.removeprefix("www.")


def belongs(url: str, name: str) -> bool:
    """Whether `url` lies on the host `name` (as `registrable` gives it) or, for a named host, on a sub-domain."""
    own = registrable(authority(url))
    name = registrable(name)
    if not own or not name:
        return False
    return own == name or (not _is_address(name.split(":")[0].strip("[]")) and own.endswith("." + name))


def _parsed(url: str, base: str | None) -> str | None:
    parsed = _url(url, base)
    if parsed is None:
        return None
    address: str = parsed.href
    return address.partition("#")[0] if parsed.hash or address.endswith("#") else address


def _url(url: str, base: str | None = None) -> ada_url.URL | None:
    if len(url) > MAX_LENGTH:
        return None
    try:
        parsed = ada_url.URL(url, base) if base is not None else ada_url.URL(url)
    except (ValueError, UnicodeError):
        return None
    return parsed if parsed.protocol in _WEB and parsed.hostname else None


def _is_session(part: str) -> bool:
    key, _, value = part.partition("=")
    return bool(_SESSION_KEY.match(key) or (_TOKEN_KEY.match(key) and _TOKEN.match(value)))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
