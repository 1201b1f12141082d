"""Documents and quotes, where the archived bytes are there (admission.md, "Checks of the auditor alone").

The archive keeps bytes under their BLAKE3 hash: archive/<the first two digits>/<all 64 digits>.
"""

from pathlib import Path

from .admission import Finding
from .claims import CONTEXT
from .hashing import blake3, sha256
from .sealed import BYTES, is_place


class Archive:
    """An archive folder, or none."""

    def __init__(self, root):
        self.root = None if root is None else Path(root)

    def get(self, digest):
        """The bytes kept under a hash, None if they are not held. They are not trusted to have that hash."""
        if self.root is None:
            return None
        try:
            return (self.root / digest.hex()[:2] / digest.hex()).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None


class Evidence:
    """The check of every admitted document and claim: `add` them in the order of the log, then `finish`.

    A claim is held against the version of its document that was in force at the claim's index. What was sealed is
    checked as it was disclosed; what is still sealed is missing.
    """

    def __init__(self, archive):
        self.archive = archive
        self.findings = []
        self.missing = []
        self.texts = {}
        self.identities = {}
        self.versions = {}
        self.leaves = {}
        self.documents = 0
        self.quotes = 0

    def add(self, index, statement):
        """Looks at one admitted statement."""
        record = dict(statement.record)
        if statement.kind == "document":
            identity = self.identities.get(record.get("corrects"), statement.id)
            self.identities[statement.id] = identity
            self.versions[identity] = record
            self.leaves[statement.id] = (index, record, None)
        elif statement.kind == "claim" and "quote" in record:
            self.leaves[statement.id] = (index, record, self.versions[record["document"]])
        elif statement.kind == "disclosure" and record["target"] in self.leaves:
            self.leaves[record["target"]][1][record["field"]] = record["value"]

    def finish(self):
        """Checks all of it against the archive."""
        for index, record, document in self.leaves.values():
            if document is None:
                self._document(index, record)
        for index, record, document in self.leaves.values():
            if document is not None:
                self._quote(index, record, document)

    def _document(self, index, record):
        self.documents += 1
        if any(is_place(record[name]) for name in BYTES if name in record):
            self.missing.append((index, "the document is sealed"))
        if not is_place(record["blake3"]):
            self._bytes(index, record)
        text = record.get("text")
        if text is None or is_place(text):
            return
        if text["blake3"] not in self.texts:
            self.texts[text["blake3"]] = self._text(index, text)
        content = self.texts[text["blake3"]]
        if content is not None and len(content) != text["chars"]:
            self._wrong(index, f"the text has {len(content)} code points, not {text['chars']}")

    def _bytes(self, index, record):
        data = self.archive.get(record["blake3"])
        if data is None:
            self._miss(index, record["blake3"])
            return
        found = {"size": len(data), "blake3": blake3(data), "sha256": sha256(data)}
        if any(record[name] != value for name, value in found.items() if not is_place(record[name])):
            self._wrong(index, "the archived bytes don't have the size and the hashes of the document")

    def _text(self, index, text):
        """The extracted text, None if it isn't held or isn't the one that was signed."""
        data = self.archive.get(text["blake3"])
        if data is None:
            self._miss(index, text["blake3"])
            return None
        if blake3(data) != text["blake3"]:
            self._wrong(index, "the archived text doesn't have the hash of the document's text")
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self._wrong(index, "the archived text is not UTF-8")
            return None

    def _quote(self, index, record, document):
        self.quotes += 1
        if is_place(record["quote"]) or is_place(document["text"]):
            self.missing.append((index, "the quote is sealed, or its document"))
            return
        content = self.texts.get(document["text"]["blake3"])
        if content is None:
            self._miss(index, None)
            return
        for passage in record["quote"]:
            start, end = passage["start"], passage["end"]
            stands = (content[max(0, start - CONTEXT) : start], content[start:end], content[end : end + CONTEXT])
            if stands != (passage["prefix"], passage["exact"], passage["suffix"]):
                self.findings.append(Finding(index, "quote.mismatch", f"code points {start} to {end} read otherwise"))

    def _miss(self, index, digest):
        words = "the text of its quote is not at hand" if digest is None else f"{digest.hex()} is not in the archive"
        self.missing.append((index, words))

    def _wrong(self, index, words):
        self.findings.append(Finding(index, "document.hash", words))
