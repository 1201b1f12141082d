"""Keys, their fingerprints and the signature rule (statement.md)."""

import base64
import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import cbor, curve
from .hashing import sha256

_ALGORITHM = b"ssh-ed25519"


def ssh_blob(key):
    """OpenSSH's public key blob of an Ed25519 key."""
    return len(_ALGORITHM).to_bytes(4, "big") + _ALGORITHM + len(key).to_bytes(4, "big") + key


def kid(key):
    """The key's fingerprint as `ssh-keygen -lf` shows it, 32 bytes."""
    return sha256(ssh_blob(key))


def ssh_text(key):
    """The key as one line of an authorized_keys file, without a comment."""
    return "ssh-ed25519 " + base64.b64encode(ssh_blob(key)).decode("ascii")


def fingerprint_text(key):
    """The fingerprint as OpenSSH prints it: without padding."""
    return "SHA256:" + base64.b64encode(kid(key)).decode("ascii").rstrip("=")


def parse_ssh(text):
    """The 32 bytes of an `ssh-ed25519 AAAA.. [comment]` line; ValueError if it is something else."""
    words = text.split()
    if len(words) < 2 or words[0] != "ssh-ed25519":
        raise ValueError("not an ssh-ed25519 public key")
    blob = base64.b64decode(words[1], validate=True)
    key = blob[-32:]
    if len(key) != 32 or blob != ssh_blob(key):
        raise ValueError("not the public key blob of an Ed25519 key")
    return key


@lru_cache(maxsize=4096)
def is_acceptable(key):
    """Whether a key's encoding is canonical and its point has prime order."""
    point = curve.decode(key)
    if point is None or curve.encode(point) != key:
        return False
    return key != curve.IDENTITY_BYTES and curve.equal(curve.multiply(curve.L, point), curve.IDENTITY)


def is_valid_signature(key, signature, message):
    """The signature rule for an acceptable key.

    A key that is not acceptable makes no valid signature. OpenSSL checks that s is below L and that R is, byte
    for byte, the encoding of [s]B - [k]A, and so refuses an R that is not canonical. It doesn't mind the
    identity as R: that is refused here. `is_valid_by_arithmetic` is the same rule without OpenSSL.
    """
    if len(signature) != 64 or not is_acceptable(key):
        return False
    if int.from_bytes(signature[32:], "little") >= curve.L or signature[:32] == curve.IDENTITY_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def is_valid_by_arithmetic(key, signature, message):
    """The signature rule of statement.md, step by step and slow. The tests hold it against `is_valid_signature`."""
    if len(signature) != 64 or not is_acceptable(key):
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= curve.L:
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % curve.L
    point = curve.add(curve.multiply(s, curve.BASE), curve.negative(curve.multiply(k, curve.decode(key))))
    return curve.encode(point) == r and r != curve.IDENTITY_BYTES


def proof_message(origin, handle, role, key):
    """What the key being enrolled signs to consent (records.md)."""
    return cbor.encode(["byline.v1 key proof", origin, handle, role, kid(key)])
