#!/usr/bin/env python3
"""Judges the proofs that the Rust code wrote, in proofs/: bundles by bundle.md, tlog-proofs and consistency proofs by the
C2SP pages, receipts and transparent statements by scitt-cose, which somebody else wrote. Prints what fails and one
closing line.
"""

import argparse
import json
import sys
import traceback
from pathlib import Path

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from scitt_cose import (
    attach_receipts,
    build_receipt,
    build_signed_statement,
    extract_receipts,
    merkle,
    parse_signed_statement,
    verify_receipt,
)

from byline_format import hashing, keys, note, paths
from byline_format.bundle import parse_bundle, verify_bundle
from byline_format.shapes import Malformed
from byline_format.statement import parse

PROOFS = Path(__file__).resolve().parent / "proofs"


def judge_bundle(file, vector, key):
    """The findings as the vectors write them. What is of a later version, and what is suspect, must be the same too."""
    text = lambda one: one.code if one.index is None else f"{one.code}@{one.index}"
    verdict = verify_bundle(file, key)
    if (verdict.later, verdict.suspect) != (vector.get("later"), vector.get("suspect", [])):
        raise AssertionError(f"of a later version: {verdict.later}, suspect: {verdict.suspect}")
    return sorted({text(one) for one in verdict.findings})


def judge_tlog_proof(file, _vector, key):
    """A page of Python: parse, hash, fold, compare, check the note."""
    try:
        extra, index, path, text = paths.parse_tlog_proof(file)
        checkpoint = note.parse_checkpoint(text)
        parse(extra)
    except Malformed:
        return ["proof.malformed"]
    found = []
    root = paths.root_of(hashing.leaf_hash(extra), index, checkpoint.size, path)
    if root != checkpoint.root:
        found.append(f"tree.root@{index}")
    if note.check_signatures(checkpoint, checkpoint.origin, key)[0]:
        found.append("checkpoint.signature")
    return found


def judge_consistency(file, vector, key):
    """Growth since the old checkpoint that goes with the vector."""
    _, old_size, old_root, _ = bytes.fromhex(vector["old"]).decode().split("\n")
    old, path, text = paths.parse_consistency(file)
    checkpoint = note.parse_checkpoint(text)
    if note.check_signatures(checkpoint, checkpoint.origin, key)[0]:
        return ["checkpoint.signature"]
    kept = (int(old_size), paths._base64(old_root.encode()))
    grown = old == kept[0] and paths.is_growth(*kept, checkpoint.size, checkpoint.root, path)
    by_stranger = old == 0 or merkle.verify_consistency(
        kept[1].hex(), checkpoint.root.hex(), old, checkpoint.size, [one.hex() for one in path]
    )
    if grown != by_stranger:
        raise AssertionError(f"ours says {grown}, scitt-cose {by_stranger}")
    if grown:
        return []
    return ["log.fork" if paths.is_fork(*kept, checkpoint.size, checkpoint.root, path) else "proof.malformed"]


def holds(receipt, statement, key):
    """Whether scitt-cose accepts a receipt of a statement."""
    pem = Ed25519PublicKey.from_public_bytes(key).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return verify_receipt(receipt, leaf_entry_hex=statement.hex(), log_public_key_pem=pem).ok


def judge_receipt(file, vector, key):
    """Accepted or not: a stranger has other words for what is wrong."""
    return [] if holds(file, bytes.fromhex(vector["statement"]), key) else ["refused"]


def judge_transparent(file, _vector, key):
    """One of the receipts holds for the statement without them."""
    statement = without_receipts(file)
    return [] if any(holds(one, statement, key) for one in extract_receipts(file)) else ["refused"]


def without_receipts(file):
    """The statement as it was registered: the same with an empty unprotected header."""
    outer = cbor2.loads(file)
    protected, _, payload, signature = outer.value
    statement = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    read = parse_signed_statement(statement)["unverified"]
    if not read or not read["issuer"] or not read["subject"]:
        raise AssertionError("a statement of Byline has issuer and subject for a stranger too")
    return statement


JUDGES = {
    "bundle": judge_bundle,
    "tlog-proof": judge_tlog_proof,
    "consistency": judge_consistency,
    "receipt": judge_receipt,
    "transparent statement": judge_transparent,
}

STRANGERS = ("receipt", "transparent statement")

STRICTER = ("receipt with two proofs",)
"""What RFC 9942 allows and Byline refuses (proofs.md): a stranger may accept it."""


def check(vector, key):
    """Fails unless the same is found in Python as in Rust."""
    found = JUDGES[vector["form"]](bytes.fromhex(vector["file"]), vector, key)
    wanted = vector["findings"]
    if vector["form"] in STRANGERS:
        wanted = ["refused"] if wanted and vector["name"] not in STRICTER else []
    if set(found) != set(wanted):
        raise AssertionError(f"found {found}, expected {wanted}")


SEED = bytes([1]) * 32
"""The ledger's key in the Rust tests. It protects nothing."""


def by_stranger():
    """Proofs that scitt-cose makes of the log in the Rust tests, with the ledger's key: the Rust tests accept them."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    vectors = json.loads((PROOFS / "bundles.json").read_text("utf-8"))["vectors"]
    whole = next(one for one in vectors if one["name"] == "good: [2, 3, 7, 8, 10]")
    log = [leaf.hex() for _, leaf, _ in parse_bundle(bytes.fromhex(whole["file"]))[0]]

    def receipt(entries, index, **claims):
        return build_receipt(
            leaf_entry_hex=entries[index],
            leaf_index=index,
            tree_entries_hex=entries,
            alg="EdDSA",
            log_private_key_pem=pem,
            **claims,
        )

    named = {"iss": "example.org/desk", "sub": "example.org/desk", "kid": keys.kid(public)}
    foreign = build_signed_statement(
        b'{"words": "not a record of Byline"}',
        alg="EdDSA",
        private_key_pem=pem,
        issuer="https://elsewhere.example",
        subject="a thing",
        content_type="application/json",
    )
    foreign_log = [log[0], foreign.hex(), log[1]]
    statement = bytes.fromhex(log[7])
    made = [
        ("receipt with iss, sub and kid", "receipt", receipt(log, 7, **named), statement),
        ("receipt with nothing but alg and vds", "receipt", receipt(log, 7), statement),
        ("transparent statement", "transparent statement", attach_receipts(statement, [receipt(log, 7, **named)]), None),
        (
            "transparent statement of another application",
            "transparent statement",
            attach_receipts(foreign, [receipt(foreign_log, 1, **named)]),
            None,
        ),
    ]
    lines = []
    for name, form, file, leaf in made:
        with_leaf = {"statement": leaf.hex()} if leaf else {}
        lines.append(json.dumps({"name": name, "form": form, "file": file.hex(), "findings": [], **with_leaf}))
    key_text = json.dumps(keys.ssh_text(public))
    return '{"key": ' + key_text + ', "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


def main(arguments):
    """Runs all vectors. The exit status is 1 if one fails."""
    parser = argparse.ArgumentParser(description="Judges the proofs in proofs/.")
    parser.add_argument("--write", action="store_true", help="write proofs/by-scitt-cose.json anew")
    made, kept = by_stranger(), PROOFS / "by-scitt-cose.json"
    if parser.parse_args(arguments).write:
        kept.write_text(made, "utf-8")
    run, failed = 0, int(kept.read_text("utf-8") != made)
    if failed:
        print("FAILED: by-scitt-cose.json is not what scitt-cose makes of this log; --write writes it anew")
    for file in sorted(PROOFS.glob("*.json")):
        vectors = json.loads(file.read_text("utf-8"))
        key = keys.parse_ssh(vectors["key"])
        for vector in vectors["vectors"]:
            run += 1
            try:
                check(vector, key)
            except Exception:  # noqa: BLE001
                failed += 1
                print(f"FAILED {file.name}, {vector['name']}")
                traceback.print_exc(limit=3, file=sys.stdout)
    print(f"{run} proofs judged, {failed} failed")
    return 1 if failed or not run else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
