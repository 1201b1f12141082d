"""Ledgers made with the program, or from docs/format alone, and their events in every form."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import ROOT, Export

sys.path.insert(0, str(ROOT / "tests" / "vectors"))
from byline_format import hashing  # noqa: E402
from byline_golden import ledger  # noqa: E402
from byline_golden.everything import Everything  # noqa: E402
from byline_golden.fixtures import ADA, TEXT  # noqa: E402

FORMS = ("prov-json", "prov-n", "json-ld", "trig", "web-annotation", "ninjs")
EXAMPLES = ROOT / "docs" / "examples"
FIXTURE = ROOT / "tests" / "fixtures" / "exports"
KEYS = ROOT / "tests" / "fixtures" / "keys"


class Program:
    """The program, in a home of its own with one ledger, at a clock that stands."""

    def __init__(self, program, home):
        self.program, self.home = Path(program).resolve(), home
        home.mkdir()

    def init(self, origin="example.org/desk"):
        """Makes a ledger."""
        home = self.home
        shutil.copy(KEYS / "ana", home)
        (home / "ana").chmod(0o600)
        self.done("init", "ledger", "--origin", origin, "--handle", "ana", "--editor-name", "Ana", "--key", "ana")
        return self

    def done(self, *arguments):
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.home),
            "BYLINE_STATE": str(self.home / "state"),
            "BYLINE_CONFIG": str(self.home / "config"),
            "BYLINE_NOW": "1763800000",
        }
        command = [str(self.program), *map(str, arguments)]
        run = subprocess.run(
            command, env=environment, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, f"{' '.join(command)}: {run.stdout}{run.stderr}"
        return run.stdout

    def desk(self, *arguments):
        return self.done("-C", "ledger", *arguments)

    def record(self, dossier):
        self.desk("record", dossier, "--yes", "--key", "ana")

    def export(self, event, *options, secrets=()):
        texts = {form: self.desk("report", event, *options, "--unaudited", "--as", form) for form in FORMS}
        name = " ".join([event, *options])
        return Export(name, texts, self.documents(event, *options), is_signed=True, secrets=secrets)

    def documents(self, event, *options):
        """The texts of an event's documents, by the digits of their identities."""
        report = json.loads(self.desk("report", event, *options, "--unaudited", "--as", "json"))
        texts = {}
        for document in report["documents"]:
            archived = document["check"]["archived_as"] if "check" in document else None
            if archived and document["media_type"].startswith("text/plain") and (self.home / "ledger" / archived).exists():
                texts[document["id"].removeprefix("b3:")] = (self.home / "ledger" / archived).read_bytes().decode()
        return texts


def claim(program, event, answers):
    """The version in force of the first claim for which that holds."""
    report = json.loads(program.desk("report", event, "--unaudited", "--as", "json"))
    return next(one["recorded"]["version"] for one in report["claims"] if answers(one))


def exports(program, folder):
    """Reports of small and of real events: corrected, revised, withdrawn, disputed, unnamed, own voice, denied, hedged, in parts."""
    desk = Program(program, folder / "desk").init()
    desk.record(FIXTURE / "quay.toml")
    said = claim(desk, "crane", lambda one: one["commitment"] == "possible")
    desk.desk("judge", "disputed", said, "--because", "The office says \"no\".", "--yes", "--key", "ana")
    withdrawn = claim(desk, "crane", lambda one: one["answer"]["words"] == "about 40")
    desk.desk("withdraw", withdrawn, "--reason", "It is about another crane.", "--yes", "--key", "ana")
    yield desk.export("crane")
    yield desk.export("crane", "--source", "marsh")
    yield desk.export("crane", "--without-documents", "--lang", "uk")
    demo = Program(program, folder / "demo").init()
    for dossier in ("harbour-fire/ana.toml", "harbour-fire/ben.toml", "losses/losses.toml", "2025-11-09/news.toml"):
        demo.record(EXAMPLES / dossier)
    correct(demo, folder)
    for event in ("harbour-fire", "losses", "strikes"):
        yield demo.export(event)
    yield demo.export("harbour-fire", "strikes", "--only", "conflict")
    odd = Program(program, folder / "odd").init(origin="RADIO.example/RA_b.c")
    odd.record(FIXTURE / "quay.toml")
    yield odd.export("crane", "--claim", claim(odd, "crane", lambda one: len(one["quote"]) > 1))
    yield from sealed(Program(program, folder / "sealed"))


def sealed(desk):
    """A log with every form of a claim, written from docs/format alone: what is sealed in it, and then disclosed."""
    everything = Everything()
    log = everything.log
    archive = ledger.archive_files({hashing.blake3(TEXT.encode()): TEXT.encode()})
    files = {**ledger.log_files(log.leaves), **archive, "byline.toml": ledger.description()}
    ledger.write_files(desk.home / "ledger", files)
    before = min(index for index, name in everything.names.items() if name.startswith("disclosure"))
    yield desk.export("ferry-aground", "--as-of", str(before), secrets=(ADA["name"], ADA["office"]))
    yield desk.export("ferry-aground")


def correct(desk, folder):
    """Records the corrections of the harbour fire."""
    wrong = claim(desk, "harbour-fire", lambda one: one["answer"]["words"] == "a welding spark")
    dossier = folder / "correction.toml"
    text = (EXAMPLES / "harbour-fire" / "correction.toml").read_text()
    dossier.write_text(text.replace("b3:THE-ID-OF-THE-CLAIM", wrong))
    desk.record(dossier)
