"""Damages to a copy of log-small, each with the codes that a verifier finds: no more and no fewer.

Those of `damage_files` are a disk's or a stranger's: a byte changed, a file missing. Those of `damage_history`
are a ledger's owner's, who makes the folder anew around another history and signs it: there only admission and
the archive tell.
"""

import shutil
from dataclasses import dataclass
from importlib import import_module

from .fixtures import LEDGER
from .ledger import log_files, write_files

DAMAGES = []


@dataclass(frozen=True)
class Damage:
    """What is done and what must come of it.

    `codes` are all codes that must be found, `status` is the exit status, `place` an index or path among the findings.
    """

    name: str
    codes: tuple
    apply: object
    status: int
    place: object


def damage(name, *codes, status=1, place=None):
    """Registers a function of the ledger's folder and the log in it. It may return further options for the
    verifier.
    """

    def register(apply):
        DAMAGES.append(Damage(name, codes, apply, status, place))
        return apply

    return register


def rewrite(folder, leaves, key=LEDGER):
    """The folder of other leaves, as the ledger's own key makes it."""
    shutil.rmtree(folder / "log")
    write_files(folder, log_files(leaves, key))


def all_damages():
    """Every damage. The modules register theirs when they are read."""
    for module in ("damage_files", "damage_trees", "damage_history", "damage_keys"):
        import_module(f"byline_golden.{module}")
    return DAMAGES
