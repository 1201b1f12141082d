"""The signed statement: a COSE_Sign1 with a header of five labels (statement.md)."""

from dataclasses import dataclass

from . import cbor, forms
from .hashing import record_id
from .sealed import has_content
from .shapes import Malformed, check_record

ALG, CONTENT_TYPE, KID, CLAIMS, AFTER = 1, 3, 4, 15, -65537
ISS, SUB, IAT = 1, 2, 6
EDDSA = -8
KNOWN_VERSION = 1
ANY_RECORD_TYPE = "application/vnd.byline.record+cbor; version="
RECORD_TYPE = f"{ANY_RECORD_TYPE}{KNOWN_VERSION}"
COSE_SIGN1 = b"\xd2"
"""The tag 18, which stands in front of a statement and nowhere in a record."""


class SealedContent(Malformed):
    """Content stands where a commitment should be."""


class LaterVersion(Malformed):
    """The content type names a later version of the format. It is malformed where this version is in force."""

    def __init__(self, version):
        super().__init__(f"it is of version {version} of the format, and this verifier knows version {KNOWN_VERSION}")
        self.version = version


def later_version(text, beginning):
    """The number behind this beginning, if it is that of a later version, else None."""
    digits = text.removeprefix(beginning) if isinstance(text, str) and text.startswith(beginning) else ""
    plain = digits.isascii() and digits.isdigit() and not digits.startswith("0") and int(digits) < 1 << 64
    return int(digits) if plain and int(digits) > KNOWN_VERSION else None


@dataclass(frozen=True)
class Statement:
    """A statement whose bytes are canonical and whose header and record have the right labels, types, shape and
    forms.

    Nothing here says that the signature is valid or that the statement may stand in a log.
    """

    kid: bytes
    iss: str
    sub: str
    iat: int
    after: tuple
    kind: str
    record: dict
    signed: bytes
    signature: bytes
    id: bytes


def sig_structure(protected, payload):
    """The bytes that a COSE_Sign1 signs (RFC 9052 section 4.4)."""
    return cbor.encode(["Signature1", protected, b"", payload])


def parse(leaf):
    """The statement in these bytes. Raises Malformed, and SealedContent for one reason of its own."""
    if len(leaf) > forms.MAX_STATEMENT:
        raise Malformed(f"{len(leaf)} bytes, more than a statement can have")
    if leaf[:1] != COSE_SIGN1:
        raise Malformed("the bytes don't begin with the tag of a COSE_Sign1")
    protected, payload, signature = parse_sign1(leaf)
    _refuse_content(payload)
    header = _decode(protected, "the protected header")
    kid, iss, sub, iat, after = _header(header)
    record = _decode(payload, "the record")
    kind = check_record(record)
    signed = sig_structure(protected, payload)
    return Statement(kid, iss, sub, iat, after, kind, record, signed, signature, record_id(signed))


def _refuse_content(payload):
    """The rule on sealed places comes before all that is said of a header or a record."""
    try:
        record = cbor.decode(payload)
    except cbor.NotCanonical:
        return
    if has_content(record):
        raise SealedContent("a sealed place holds something other than a commitment")


def parse_sign1(data):
    """Protected header, payload and signature of a tagged COSE_Sign1 with an empty unprotected header. Raises
    Malformed.
    """
    if data[:1] != COSE_SIGN1:
        raise Malformed("the bytes don't begin with the tag of a COSE_Sign1")
    parts = _decode(data, "the statement", 1)
    if not isinstance(parts, list) or len(parts) != 4:
        raise Malformed("a COSE_Sign1 is an array of four")
    protected, unprotected, payload, signature = parts
    if not isinstance(protected, bytes) or not isinstance(payload, bytes):
        raise Malformed("protected header and payload are byte strings")
    if unprotected != {} or not isinstance(unprotected, dict):
        raise Malformed("the unprotected header is the empty map")
    if not isinstance(signature, bytes) or len(signature) != 64:
        raise Malformed("a signature has 64 bytes")
    return protected, payload, signature


def _decode(data, what, start=0):
    try:
        return cbor.decode(data, start)
    except cbor.NotCanonical as error:
        raise Malformed(f"{what}: {error}") from None


def _header(header):
    """The fields of a protected header with exactly the five labels, each of its type."""
    version = later_version(header.get(CONTENT_TYPE), ANY_RECORD_TYPE) if isinstance(header, dict) else None
    if version is not None:
        raise LaterVersion(version)
    if not isinstance(header, dict) or set(header) != {ALG, CONTENT_TYPE, KID, CLAIMS, AFTER}:
        raise Malformed("the protected header has other labels than 1, 3, 4, 15 and -65537")
    if header[ALG] != EDDSA or type(header[ALG]) is not int:
        raise Malformed("alg is not EdDSA")
    content_type, kid, claims, after = header[CONTENT_TYPE], header[KID], header[CLAIMS], header[AFTER]
    if content_type != RECORD_TYPE:
        raise Malformed("the content type is not that of a record of version 1")
    if not isinstance(kid, bytes) or len(kid) != 32:
        raise Malformed("kid has 32 bytes")
    if not isinstance(claims, dict) or set(claims) != {ISS, SUB, IAT}:
        raise Malformed("the claims have other labels than 1, 2 and 6")
    iss, sub, iat = claims[ISS], claims[SUB], claims[IAT]
    if not all(isinstance(one, str) and 1 <= len(one.encode("utf-8")) <= forms.MAX_TEXT for one in (iss, sub)):
        raise Malformed("iss and sub are texts within the limits")
    if type(iat) is not int or not 0 <= iat <= forms.MAX_TIME:
        raise Malformed("iat is no time")
    if (
        not isinstance(after, list)
        or len(after) != 2
        or type(after[0]) is not int
        or after[0] < 0
        or not isinstance(after[1], bytes)
        or len(after[1]) != 32
    ):
        raise Malformed("after is not a size and a head")
    return kid, iss, sub, iat, (after[0], after[1])
