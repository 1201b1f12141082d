"""The ledger's key is replaced, or the format moved on: what the checkpoint must say then."""

from byline_format import keys
from byline_format.statement import parse

from .builder import TestKey, policy_record
from .cases_ledger_key import NEXT, replaced
from .damage import damage, rewrite
from .fixtures import ANA, BO, LEDGER, entity
from .ledger import checkpoint, checkpoint_cose, root


def last_change(log):
    """The last change in force of log-small: the enrolment of bo."""
    return parse(log.leaves[2]).id


def with_new_key(log):
    """The log with a commit that puts the next key in the place of the ledger's. The size before it."""
    size = log.size
    replaced(log, ANA, NEXT, last_change(log))
    log.seal()
    return size


@damage("the ledger's key is replaced: the old one is trusted, the new one signs the checkpoint", status=0)
def _(folder, log):
    with_new_key(log)
    rewrite(folder, log.leaves, NEXT)


@damage("the ledger's key is replaced: the new one is trusted and signs the checkpoint", status=0)
def _(folder, log):
    with_new_key(log)
    rewrite(folder, log.leaves, NEXT)
    return ["--key", keys.ssh_text(NEXT.public)]


@damage("the ledger's key is replaced, and the old one signs the checkpoint", "checkpoint.signature")
def _(folder, log):
    with_new_key(log)
    rewrite(folder, log.leaves, LEDGER)


@damage("the ledger's key is replaced, and checkpoint.cose is still the one before, by the old key", status=0)
def _(folder, log):
    size = with_new_key(log)
    rewrite(folder, log.leaves, NEXT)
    (folder / "log/checkpoint.cose").write_bytes(checkpoint_cose(root(log.leaves[:size])))


@damage("the ledger's key is replaced, and the new one signs the root before", "checkpoint.signature")
def _(folder, log):
    size = with_new_key(log)
    rewrite(folder, log.leaves, NEXT)
    (folder / "log/checkpoint.cose").write_bytes(checkpoint_cose(root(log.leaves[:size]), NEXT))


@damage("a key that was never the ledger's is trusted, and signs the checkpoint", "ledger.mismatch")
def _(folder, log):
    stranger = TestKey("a stranger")
    rewrite(folder, log.leaves, stranger)
    return ["--key", keys.ssh_text(stranger.public)]


@damage("whoever stole the old key goes on as if it had not been replaced", "ledger.mismatch", "checkpoint.signature")
def _(folder, log):
    log.add(BO, entity("forged"))
    log.seal()
    rewrite(folder, log.leaves, LEDGER)
    return ["--key", keys.ssh_text(NEXT.public)]


@damage("a policy moves the format on: nothing behind it is judged", status=3)
def _(folder, log):
    log.add(ANA, policy_record(last_change(log), format=2, phrases="phrases/2"))
    log.append(b"a leaf of a later format")
    rewrite(folder, log.leaves)


@damage("a policy moves the format on, and a key signs that this verifier can't know", status=3)
def _(folder, log):
    log.add(ANA, policy_record(last_change(log), format=2, phrases="phrases/2"))
    log.append(b"a leaf of a later format")
    rewrite(folder, log.leaves, NEXT)


@damage("a policy moves the format on, and the root is another log's", "tree.root", place="checkpoint")
def _(folder, log):
    log.add(ANA, policy_record(last_change(log), format=2, phrases="phrases/2"))
    log.append(b"a leaf of a later format")
    rewrite(folder, log.leaves)
    for name, content in {"checkpoint": checkpoint, "checkpoint.cose": lambda it: checkpoint_cose(root(it))}.items():
        other = [*log.leaves[:-1], b"a leaf of a later formot"]
        (folder / "log" / name).write_bytes(content(other))
