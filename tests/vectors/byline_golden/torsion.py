"""Points, keys and signatures that no honest signer makes: small order, a small part, a forged nonce."""

import hashlib

from byline_format import curve
from byline_format.curve import L, P, decode, encode


def _order_eight():
    """A point of order 8: L times a point of the whole curve, for the smallest y that gives one."""
    for y in range(2, 1000):
        point = decode(y.to_bytes(32, "little"))
        if point is not None:
            small = curve.multiply(L, point)
            if not curve.equal(curve.multiply(4, small), curve.IDENTITY):
                return small
    raise AssertionError("there is one")


TORSION = _order_eight()
SMALL = {order: encode(curve.multiply(8 // order, TORSION)) for order in (2, 4, 8)}


def mixed(key):
    """The key with a point of order 8 added."""
    return encode(curve.add(decode(key), TORSION))


def _nonce(word):
    return int.from_bytes(hashlib.sha512(b"nonce " + word.encode()).digest(), "little") % L


def _challenge(r, public, message):
    return int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L


def _signature(r, s):
    return r + (s % L).to_bytes(32, "little")


def second_signature(key, message):
    """A valid signature other than the one that RFC 8032 makes: with another nonce."""
    nonce = _nonce("second")
    r = encode(curve.multiply(nonce, curve.BASE))
    return _signature(r, nonce + _challenge(r, key.public, message) * key.secret_scalar())


def signature_with_identity(key, message):
    """A signature with the nonce 0: R is the identity, and the equation of RFC 8032 holds."""
    r = curve.IDENTITY_BYTES
    return _signature(r, _challenge(r, key.public, message) * key.secret_scalar())


def signature_with_torsion(key, message):
    """A signature whose R has a small part: it holds only after multiplying by 8."""
    nonce = _nonce("torsion")
    r = encode(curve.add(curve.multiply(nonce, curve.BASE), TORSION))
    return _signature(r, nonce + _challenge(r, key.public, message) * key.secret_scalar())


def key_with_torsion(key, message_of):
    """A key with a small part and a signature by it for which the equation holds without multiplying by 8.

    `message_of` gives the message for the key.
    """
    public = mixed(key.public)
    message = message_of(public)
    for attempt in range(1000):
        nonce = _nonce(f"attempt {attempt}")
        r = encode(curve.multiply(nonce, curve.BASE))
        k = _challenge(r, public, message)
        if k % 8 == 0:
            return public, _signature(r, nonce + k * key.secret_scalar())
    raise AssertionError("one in eight fits")


def not_canonical():
    """The encoding of a point of large order with a y that is not below p. No point of prime order has one."""
    for y in range(2, 19):
        point = decode(y.to_bytes(32, "little"))
        if point is not None and not curve.equal(curve.multiply(8, point), curve.IDENTITY):
            return (y + P).to_bytes(32, "little")
    raise AssertionError("there is one")


def no_point():
    """32 bytes that are no point of the curve."""
    return next(encoded for encoded in (y.to_bytes(32, "little") for y in range(2, 100)) if decode(encoded) is None)
