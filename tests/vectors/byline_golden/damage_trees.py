"""Damages of a stranger who knows the tree: files that agree with each other and not with the root, and sizes at which
a level is full.
"""

from byline_format import hashing
from byline_format.folder import bundle_bytes, split_bundle

from .damage import damage, rewrite
from .damage_history import changed_letter

TILE, ROOT, STRAY = "tile.malformed", "tree.root", "log.stray"
LEAVES, HASHES, ABOVE = "log/tile/entries/000", "log/tile/0/000", "log/tile/1/000.p/1"
FORGED = ("statement.signature", "chain.broken", "chain.unsealed", "reference.missing")


@damage("a forged leaf, and its own hash in the tile beside it, but not above", TILE, ROOT, *FORGED)
def _(folder, log):
    leaves = changed_letter(split_bundle((folder / LEAVES).read_bytes(), 256))
    (folder / LEAVES).write_bytes(bundle_bytes(leaves))
    (folder / HASHES).write_bytes(b"".join(map(hashing.leaf_hash, leaves)))


@damage("two files exchanged: the bundle and the tile of the first 256 leaves", TILE)
def _(folder, log):
    leaves, hashes = (folder / LEAVES).read_bytes(), (folder / HASHES).read_bytes()
    (folder / LEAVES).write_bytes(hashes)
    (folder / HASHES).write_bytes(leaves)


@damage("two hashes exchanged in a tile", TILE)
def _(folder, log):
    hashes = (folder / HASHES).read_bytes()
    (folder / HASHES).write_bytes(hashes[32:64] + hashes[:32] + hashes[64:])


@damage("a partial tile hashed upward: as a second hash of the level above", TILE)
def _(folder, log):
    partial = hashing.tree_root([hashing.leaf_hash(leaf) for leaf in log.leaves[256:]])
    (folder / ABOVE).write_bytes((folder / ABOVE).read_bytes() + partial)


@damage("a partial tile hashed upward: in the place of the full one's hash", TILE)
def _(folder, log):
    partial = hashing.tree_root([hashing.leaf_hash(leaf) for leaf in log.leaves[256:]])
    (folder / ABOVE).write_bytes(partial)


@damage("a log of 256 leaves, whose next level is missing", TILE, "chain.unsealed")
def _(folder, log):
    rewrite(folder, log.leaves[:256])
    (folder / ABOVE).unlink()


@damage("a log of 256 leaves, with an empty tile of the next 256", STRAY, "chain.unsealed")
def _(folder, log):
    rewrite(folder, log.leaves[:256])
    path = folder / "log/tile/0/001.p/0"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
