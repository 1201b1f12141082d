"""Proofs in a tree: of one leaf, and of growth, by the loops of RFC 9162 sections 2.1.3.2 and 2.1.4.2; and C2SP's text
forms of both (proofs.md).
"""

import base64
import binascii

from . import hashing
from .shapes import Malformed


def root_of(leaf, index, size, path):
    """The root that a leaf hash has at an index in a tree of a size by this path, or None if the path has another
    length.
    """
    if index >= size:
        return None
    node, last = index, size - 1
    for other in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            leaf = hashing.node_hash(other, leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = hashing.node_hash(leaf, other)
        node, last = node >> 1, last >> 1
    return leaf if last == 0 else None


def is_growth(old_size, old_root, size, root, path):
    """Whether the tree of `old_size` leaves is the beginning of the other one."""
    if old_size == 0:
        return not path and old_root == hashing.sha256(b"")
    return roots_of(old_size, old_root, size, path) == (old_root, root)


def is_fork(old_size, old_root, size, root, path):
    """Whether the path shows that the other tree has another beginning: it leads to that tree's root from there."""
    if old_size == size:
        return old_root != root
    if old_size == 0:
        return False
    old, new = roots_of(old_size, old_root, size, path)
    return new == root and old != old_root


def roots_of(old_size, old_root, size, path):
    """The old and the new root that a path leads to, None twice if it has another length."""
    nothing = (None, None)
    if old_size == size:
        return (old_root, old_root) if not path else nothing
    if old_size > size:
        return nothing
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return nothing
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old, new = path[0], path[0]
    for other in path[1:]:
        if last == 0:
            return nothing
        if node & 1 or node == last:
            old, new = hashing.node_hash(other, old), hashing.node_hash(other, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = hashing.node_hash(new, other)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else nothing


def parse_tlog_proof(data):
    """`extra` or None, index, path and checkpoint of a C2SP tlog-proof. Raises Malformed."""
    head, blank, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not blank or lines.pop(0) != b"c2sp.org/tlog-proof@v1":
        raise Malformed("no tlog-proof")
    extra = _base64(lines.pop(0)[6:]) if lines and lines[0].startswith(b"extra ") else None
    if not lines:
        raise Malformed("no index")
    return extra, _number(lines.pop(0), b"index "), [_hash(line) for line in lines], checkpoint


def parse_consistency(data):
    """The old size, the path and the checkpoint of a request to a C2SP witness. Raises Malformed."""
    head, blank, checkpoint = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not blank or len(lines) > 64:
        raise Malformed("no consistency proof")
    return _number(lines.pop(0), b"old "), [_hash(line) for line in lines], checkpoint


def _number(line, word):
    digits = line[len(word) :]
    if not line.startswith(word) or not digits.isdigit() or str(int(digits)).encode() != digits:
        raise Malformed("not a number where one should be")
    return int(digits)


def _hash(line):
    content = _base64(line)
    if len(content) != 32:
        raise Malformed("a hash has 32 bytes")
    return content


def _base64(line):
    try:
        content = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if base64.b64encode(content) != line:
        raise Malformed("not the one base64 of its bytes")
    return content
