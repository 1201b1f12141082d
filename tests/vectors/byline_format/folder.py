"""The files of the folder log/: their names, their widths and what they hold (log.md)."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .admission import Finding
from .hashing import leaf_hash, tile_levels

WIDTH = 256
ENTRIES = "entries"

_TILE = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


class CannotRead(Exception):
    """The work cannot be done: a file or folder cannot be read."""


@dataclass(frozen=True)
class TileName:
    """One tile or bundle: its level (or `entries`), its number and its width."""

    level: str
    number: int
    width: int

    def path(self):
        """Where it stands below log/."""
        groups = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{'/'.join(groups)}{partial}"


def parse_name(path):
    """The tile or bundle that a path below log/ names, or None if it is no well-formed name."""
    match = _TILE.fullmatch(path)
    if not match:
        return None
    number = int(match[2].replace("x", "").replace("/", ""))
    width = int(match[3]) if match[3] else WIDTH
    name = TileName(match[1], number, width)
    return name if width <= WIDTH and name.path() == path else None


class Folder:
    """A folder log/ and every file in it."""

    def __init__(self, root):
        self.root = Path(root)
        self.strays = []
        self.tiles = {}
        for path in self._walk():
            name = parse_name(path)
            if name is not None and not (self.root / path).is_symlink():
                self.tiles[name] = path
            elif path not in ("checkpoint", "checkpoint.cose") or (self.root / path).is_symlink():
                self.strays.append(path)

    def _walk(self):
        try:
            for folder, folders, files in os.walk(self.root, onerror=_raise):
                linked = [name for name in folders if (Path(folder) / name).is_symlink()]
                for name in sorted(files + linked):
                    yield (Path(folder) / name).relative_to(self.root).as_posix()
        except OSError as error:
            raise CannotRead(str(error)) from None

    def read(self, path):
        """The bytes of a file, None if there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        except OSError as error:
            raise CannotRead(str(error)) from None


def _raise(error):
    raise error


def expected_tiles(level, count):
    """The tiles that `count` hashes or entries of one level fill, in order: full ones and at most one partial one."""
    for number in range(count // WIDTH):
        yield TileName(level, number, WIDTH)
    if count % WIDTH:
        yield TileName(level, count // WIDTH, count % WIDTH)


def read_leaves(folder, size):
    """The leaves below `size`, as far as bundles can be split, and the findings over what cannot."""
    leaves, findings = [], []
    for name in expected_tiles(ENTRIES, size):
        path = name.path()
        data = folder.read(path)
        if data is None:
            findings.append(_malformed(path, "the bundle is missing"))
            break
        entries = split_bundle(data, name.width)
        if entries is None:
            findings.append(_malformed(path, f"the bundle doesn't split into exactly {name.width} entries"))
            break
        leaves += entries
    return leaves, findings


def split_bundle(data, width):
    """The entries of a bundle, or None unless there are exactly `width` and nothing behind them."""
    entries, at = [], 0
    for _ in range(width):
        if at + 2 > len(data):
            return None
        length = int.from_bytes(data[at : at + 2], "big")
        if at + 2 + length > len(data):
            return None
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return entries if at == len(data) else None


def bundle_bytes(leaves):
    """The bytes of an entry bundle."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def wanted_files(leaves):
    """The bytes of every tile and bundle that the leaves demand, by name."""
    files = {}
    for level, hashes in enumerate(tile_levels([leaf_hash(leaf) for leaf in leaves])):
        for name in expected_tiles(str(level), len(hashes)):
            files[name] = b"".join(hashes[name.number * WIDTH : name.number * WIDTH + name.width])
    for name in expected_tiles(ENTRIES, len(leaves)):
        files[name] = bundle_bytes(leaves[name.number * WIDTH : name.number * WIDTH + name.width])
    return files


def check_tiles(folder, leaves):
    """Compares every tile and bundle with what the leaves say. The findings, and the paths that belong to a
    larger size.
    """
    findings, larger = [], []
    wanted = wanted_files(leaves)
    for name, content in wanted.items():
        data = folder.read(name.path())
        if data is None:
            findings.append(_malformed(name.path(), "missing"))
        elif data != content:
            findings.append(_malformed(name.path(), "not what the entries say"))
    widest = {(name.level, name.number): name for name in wanted}
    for name, path in folder.tiles.items():
        if name in wanted:
            continue
        later = widest.get((name.level, name.number))
        if later is None or name.width > later.width:
            larger.append(path)
        elif folder.read(path) != _prefix(name, leaves, wanted[later]):
            findings.append(_malformed(path, "no exact prefix of what took its place"))
    return findings, sorted(larger)


def _prefix(name, leaves, content):
    if name.level != ENTRIES:
        return content[: 32 * name.width]
    return bundle_bytes(leaves[name.number * WIDTH : name.number * WIDTH + name.width])


def _malformed(path, words):
    return Finding(None, "tile.malformed", words, path)
