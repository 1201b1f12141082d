"""Damages of a disk or a stranger, who has no key."""

import base64
import os
import shutil

from byline_format import hashing
from byline_format.folder import bundle_bytes, split_bundle

from .builder import Log
from .damage import damage, rewrite
from .damage_history import changed_letter
from .fixtures import ANA, LEDGER, OTHER
from .ledger import ORIGIN, checkpoint, checkpoint_cose, description, log_files, note, root, signature_line, write_files


def flip(path, at=0):
    """Changes one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def edit(name, path, change, *codes, status=1):
    """A damage that changes the bytes of one file."""

    @damage(name, *codes, status=status, place=codes[0] and path.removeprefix("log/") if codes else None)
    def _(folder, log):
        (folder / path).write_bytes(change((folder / path).read_bytes()))


def extra(name, path, *codes, status=1, content=b"x"):
    """A damage that adds a file."""

    @damage(name, *codes, status=status, place=path if codes else None)
    def _(folder, log):
        write_files(folder / "log", {path: content})


def missing(name, path, *codes, status=1):
    """A damage that takes a file away."""

    @damage(name, *codes, status=status)
    def _(folder, log):
        (folder / path).unlink()


def signed_note(name, make_text, *codes, status=1):
    """A checkpoint of another text, signed by the ledger's key."""

    @damage(name, *codes, status=status)
    def _(folder, log):
        (folder / "log/checkpoint").write_bytes(note(make_text(log)))


def text_of(size, log_root, origin=ORIGIN):
    """The three lines of a checkpoint."""
    return f"{origin}\n{size}\n{base64.b64encode(log_root).decode()}\n"


CHECKPOINT, COSE = "log/checkpoint", "log/checkpoint.cose"
SIGNATURE, TILE, STRAY, ROOT, MISMATCH = (
    "checkpoint.signature",
    "tile.malformed",
    "log.stray",
    "tree.root",
    "ledger.mismatch",
)

edit(
    "checkpoint: a bit of the signature",
    CHECKPOINT,
    lambda data: data[:-10] + b"A" + data[-9:] if data[-10:-9] != b"A" else data[:-10] + b"B" + data[-9:],
    SIGNATURE,
)
edit(
    "checkpoint: another root under the same signature",
    CHECKPOINT,
    lambda data: note_with_root(data, bytes(32)),
    SIGNATURE,
    ROOT,
)
edit("checkpoint: a size of 301", CHECKPOINT, lambda data: data.replace(b"\n300\n", b"\n301\n"), SIGNATURE, TILE)
edit(
    "checkpoint: a size that no folder can have",
    CHECKPOINT,
    lambda data: data.replace(b"\n300\n", b"\n1000000000000000000\n"),
    SIGNATURE,
    TILE,
)
edit(
    "checkpoint: a size with a zero in front", CHECKPOINT, lambda data: data.replace(b"\n300\n", b"\n0300\n"), SIGNATURE
)
edit("checkpoint: carriage returns", CHECKPOINT, lambda data: data.replace(b"\n", b"\r\n"), SIGNATURE)
edit("checkpoint: no last newline", CHECKPOINT, lambda data: data[:-1], SIGNATURE)
edit("checkpoint: no signature line", CHECKPOINT, lambda data: data[: data.index(b"\n\n") + 2], SIGNATURE)
edit("checkpoint: a hyphen in place of the dash", CHECKPOINT, lambda data: data.replace("—".encode(), b"-"), SIGNATURE)
edit("checkpoint: not UTF-8", CHECKPOINT, lambda data: b"\xff" + data, SIGNATURE)
edit("checkpoint: empty", CHECKPOINT, lambda data: b"", SIGNATURE)
missing("checkpoint: missing", CHECKPOINT, status=2)
signed_note("checkpoint: a fourth line", lambda log: text_of(300, root(log.leaves)) + "extension\n", SIGNATURE)
signed_note(
    "checkpoint: the origin of another log", lambda log: text_of(300, root(log.leaves), "example.org/other"), SIGNATURE
)
signed_note("checkpoint: another root, signed", lambda log: text_of(300, hashing.sha256(b"")), ROOT)


def note_with_root(data, new_root):
    """The note with another root and its old signature."""
    lines = data.split(b"\n")
    lines[2] = base64.b64encode(new_root)
    return b"\n".join(lines)


@damage("checkpoint: signed by another key", SIGNATURE)
def _(folder, log):
    (folder / CHECKPOINT).write_bytes(checkpoint(log.leaves, OTHER))


@damage("checkpoint: a second line of the ledger's key, which fails", SIGNATURE)
def _(folder, log):
    wrong = signature_line("another text\n", LEDGER)
    (folder / CHECKPOINT).write_bytes(checkpoint(log.leaves) + wrong.encode())


@damage("checkpoint: a cosignature by a stranger is ignored", status=0)
def _(folder, log):
    line = signature_line("whatever\n", OTHER, "witness.example/w1")
    (folder / CHECKPOINT).write_bytes(checkpoint(log.leaves) + line.encode())


@damage("checkpoint: a line in the ledger's name by another key is ignored", status=0)
def _(folder, log):
    line = signature_line("whatever\n", OTHER)
    (folder / CHECKPOINT).write_bytes(checkpoint(log.leaves) + line.encode())


@damage("checkpoint: a stranger's line before the ledger's is ignored", status=0)
def _(folder, log):
    text, lines = checkpoint(log.leaves).split(b"\n\n")
    stranger = signature_line("whatever\n", OTHER, "witness.example/w1").encode()
    (folder / CHECKPOINT).write_bytes(text + b"\n\n" + stranger + lines)


@damage("checkpoint: a stranger's line and none of the ledger's", SIGNATURE)
def _(folder, log):
    text, _ = checkpoint(log.leaves).split(b"\n\n")
    stranger = signature_line("whatever\n", OTHER, "witness.example/w1").encode()
    (folder / CHECKPOINT).write_bytes(text + b"\n\n" + stranger)


def spare_bits(line):
    """The same bytes in another base64: the last letter before the padding has bits that no byte uses."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(line.rstrip(b"=")) - 1
    return line[:at] + letters[letters.index(line[at]) + 1 :][:1] + line[at + 1 :]


edit(
    "checkpoint: the root in another base64 of the same bytes",
    CHECKPOINT,
    lambda data: b"\n".join(spare_bits(line) if at == 2 else line for at, line in enumerate(data.split(b"\n"))),
    SIGNATURE,
)
edit(
    "checkpoint: the signature in another base64 of the same bytes",
    CHECKPOINT,
    lambda data: spare_bits(data[:-1]) + b"\n",
    SIGNATURE,
)


@damage("the folder of an earlier size, inside of a commit", "chain.unsealed", place=298)
def _(folder, log):
    rewrite(folder, log.leaves[:299])


@damage("the checkpoint of an earlier commit: what came later is not committed", status=0)
def _(folder, log):
    size = log.seals[-2]
    write_files(folder, {path: data for path, data in log_files(log.leaves[:size]).items()})


@damage("a checkpoint kept from before, of this log", status=0)
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(checkpoint(log.leaves[: log.seals[3]]))
    return ["--kept", kept]


@damage("a checkpoint kept from before, of another history", "log.fork")
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(note(text_of(log.seals[3], hashing.sha256(b"another"))))
    return ["--kept", kept]


@damage("a checkpoint kept from before, of a larger size", "log.rollback")
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(checkpoint(log.leaves))
    rewrite(folder, log.leaves[: log.seals[-2]])
    return ["--kept", kept]


LAST_BUNDLE = "log/tile/entries/001.p/44"
CHANGED = ("statement.signature", "chain.unsealed", TILE, ROOT)
"""What is found of a copy whose last seal was changed."""


@damage("a checkpoint kept from before, that very one, over a changed entry", *CHANGED)
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(checkpoint(log.leaves))
    flip(folder / LAST_BUNDLE, -1)
    return ["--kept", kept]


@damage("a checkpoint kept from before, of an earlier size, over a changed entry", *CHANGED)
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(checkpoint(log.leaves[: log.seals[3]]))
    flip(folder / LAST_BUNDLE, -1)
    return ["--kept", kept]


@damage("a checkpoint kept from before, of another history at this size, over a changed entry", *CHANGED, "log.fork")
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(note(text_of(len(log.leaves), hashing.sha256(b"another"))))
    flip(folder / LAST_BUNDLE, -1)
    return ["--kept", kept]


@damage("a checkpoint kept from before, of a larger size than one by another key", SIGNATURE)
def _(folder, log):
    kept = folder.parent / "kept"
    kept.write_bytes(checkpoint(log.leaves))
    size = log.seals[-2]
    write_files(folder, log_files(log.leaves[:size], OTHER))
    return ["--kept", kept]


missing("checkpoint.cose: missing", COSE, SIGNATURE)
edit("checkpoint.cose: a bit of the signature", COSE, lambda data: data[:-1] + bytes([data[-1] ^ 1]), SIGNATURE)
edit("checkpoint.cose: a byte behind it", COSE, lambda data: data + b"\x00", SIGNATURE)
edit("checkpoint.cose: no tag", COSE, lambda data: data[1:], SIGNATURE)
edit("checkpoint.cose: empty", COSE, lambda data: b"", SIGNATURE)


@damage("checkpoint.cose: signed by another key", SIGNATURE)
def _(folder, log):
    (folder / COSE).write_bytes(checkpoint_cose(root(log.leaves), OTHER))


@damage("checkpoint.cose: a root that the log never had, signed", SIGNATURE)
def _(folder, log):
    (folder / COSE).write_bytes(checkpoint_cose(root(log.leaves[:299])))


@damage("checkpoint.cose: of the commit before", status=0)
def _(folder, log):
    (folder / COSE).write_bytes(checkpoint_cose(root(log.leaves[: log.seals[-2]])))


for tile in ("log/tile/0/000", "log/tile/0/001.p/44", "log/tile/1/000.p/1"):
    edit(f"{tile}: a bit", tile, lambda data: bytes([data[0] ^ 1]) + data[1:], TILE)
    edit(f"{tile}: a byte more", tile, lambda data: data + b"\x00", TILE)
    edit(f"{tile}: a hash less", tile, lambda data: data[:-32], TILE)
    missing(f"{tile}: missing", tile, TILE)
for bundle in ("log/tile/entries/000", "log/tile/entries/001.p/44"):
    missing(f"{bundle}: missing", bundle, TILE)
    edit(f"{bundle}: a byte more", bundle, lambda data: data + b"\x00", TILE)
    edit(f"{bundle}: a byte less", bundle, lambda data: data[:-1], TILE)
    edit(f"{bundle}: an entry more", bundle, lambda data: data + b"\x00\x01\x00", TILE)
    edit(f"{bundle}: the length of the first entry", bundle, lambda data: bytes([data[0] ^ 0x80]) + data[1:], TILE)


def earlier(folder, kind):
    """The partial tile or bundle that an earlier checkpoint left."""
    return next((folder / f"log/tile/{kind}/000.p").iterdir())


@damage("an older partial tile: a bit", TILE)
def _(folder, log):
    flip(earlier(folder, "0"), 40)


@damage("an older partial tile: a byte less", TILE)
def _(folder, log):
    path = earlier(folder, "0")
    path.write_bytes(path.read_bytes()[:-1])


@damage("an older partial bundle: a bit", TILE)
def _(folder, log):
    flip(earlier(folder, "entries"), 40)


@damage("an older partial bundle: an entry more than its name says", TILE)
def _(folder, log):
    path = earlier(folder, "entries")
    path.write_bytes(bundle_bytes(log.leaves[: int(path.name) + 1]))


@damage("no older partials at all", status=0)
def _(folder, log):
    earlier(folder, "0").unlink()
    earlier(folder, "entries").unlink()


extra("a tile of a larger size is ignored", "tile/0/002.p/9", status=0)
extra("a bundle of a larger size is ignored", "tile/entries/001.p/45", status=0)
extra("a tile far away is ignored", "tile/5/x001/234", status=0)
for path in (
    "README",
    "checkpoint.tmp",
    "tile/0/001.p/044",
    "tile/0/001.p/256",
    "tile/0/001.p/0",
    "tile/0/1",
    "tile/0/x000/001",
    "tile/64/000",
    "tile/00/000",
    "tile/entries/000.gz",
    "tile/data/000",
    ".hidden",
    "tile/0/000.p/x",
    "archive/00",
):
    extra(f"a stray file {path}", path, STRAY)


@damage("a stray link", STRAY, place="tile/0/002")
def _(folder, log):
    os.symlink("000", folder / "log/tile/0/002")


@damage(
    "a letter of a statement changes in its bundle",
    TILE,
    ROOT,
    "statement.signature",
    "chain.broken",
    "chain.unsealed",
    "reference.missing",
)
def _(folder, log):
    path = folder / "log/tile/entries/001.p/44"
    leaves = split_bundle(path.read_bytes(), 44)
    path.write_bytes(bundle_bytes(changed_letter(leaves)))


edit("byline.toml: no TOML", "byline.toml", lambda data: b"format = ", MISMATCH)
edit("byline.toml: another format", "byline.toml", lambda data: data.replace(b"= 1", b"= 2"), MISMATCH)
edit("byline.toml: no key", "byline.toml", lambda data: data[: data.index(b"key")], MISMATCH)
edit("byline.toml: another key", "byline.toml", lambda data: description(OTHER), MISMATCH)
edit("byline.toml: another origin", "byline.toml", lambda data: description(origin="example.org/other"), MISMATCH)
missing("byline.toml: missing, which a copy may be", "byline.toml", status=0)


@damage("another ledger's log in this folder", MISMATCH, SIGNATURE, place="entry 0")
def _(folder, log):
    other = Log(OTHER, [("ana", ANA)])
    other.begin()
    other.seal()
    shutil.rmtree(folder / "log")
    files = log_files(other.leaves)
    files[CHECKPOINT] = checkpoint(other.leaves, OTHER)
    files[COSE] = checkpoint_cose(root(other.leaves), OTHER)
    write_files(folder, files)


def archived(folder):
    """One file of the archive."""
    return sorted(path for path in (folder / "archive").rglob("*") if path.is_file())[0]


@damage("a bit of an archived document", "document.hash", status=1)
def _(folder, log):
    flip(archived(folder), 20)


@damage("an archived document is cut off", "document.hash")
def _(folder, log):
    archived(folder).write_bytes(archived(folder).read_bytes()[:-1])


@damage("an archived document is empty", "document.hash")
def _(folder, log):
    archived(folder).write_bytes(b"")


@damage("an archived document is missing", status=3)
def _(folder, log):
    archived(folder).unlink()


@damage("no archive", status=3)
def _(folder, log):
    shutil.rmtree(folder / "archive")
