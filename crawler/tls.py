"""TLS as an auditor meets it: trust first, then the reason why not, then the page all the same."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID


class Trust(StrEnum):
    """How far a connection is trusted, from the first that is tried to the last."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"  # the certificate was refused: read without trust, for the audit's own purpose
    LEGACY = "legacy"  # and only old protocols, ciphers or renegotiation make a handshake at all


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What a handshake showed; texts are '' where the certificate does not say."""

    trust: Trust
    protocol: str
    subject: str
    issuer: str
    not_after: str  # ISO 8601, UTC
    certificate: bytes = b""  # the leaf, DER


# SSL_OP_LEGACY_SERVER_CONNECT (ssl.h); the ssl module names it from Python 3.12 on.
_LEGACY_SERVER_CONNECT = 0x4

MISSING_ISSUER = "missing_issuer"

# OpenSSL's X509_V_ERR_* by what they mean to an operator (x509_vfy.h).
_VERIFY_REASONS = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "untrusted",  # the chain is complete and ends at a root that nobody trusts
    # An issuer is not known: `incomplete_chain` where fetching it helps, else `untrusted` (crawler/https_probe.py).
    2: MISSING_ISSUER,
    20: MISSING_ISSUER,
    21: MISSING_ISSUER,
    23: "revoked",
    62: "wrong_host",
    64: "wrong_host",
    66: "weak",
    67: "weak",
    68: "weak",
}
# Handshakes that fail with today's settings and may pass with yesterday's.
_LEGACY_REASONS = frozenset(
    {
        "UNSUPPORTED_PROTOCOL",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        "DH_KEY_TOO_SMALL",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_INSUFFICIENT_SECURITY",
        "NO_CIPHERS_AVAILABLE",
        "WRONG_SIGNATURE_TYPE",
        "UNSUPPORTED_SIGNATURE_TYPE",
        "BAD_DH_VALUE",
        "BAD_ECPOINT",
        "EE_KEY_TOO_SMALL",
        "CA_MD_TOO_WEAK",
        "NO_PROTOCOLS_AVAILABLE",
        "WRONG_SSL_VERSION",
        "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",
    }
)

# What came back was no TLS record: plain HTTP, or another protocol, on that port.
_NO_TLS_REASONS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"})


@lru_cache(maxsize=32)
def context(trust: Trust, extra_ca_file: Path | None = None, extra_issuers: tuple[bytes, ...] = ()) -> ssl.SSLContext:
    """A client context. `extra_issuers` are intermediates (DER) that the server should have sent."""
    if trust is Trust.VERIFIED:
        made = ssl.create_default_context()
        if not _has_system_roots():
            made.load_verify_locations(certifi.where())
        if extra_ca_file is not None:
            made.load_verify_locations(extra_ca_file)
        # Python 3.13 turns these on. Strictness refuses certificates that every browser takes; a partial chain would
        # make a fetched intermediate an anchor of its own, whoever signed it.
        made.verify_flags &= ~ssl.VERIFY_X509_STRICT
        made.verify_flags &= ~ssl.VERIFY_X509_PARTIAL_CHAIN
        for der in extra_issuers:
            made.load_verify_locations(cadata=der)
        return made
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    if trust is Trust.LEGACY:
        made.set_ciphers("ALL:COMPLEMENTOFDEFAULT:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        made.options |= _LEGACY_SERVER_CONNECT
    return made


def refusal(error: ssl.SSLError) -> str:
    """Why a handshake failed, as a code: `expired`, `self_signed`, `wrong_host`, `missing_issuer`, `legacy_tls`, ..."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_REASONS.get(error.verify_code, "invalid")
    reason = error.reason or ""
    if reason in _NO_TLS_REASONS:
        return "no_tls"
    return "legacy_tls" if reason in _LEGACY_REASONS else "handshake"


def facts(ssl_object: Any, trust: Trust) -> TlsFacts:
    """Facts of the connection behind an `ssl.SSLObject`."""
    protocol = ssl_object.version() or ""
    der = ssl_object.getpeercert(binary_form=True)
    try:
        certificate = x509.load_der_x509_certificate(der) if der else None
    except ValueError:
        certificate = None
    if certificate is None:
        return TlsFacts(trust, protocol, "", "", "")
    return TlsFacts(
        trust,
        protocol,
        _name(certificate.subject),
        _name(certificate.issuer),
        certificate.not_valid_after_utc.astimezone(UTC).isoformat(),
        der,
    )


def issuer_addresses(der: bytes) -> tuple[str, ...]:
    """Where the certificate says that its issuer's certificate can be fetched (authority information access)."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        access = certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    except (ValueError, x509.ExtensionNotFound):
        return ()
    if not isinstance(access, x509.AuthorityInformationAccess):
        return ()
    return tuple(
        entry.access_location.value
        for entry in access
        if entry.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and isinstance(entry.access_location, x509.UniformResourceIdentifier)
        and entry.access_location.value.startswith(("http://", "https://"))
    )


def as_der(raw: bytes) -> bytes | None:
    """A certificate file's content (DER or PEM) as DER; None for anything else."""
    for load in (x509.load_der_x509_certificate, x509.load_pem_x509_certificate):
        try:
            return load(raw).public_bytes(Encoding.DER)
        except ValueError:
            continue
    return None


def is_self_issued(der: bytes) -> bool:
    """Whether subject and issuer are one: the end of a chain."""
    certificate = x509.load_der_x509_certificate(der)
    return certificate.subject == certificate.issuer


def _name(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


def _has_system_roots() -> bool:
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    return bool(paths.cafile) or bool(folder and folder.is_dir() and any(folder.iterdir()))
