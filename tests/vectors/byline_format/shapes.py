"""Every record field by field (records.md).

A shape is a function of a value and the path at which the value stands, and raises `Malformed`. It holds a
value against what the CDDL says (which fields, of which type, the literals, the ranges, `+` for at least one)
and against the forms and limits of encoding.md. What a comment of the CDDL says, and a rule of admission.md
gives a code of its own, is left to admission.
"""

from . import edtf, forms
from .sealed import is_place


class Malformed(ValueError):
    """The bytes are no statement of this format."""


def require(holds, path, words):
    """Raises Malformed unless something holds."""
    if not holds:
        raise Malformed(f"{path}: {words}")


def literal(*values):
    """One of these texts or numbers and nothing else."""

    def shape(value, path):
        same = any(type(value) is type(one) and value == one for one in values)
        require(same, path, "not one of the values that the field can have")

    return shape


def text(is_form=None, name="text"):
    """A text, with a form of its own or free; never empty."""

    def shape(value, path):
        require(isinstance(value, str), path, "not a text")
        size = len(value.encode("utf-8"))
        require(1 <= size <= forms.MAX_TEXT, path, f"a text of {size} bytes")
        require(is_form is None or is_form(value), path, f"not of the form {name}")

    return shape


def maybe_empty(value, path):
    """A text that may be empty: prefix and suffix."""
    require(isinstance(value, str), path, "not a text")
    require(len(value.encode("utf-8")) <= forms.MAX_TEXT, path, "too long a text")


def octets(size):
    """A byte string of this size."""

    def shape(value, path):
        require(isinstance(value, bytes) and len(value) == size, path, f"not a byte string of {size} bytes")

    return shape


def number(least=0, most=2**64 - 1):
    """An unsigned integer of this range."""

    def shape(value, path):
        require(type(value) is int and least <= value <= most, path, f"not an integer from {least} to {most}")

    return shape


def boolean(value, path):
    """true or false."""
    require(isinstance(value, bool), path, "neither true nor false")


def array(item, least=1, most=forms.MAX_ITEMS):
    """An array of this shape's items."""

    def shape(value, path):
        require(isinstance(value, list), path, "not an array")
        require(least <= len(value) <= most, path, f"{len(value)} items")
        for n, one in enumerate(value):
            item(one, f"{path}[{n}]")

    return shape


def names(value, path):
    """One text per language and script."""
    require(isinstance(value, dict), path, "not a map of names")
    require(1 <= len(value) <= forms.MAX_NAMES, path, f"{len(value)} names")
    for key, one in value.items():
        LANG(key, f"{path} key")
        TEXT(one, f"{path}.{key}")


def fields(required, optional=None):
    """A map with these fields and no others."""
    optional = optional or {}

    def shape(value, path):
        require(isinstance(value, dict), path, "not a map")
        for name in required:
            require(name in value, path, f"no field {name}")
        for name, one in value.items():
            field = required.get(name) or optional.get(name)
            require(field is not None, path, f"a field {name!r} that the format doesn't name")
            field(one, f"{path}.{name}")

    return shape


def one_of(variants, words=None):
    """A map with exactly one of these fields, or one of these words in its place."""

    def shape(value, path):
        if isinstance(value, str) and words and value in words:
            return
        known = isinstance(value, dict) and len(value) == 1 and next(iter(value)) in variants
        require(known, path, "none of the forms that the field can have")
        name, one = next(iter(value.items()))
        variants[name](one, f"{path}.{name}")

    return shape


TEXT = text()
ID = HASH = KEY = octets(32)
SIGNATURE = octets(64)
HANDLE = text(forms.is_handle, "handle")
SLUG = text(forms.is_slug, "slug")
LANG = text(forms.is_lang, "lang")
ORIGIN = text(forms.is_origin, "origin")
DECIMAL = text(forms.is_decimal, "decimal")
PERIOD = text(forms.is_period, "period")
EDTF = text(edtf.is_edtf, "edtf")
UINT = number()
TRUE = literal(True)
IDS = array(ID)
WORDS = fields({"text": TEXT, "lang": LANG})

CORRECTION = {"corrects": ID, "reason": TEXT}

LEDGER = fields(
    {
        "kind": TEXT,
        "format": literal(1),
        "origin": ORIGIN,
        "name": TEXT,
        "key": KEY,
        "approvals": number(1, 32),
        "editors": array(
            fields({"handle": HANDLE, "key": KEY, "proof": SIGNATURE}, {"name": TEXT, "age": TEXT}),
            most=forms.MAX_EDITORS,
        ),
        "phrases": literal("phrases/1"),
    }
)

PERSON = literal("editor", "reporter")
_KEY = {"kind": TEXT, "act": TEXT, "previous": ID}
_NEW_KEY = {"key": KEY, "proof": SIGNATURE}

ACTS = {
    "enrol": fields(
        {**_KEY, **_NEW_KEY, "handle": HANDLE, "role": PERSON}, {"name": TEXT, "age": TEXT, "reason": TEXT}
    ),
    "rotate": fields(
        {**_KEY, **_NEW_KEY, "kid": HASH, "handle": HANDLE, "role": PERSON}, {"age": TEXT, "reason": TEXT}
    ),
    "revoke": fields({**_KEY, "kid": HASH, "handle": HANDLE}, {"reason": TEXT}),
    "compromised": fields({**_KEY, "kid": HASH, "handle": HANDLE, "since": UINT}, {"reason": TEXT}),
    "role": fields({**_KEY, "handle": HANDLE, "role": PERSON}, {"reason": TEXT}),
}

LEDGER_KEY = fields({**_KEY, **_NEW_KEY, "role": literal("ledger")}, {"reason": TEXT})


def KEY_CHANGE(value, path):
    """One form for each act, and another one for the ledger's own key."""
    act = value.get("act")
    require(isinstance(act, str) and act in ACTS, path, "an unknown act")
    ledgers = act == "enrol" and value.get("role") == "ledger"
    (LEDGER_KEY if ledgers else ACTS[act])(value, path)


APPROVAL = fields({"kind": TEXT, "of": ID})

POLICY = fields(
    {
        "kind": TEXT,
        "format": number(1, 2**32 - 1),
        "phrases": TEXT,
        "approvals": number(1, 32),
        "previous": ID,
    },
    {"reason": TEXT},
)


def _count_and_hash(value, path):
    require(isinstance(value, list) and len(value) == 2, path, "not a count and a hash")
    UINT(value[0], f"{path}[0]")
    HASH(value[1], f"{path}[1]")


SEAL = fields({"kind": TEXT, "first": UINT, "roster": _count_and_hash})

ENTITY = fields(
    {"kind": TEXT, "slug": SLUG, "type": literal("person", "organisation", "office", "place", "thing"), "names": names},
    {
        "also": array(
            fields(
                {"name": TEXT, "lang": LANG},
                {"how": literal("endonym", "exonym", "transliteration", "former", "alias")},
            )
        ),
        "office": TEXT,
        "speaks_for": ID,
        "part_of": ID,
        "consists_of": IDS,
        "same_as": array(TEXT),
        "note": TEXT,
        **CORRECTION,
    },
)

EVENT = fields({"kind": TEXT, "slug": SLUG, "titles": names}, {"when": EDTF, "where": IDS, "note": TEXT, **CORRECTION})


def SCOPE(value, path):
    """Places, a population or both."""
    fields({}, {"places": IDS, "population": TEXT})(value, path)
    require(value, path, "neither places nor a population")


QUESTION = fields(
    {
        "kind": TEXT,
        "slug": SLUG,
        "asks": names,
        "type": literal("quantity", "moment", "entity", "yes-no", "choice", "text"),
        "rule": literal("snapshot", "cumulative", "period"),
    },
    {
        # That exactly one of event and claim is there is a rule of admission.md.
        "event": ID,
        "claim": ID,
        "unit": TEXT,
        "measure": TRUE,
        "options": array(TEXT, least=2),
        "many": TRUE,
        "scope": SCOPE,
        "period": PERIOD,
        "note": TEXT,
        **CORRECTION,
    },
)

_SEALED = fields({"sealed": HASH})


def sealable(shape):
    """A field of this shape, or a commitment in its place."""

    def either(value, path):
        (_SEALED if is_place(value) else shape)(value, path)

    return either


EXTRACTED = fields({"blake3": HASH, "chars": UINT, "extractor": TEXT, "version": TEXT})

DOCUMENT = fields(
    {
        "kind": TEXT,
        "slug": SLUG,
        "type": TEXT,
        "lang": LANG,
        "blake3": sealable(HASH),
        "sha256": sealable(HASH),
        "size": sealable(UINT),
        "media_type": TEXT,
    },
    {
        "text": sealable(EXTRACTED),
        "url": sealable(TEXT),
        "title": sealable(TEXT),
        "publisher": ID,
        "author": sealable(TEXT),
        "dateline": TEXT,
        "published": EDTF,
        "captured": EDTF,
        "tool": TEXT,
        "note": TEXT,
        **CORRECTION,
    },
)

_UNNAMED = fields({"described": TEXT}, {"count": number(1, 1_000_000)})
_SOURCES = {"entity": ID, "unnamed": _UNNAMED, "sealed": fields({"commitment": HASH, "described": TEXT})}
OUTER = one_of(_SOURCES)
SOURCE = one_of(_SOURCES, words=("own-voice", "nobody"))


def _between(value, path):
    require(isinstance(value, list) and len(value) == 2, path, "not two numbers")
    for n, one in enumerate(value):
        DECIMAL(one, f"{path}[{n}]")


QUANTITY = one_of(
    {
        "exactly": DECIMAL,
        "more-than": DECIMAL,
        "at-least": DECIMAL,
        "at-most": DECIMAL,
        "fewer-than": DECIMAL,
        "about": DECIMAL,
        "nearly": DECIMAL,
        "between": _between,
        "phrase": WORDS,
        "measured": DECIMAL,
    },
    words=("none",),
)

VALUE = one_of({"quantity": QUANTITY, "moment": EDTF, "entity": ID, "yes-no": boolean, "choice": TEXT, "text": TEXT})


def ANSWER(value, path):
    """Silence, a value, a denied value or a list of values."""
    if isinstance(value, dict) and "values" in value:
        fields({"values": array(VALUE)}, {"complete": TRUE})(value, path)
    else:
        one_of({"silent": literal("not-mentioned", "declined"), "value": VALUE, "denies": VALUE})(value, path)


PASSAGE = fields({"exact": TEXT, "prefix": maybe_empty, "suffix": maybe_empty, "start": UINT, "end": UINT})

QUOTE = array(PASSAGE)

CLAIM = fields(
    {
        "kind": TEXT,
        "question": ID,
        "document": ID,
        "by": SOURCE,
        "act": literal(
            "say",
            "claim",
            "confirm",
            "deny",
            "estimate",
            "announce",
            "denounce",
            "warn",
            "predict",
            "judge",
            "offer",
            "promise",
            "threaten",
            "demand",
            "ask",
            "decline",
        ),
        "commitment": literal("flat", "probable", "possible", "none"),
        "answer": ANSWER,
        "basis": literal("read", "heard", "watched", "told"),
    },
    {
        "through": array(OUTER, most=8),
        "cue": WORDS,
        "unit": TEXT,
        "scope": SCOPE,
        "period": PERIOD,
        "as_of": EDTF,
        "said": EDTF,
        "speech": fields({"form": literal("direct", "reported")}, {"spoken": LANG}),
        "in": fields({"form": TEXT}, {"with": ID}),
        "office": TEXT,
        "quote": sealable(QUOTE),
        "gist": TEXT,
        "translations": array(fields({"lang": LANG, "text": TEXT, "by": TEXT})),
        "part": TEXT,
        "condition": TEXT,
        "asked": TEXT,
        "as_said": TEXT,
        "note": TEXT,
        "revises": ID,
        **CORRECTION,
    },
)

WITHDRAWAL = fields({"kind": TEXT, "target": ID, "reason": TEXT})

JUDGEMENT = fields(
    {
        "kind": TEXT,
        "opinion": literal(
            "same",
            "different",
            "unsure",
            "part-or-kind",
            "agree",
            "conflict",
            "distinct-sources",
            "disputed",
            "checked",
        ),
        "on": array(ID, least=0, most=forms.MAX_STATEMENT),
        "because": TEXT,
    },
    CORRECTION,
)

PERSON_NAMED = fields({"name": TEXT}, {"office": TEXT, "note": TEXT})

OPENINGS = {
    "by": PERSON_NAMED,
    **{f"through.{n}": PERSON_NAMED for n in range(8)},
    "quote": QUOTE,
    "blake3": HASH,
    "sha256": HASH,
    "size": UINT,
    "text": EXTRACTED,
    "url": TEXT,
    "title": TEXT,
    "author": TEXT,
}
"""The forms of what a disclosure opens, by the name of the place."""


def DISCLOSURE(value, path):
    """What `value` can be follows from `field`."""
    field = value.get("field")
    opening = OPENINGS.get(field) if isinstance(field, str) else None
    require(opening is not None, path, "a field that can't be sealed")
    fields({"kind": TEXT, "target": ID, "field": TEXT, "salt": HASH, "value": opening}, {"note": TEXT})(value, path)


KINDS = {
    "ledger": LEDGER,
    "key": KEY_CHANGE,
    "approval": APPROVAL,
    "policy": POLICY,
    "seal": SEAL,
    "entity": ENTITY,
    "event": EVENT,
    "question": QUESTION,
    "document": DOCUMENT,
    "claim": CLAIM,
    "withdrawal": WITHDRAWAL,
    "judgement": JUDGEMENT,
    "disclosure": DISCLOSURE,
}


def check_record(record):
    """The kind of a record of that kind's shape. Raises Malformed."""
    require(isinstance(record, dict) and isinstance(record.get("kind"), str), "record", "no map with a kind")
    kind = record["kind"]
    require(kind in KINDS, "record", f"the unknown kind {kind!r}")
    KINDS[kind](record, kind)
    return kind
