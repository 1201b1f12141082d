"""Attacks on withdrawals and judgements."""

from .cases_reference import AUTHORITY, CHANGED, INVALID, KIND, MISSING, NOTHING, STALE, world_case
from .fixtures import ANA, BO, CELIA, entity, event, judgement, withdrawal, without

MALFORMED = "statement.malformed"


@world_case("withdrawals of everything that can be withdrawn")
def _(world, log):
    opinion = log.add(ANA, judgement("disputed", world.claim))
    for key, target in [(ANA, world.mara), (BO, world.event), (ANA, world.question), (BO, world.document)]:
        log.add(key, withdrawal(target))
    log.add(ANA, withdrawal(world.claim))
    log.add(ANA, withdrawal(opinion))
    # References to what was withdrawn are admitted; its slug stays taken.
    log.add(BO, world.claim_record())
    log.attack(INVALID, BO, event())


@world_case("withdrawals that may not be made, one a leaf")
def _(world, log):
    log.attack(MISSING, ANA, withdrawal(NOTHING), named="of nothing")
    log.attack(KIND, ANA, withdrawal(world.change), named="of a change of the roster")
    log.attack(AUTHORITY, BO, withdrawal(world.mara), named="by a reporter of what an editor recorded")
    second = log.add(BO, world.claim_record(corrects=world.claim, reason="x"))
    log.attack(STALE, BO, withdrawal(world.claim), named="of a version that is no longer in force")
    gone = log.add(BO, withdrawal(second))
    log.attack(STALE, BO, withdrawal(second, reason="Again."), named="a second time")
    log.attack(STALE, BO, world.claim_record(corrects=second, reason="x"), named="corrected after it was withdrawn")
    log.attack(KIND, BO, withdrawal(gone), named="of a withdrawal")
    log.attack(MALFORMED, BO, without(withdrawal(world.event), "reason"), named="without a reason")
    log.attack(MALFORMED, BO, withdrawal(world.event, corrects=gone), named="that corrects")
    index = log.attack("signer.role", log.ledger, withdrawal(NOTHING), named="by the ledger's key, of nothing")
    log.expected.append([index, MISSING])
    index = log.attack("signer.role", log.ledger, withdrawal(second), named="by the ledger's key, of what is gone")
    log.expected += [[index, AUTHORITY], [index, STALE]]
    correction = event(corrects=world.event, reason="x")
    index = log.attack("signer.role", log.ledger, correction, named="corrected by the ledger's key")
    log.expected.append([index, AUTHORITY])
    log.attack("statement.header", BO, withdrawal(world.event), sub=log.origin, named="under another subject")


@world_case("judgements of every kind")
def _(world, log):
    other = log.add(BO, entity("maria-velin"))
    night = log.add(BO, event("night"))
    again = log.add(BO, world.claim_record())
    for opinion in ("same", "different", "unsure", "part-or-kind"):
        log.add(BO, judgement(opinion, world.mara, other))
    log.add(BO, judgement("same", world.event, night))
    for opinion in ("agree", "conflict", "distinct-sources"):
        log.add(ANA, judgement(opinion, world.claim, again))
    for target in (world.mara, world.event, world.question, world.document, world.claim):
        log.add(ANA, judgement("checked", target))
    first = log.add(BO, judgement("disputed", world.claim))
    log.add(ANA, judgement("checked", world.claim, corrects=first, reason="An editor may."))


@world_case("judgements that are none, one a leaf")
def _(world, log):
    other = log.add(BO, entity("maria-velin"))
    second = log.add(BO, entity("maria-velin", note="x", corrects=other, reason="x"))
    log.attack(INVALID, ANA, judgement("same", world.mara), named="same on one")
    log.attack(INVALID, ANA, judgement("same", world.mara, other, world.authority), named="same on three")
    log.attack(INVALID, ANA, judgement("checked", world.mara, other), named="checked on two")
    log.attack(INVALID, ANA, judgement("same", other, other), named="of a record with itself")
    log.attack(KIND, ANA, judgement("same", world.mara, world.event), named="on two kinds")
    log.attack(KIND, ANA, judgement("same", world.claim, world.claim), named="same on claims")
    log.expected.append([log.size - 1, INVALID])
    log.attack(KIND, ANA, judgement("agree", world.mara, other), named="agree on entities")
    log.attack(KIND, ANA, judgement("same", world.mara, second), named="on a later version")
    log.attack(KIND, ANA, judgement("disputed", world.change), named="on a change of the roster")
    log.attack(MISSING, ANA, judgement("disputed", NOTHING), named="on nothing")
    log.attack(MALFORMED, ANA, judgement("better", world.mara, other), named="an opinion that is none")
    log.attack(MALFORMED, ANA, without(judgement("checked", other), "because"), named="without a because")
    first = log.add(ANA, judgement("same", world.mara, other))
    fix = {"corrects": first, "reason": "x"}
    log.attack(AUTHORITY, BO, judgement("same", world.mara, other, **fix), named="corrected by a reporter")
    log.attack(CHANGED, ANA, judgement("different", other, world.mara, **fix), named="on others than before")
    log.attack("signer.unknown", CELIA, judgement("same", world.mara, other), named="by an unknown key")
    log.attack(INVALID, ANA, judgement("same"), sub=log.origin, named="on nobody")
