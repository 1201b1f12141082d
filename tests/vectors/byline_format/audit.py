"""A whole ledger, step by step as log.md lists the steps."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from . import hashing, note
from .admission import Admission, Finding
from .evidence import Archive, Evidence
from .folder import CannotRead, Folder, check_tiles, read_leaves
from .keys import fingerprint_text, parse_ssh
from .shapes import Malformed
from .statement import parse


@dataclass
class Report:
    """What was found, what is only worth knowing, and how far the check went."""

    findings: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    unchecked: list = field(default_factory=list)
    counts: dict = field(default_factory=dict)

    def add(self, code, words, place):
        """Adds a finding that is of no single leaf."""
        self.findings.append(Finding(None, code, words, place))

    def exit_code(self):
        """0 all checked and good, 1 something failed, 3 nothing failed but not everything was checked."""
        return 1 if self.findings else 3 if self.unchecked else 0


def audit(path, key=None, archive=None, kept=None):
    """Checks a ledger's folder, or its folder log/ alone.

    `key` are the 32 bytes of the ledger's key that the caller trusts, `archive` the folder of archived bytes if
    it isn't beside log/, `kept` the bytes of a checkpoint of this log that was kept from before. Raises
    CannotRead.
    """
    ledger, log = _places(Path(path))
    folder = Folder(log)
    report = Report()
    report.findings += [Finding(None, "log.stray", "no file of a log", stray) for stray in folder.strays]
    data = folder.read("checkpoint")
    if data is None:
        raise CannotRead(f"{log} has no checkpoint")
    try:
        checkpoint = note.parse_checkpoint(data)
    except Malformed as error:
        report.add("checkpoint.signature", str(error), "checkpoint")
        return report
    leaves, broken = read_leaves(folder, checkpoint.size)
    report.findings += broken
    report.counts["leaves"] = len(leaves)
    origin, entry_key = _entry_zero(leaves)
    _check_description(report, ledger, origin, entry_key)
    is_whole = not broken and _check_tree(report, folder, checkpoint, leaves)
    admission = _check_leaves(report, leaves, whole=not broken)
    trusted = _trusted_key(report, admission, key, entry_key)
    if trusted is None:
        report.unchecked.append("the checkpoint's signature: there is no key")
    else:
        is_signed = _check_checkpoint(report, checkpoint, origin or checkpoint.origin, trusted, admission)
        _check_cose(report, folder, checkpoint, leaves, admission, trusted)
        if kept is not None:
            _check_kept(report, kept, checkpoint, leaves, admission, trusted, (is_signed, is_whole))
    _note_suspects(report, admission)
    _check_evidence(report, admission, archive or (ledger / "archive" if ledger else None))
    report.findings.sort(key=lambda one: (one.index is not None, one.index or 0, one.place, one.code, one.words))
    return report


def _trusted_key(report, admission, key, entry_key):
    """The key that must have signed the checkpoint: the ledger's at the end of the log, if the one that the caller
    trusts is one of the ledger's keys; else the one that he trusts.
    """
    roster = admission.state.roster
    ledgers = [roster.key(kid).key for kid in roster.ledger_kids] or [entry_key]
    if key is None:
        report.unchecked.append("no key was given: the ledger's own word from entry 0 is all there is")
        return ledgers[-1]
    if ledgers == [None]:
        return key
    if key not in ledgers:
        report.add("ledger.mismatch", f"{fingerprint_text(key)} is none of the ledger's keys", "entry 0")
        return key
    if key != ledgers[-1]:
        report.notes.append(f"the ledger's key is {fingerprint_text(ledgers[-1])} now")
    return ledgers[-1]


def _places(path):
    """The ledger's folder, if it is one, and its folder log/."""
    if (path / "log").is_dir():
        return path, path / "log"
    if (path / "checkpoint").exists() or (path / "tile").is_dir():
        beside = path.resolve().parent
        return (beside if (beside / "byline.toml").exists() else None), path
    raise CannotRead(f"{path} is neither a ledger nor its folder log")


def _entry_zero(leaves):
    """Origin and key as entry 0 gives them, or None and None."""
    try:
        statement = parse(leaves[0])
    except (IndexError, Malformed):
        return None, None
    if statement.kind != "ledger":
        return None, None
    return statement.record["origin"], statement.record["key"]


def _check_description(report, ledger, origin, key):
    if ledger is None or not (ledger / "byline.toml").exists():
        return
    if key is None:
        report.unchecked.append("byline.toml: there is no entry 0 to hold it against")
        return
    try:
        described = tomllib.loads((ledger / "byline.toml").read_text("utf-8"))
        agrees = (described["format"], described["origin"], parse_ssh(described["key"])) == (1, origin, key)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        report.add("ledger.mismatch", f"it cannot be read: {error}", "byline.toml")
        return
    if not agrees:
        report.add("ledger.mismatch", "it disagrees with entry 0", "byline.toml")


def _check_checkpoint(report, checkpoint, origin, key, admission):
    """Gives whether the ledger's key signed it."""
    wrong, unknown = note.check_signatures(checkpoint, origin, key)
    if wrong == note.NOT_BY_LEDGER and admission.unknown_from is not None:
        report.unchecked.append("the checkpoint's signature: a later format may have brought another key")
    elif wrong:
        report.add("checkpoint.signature", wrong, "checkpoint")
    report.notes += [f"checkpoint: a signature line by {name}, whom this verifier doesn't know" for name in unknown]
    return not wrong


def _check_tree(report, folder, checkpoint, leaves):
    """Gives whether the leaves give the checkpoint's root."""
    findings, larger = check_tiles(folder, leaves)
    report.findings += findings
    report.notes += [f"{path}: not committed" for path in larger]
    if not leaves:
        report.add("tree.root", "a log of no leaves has no root to sign", "checkpoint")
        return False
    if hashing.tree_root([hashing.leaf_hash(leaf) for leaf in leaves]) == checkpoint.root:
        return True
    report.add("tree.root", "the root over all leaves is not the checkpoint's", "checkpoint")
    return False


def _check_leaves(report, leaves, whole):
    admission = Admission()
    for leaf in leaves:
        admission.push(leaf)
    if whole:
        report.findings += admission.finish()
    else:
        report.findings += admission.findings
        report.unchecked.append("the leaves from the broken bundle on")
    if admission.unknown_from is not None:
        report.unchecked.append(f"the leaves from index {admission.unknown_from} on: their format is {admission.later}")
    if admission.stopped:
        report.unchecked.append("every leaf behind entry 0")
    report.counts["admitted"] = len(admission.admitted)
    return admission


def _check_cose(report, folder, checkpoint, leaves, admission, key):
    data = folder.read("checkpoint.cose")
    if data is None:
        report.add("checkpoint.signature", "missing", "checkpoint.cose")
        return
    hashes = [hashing.leaf_hash(leaf) for leaf in leaves]
    roots = {hashing.tree_root(hashes[:size]): size for size in admission.state.seal_times}
    earlier = roots.get(note.claimed_root(data)) if note.claimed_root(data) != checkpoint.root else None
    try:
        root = note.check_cose(data, checkpoint.origin, _key_at(admission, earlier, key))
    except Malformed as error:
        if admission.unknown_from is None:
            report.add("checkpoint.signature", str(error), "checkpoint.cose")
        return
    if earlier is not None:
        report.notes.append(f"checkpoint.cose: of the earlier size {earlier}")
    elif root != checkpoint.root:
        report.add("checkpoint.signature", "signs a root that this log never had", "checkpoint.cose")


def _key_at(admission, size, key):
    """The key that was the ledger's at a commit boundary, or this one where the size is none."""
    kid = admission.state.seal_kids.get(size)
    return admission.state.roster.key(kid).key if kid else key


def _note_suspects(report, admission):
    for kids, since in admission.state.roster.suspects:
        by = [index for index, one in admission.admitted.items() if one.kid in kids and index >= since]
        report.notes.append(f"signed by a key in other hands since index {since}, and suspect: {by}")


def _check_kept(report, kept, checkpoint, leaves, admission, key, shown):
    """A checkpoint kept from before is a prefix of this log: held only against what the ledger signed (log.md)."""
    is_signed, is_whole = shown
    try:
        earlier = note.parse_checkpoint(kept)
    except Malformed as error:
        raise CannotRead(f"the kept checkpoint: {error}") from None
    wrong, _ = note.check_signatures(earlier, checkpoint.origin, _key_at(admission, earlier.size, key))
    if wrong:
        raise CannotRead(f"the kept checkpoint: {wrong}")
    if not is_signed:
        report.unchecked.append("whether the log only grew: its checkpoint isn't shown to be the ledger's")
    elif earlier.size > checkpoint.size:
        report.add("log.rollback", f"it was signed at the size {earlier.size} before", "checkpoint")
    elif earlier.size == checkpoint.size and earlier.root != checkpoint.root:
        report.add("log.fork", f"another root was signed at the size {earlier.size}", "checkpoint")
    elif not is_whole:
        report.unchecked.append("whether the log only grew: the leaves don't give the root that was signed")
    elif earlier.size:
        root = hashing.tree_root([hashing.leaf_hash(leaf) for leaf in leaves[: earlier.size]])
        if root != earlier.root:
            report.add("log.fork", f"another root was signed at the size {earlier.size}", "checkpoint")


def _check_evidence(report, admission, archive):
    evidence = Evidence(Archive(archive))
    for index, statement in admission.admitted.items():
        evidence.add(index, statement)
    evidence.finish()
    report.findings += evidence.findings
    report.counts["documents"], report.counts["quotes"] = evidence.documents, evidence.quotes
    report.unchecked += [f"index {index}: {words}" for index, words in evidence.missing]
