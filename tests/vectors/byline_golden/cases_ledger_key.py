"""Attacks with the ledger's own key, and on its replacement."""

from byline_format import keys

from .builder import ORIGIN, TestKey, approval_record, proof
from .cases import case
from .cases_keys import CHANGE, REVOKED, ROLE, founders, things
from .cases_roster import THING
from .fixtures import ANA, BO, LEDGER, small_log

NEXT, AFTER_NEXT = TestKey("the ledger's next key"), TestKey("the ledger's key after the next")


def replaced(log, by, key, previous):
    """The ledger's key is replaced by this one, from the next leaf on. The change."""
    change = log.add(by, log.ledger_key_record(key, previous))
    log.ledger = key
    return change


@case("ledger key: the seal of the commit that replaces it is by the new key")
def _():
    log, change = small_log()
    second = replaced(log, ANA, NEXT, change)
    things(log, BO)
    log.seal()
    things(log, BO)
    replaced(log, ANA, AFTER_NEXT, second)
    log.seal()
    return log


@case("ledger key: the old key seals the commit that replaces it", whole=False)
def _():
    log, change = small_log()
    log.add(ANA, log.ledger_key_record(NEXT, change))
    log.attack(REVOKED, LEDGER, log.seal_record())
    return log


@case("ledger key: the old key seals a later commit", whole=False)
def _():
    log, change = small_log()
    replaced(log, ANA, NEXT, change)
    log.seal()
    things(log, BO)
    log.attack(REVOKED, LEDGER, log.seal_record(), iss=ORIGIN)
    return log


@case("ledger key: the new key seals while the change waits", whole=False)
def _():
    log, first, (one, two, _) = founders(3, 2)
    change = log.add(one, log.ledger_key_record(NEXT, first))
    log.attack("signer.unknown", NEXT, log.seal_record(), iss=ORIGIN)
    log.seal()
    log.add(two, approval_record(change))
    log.ledger = NEXT
    log.seal()
    return log


@case("ledger key: changes that are refused, one a leaf", whole=False)
def _():
    log, change = small_log()

    def refused(name, record, code=CHANGE, key=ANA):
        log.attack(code, key, record, named=name)

    refused("an editor's key", log.ledger_key_record(ANA, change))
    refused("the same key", log.ledger_key_record(LEDGER, change))
    refused(
        "its consent is to be an editor",
        log.ledger_key_record(NEXT, change, proof=proof(NEXT, ORIGIN, ORIGIN, "editor")),
    )
    refused(
        "its consent is by the old key",
        log.ledger_key_record(
            NEXT, change, proof=LEDGER.sign(keys.proof_message(ORIGIN, ORIGIN, "ledger", NEXT.public))
        ),
    )
    refused(
        "its consent is for another log",
        log.ledger_key_record(NEXT, change, proof=proof(NEXT, "example.org/other", "example.org/other", "ledger")),
    )
    refused("previous is nothing in the log", log.ledger_key_record(NEXT, bytes(32)))
    refused("by the ledger itself", log.ledger_key_record(NEXT, change), ROLE, LEDGER)
    refused("by a reporter", log.ledger_key_record(NEXT, change), ROLE, BO)
    return log


@case("ledger key: a former key of the ledger is enrolled for a person")
def _():
    log, change = small_log()
    second = replaced(log, ANA, NEXT, change)
    log.attack(CHANGE, ANA, log.enrol_record("eve", "reporter", LEDGER, second))
    log.attack(CHANGE, ANA, log.ledger_key_record(LEDGER, second))
    log.seal()
    return log


@case("ledger key: the ledger approves", whole=False)
def _():
    log, first, (one, _, _) = founders(3, 2)
    change = log.add(one, log.enrol_record("bo", "reporter", BO, first))
    log.attack(ROLE, LEDGER, approval_record(change))
    log.attack("signer.unknown", BO, THING)
    return log
