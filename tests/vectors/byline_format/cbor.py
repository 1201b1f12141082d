"""Canonical CBOR: one byte string for every value (encoding.md).

The decoder refuses what it does not want while it reads, so it needs no second pass that encodes again and
compares. Values become plain Python: int, bytes, str, bool, list and dict. The keys of a map are integers or
texts: no page of the format has a map with other keys.
"""

MAX_DEPTH = 16
"""Arrays and maps nest at most this deep, counting the outermost as 1."""

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)


class NotCanonical(ValueError):
    """Some bytes are not the canonical encoding of a value.

    `at` is the offset of the first byte of the item in fault: of the item that is cut off, of the key that
    stands in the wrong place, of the first byte that follows the value.
    """

    def __init__(self, at, reason):
        super().__init__(f"{reason} at byte {at}")
        self.at = at
        self.reason = reason


def decode(data, start=0):
    """The one value of which data[start:] is the canonical encoding."""
    value, end = _item(data, start, 0)
    if end != len(data):
        raise NotCanonical(end, "bytes follow the value")
    return value


def _head(data, at):
    """Major type, argument and end of the head of an item; the argument must be in its shortest form."""
    if at >= len(data):
        raise NotCanonical(at, "an item is missing")
    major, info = data[at] >> 5, data[at] & 0x1F
    if major == SIMPLE:
        return major, info, at + 1
    if info < 24:
        return major, info, at + 1
    if info == 31:
        raise NotCanonical(at, "indefinite length" if BYTES <= major <= MAP else "reserved head")
    if info > 27:
        raise NotCanonical(at, "reserved head")
    width = 1 << (info - 24)
    end = at + 1 + width
    if end > len(data):
        raise NotCanonical(at, "the item is cut off")
    argument = int.from_bytes(data[at + 1 : end], "big")
    smallest = 24 if width == 1 else 1 << (8 * width // 2)
    if argument < smallest:
        raise NotCanonical(at, "not in the shortest form")
    return major, argument, end


def _item(data, at, depth):
    major, argument, end = _head(data, at)
    if major == UNSIGNED:
        return argument, end
    if major == NEGATIVE:
        return -1 - argument, end
    if major in (BYTES, TEXT):
        stop = end + argument
        if stop > len(data):
            raise NotCanonical(at, "the item is cut off")
        content = bytes(data[end:stop])
        if major == BYTES:
            return content, stop
        try:
            return content.decode("utf-8"), stop
        except UnicodeDecodeError:
            raise NotCanonical(at, "a text is not UTF-8") from None
    if major in (ARRAY, MAP):
        if depth == MAX_DEPTH:
            raise NotCanonical(at, "nested more than 16 deep")
        return (_array if major == ARRAY else _map)(data, argument, end, depth + 1)
    if major == TAG:
        raise NotCanonical(at, "a tag")
    return _simple(argument, at), end


def _array(data, count, at, depth):
    items = []
    for _ in range(count):
        item, at = _item(data, at, depth)
        items.append(item)
    return items, at


def _map(data, count, at, depth):
    fields = {}
    last = None
    for _ in range(count):
        key, end = _item(data, at, depth)
        if not isinstance(key, str) and type(key) is not int:
            raise NotCanonical(at, "a map key is neither an integer nor a text")
        encoded = bytes(data[at:end])
        if encoded == last:
            raise NotCanonical(at, "a map key stands twice")
        if last is not None and encoded < last:
            raise NotCanonical(at, "map keys are not in the order of their encodings")
        last = encoded
        fields[key], at = _item(data, end, depth)
    return fields, at


def _simple(info, at):
    if info == 20:
        return False
    if info == 21:
        return True
    names = {22: "null", 23: "undefined", 25: "a float", 26: "a float", 27: "a float", 31: "a break"}
    raise NotCanonical(at, names.get(info, "a simple value"))


def encode(value):
    """The canonical encoding of a value. Sorting is by the bytes of each key's encoding."""
    if value is True:
        return b"\xf5"
    if value is False:
        return b"\xf4"
    if isinstance(value, int):
        return head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return head(BYTES, len(value)) + value
    if isinstance(value, str):
        content = value.encode("utf-8")
        return head(TEXT, len(content)) + content
    if isinstance(value, (list, tuple)):
        return head(ARRAY, len(value)) + b"".join(encode(item) for item in value)
    if isinstance(value, dict):
        fields = sorted((encode(key), encode(item)) for key, item in value.items())
        return head(MAP, len(fields)) + b"".join(key + item for key, item in fields)
    raise TypeError(f"{type(value).__name__} has no encoding in this format")


def head(major, argument):
    """The head of an item, its argument in the shortest form."""
    first = major << 5
    if argument < 24:
        return bytes([first | argument])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes([first | info]) + argument.to_bytes(width, "big")
    raise ValueError("more than 64 bits")
