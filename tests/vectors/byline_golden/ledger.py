"""log-small: a whole ledger of 300 leaves, as a folder."""

import base64

from byline_format import hashing, keys
from byline_format.folder import wanted_files
from byline_format.note import cose_checkpoint_header, key_id
from byline_format.statement import sig_structure

from .builder import ORIGIN, sign1
from .fixtures import ANA, BO, LEDGER, claim, document, entity, event, passage, quantity, question, small_log

SIZE = 300
FIRST_CHECKPOINT = 200
"""Partial tiles of about this earlier size stay in the folder, as a careful writer leaves them for slow readers."""

REPORTS = [
    "Night report {n}: the harbour counted {n} boats before dawn. “We saw {n} of them ourselves,” the watch said 🌊. "
    "Уночі було тихо. The harbour master would not say how many were expected.\n",
    "Day report {n}. About {n} boats left with the tide, a fisherman said; the authority said at least {n}. No boat is missing.\n",
]


def small_ledger():
    """The log and the archived bytes."""
    log, _ = small_log()
    archive = {}
    harbour = log.add(ANA, entity("port-almar", "place"))
    watch = log.add(ANA, entity("harbour-watch", "organisation"))
    count = 0
    while log.size < SIZE:
        count += 1
        for record in _commit(log, archive, count, harbour, watch):
            if log.size < SIZE - 1:
                record()
        log.seal()
    return log, archive


def _commit(log, archive, n, harbour, watch):
    """The steps of one commit: a night, two questions on it, two reports and the claims in them."""
    made = {}

    def add(name, key, record):
        made[name] = log.add(key, record())

    def report(name, form):
        text = form.format(n=n)
        archive[hashing.blake3(text.encode())] = text.encode()
        made[name] = text
        add(f"{name} id", BO, lambda: document(text, f"{name}-{n}"))

    def say(key, on, name, quote, answer, by, **more):
        add(
            "claim",
            key,
            lambda: claim(
                made[on], made[f"{name} id"], by, answer, quote=[passage(made[name], quote.format(n=n))], **more
            ),
        )

    number = str(n)
    yield lambda: add("event", ANA, lambda: event(f"night-{n}", when=f"2025-11-{1 + n % 30:02}", where=[harbour]))
    yield lambda: add("boats", ANA, lambda: question(made["event"], f"boats-{n}", unit="boats"))
    yield lambda: add("quiet", BO, lambda: question(made["event"], f"quiet-{n}", "yes-no"))
    yield lambda: report("night", REPORTS[0])
    yield lambda: report("day", REPORTS[1])
    yield lambda: say(BO, "boats", "night", "{n} boats", quantity("exactly", number), {"entity": watch})
    yield lambda: say(
        BO,
        "boats",
        "night",
        "“We saw {n} of them ourselves,”",
        quantity("at-least", number),
        {"entity": watch},
        basis="heard",
    )
    yield lambda: say(ANA, "quiet", "night", "Уночі було тихо", {"value": {"yes-no": True}}, "own-voice")
    yield lambda: say(
        ANA,
        "boats",
        "night",
        "would not say",
        {"silent": "declined"},
        {"unnamed": {"described": "the harbour master"}},
        act="decline",
        commitment="none",
    )
    yield lambda: say(
        BO, "boats", "day", "About {n} boats", quantity("about", number), {"unnamed": {"described": "a fisherman"}}
    )
    yield lambda: say(
        BO,
        "boats",
        "day",
        "at least {n}",
        quantity("at-least", number),
        {"entity": watch},
        through=[{"unnamed": {"described": "a clerk"}}],
    )


def write(folder):
    """Writes the ledger's folder; it must be empty or new."""
    log, archive = small_ledger()
    earlier = next(size for size in log.seals if size >= FIRST_CHECKPOINT)
    write_files(
        folder,
        {
            **log_files(log.leaves[:earlier]),
            **log_files(log.leaves),
            "byline.toml": description(),
            **archive_files(archive),
        },
    )


def write_files(folder, files):
    """Writes files by their path below the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def log_files(leaves, key=LEDGER):
    """The folder log/ of these leaves, signed by the ledger's key whatever they are."""
    tiles = {f"log/{name.path()}": content for name, content in wanted_files(leaves).items()}
    signed = {"log/checkpoint": checkpoint(leaves, key), "log/checkpoint.cose": checkpoint_cose(root(leaves), key)}
    return {**tiles, **signed}


def archive_files(archive):
    """The folder archive/ of these bytes by their hash."""
    return {f"archive/{digest.hex()[:2]}/{digest.hex()}": content for digest, content in archive.items()}


def root(leaves):
    """The root over leaves."""
    return hashing.tree_root([hashing.leaf_hash(leaf) for leaf in leaves])


def checkpoint(leaves, key=LEDGER):
    """The signed note over leaves."""
    return note(f"{ORIGIN}\n{len(leaves)}\n{base64.b64encode(root(leaves)).decode()}\n", key)


def note(text, key=LEDGER):
    """Any text signed as a note under the ledger's name."""
    return (text + "\n" + signature_line(text, key)).encode()


def signature_line(text, key, name=ORIGIN):
    """One line below a note."""
    signature = key_id(name, key.public) + key.sign(text.encode())
    return f"— {name} {base64.b64encode(signature).decode()}\n"


def checkpoint_cose(signed_root, key=LEDGER):
    """A root as an RFC 9942 receipt without path."""
    protected = cose_checkpoint_header(ORIGIN, key.public)
    return sign1(protected, signed_root, key.sign(sig_structure(protected, signed_root)))


def description(key=LEDGER, origin=ORIGIN):
    """byline.toml."""
    return f'format = 1\norigin = "{origin}"\nkey = "{keys.ssh_text(key.public)}"\n'.encode()
