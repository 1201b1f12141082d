#!/usr/bin/env python3
"""Runs the verifier over golden/ and over damaged copies of log-small. Prints what fails and one closing line.

Needs no test framework: a check is a function with a name, and a check that fails raises AssertionError.
"""

import contextlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import cbor2

import byline_verify
import generate
from byline_format import cbor, curve, edtf, forms, hashing, keys
from byline_format.admission import Admission, judge_log
from byline_format.shapes import Malformed
from byline_format.statement import parse
from byline_golden.damage import all_damages
from byline_golden.encodings import readable
from byline_golden.everything import as_json
from byline_golden.fixtures import LEDGER, OTHER
from byline_golden.ledger import small_ledger

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
SMALL = GOLDEN / "log-small"
KEY = keys.ssh_text(LEDGER.public)


def equal(found, expected, words=""):
    """Fails unless two values are equal."""
    if found != expected:
        raise AssertionError(f"{words}: found {found!r}, expected {expected!r}")


def golden(name):
    """One of the JSON files."""
    return json.loads((GOLDEN / name).read_text("utf-8"))


def verify(*arguments):
    """Exit status and output of byline_verify.py as a person runs it."""
    run = subprocess.run(
        [sys.executable, str(HERE / "byline_verify.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout


def checks():
    """Every check: its name and a function."""
    yield "golden/ is what generate.py writes", check_generated
    for vector in golden("cbor.json")["canonical"]:
        yield f"cbor.json, canonical: {vector['name']}", lambda vector=vector: check_canonical(vector)
    for vector in golden("cbor.json")["refused"]:
        yield f"cbor.json, refused: {vector['name']}", lambda vector=vector: check_refused(vector)
    yield "ids.json: keys", check_keys
    yield "ids.json: chain, rosters and tree", check_chain
    yield "statements.json: the valid log", check_valid
    for log in golden("statements.json")["logs"]:
        yield f"statements.json: {log['name']}", lambda log=log: check_log(log)
    yield "the signature rule twice: with OpenSSL and by arithmetic", check_signature_rule
    yield "every bit of a claim", check_every_bit
    yield "limits of times and numbers", check_forms
    yield "the command line", check_command_line
    yield "enough damages of every layer", check_layers
    yield "the attacks of ATTACKS.md", check_attacks
    for damage in all_damages():
        yield f"log-small: {damage.name}", lambda damage=damage: check_damage(damage)


def check_generated():
    equal(generate.main(["--check"]), 0)


def check_canonical(vector):
    data = bytes.fromhex(vector["hex"])
    value = cbor.decode(data)
    equal(readable(value), vector["value"])
    equal(cbor.encode(value), data)
    equal(cbor2.loads(data), value, "another decoder")


def check_refused(vector):
    try:
        value = cbor.decode(bytes.fromhex(vector["hex"]))
    except cbor.NotCanonical as error:
        equal((error.at, error.reason), (vector["at"], vector["reason"]))
    else:
        raise AssertionError(f"not refused: {value!r}")


def check_keys():
    vectors = golden("ids.json")
    for key in vectors["keys"]:
        public = bytes.fromhex(key["key"])
        equal(
            (
                keys.kid(public).hex(),
                keys.ssh_text(public),
                keys.fingerprint_text(public),
                keys.parse_ssh(key["ssh"] + " a comment"),
            ),
            (key["kid"], key["ssh"], key["fingerprint"], public),
        )
        equal(keys.is_acceptable(public), True, key["name"])
    for key in vectors["not_acceptable"]:
        equal(keys.is_acceptable(bytes.fromhex(key["key"])), False, key["name"])
    proof = vectors["proof"]
    public = bytes.fromhex(proof["key"])
    message = keys.proof_message(proof["origin"], proof["handle"], proof["role"], public)
    equal(message.hex(), proof["message"])
    equal(keys.is_valid_by_arithmetic(public, bytes.fromhex(proof["signature"]), message), True)


def check_chain():
    vectors = golden("ids.json")
    leaves = [bytes.fromhex(leaf) for leaf in vectors["log"]["leaves"]]
    findings, admission = judge_log(leaves)
    equal(findings, [])
    equal([head.hex() for head in admission.heads], [step["head"] for step in vectors["chain"]])
    equal(
        [admission.state.roster.count, admission.state.roster.hash.hex()],
        [vectors["rosters"][-1]["count"], vectors["rosters"][-1]["hash"]],
    )
    for record, leaf in zip(vectors["records"], leaves, strict=True):
        statement = parse(leaf)
        equal((hashing.id_text(statement.id), statement.signed.hex()), (record["id"], record["sig_structure"]))
    for step in vectors["tree"]:
        equal(hashing.tree_root([hashing.leaf_hash(leaf) for leaf in leaves[: step["size"]]]).hex(), step["root"])


def check_valid():
    vectors = golden("statements.json")["valid"]
    leaves = [bytes.fromhex(leaf) for leaf in vectors["leaves"]]
    equal(judge_log(leaves)[0], [])
    for described, leaf in zip(vectors["statements"], leaves, strict=True):
        statement = parse(leaf)
        equal(
            (hashing.id_text(statement.id), statement.iss, statement.sub, statement.iat, as_json(statement.record)),
            tuple(described[name] for name in ("id", "iss", "sub", "iat", "record")),
            described["name"],
        )


def check_log(log):
    admission = Admission()
    for leaf in log["leaves"]:
        admission.push(bytes.fromhex(leaf))
    findings = admission.finish() if log["whole"] else sorted(admission.findings)
    equal([[finding.index, finding.code] for finding in findings], log["findings"])


def check_signature_rule():
    """Every signature of statements.json, and every one with a bit changed, by both ways."""
    public = {key["kid"]: bytes.fromhex(key["key"]) for key in golden("ids.json")["keys"]}
    seen, valid = set(), 0
    for log in golden("statements.json")["logs"]:
        for leaf in log["leaves"]:
            try:
                statement = parse(bytes.fromhex(leaf))
            except Malformed:
                continue
            key = public.get(statement.kid.hex())
            if key is None or statement.id in seen or len(seen) > 150:
                continue
            if not log["name"].startswith("leaves that are refused with statement.signature"):
                seen.add(statement.id)
            changed = bytes([statement.signature[0] ^ 1]) + statement.signature[1:]
            for signature in (statement.signature, changed):
                by_library = keys.is_valid_signature(key, signature, statement.signed)
                equal(keys.is_valid_by_arithmetic(key, signature, statement.signed), by_library)
                valid += by_library
    if valid < 50:
        raise AssertionError("too few valid signatures to speak of")


def check_every_bit():
    """A log in which a claim stands with each of its bits changed once: all are refused, and then the claim
    itself is not.
    """
    log = small_ledger()[0]
    at = next(n for n, leaf in enumerate(log.leaves) if parse(leaf).kind == "claim")
    leaf = log.leaves[at]
    admission = Admission()
    for below in log.leaves[:at]:
        admission.push(below)
    for bit in range(8 * len(leaf)):
        changed = bytearray(leaf)
        changed[bit // 8] ^= 1 << bit % 8
        admission.push(bytes(changed))
    equal(len(admission.findings), 8 * len(leaf))
    admission.push(leaf)
    equal((len(admission.findings), admission.reached - 1 in admission.admitted), (8 * len(leaf), True))


def check_forms():
    day = edtf.DAY
    start = edtf.span("2025")[0]
    equal(edtf.span("2025"), (start, start + 365 * day - 1))
    equal(edtf.span("2025-24"), (start + 334 * day, start + (365 + 59) * day - 1))
    equal(edtf.span("2025-11-09T08:00+02:00"), edtf.span("2025-11-09T06:00:00Z"))
    equal(edtf.span("2025-01-01/.."), (start, None))
    equal(edtf.span("20XX")[1], edtf.span("2099-12-31")[1])
    equal(edtf.is_edtf("2025" + " " * 100), False)
    limit = "1" + "0" * 30
    equal([forms.is_decimal(text) for text in (limit, limit + ".0", "9" * 30 + ".999999")], [True, True, True])
    equal(
        [forms.is_decimal(text) for text in (limit[:-1] + "1", limit + ".000001", "2" + limit[1:], limit + "0")],
        [False] * 4,
    )
    equal(curve.encode(curve.BASE).hex(), "58" + "66" * 31)


def check_command_line():
    equal(verify(SMALL, "--key", KEY)[0], 0)
    equal(verify(SMALL)[0], 3, "no key")
    equal(verify(SMALL, "--key", keys.ssh_text(OTHER.public))[0], 1, "another key")
    equal(verify(SMALL / "log", "--key", KEY)[0], 0, "log/ beside byline.toml")
    equal(verify(HERE / "no such folder")[0], 2)
    equal(verify(SMALL, "--key", "ssh-rsa AAAA")[0], 2)
    status, output = verify(SMALL, "--key", KEY, "--json")
    report = json.loads(output)
    equal((status, report["exit"], report["findings"], report["counts"]["leaves"]), (0, 0, [], 300))
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "archive"
        empty.mkdir()
        equal(verify(SMALL, "--key", KEY, "--archive", empty)[0], 3, "an empty archive")


def check_layers():
    """At least so many damages of files and histories, by the code that must be found."""
    counts = Counter(code for damage in all_damages() for code in damage.codes)
    least = {"checkpoint.signature": 15, "tile.malformed": 15, "log.stray": 12, "tree.root": 2, "document.hash": 3}
    few = {code: counts[code] for code, wanted in least.items() if counts[code] < wanted}
    equal(few, {}, dict(counts))


LAYERS = ("Bytes", "Note", "Tree", "Statement", "Chain", "Roster", "Header", "Records", "Proofs")
LEAST_ATTACKS = 80


def named_vectors():
    """The codes of every vector that has a name, by where it stands and its name."""
    named = {("damage", damage.name): [set(damage.codes)] for damage in all_damages()}
    for log in golden("statements.json")["logs"]:
        named.setdefault(("log", log["name"]), []).append({code for _, code in log["findings"]})
        for at, name in log.get("leaves_named", {}).items():
            named.setdefault(("leaf", name), []).append({code for index, code in log["findings"] if index == int(at)})
    for vector in golden("cbor.json")["refused"]:
        named["cbor", vector["name"]] = [{vector["reason"]}]
    for file in sorted((HERE / "proofs").glob("*.json")):
        for vector in json.loads(file.read_text("utf-8"))["vectors"]:
            codes = {finding.split("@")[0] for finding in vector["findings"]}
            named.setdefault(("proof", vector["name"]), []).append(codes)
    return named


def listed_attacks():
    """The rows of ATTACKS.md: the layer, the code or None, where the vectors stand, and their names."""
    layer = None
    for line in (HERE / "ATTACKS.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            layer = line[3:]
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 3 or cells[0] == "attack" or cells[0].startswith("---"):
            continue
        where, _, names = cells[2].partition(": ")
        yield layer, None if cells[1] == "-" else cells[1].strip("`"), where, names.split("; ")


def check_attacks():
    """Each vector in ATTACKS.md is there and comes out with the code beside it, and no layer is without one."""
    named, seen = named_vectors(), Counter()
    for layer, code, where, names in listed_attacks():
        for name in names:
            outcomes = named.get((where, name))
            if not outcomes:
                raise AssertionError(f"{layer}: no {where} has the name {name!r}")
            if not any(code in codes if code else not codes for codes in outcomes):
                raise AssertionError(f"{layer}: {where} {name!r} has {outcomes}, and not {code}")
            seen[layer] += 1
    equal(tuple(seen), LAYERS)
    if sum(seen.values()) < LEAST_ATTACKS:
        raise AssertionError(f"too few: {dict(seen)}")


def check_damage(damage):
    """Damages a copy and compares every code that the verifier finds, and its exit status, with what the damage
    names.
    """
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger"
        shutil.copytree(SMALL, ledger)
        options = damage.apply(ledger, small_ledger()[0]) or []
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = byline_verify.main([str(part) for part in (ledger, "--key", KEY, "--json", *options)])
        report = json.loads(output.getvalue())
        if status == 2:
            equal(2, damage.status, report["error"])
            return
        equal(
            (status, sorted({finding["code"] for finding in report["findings"]})),
            (damage.status, sorted(damage.codes)),
            json.dumps(report["findings"][:5]),
        )
        if damage.place is not None:
            places = [
                finding["index"] if finding["index"] is not None else finding["place"] for finding in report["findings"]
            ]
            equal(damage.place in places, True, f"{damage.place} in {places}")


def main():
    """Runs every check. The exit status is 1 if one fails."""
    passed = failed = 0
    for name, check in checks():
        try:
            check()
            passed += 1
        except Exception as error:  # Whatever a check raises, the others shall run.
            failed += 1
            print(f"FAILED {name}: {error}")
            if not isinstance(error, AssertionError):
                traceback.print_exc()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
