"""Small complete logs, most of them with one attack, each with what a verifier finds."""

from importlib import import_module

from byline_format import keys
from byline_format.admission import judge_log

MODULES = (
    "cases_statement",
    "cases_chain",
    "cases_roster",
    "cases_keys",
    "cases_quorum",
    "cases_ledger_key",
    "cases_reference",
    "cases_record",
    "cases_claim",
    "cases_opinion",
    "cases_sealed",
)
"""They register their cases when they are read."""

CASES = []


def case(name, whole=True):
    """Registers a function that makes one log. With `whole` the log's end is judged too, else only its leaves."""

    def register(make):
        CASES.append((name, make, whole))
        return make

    return register


def vectors():
    """Every case: the log's leaves and the findings, in the order of the leaves."""
    for module in MODULES:
        import_module(f"byline_golden.{module}")
    return [_vector(name, make(), whole) for name, make, whole in CASES]


def _vector(name, log, whole):
    findings, admission = judge_log(log.leaves)
    if not whole:
        findings = admission.findings
    found = sorted([finding.index, finding.code] for finding in findings)
    if found != sorted(log.expected):
        raise AssertionError(f"{name}: found {findings}, expected {log.expected}")
    named = {"leaves_named": {str(index): words for index, words in log.named.items()}} if log.named else {}
    return {
        "name": name,
        "origin": log.origin,
        "key": keys.ssh_text(log.first_ledger.public),
        "whole": whole,
        "findings": found,
        **named,
        "leaves": [leaf.hex() for leaf in log.leaves],
    }
