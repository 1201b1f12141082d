"""ids.json: keys and kids, Sig_structures and record ids, chain heads, roster hashes, tree roots."""

from byline_format import hashing, keys
from byline_format.curve import IDENTITY_BYTES, P
from byline_format.statement import parse, parse_sign1

from . import torsion
from .builder import ORIGIN, proof
from .fixtures import ALL_KEYS, ANA, TEXT, World


def vectors():
    """The content of ids.json."""
    world = World()
    leaves = world.log.leaves
    return {
        "about": "Keys, kids, record ids, chain heads, roster hashes and tree roots over one small log. "
        "The keys are for test vectors only: their seeds stand here for everybody.",
        "keys": [_key(key) for key in ALL_KEYS],
        "not_acceptable": [{"name": name, "key": key.hex()} for name, key in _refused_keys()],
        "log": {
            "origin": ORIGIN,
            "key": keys.ssh_text(world.log.ledger.public),
            "leaves": [leaf.hex() for leaf in leaves],
        },
        "records": [_record(index, leaf) for index, leaf in enumerate(leaves)],
        "chain": [{"size": size, "head": head.hex()} for size, head in enumerate(world.log.heads)],
        "rosters": list(_rosters(leaves)),
        "tree": [{"size": size, "root": _root(leaves[:size])} for size in range(1, len(leaves) + 1)],
        "proof": {
            "origin": ORIGIN,
            "handle": "ana",
            "role": "editor",
            "key": ANA.public.hex(),
            "message": keys.proof_message(ORIGIN, "ana", "editor", ANA.public).hex(),
            "signature": proof(ANA, ORIGIN, "ana", "editor").hex(),
        },
        "hashes": {
            "input": TEXT,
            "blake3": hashing.blake3(TEXT.encode()).hex(),
            "sha256": hashing.sha256(TEXT.encode()).hex(),
            "derived": {
                context: hashing.blake3_derive(context, TEXT.encode()).hex()
                for context in (hashing.RECORD_ID, hashing.CHAIN_START, hashing.CHAIN_STEP, hashing.ROSTER)
            },
        },
    }


def _key(key):
    return {
        "name": key.name,
        "seed": key.seed.hex(),
        "key": key.public.hex(),
        "ssh": keys.ssh_text(key.public),
        "kid": key.kid.hex(),
        "fingerprint": keys.fingerprint_text(key.public),
    }


def _refused_keys():
    yield "no point of the curve", torsion.no_point()
    yield "the identity", IDENTITY_BYTES
    yield "the identity with the sign of x set", bytes([1]) + bytes(30) + bytes([0x80])
    yield "y = p + 1, the identity written otherwise", (P + 1).to_bytes(32, "little")
    for order, key in torsion.SMALL.items():
        yield f"a point of order {order}", key
    yield "a point of order 8 times L: a key with a small part", torsion.mixed(ANA.public)
    yield "a point of a large order, its y not below p", torsion.not_canonical()


def _record(index, leaf):
    statement = parse(leaf)
    protected, payload, _ = parse_sign1(leaf)
    return {
        "index": index,
        "kind": statement.kind,
        "protected": protected.hex(),
        "payload": payload.hex(),
        "sig_structure": statement.signed.hex(),
        "id": hashing.id_text(statement.id),
        "blake3_of_leaf": hashing.blake3(leaf).hex(),
        "tree_leaf": hashing.leaf_hash(leaf).hex(),
    }


def _rosters(leaves):
    count, roster = 0, hashing.EMPTY_ROSTER
    yield {"count": count, "hash": roster.hex()}
    for index, leaf in enumerate(leaves):
        statement = parse(leaf)
        if statement.kind in ("ledger", "key"):
            count, roster = count + 1, hashing.roster_step(roster, index, statement.id)
            yield {"count": count, "index": index, "hash": roster.hex()}


def _root(leaves):
    return hashing.tree_root([hashing.leaf_hash(leaf) for leaf in leaves]).hex()
