"""Attacks on the chain, the seals and the times; who may sign what."""

from byline_format import hashing
from byline_format.statement import parse

from .builder import START, Log, ledger_record
from .cases import case
from .fixtures import ANA, BO, CELIA, LEDGER, OTHER, World, entity, event, small_log

BROKEN = "chain.broken"
TIME = "statement.time"
THING = entity("lantern", "thing")
CANDLE = entity("candle", "thing")


def after_case(name, code, make_after):
    """The reporter signs with an `after` of his own in a log of two commits, with one leaf open before his."""

    def make():
        log, _ = small_log()
        log.add(ANA, CANDLE)
        after = make_after(log)
        if code is None:
            log.add(BO, THING, after=after)
        else:
            log.attack(code, BO, THING, after=after)
        log.seal()
        return log

    case(name)(make)


after_case("after is [0, head(0)] behind entry 0", BROKEN, lambda log: (0, log.heads[0]))
after_case("after is a size that no seal closes", BROKEN, lambda log: (3, log.heads[3]))
after_case("after is the own index, in the open commit", BROKEN, lambda log: (5, log.heads[5]))
after_case("after is beyond the log", BROKEN, lambda log: (500, log.heads[4]))
after_case("after is 2^64 - 1", BROKEN, lambda log: (2**64 - 1, log.heads[4]))
after_case("after has the head of another size", BROKEN, lambda log: (4, log.heads[2]))
after_case("after has a head of zeros", BROKEN, lambda log: (4, bytes(32)))
after_case(
    "after has the head of another history", BROKEN, lambda log: (4, hashing.chain_step(log.heads[3], b"another seal"))
)
after_case("after is an earlier seal: it stands", None, lambda log: (2, log.heads[2]))


@case("after is the seal that closes the statement's own commit")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.seal()
    log.add(ANA, CANDLE, after=(6, log.heads[6]))
    log.seal()
    log.attack(BROKEN, BO, entity("lamp", "thing"), after=(8, log.heads[7]))
    log.seal()
    return log


@case("a statement built on a refused seal")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack(BROKEN, LEDGER, log.seal_record(first=0))
    log.attack(BROKEN, ANA, CANDLE, after=(6, log.heads[6]))
    log.seal()
    return log


@case("leaves in another order than signed: two commits exchanged")
def _():
    log, _ = small_log()
    log.add(ANA, THING)
    log.seal()
    log.add(ANA, CANDLE)
    log.seal()
    first, first_seal, second, second_seal = log.leaves[4:]
    log.leaves = log.leaves[:4] + [second, second_seal, first, first_seal]
    log.expected = [[4, BROKEN], [5, BROKEN], [7, BROKEN], [7, "chain.unsealed"]]
    return log


@case("a leaf is left out")
def _():
    log, _ = small_log()
    log.add(ANA, THING)
    log.add(ANA, CANDLE)
    log.seal()
    del log.leaves[4]
    log.expected = [[5, BROKEN], [5, "chain.unsealed"]]
    return log


@case("a statement of another log, with the same people")
def _():
    log, _ = small_log()
    other = Log(LEDGER, [("ana", ANA)], origin="example.org/other-desk")
    other.begin()
    other.seal()
    index = log.refused(other.sign(ANA, THING), "statement.header")
    log.expected.append([index, BROKEN])
    log.seal()
    return log


def seal_case(name, code, make_record, **overrides):
    """A bad seal, then a good one that closes the commit with the bad one in it."""

    def make():
        log, _ = small_log()
        log.add(BO, THING)
        log.attack(code, LEDGER, make_record(log), **{key: value(log) for key, value in overrides.items()})
        log.seal()
        return log

    case(name)(make)


seal_case("a seal whose first is 0", BROKEN, lambda log: log.seal_record(first=0))
seal_case("a seal whose first skips a leaf", BROKEN, lambda log: log.seal_record(first=5))
seal_case("a seal whose first is the last commit's", BROKEN, lambda log: log.seal_record(first=2))
seal_case("a seal whose first is beyond the log", BROKEN, lambda log: log.seal_record(first=2**64 - 1))
seal_case("a seal that counts a roster leaf too many", BROKEN, lambda log: log.seal_record(roster=[3, log.roster[1]]))
seal_case("a seal with the roster hash of zeros", BROKEN, lambda log: log.seal_record(roster=[2, bytes(32)]))
seal_case(
    "a seal without the last roster change",
    BROKEN,
    lambda log: log.seal_record(roster=[1, hashing.roster_step(bytes(32), 0, parse(log.leaves[0]).id)]),
)
seal_case(
    "a seal whose roster has the wrong index of a leaf",
    BROKEN,
    lambda log: log.seal_record(
        roster=[
            2,
            hashing.roster_step(hashing.roster_step(bytes(32), 0, parse(log.leaves[0]).id), 3, parse(log.leaves[2]).id),
        ]
    ),
)
seal_case(
    "a seal whose after is the last seal's", BROKEN, lambda log: log.seal_record(), after=lambda log: (4, log.heads[4])
)
seal_case(
    "a seal whose after has another head", BROKEN, lambda log: log.seal_record(), after=lambda log: (5, log.heads[4])
)
seal_case(
    "a seal earlier than the one before it", "chain.time", lambda log: log.seal_record(), iat=lambda log: log.now - 61
)
seal_case(
    "a seal signed by another key under the ledger's kid",
    "statement.signature",
    lambda log: log.seal_record(),
    signer=lambda log: OTHER,
)


@case("a seal over nothing")
def _():
    log, _ = small_log()
    log.attack(BROKEN, LEDGER, log.seal_record())
    log.add(BO, THING)
    log.seal()
    return log


@case("a seal at the time of the last one stands")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.seal(iat=log.now - 60)
    return log


@case("a log that ends without a seal")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.expected.append([4, "chain.unsealed"])
    return log


@case("a log that ends with a refused seal")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack(BROKEN, LEDGER, log.seal_record(first=0))
    log.expected.append([5, "chain.unsealed"])
    return log


@case("an open commit, leaves only", whole=False)
def _():
    log, _ = small_log()
    log.add(BO, THING)
    return log


def time_case(name, code, **offsets):
    """A statement at some seconds from the seal that it builds on (`after`) or from the one that closes it
    (`before`).
    """

    def make():
        log, _ = small_log()
        last = START + 60
        closing = START + 1_000
        iat = last + offsets["after"] if "after" in offsets else closing + offsets["before"]
        log.now = closing
        if code is None:
            log.add(BO, THING, iat=iat)
        else:
            log.attack(code, BO, THING, iat=iat)
        log.seal()
        return log

    case(name)(make)


time_case("signed 300 s before the seal it builds on: it stands", None, after=-300)
time_case("signed 301 s before the seal it builds on", TIME, after=-301)
time_case("signed at time 0", TIME, after=-(START + 60))
time_case("signed 300 s after the seal that closes it: it stands", None, before=300)
time_case("signed 301 s after the seal that closes it", TIME, before=301)


@case("two of three leaves are signed after their seal: found when it comes, and they stand")
def _():
    log, _ = small_log()
    log.add(BO, THING, iat=log.now + 10_000)
    log.expected.append([4, TIME])
    first = log.add(ANA, CANDLE)
    late = log.add(BO, entity("lamp", "thing"), iat=log.now + 301)
    log.expected.append([6, TIME])
    log.seal()
    log.add(BO, event(where=[first, late]))
    log.seal()
    return log


@case("an old after with the time of that seal stands")
def _():
    log, _ = small_log()
    log.now += 5_000
    log.add(ANA, THING)
    log.seal()
    log.add(BO, CANDLE, after=(4, log.heads[4]), iat=START)
    log.seal()
    return log


@case("entry 0 signed long after the seal that closes it")
def _():
    log = Log(LEDGER, [("ana", ANA)])
    log.begin(iat=START + 301)
    log.expected.append([0, TIME])
    log.seal()
    return log


@case("entry 0 is a seal", whole=False)
def _():
    log = Log(LEDGER, [("ana", ANA)])
    log.attack("ledger.mismatch", LEDGER, log.seal_record())
    return log


@case("entry 0 is an entity", whole=False)
def _():
    log = Log(LEDGER, [("ana", ANA)])
    log.attack("ledger.mismatch", ANA, THING)
    return log


@case("entry 0 with an after that is not [0, head(0)]", whole=False)
def _():
    log = Log(LEDGER, [("ana", ANA)])
    log.refused(log.sign(LEDGER, ledger_of(log), after=(0, bytes(32))), BROKEN)
    return log


def ledger_of(log):
    """The record of entry 0."""
    return ledger_record(LEDGER, log.editors)


@case("a second ledger record")
def _():
    log, _ = small_log()
    log.attack("record.invalid", LEDGER, {**ledger_of(log), "name": "Another desk"})
    log.seal()
    return log


@case("an editor signs a seal")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack("signer.role", ANA, log.seal_record())
    log.seal()
    return log


@case("a reporter signs a seal")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack("signer.role", BO, log.seal_record())
    log.seal()
    return log


@case("a reporter signs a seal with a wrong first, earlier than the last one")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    index = log.attack("signer.role", BO, log.seal_record(first=0), iat=START)
    log.expected += [[index, BROKEN], [index, "chain.time"]]
    log.seal()
    return log


@case("the ledger's key enrols a key")
def _():
    log, change = small_log()
    log.attack("signer.role", LEDGER, log.enrol_record("celia", "editor", CELIA, change))
    log.seal()
    return log


@case("the ledger's key makes a claim")
def _():
    world = World()
    world.log.attack("signer.role", LEDGER, world.claim_record())
    world.log.seal()
    return world.log


@case("a reporter enrols a key")
def _():
    log, change = small_log()
    log.attack("signer.role", BO, log.enrol_record("celia", "reporter", CELIA, change))
    log.seal()
    return log
