"""The checkpoint, as a C2SP signed note and as an RFC 9942 receipt without path (log.md)."""

import base64
import binascii
import re
from dataclasses import dataclass

from . import cbor, keys
from .hashing import sha256
from .shapes import Malformed
from .statement import ALG, CLAIMS, EDDSA, ISS, KID, SUB, parse_sign1, sig_structure

ED25519 = b"\x01"
"""The signature type of Ed25519 in a note."""

TREE_ALGORITHM = 395
RFC9162_SHA256 = 1

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True)
class Checkpoint:
    """The text of a checkpoint and the lines below it. Nothing says yet that a signature is valid."""

    origin: str
    size: int
    root: bytes
    text: bytes
    lines: tuple


def key_id(name, key):
    """The four bytes by which a signature line names its key."""
    return sha256(name.encode("utf-8") + b"\n" + ED25519 + key)[:4]


def parse_checkpoint(data):
    """A checkpoint of three lines and its signature lines: name, key id and signature. Raises Malformed."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("the note is not UTF-8") from None
    if any(ord(letter) < 0x20 and letter != "\n" for letter in note):
        raise Malformed("the note has a control character")
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise Malformed("the note has no signatures")
    lines = text.split("\n")
    if len(lines) != 3:
        raise Malformed("a checkpoint has three lines and no extension lines")
    if not _SIZE.fullmatch(lines[1]):
        raise Malformed("the size is no decimal number")
    root = _base64(lines[2])
    if len(root) != 32:
        raise Malformed("the root has 32 bytes")
    return Checkpoint(
        lines[0],
        int(lines[1]),
        root,
        (text + "\n").encode("utf-8"),
        tuple(_signature_line(line) for line in signatures[:-1].split("\n")),
    )


def _signature_line(line):
    words = line.split(" ")
    if len(words) != 3 or words[0] != "—" or not words[1] or "+" in words[1]:
        raise Malformed("a line below the text is no signature")
    content = _base64(words[2])
    if len(content) < 5:
        raise Malformed("a signature line without signature")
    return words[1], content[:4], content[4:]


def _base64(text):
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if base64.b64encode(content).decode("ascii") != text:
        raise Malformed("not the one base64 of its bytes")
    return content


NOT_BY_LEDGER = "no line is by the ledger's key"


def check_signatures(checkpoint, origin, key):
    """What is wrong with the signatures, in words or None, and the names of the lines that the verifier doesn't
    know.
    """
    known, unknown = [], []
    for name, identifier, signature in checkpoint.lines:
        if name == origin and identifier == key_id(origin, key):
            known.append(signature)
        else:
            unknown.append(name)
    if checkpoint.origin != origin:
        return f"the checkpoint is of the log {checkpoint.origin!r}", unknown
    if not known:
        return NOT_BY_LEDGER, unknown
    if not all(keys.is_valid_signature(key, signature, checkpoint.text) for signature in known):
        return "the ledger's signature is not valid", unknown
    return None, unknown


def cose_checkpoint_header(origin, key):
    """The protected header of checkpoint.cose."""
    return cbor.encode(
        {ALG: EDDSA, KID: keys.kid(key), CLAIMS: {ISS: origin, SUB: origin}, TREE_ALGORITHM: RFC9162_SHA256}
    )


def claimed_root(data):
    """The root that checkpoint.cose names, unchecked, or None."""
    try:
        return parse_sign1(data)[1]
    except Malformed:
        return None


def check_cose(data, origin, key):
    """The root that checkpoint.cose signs. Raises Malformed, also for a signature that is not valid."""
    protected, root, signature = parse_sign1(data)
    if protected != cose_checkpoint_header(origin, key):
        raise Malformed("not the protected header of this ledger's root")
    if len(root) != 32:
        raise Malformed("the root has 32 bytes")
    if not keys.is_valid_signature(key, signature, sig_structure(protected, root)):
        raise Malformed("the signature is not valid")
    return root
