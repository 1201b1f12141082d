"""cbor.json: canonical encodings with the value that they stand for, and byte strings that a decoder refuses."""

from byline_format import cbor

CANONICAL = [
    ("the example of encoding.md: keys of mixed length", {"uk": 1, "en": 2, "be-Latn": 3, "a": 4}),
    ("language tags: shorter keys first", {"ru-Latn": "a", "be-Latn": "b", "uk": "c", "it": "d", "en": "e"}),
    ("keys of one length in the order of their bytes", {"b": 1, "a": 2, "B": 3, "é": 4, "zz": 5, "я": 6}),
    ("a key of 23 bytes before one of 24: the head grows", {"a" * 24: 1, "b" * 23: 2}),
    ("the labels of a protected header", {1: -8, 3: "t", 4: b"\x01", 15: {1: "i", 2: "s", 6: 0}, -65537: [0, b""]}),
    ("integer keys before negative ones, both before texts", {"a": 1, -1: 2, 1: 3, 24: 4, -25: 5, 256: 6}),
    ("zero", 0),
    ("23, the last in one byte", 23),
    ("24", 24),
    ("255", 255),
    ("256", 256),
    ("65535", 65_535),
    ("65536", 65_536),
    ("2^32 - 1", 2**32 - 1),
    ("2^32", 2**32),
    ("2^64 - 1, the largest", 2**64 - 1),
    ("-1", -1),
    ("-24", -24),
    ("-25", -25),
    ("-256", -256),
    ("-257", -257),
    ("-65537", -65_537),
    ("-2^63", -(2**63)),
    ("-2^64, the smallest", -(2**64)),
    ("true", True),
    ("false", False),
    ("no bytes", b""),
    ("23 bytes", bytes(23)),
    ("24 bytes", bytes(24)),
    ("256 bytes", bytes(256)),
    ("no text", ""),
    ("text of one to four bytes a letter", "aé€😀"),
    ("text with NUL", "a\x00b"),
    ("decomposed text stays as it is", "e\u0301"),
    ("24 letters", "abcdefghijklmnopqrstuvwx"),
    ("no items", []),
    ("no fields", {}),
    ("a list of everything", [1, -1, b"\xff", "x", [], {}, True, False]),
    ("24 items", list(range(24))),
]

REFUSED = [
    ("nothing at all", ""),
    ("a head without its argument", "18"),
    ("an argument cut off", "1901"),
    ("eight bytes cut off", "1b00000000000000"),
    ("a byte string cut off", "43 0102"),
    ("a byte string longer than memory", "5b 7fffffffffffffff 00"),
    ("a text cut off", "62 61"),
    ("an array that lacks an item", "82 01"),
    ("an array of 2^32 items", "9b 0000000100000000"),
    ("a map that lacks a value", "a1 6161"),
    ("a map that lacks a field", "a2 6161 01"),
    ("0 in two bytes", "18 00"),
    ("23 in two bytes", "18 17"),
    ("255 in three bytes", "19 00ff"),
    ("65535 in five bytes", "1a 0000ffff"),
    ("2^32 - 1 in nine bytes", "1b 00000000ffffffff"),
    ("-1 in two bytes", "38 00"),
    ("-24 in two bytes", "38 17"),
    ("a length of 1 in two bytes", "58 01 00"),
    ("a text's length in two bytes", "78 01 61"),
    ("a count in two bytes", "98 01 00"),
    ("a map's count in two bytes", "b8 01 6161 00"),
    ("an inner integer too long", "82 01 1817"),
    ("a key too long", "a1 1801 00"),
    ("byte string of indefinite length", "5f 41 00 ff"),
    ("text of indefinite length", "7f 61 61 ff"),
    ("array of indefinite length", "9f 01 ff"),
    ("map of indefinite length", "bf 6161 01 ff"),
    ("a break", "ff"),
    ("a break in an array", "82 01 ff"),
    ("reserved head 28", "1c"),
    ("reserved head 29", "3d"),
    ("reserved head 30", "9e"),
    ("an integer of indefinite length", "1f"),
    ("null", "f6"),
    ("undefined", "f7"),
    ("null as a value", "a1 6161 f6"),
    ("simple value 0", "e0"),
    ("simple value 19", "f3"),
    ("simple value 32", "f8 20"),
    ("true in two bytes", "f8 15"),
    ("half float 0", "f9 0000"),
    ("float 1.5", "fa 3fc00000"),
    ("double 1.1", "fb 3ff199999999999a"),
    ("half float NaN", "f9 7e00"),
    ("tag 18", "d2 00"),
    ("tag 0, a date as text", "c0 6161"),
    ("tag 2, a big number", "c2 49 010000000000000000"),
    ("a tag inside of an array", "81 c1 00"),
    ("self-described CBOR", "d9d9f7 00"),
    ("a text that is not UTF-8", "62 c328"),
    ("a text with a surrogate", "63 eda080"),
    ("a text in an overlong form", "62 c0af"),
    ("a text behind the last code point", "64 f4908080"),
    ("a key that is not UTF-8", "a1 61ff 00"),
    ("keys sorted as texts, not as encodings", "a2 62616100 616201"),
    ("language tags sorted as texts", "a3 67 62652d4c61746e 01 62 656e 02 62 756b 03"),
    ("keys of one length in the wrong order", "a2 6162 01 6161 02"),
    ("a key twice", "a2 6161 01 6161 02"),
    ("a key twice with the same value", "a2 01 00 01 00"),
    ("negative keys before positive ones", "a2 20 00 01 00"),
    ("text keys before integer ones", "a2 6161 00 01 00"),
    ("keys in the wrong order in an inner map", "81 a2 02 00 01 00"),
    ("a byte string as a key", "a1 41 61 00"),
    ("a truth as a key", "a1 f5 00"),
    ("an array as a key", "a1 80 00"),
    ("a map as a key", "a1 a0 00"),
    ("a byte behind the value", "00 00"),
    ("an empty map behind the value", "01 a0"),
    ("a break behind the value", "80 ff"),
    ("arrays 17 deep", "81" * 16 + "80"),
    ("maps and arrays 17 deep", "a100" * 8 + "81" * 8 + "a0"),
]


def vectors():
    """The content of cbor.json."""
    deep = [[]]
    for _ in range(14):
        deep = [deep]
    canonical = [*CANONICAL, ("arrays 16 deep, the deepest", deep)]
    return {
        "about": "canonical: each hex is the one encoding of its value. refused: a decoder refuses each hex. "
        "`at` is the offset of the first byte of the item in fault, `reason` what is wrong in words; both are for people.",
        "values": "In values a byte string is written h'..', a map as a list of [key, value] in the order of the encoding.",
        "canonical": [
            {"name": name, "hex": _canonical(name, value), "value": readable(value)} for name, value in canonical
        ],
        "refused": [_refused(name, "".join(digits.split())) for name, digits in REFUSED],
    }


def _canonical(name, value):
    encoded = cbor.encode(value)
    assert cbor.decode(encoded) == value, name
    return encoded.hex()


def _refused(name, digits):
    try:
        cbor.decode(bytes.fromhex(digits))
    except cbor.NotCanonical as error:
        return {"name": name, "hex": digits, "at": error.at, "reason": error.reason}
    raise AssertionError(f"{name} is not refused")


def readable(value):
    """A value with maps as lists of pairs, since JSON has neither integer keys nor an order."""
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, list):
        return [readable(item) for item in value]
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda field: cbor.encode(field[0]))
        return [[readable(key), readable(item)] for key, item in ordered]
    return value
