"""The two hash functions and what they are used for (encoding.md, statement.md, log.md)."""

import hashlib

from blake3 import blake3 as _blake3

RECORD_ID = "byline.v1 2026-11-22 record id"
CHAIN_START = "byline.v1 2026-11-22 chain start"
CHAIN_STEP = "byline.v1 2026-11-22 chain step"
ROSTER = "byline.v1 2026-11-22 roster"

EMPTY_ROSTER = bytes(32)


def blake3(data):
    """BLAKE3 in its default mode, 32 bytes."""
    return _blake3(data).digest()


def blake3_derive(context, data):
    """BLAKE3 in derive_key mode, 32 bytes."""
    return _blake3(data, derive_key_context=context).digest()


def sha256(data):
    """SHA-256, 32 bytes."""
    return hashlib.sha256(data).digest()


def id_text(record_id):
    """An id as it is printed, and as it stands in the `sub` of a claim."""
    return "b3:" + record_id.hex()


def record_id(sig_structure):
    """The id of a record: over what was signed, not over the signature."""
    return blake3_derive(RECORD_ID, sig_structure)


def chain_start(origin, ledger_key):
    """head(0)."""
    return blake3_derive(CHAIN_START, origin.encode("utf-8") + b"\x00" + ledger_key)


def chain_step(head, leaf):
    """head(n+1) from head(n) and leaf n."""
    return blake3_derive(CHAIN_STEP, head + blake3(leaf))


def roster_step(roster, index, identifier):
    """hash(k+1) from hash(k), the index of the next roster leaf and its record id."""
    return blake3_derive(ROSTER, roster + index.to_bytes(8, "big") + identifier)


def leaf_hash(leaf):
    """The RFC 6962 hash of a leaf."""
    return sha256(b"\x00" + leaf)


def node_hash(left, right):
    """The RFC 6962 hash of an inner node."""
    return sha256(b"\x01" + left + right)


def tree_root(hashes):
    """The RFC 6962 root over a list of at least one leaf hash, or over the hashes of full subtrees of one size."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(tree_root(hashes[:split]), tree_root(hashes[split:]))


def tile_levels(hashes):
    """The hashes of every level of tiles: level l+1 has the root of each full tile of level l."""
    levels = []
    while hashes:
        levels.append(hashes)
        full = len(hashes) // 256
        hashes = [tree_root(hashes[256 * n : 256 * n + 256]) for n in range(full)]
    return levels
