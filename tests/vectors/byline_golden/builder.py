"""A recorder of logs that can also do every step wrong on purpose.

It keeps no state but what it needs to sign the next statement: the chain, the seals and the roster hash. What
may stand in a log is judged by `byline_format.admission` alone.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from byline_format import cbor, hashing, keys
from byline_format.statement import RECORD_TYPE, parse, sig_structure

START = 1_795_305_600
"""2026-11-22T00:00:00Z, the clock of every vector."""

ORIGIN = "example.org/desk"


class TestKey:
    """A key of the vectors. Its seed is SHA-256 of a sentence that anybody can read here: it protects nothing."""

    def __init__(self, name):
        self.name = name
        self.seed = hashlib.sha256(f"byline test vectors, key of {name}".encode()).digest()
        self._private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = self._private.public_key().public_bytes_raw()
        self.kid = keys.kid(self.public)

    def sign(self, message):
        """The RFC 8032 signature, which has no chance in it."""
        return self._private.sign(message)

    def secret_scalar(self):
        """The scalar a of RFC 8032 section 5.1.5, for signatures that no library would make."""
        digest = hashlib.sha512(self.seed).digest()
        number = int.from_bytes(digest[:32], "little")
        return number & ~7 & ((1 << 254) - 1) | 1 << 254


def proof(key, origin, handle, role):
    """The consent of a key that is being enrolled."""
    return key.sign(keys.proof_message(origin, handle, role, key.public))


def editor(handle, key, origin=ORIGIN):
    """An item of `editors` in entry 0."""
    return {"handle": handle, "key": key.public, "proof": proof(key, origin, handle, "editor")}


def ledger_record(ledger, editors, approvals=1, origin=ORIGIN):
    """The record of entry 0. `editors` are pairs of handle and key."""
    return {
        "kind": "ledger",
        "format": 1,
        "origin": origin,
        "name": "The desk of the test vectors",
        "key": ledger.public,
        "approvals": approvals,
        "editors": [editor(handle, key, origin) for handle, key in editors],
        "phrases": "phrases/1",
    }


def sign1(protected, payload, signature):
    """The bytes of a tagged COSE_Sign1 with an empty unprotected header."""
    return b"\xd2" + cbor.encode([protected, {}, payload, signature])


class Log:
    """A log being written. `expected` collects what a verifier has to find."""

    def __init__(self, ledger, editors, approvals=1, origin=ORIGIN):
        self.ledger, self.origin, self.approvals = ledger, origin, approvals
        self.first_ledger = ledger
        self.handles = {key.name: handle for handle, key in editors}
        self.editors = editors
        self.now = START
        self.leaves = []
        self.heads = [hashing.chain_start(origin, ledger.public)]
        self.seals = []
        self.roster = [0, hashing.EMPTY_ROSTER]
        self.subs = {}
        self.identities = {}
        self.expected = []
        self.named = {}

    @property
    def size(self):
        """How many leaves there are: the index of the next one."""
        return len(self.leaves)

    @property
    def boundary(self):
        """The size after the last seal, 0 before the first one."""
        return self.seals[-1] if self.seals else 0

    def begin(self, **overrides):
        """Entry 0."""
        return self.add(self.ledger, ledger_record(self.ledger, self.editors, self.approvals, self.origin), **overrides)

    def sign(self, key, record, *, payload=None, protected=None, signer=None, message=None, **header):
        """The bytes of a statement. The named parts stand in place of the right ones; all others are right."""
        payload = cbor.encode(record) if payload is None else payload
        protected = self.header(key, record, **header) if protected is None else protected
        message = sig_structure(protected, payload) if message is None else message
        return sign1(protected, payload, (signer or key).sign(message))

    def header(self, key, record, **parts):
        """The protected header, with parts of it replaced."""
        return cbor.encode(self.header_map(key, record, **parts))

    def header_map(self, key, record, *, iss=None, sub=None, iat=None, after=None, kid=None, content_type=RECORD_TYPE):
        """The protected header as a map, for changes that `header` doesn't offer."""
        return {
            1: -8,
            3: content_type,
            4: key.kid if kid is None else kid,
            15: {
                1: self.iss(key) if iss is None else iss,
                2: self.sub(key, record) if sub is None else sub,
                6: self.now if iat is None else iat,
            },
            -65537: list(self.after(record) if after is None else after),
        }

    def iss(self, key):
        """Who signs."""
        return self.origin if key in (self.ledger, self.first_ledger) else f"{self.origin}/{self.handles.get(key.name, key.name)}"

    def sub(self, key, record):
        """What a record is about."""
        if record["kind"] == "claim":
            return hashing.id_text(record["question"])
        if record["kind"] == "judgement" and record["on"]:
            return hashing.id_text(record["on"][0])
        if record["kind"] in ("withdrawal", "disclosure"):
            target = record.get("target", bytes(32))
            return hashing.id_text(self.identities.get(target, target))
        if record["kind"] not in ("entity", "event", "question", "document"):
            return self.origin
        own = f"{record['kind']}:{self.handles.get(key.name, key.name)}/{record['slug']}"
        return self.subs.get(record.get("corrects"), own)

    def after(self, record):
        """The chain that the signer saw: his own for a seal and entry 0, else the last seal's."""
        size = self.size if record["kind"] == "seal" or not self.seals else self.boundary
        return size, self.heads[size]

    def append(self, leaf):
        """Lays any bytes into the log. Their index."""
        self.leaves.append(leaf)
        self.heads.append(hashing.chain_step(self.heads[-1], leaf))
        return self.size - 1

    def add(self, key, record, **overrides):
        """Signs and appends a record that is good. Its id."""
        leaf = self.sign(key, record, **overrides)
        index = self.append(leaf)
        statement = parse(leaf)
        self.subs[statement.id] = statement.sub
        self.identities[statement.id] = self.identities.get(record.get("corrects"), statement.id)
        if record["kind"] in ("ledger", "key", "approval", "policy"):
            self.roster = [self.roster[0] + 1, hashing.roster_step(self.roster[1], index, statement.id)]
        if record["kind"] == "seal":
            self.seals.append(self.size)
            self.now += 60
        return statement.id

    def refused(self, leaf, code):
        """Appends bytes that a verifier refuses with this code. Their index."""
        index = self.append(leaf)
        self.expected.append([index, code])
        return index

    def attack(self, code, key, record, *, named=None, **overrides):
        """Signs and appends a record that a verifier refuses with this code; `named` says what is wrong with it."""
        if named:
            self.named[self.size] = named
        return self.refused(self.sign(key, record, **overrides), code)

    def seal_record(self, **parts):
        """The record of the seal that closes the open commit."""
        return {"kind": "seal", "first": self.boundary, "roster": list(self.roster), **parts}

    def seal(self, **overrides):
        """Closes the open commit."""
        return self.add(self.ledger, self.seal_record(), **overrides)

    def enrol_record(self, handle, role, key, previous, **parts):
        """The record that brings a key into the roster."""
        return {
            "kind": "key",
            "act": "enrol",
            "handle": handle,
            "role": role,
            "key": key.public,
            "proof": proof(key, self.origin, handle, role),
            "previous": previous,
            **parts,
        }

    def enrol(self, by, handle, role, key, previous):
        """Enrols a key. The id of the change."""
        change = self.add(by, self.enrol_record(handle, role, key, previous))
        self.handles[key.name] = handle
        return change

    def rotate_record(self, old, new, previous, role="reporter", **parts):
        """The record that puts the key `new` in the place of `old`."""
        handle = self.handles[old.name]
        self.handles.setdefault(new.name, handle)
        return {
            "kind": "key",
            "act": "rotate",
            "kid": old.kid,
            "handle": handle,
            "role": role,
            "key": new.public,
            "proof": proof(new, self.origin, handle, role),
            "previous": previous,
            **parts,
        }

    def revoke_record(self, key, previous, **parts):
        """The record that ends a key and its successors."""
        whose = {"kid": key.kid, "handle": self.handles[key.name]}
        return {"kind": "key", "act": "revoke", **whose, "previous": previous, **parts}

    def compromised_record(self, key, since, previous, **parts):
        """The record that says that a key was in other hands from an index on."""
        whose = {"kid": key.kid, "handle": self.handles[key.name]}
        return {"kind": "key", "act": "compromised", **whose, "since": since, "previous": previous, **parts}

    def ledger_key_record(self, key, previous, **parts):
        """The record that puts a key in the place of the ledger's."""
        return {
            "kind": "key",
            "act": "enrol",
            "role": "ledger",
            "key": key.public,
            "proof": proof(key, self.origin, self.origin, "ledger"),
            "previous": previous,
            **parts,
        }


def role_record(handle, role, previous, **parts):
    """The record that gives a handle another role."""
    return {"kind": "key", "act": "role", "handle": handle, "role": role, "previous": previous, **parts}


def policy_record(previous, **parts):
    """The record that sets format, phrases and approvals."""
    return {"kind": "policy", "format": 1, "phrases": "phrases/1", "approvals": 1, "previous": previous, **parts}


def approval_record(of):
    """The record that approves a change."""
    return {"kind": "approval", "of": of}
