"""Damages of a ledger's owner, who makes the folder anew around another history and signs it."""

from byline_format import hashing
from byline_format.statement import parse

from .damage import damage, rewrite
from .fixtures import ADA, ANA, BO, TEXT, claim, document, entity, event, opening, passage, question, sealed_source
from .ledger import archive_files, write_files

GOOD = passage(TEXT, "twelve injured")


def rewritten(name, change, *codes, place=None):
    """A history that the ledger's owner changed: `change` gives the new leaves."""

    @damage(f"the owner makes the log anew: {name}", *codes, place=place)
    def _(folder, log):
        rewrite(folder, change(log))


def changed_letter(leaves):
    """The leaves with one letter of the last claim by a fisherman changed."""
    leaves = list(leaves)
    at = next(n for n in reversed(range(len(leaves))) if b"a fisherman" in leaves[n])
    leaves[at] = leaves[at].replace(b"a fisherman", b"a fishermen")
    return leaves


def without_last_claim(log):
    """The log without a claim of its last commit."""
    return [*log.leaves[:-2], log.leaves[-1]]


def exchanged(log):
    """The log with the first two leaves of its last commit exchanged: nothing else signs their order than the
    seal.
    """
    start = log.seals[-2]
    leaves = list(log.leaves)
    leaves[start], leaves[start + 1] = leaves[start + 1], leaves[start]
    return leaves


rewritten(
    "a letter of a statement",
    lambda log: changed_letter(log.leaves),
    "statement.signature",
    "chain.broken",
    "chain.unsealed",
    "reference.missing",
)
rewritten("a claim of the last commit is left out", without_last_claim, "chain.broken", "chain.unsealed", place=298)
rewritten("two leaves of the last commit exchanged", exchanged, "reference.missing", "chain.broken", "chain.unsealed")
rewritten("the last seal is left out", lambda log: log.leaves[:-1], "chain.unsealed", place=298)
rewritten(
    "an empty leaf at the end", lambda log: [*log.leaves, b""], "statement.malformed", "chain.unsealed", place=300
)


def again(log):
    """The log with its last claim once more, and a seal."""
    log.append(next(leaf for leaf in reversed(log.leaves) if parse(leaf).kind == "claim"))
    log.seal()
    return log.leaves


rewritten("the same claim again", again, "record.duplicate", place=300)


def with_commit(name, add, *codes, place=None, status=1):
    """A commit more; `add` lays it into the log and gives the bytes to archive."""

    @damage(name, *codes, place=place, status=status)
    def _(folder, log):
        event_id = log.add(ANA, event("quoted"))
        question_id = log.add(ANA, question(event_id, "quoted", "text"))
        speaker = log.add(ANA, entity("speaker"))
        archive = add(log, question_id, {"entity": speaker})
        log.seal()
        rewrite(folder, log.leaves)
        write_files(folder, archive_files(archive))


def briefing(log, **more):
    """The briefing as a document, and its bytes by their hash."""
    identity = log.add(BO, document(TEXT, **more))
    return identity, {hashing.blake3(TEXT.encode()): TEXT.encode()}


def quoted(*parts):
    """A claim that quotes the briefing with these parts of the passage changed."""

    def add(log, question_id, by):
        paper, archive = briefing(log)
        for changed in parts:
            log.add(BO, claim(question_id, paper, by, {"value": {"text": "x"}}, quote=[{**GOOD, **changed}]))
        return archive

    return add


with_commit("quotes that stand", quoted({}), status=0)
with_commit("a quote of other words", quoted({"exact": "twelve wounded"}), "quote.mismatch", place=304)
with_commit("a quote with another prefix", quoted({"prefix": "x" * 32}), "quote.mismatch", place=304)
with_commit("a quote with another suffix", quoted({"suffix": GOOD["suffix"][:-1] + "x"}), "quote.mismatch", place=304)
with_commit(
    "a quote two code points off, as UTF-16 counts",
    quoted({"start": GOOD["start"] + 1, "end": GOOD["end"] + 1}),
    "quote.mismatch",
    place=304,
)


def opened(value):
    """A claim by a sealed source, whose name is Ada, and a disclosure that says this of him."""

    def add(log, question_id, by):
        paper, archive = briefing(log)
        secret = log.add(BO, claim(question_id, paper, sealed_source(BO, 1), {"value": {"text": "x"}}, quote=[GOOD]))
        log.add(BO, opening(secret, 1, "by", value))
        return archive

    return add


with_commit("a sealed source is disclosed", opened(ADA), status=0)
with_commit("a disclosure of another name than was sealed", opened({"name": "Bo Example"}), "sealed.mismatch", place=305)

with_commit(
    "a document with the wrong size",
    lambda log, *_: briefing(log, size=len(TEXT.encode()) + 1)[1],
    "document.hash",
    place=303,
)
with_commit(
    "a document with the wrong SHA-256", lambda log, *_: briefing(log, sha256=bytes(32))[1], "document.hash", place=303
)


def extracted(text_bytes, chars):
    """A document whose text was extracted from other bytes: `text_bytes`, said to have `chars` code points."""

    def add(log, question_id, by):
        page = document("<p>page</p>", "page", media_type="text/html")
        page["text"] = {
            "blake3": hashing.blake3(text_bytes),
            "chars": chars,
            "extractor": "readability",
            "version": "1",
        }
        log.add(BO, page)
        return {page["blake3"]: b"<p>page</p>", hashing.blake3(text_bytes): text_bytes}

    return add


with_commit("an extracted text", extracted("paж".encode(), 3), status=0)
with_commit(
    "an extracted text with its code points miscounted as bytes",
    extracted("paж".encode(), 4),
    "document.hash",
    place=303,
)
with_commit("an extracted text that is not UTF-8", extracted(b"pa\xff", 3), "document.hash", place=303)


@damage("a document's text is corrected: an old quote is held against the old text", status=0)
def _(folder, log):
    event_id = log.add(ANA, event("quoted"))
    question_id = log.add(ANA, question(event_id, "quoted", "text"))
    paper, archive = briefing(log)
    log.add(BO, claim(question_id, paper, "own-voice", {"value": {"text": "x"}}))
    shorter = "Withdrawn by the authority.\n"
    log.add(BO, document(shorter, corrects=paper, reason="Replaced."))
    log.add(BO, claim(question_id, paper, "own-voice", {"value": {"text": "y"}}, quote=[passage(shorter, "Withdrawn")]))
    log.seal()
    rewrite(folder, log.leaves)
    write_files(folder, archive_files({**archive, hashing.blake3(shorter.encode()): shorter.encode()}))
