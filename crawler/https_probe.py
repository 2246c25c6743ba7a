"""Measure how a portal answers over HTTPS and over plain HTTP, and what is wrong with its certificate."""

from __future__ import annotations

import asyncio
import json
import ssl
from datetime import UTC, datetime
from typing import Any

from crawler import tls
from crawler.addresses import GuardedResolver
from crawler.fetching import Fetcher, Origin
from crawler.scope import Scope, endpoint
from crawler.settings import Settings
from crawler.tls import Trust
from crawler.transport import Answer
from pages.urls import authority
from records.capture import Capture, Kind, Outcome

_MAX_ISSUERS = 3
_MAX_CERTIFICATE = 64 * 1024


async def measure_https(
    portal: str, fetcher: Fetcher, scope: Scope, resolver: GuardedResolver, settings: Settings
) -> Capture:
    """Ask both schemes of the portal's authority for their front page, and give the measurement as a capture.

    Its URL is `https://AUTHORITY/`, its body JSON:

    - `measure`: `https`; `host`: the authority
    - `https`: `outcome` (an `Outcome` value), `status`, `verified` (the chain and name are trusted), `error` (why not:
      `expired`, `not_yet_valid`, `self_signed`, `wrong_host`, `incomplete_chain`, `untrusted`, `revoked`, `weak`,
      `legacy_tls`, `no_tls`, `handshake`, or ''), `words`, `protocol`, `issuer`, `subject`, `not_after` (ISO 8601)
    - `http`: `outcome`, `status`, `location` (of the first redirect), `redirects_to_https`

    Default ports where the portal's address names none, else its port for both schemes.
    """
    host = authority(portal)
    secure, plain = f"https://{host}/", f"http://{host}/"

    def follow(_: str, target: str) -> bool:
        return scope.is_portal(target)

    captures = await fetcher.fetch(secure, Origin("probe"), follow=follow)
    answer = fetcher.answers.get(secure.rstrip("/"))
    if answer is None and captures[0].tries:
        # An interrupted attempt fetched the page and did not come to measure: a certificate is in no capture.
        answer = await fetcher.request(secure)
    https = await _https_facts(captures[0], answer, fetcher, resolver, settings)
    chain = await fetcher.fetch(plain, Origin("probe"), follow=follow)
    redirected = next((c.header("location") or "" for c in chain[:1] if c.http_status in (301, 302, 303, 307, 308)), "")
    http = {
        "outcome": chain[0].outcome.value,
        "status": chain[0].http_status,
        "location": redirected,
        "redirects_to_https": bool(redirected)
        and any(c.url.startswith("https:") and scope.is_portal(c.url) for c in chain[1:]),
    }
    facts = {"measure": "https", "host": host, "https": https, "http": http}
    return Capture(
        url=secure,
        final_url=secure,
        fetched_at=datetime.now(UTC),
        kind=Kind.MEASUREMENT,
        outcome=Outcome.OK,
        headers=(("content-type", "application/json"),),
        wire_body=(raw := json.dumps(facts, ensure_ascii=False).encode()),
        body=raw,
        topic="https",
    )


async def _https_facts(
    capture: Capture, answer: Answer | None, fetcher: Fetcher, resolver: GuardedResolver, settings: Settings
) -> dict[str, Any]:
    error = answer.tls_error if answer is not None else ""
    seen = answer.tls if answer is not None else None
    if error == tls.MISSING_ISSUER:
        error = await _chain_fault(capture.url, seen.certificate if seen else b"", fetcher, resolver, settings)
    return {
        "outcome": capture.outcome.value,
        "status": capture.http_status,
        "verified": seen is not None and seen.trust is Trust.VERIFIED and not error,
        "error": error,
        "words": capture.error,
        "protocol": seen.protocol if seen else "",
        "issuer": seen.issuer if seen else "",
        "subject": seen.subject if seen else "",
        "not_after": seen.not_after if seen else "",
    }


async def _chain_fault(url: str, leaf: bytes, fetcher: Fetcher, resolver: GuardedResolver, settings: Settings) -> str:
    """`incomplete_chain` where the issuers that the server forgot make the chain whole, else what is wrong then.

    The certificates themselves name where their issuer's stands; browsers fetch it there too.
    """
    issuers: list[bytes] = []
    current = leaf
    while current and len(issuers) < _MAX_ISSUERS:
        current = await _issuer_of(current, fetcher)
        if not current or tls.is_self_issued(current):
            break  # a root counts only where it is trusted already
        issuers.append(current)
    if not issuers:
        return "untrusted"
    context = tls.context(Trust.VERIFIED, settings.extra_ca_file, tuple(issuers))
    host, port = endpoint(url)
    try:
        async with asyncio.timeout(settings.request_timeout_seconds):
            address = await resolver.first_address(host)
            _, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host)
    except ssl.SSLError as exc:
        fault = tls.refusal(exc)
        return "untrusted" if fault == tls.MISSING_ISSUER else fault
    except (OSError, TimeoutError):
        return "untrusted"
    writer.close()
    return "incomplete_chain"


async def _issuer_of(certificate: bytes, fetcher: Fetcher) -> bytes:
    for address in tls.issuer_addresses(certificate)[:2]:
        answer = await fetcher.request(address, max_bytes=_MAX_CERTIFICATE)
        if answer.status == 200 and (der := tls.as_der(answer.body)) is not None:
            return der
    return b""
