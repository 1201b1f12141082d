//! Names and places of the files of a log: which there are at which size, and where a hash stands.
//!
//! C2SP tlog-tiles, sections "Merkle Tree", "Partial Tiles" and "Log entries".

use std::{fmt, ops::Range, str::FromStr};

use crate::{
    hash::TreeHash,
    merkle::{Frontier, Node},
    position::Size,
};

/// How many hashes or entries a full file holds.
pub const TILE_WIDTH: u16 = 256;

/// A level of tiles stands on this many levels of the tree.
const TILE_HEIGHT: u8 = 8;

/// The highest level that a tree of fewer than 2^63 leaves has tiles on.
const LEVEL_LIMIT: u8 = 7;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of complete subtrees of 256^level leaves: leaf hashes at level 0.
    Hashes {
        /// The level, from 0 to 7.
        level: u8,
    },
    /// The leaves themselves. A file of them is called an entry bundle.
    Entries,
}

/// A file of the log without its width, which changes as the log grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// What it holds.
    pub kind: TileKind,
    /// Position among the files of its kind, counted from 0.
    pub number: u64,
}

/// A file of the log, full or partial, which some tree of fewer than 2^63 leaves has.
///
/// Its text is the path in the public folder, and reading takes exactly the texts that it gives:
/// `tile/0/x001/x234/067`, `tile/1/000.p/17`, `tile/entries/005`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileFile {
    id: TileId,
    width: u16,
}

/// How a file stands to a tree of some size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The tree is published with this file.
    Current,
    /// A wider file has taken its place, of which it is the beginning; an earlier tree may have been
    /// published with it.
    Earlier,
    /// Only a larger tree can have it.
    Later,
}

/// A text is not the path of any file that a log can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile or entry bundle")]
pub struct TilePathError;

impl TileKind {
    /// How many hashes or entries of this kind the tree of this size has.
    ///
    /// Only full tiles are hashed upwards, so the rest of a division doesn't count.
    pub fn count(self, size: Size) -> u64 {
        match self {
            Self::Entries => size.get(),
            Self::Hashes { level } => size.get().checked_shr(u32::from(level) * u32::from(TILE_HEIGHT)).unwrap_or(0),
        }
    }

    /// All kinds that a log can have: the entries, then the hashes from level 0 upwards.
    fn all() -> impl Iterator<Item = Self> {
        let hashes = (0..=LEVEL_LIMIT).map(|level| Self::Hashes { level });
        std::iter::once(Self::Entries).chain(hashes)
    }
}

impl TileId {
    /// The file that the tree of this size has here; nothing if it doesn't reach so far.
    pub fn in_tree(self, size: Size) -> Option<TileFile> {
        let begin = self.number.checked_mul(u64::from(TILE_WIDTH))?;
        let left = self.kind.count(size).checked_sub(begin)?;
        let width = left.min(u64::from(TILE_WIDTH)) as u16;
        if width == 0 { None } else { Some(TileFile { id: self, width }) }
    }
}

impl TileFile {
    /// The file of this width, from 1 to 256; nothing if no tree can have it.
    pub fn new(id: TileId, width: u16) -> Option<Self> {
        let level = match id.kind {
            TileKind::Entries => 0,
            TileKind::Hashes { level } => level,
        };
        if !(1..=TILE_WIDTH).contains(&width) || LEVEL_LIMIT < level {
            return None;
        }
        let hashes = id.number.checked_mul(u64::from(TILE_WIDTH))?.checked_add(u64::from(width))?;
        let leaves = u128::from(hashes) << (level * TILE_HEIGHT);
        Size::new(u64::try_from(leaves).ok()?)?;
        Some(Self { id, width })
    }

    /// Which file it is, whatever its width.
    pub fn id(self) -> TileId {
        self.id
    }

    /// How many hashes or entries it holds: 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether it holds all that it ever will.
    pub fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }

    /// How the file stands to the tree of this size.
    pub fn standing(self, size: Size) -> Standing {
        match self.id.in_tree(size) {
            Some(file) if self.width == file.width => Standing::Current,
            Some(file) if self.width < file.width => Standing::Earlier,
            _ => Standing::Later,
        }
    }

    /// Whether the file may be removed once the tree of this size is published: it is partial, and
    /// that tree has the full one.
    ///
    /// Partial files of published trees have to stay until then.
    pub fn is_removable(self, published: Size) -> bool {
        !self.is_full() && self.id.in_tree(published).is_some_and(Self::is_full)
    }
}

impl fmt::Display for TileFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes { level } => write!(f, "tile/{level}/")?,
        }
        write_groups(f, self.id.number / 1000)?;
        write!(f, "{:03}", self.id.number % 1000)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Writes the groups of three digits before the last one.
fn write_groups(f: &mut fmt::Formatter<'_>, thousands: u64) -> fmt::Result {
    if thousands == 0 {
        return Ok(());
    }
    write_groups(f, thousands / 1000)?;
    write!(f, "x{:03}/", thousands % 1000)
}

impl FromStr for TileFile {
    type Err = TilePathError;

    fn from_str(path: &str) -> Result<Self, TilePathError> {
        // Reading is lenient, because writing the result again refuses all other spellings.
        read_path(path).filter(|file| file.to_string() == path).ok_or(TilePathError)
    }
}

fn read_path(path: &str) -> Option<TileFile> {
    let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes { level: level.parse().ok()? },
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok()?),
        None => (rest, TILE_WIDTH),
    };
    let number = number.replace(['x', '/'], "").parse().ok()?;
    TileFile::new(TileId { kind, number }, width)
}

/// All files that the tree of this size is published with: for each kind the full ones and, if
/// something is over, one partial one.
pub fn files(size: Size) -> impl Iterator<Item = TileFile> {
    new_files(Size::ZERO, size)
}

/// The files that the tree of the new size is published with and that of the old size is not.
pub fn new_files(old: Size, new: Size) -> impl Iterator<Item = TileFile> {
    TileKind::all().flat_map(move |kind| {
        let numbers = if kind.count(old) < kind.count(new) {
            let width = u64::from(TILE_WIDTH);
            kind.count(old) / width..kind.count(new).div_ceil(width)
        } else {
            0..0
        };
        numbers.filter_map(move |number| TileId { kind, number }.in_tree(new))
    })
}

/// The partial files of the tree of this size: all that is needed to know its root and to append to
/// it. There are at most nine.
pub fn edge_files(size: Size) -> impl Iterator<Item = TileFile> {
    TileKind::all().filter_map(move |kind| {
        let number = kind.count(size) / u64::from(TILE_WIDTH);
        TileId { kind, number }.in_tree(size)
    })
}

/// Where the hash of a complete subtree is found: it is the root over some hashes of one tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePlace {
    /// The tile, as wide as the tree has it.
    pub file: TileFile,
    /// The hashes of the tile that stand under the node: a power of two of them, at most 128.
    pub range: Range<usize>,
}

impl NodePlace {
    /// The place of a node in the tree of this size; nothing if the node is not complete in it.
    pub fn new(node: Node, size: Size) -> Option<Self> {
        let kind = TileKind::Hashes { level: node.level / TILE_HEIGHT };
        let below = 1 << (node.level % TILE_HEIGHT);
        let begin = node.number.checked_mul(below)?;
        if kind.count(size) < begin.checked_add(below)? {
            return None;
        }
        let width = u64::from(TILE_WIDTH);
        let file = TileId { kind, number: begin / width }.in_tree(size)?;
        let begin = (begin % width) as usize;
        Some(Self { file, range: begin..begin + below as usize })
    }

    /// The node's hash, from the hashes of the tile; nothing if the tile is too short.
    ///
    /// It is no evidence: what a tile says counts only once a proof made from it leads to a signed
    /// root.
    pub fn hash(&self, tile: &[TreeHash]) -> Option<TreeHash> {
        Some(subtree_root(tile.get(self.range.clone())?))
    }
}

/// The root over the hashes of some nodes of one level.
pub(super) fn subtree_root(hashes: &[TreeHash]) -> TreeHash {
    let mut frontier = Frontier::new();
    for &hash in hashes {
        frontier.push(hash);
    }
    frontier.root()
}
