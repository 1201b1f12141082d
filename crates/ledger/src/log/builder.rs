//! Appending: from entries to the files that have to be written.

use super::{
    TILE_WIDTH, TileError, TileFile, TileId, TileKind,
    content::{decode_entries, decode_hashes, encode_hashes, push_entry},
    edge_files,
    tile::subtree_root,
};
use crate::{
    hash::TreeHash,
    merkle::{Frontier, leaf_hash},
    position::{Index, Size},
};

/// A file and what has to stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileContents {
    /// The file.
    pub file: TileFile,
    /// All of its bytes.
    pub bytes: Vec<u8>,
}

/// A file at the right edge is not what its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("can't continue from {file}")]
pub struct EdgeError {
    /// The file.
    pub file: TileFile,
    /// What is wrong with it.
    pub source: TileError,
}

/// Builds the files of a growing log.
///
/// It holds the right edge, that is, the partial files, and the full files that nobody took yet.
/// An audit builds the files anew from the entries and compares; a writer goes on from the edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TileBuilder {
    size: Size,
    /// The size at which all files were taken the last time.
    taken: Size,
    /// The hashes of each level that no full tile holds yet: fewer than 256.
    levels: Vec<Vec<TreeHash>>,
    /// The entries that no full bundle holds yet, as in a bundle.
    bundle: Vec<u8>,
    full: Vec<TileContents>,
}

impl TileBuilder {
    /// Begins an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from a log of this size, given the bytes of its [`edge_files`] in the same order.
    ///
    /// The hashes are taken as they are. Compare [`TileBuilder::root`] with the root of the signed
    /// checkpoint before appending.
    ///
    /// # Panics
    ///
    /// If there are not the bytes of one file for each edge file.
    pub fn resume<T: AsRef<[u8]>>(size: Size, edge: &[T]) -> Result<Self, EdgeError> {
        let files: Vec<_> = edge_files(size).collect();
        assert_eq!(files.len(), edge.len(), "the bytes of each edge file");
        let mut builder = Self { size, taken: size, ..Self::default() };
        for (file, bytes) in files.into_iter().zip(edge) {
            builder.fill(file, bytes.as_ref()).map_err(|source| EdgeError { file, source })?;
        }
        Ok(builder)
    }

    fn fill(&mut self, file: TileFile, bytes: &[u8]) -> Result<(), TileError> {
        match file.id().kind {
            TileKind::Entries => {
                decode_entries(bytes, file.width())?;
                self.bundle = bytes.to_vec();
            }
            TileKind::Hashes { level } => {
                *self.level(level) = decode_hashes(bytes, file.width())?;
            }
        }
        Ok(())
    }

    fn level(&mut self, level: u8) -> &mut Vec<TreeHash> {
        let level = usize::from(level);
        if self.levels.len() <= level {
            self.levels.resize(level + 1, Vec::new());
        }
        &mut self.levels[level]
    }

    /// Appends an entry and says where it stands. Nothing changes if it is too long.
    pub fn append(&mut self, entry: &[u8]) -> Result<Index, TileError> {
        push_entry(&mut self.bundle, entry)?;
        let index = self.size.index_of_next();
        self.size = index.size_with().expect("safe: no log has 2^63 leaves");
        if self.size.get().is_multiple_of(u64::from(TILE_WIDTH)) {
            let bytes = std::mem::take(&mut self.bundle);
            self.add_full(TileKind::Entries, bytes);
        }
        let mut hash = leaf_hash(entry);
        for level in 0.. {
            let tile = self.level(level);
            tile.push(hash);
            if tile.len() < usize::from(TILE_WIDTH) {
                break;
            }
            // Only a full tile is hashed upwards.
            let tile = std::mem::take(tile);
            hash = subtree_root(&tile);
            self.add_full(TileKind::Hashes { level }, encode_hashes(&tile));
        }
        Ok(index)
    }

    /// Adds the file of this kind that the last entry completed.
    fn add_full(&mut self, kind: TileKind, bytes: Vec<u8>) {
        let number = kind.count(self.size) / u64::from(TILE_WIDTH) - 1;
        let file = TileId { kind, number }.in_tree(self.size);
        let file = file.expect("safe: the tree has the file that it just completed");
        self.full.push(TileContents { file, bytes });
    }

    /// The number of entries.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> TreeHash {
        self.frontier().root()
    }

    /// The right edge of the tree.
    pub fn frontier(&self) -> Frontier {
        let mut hashes = Vec::new();
        for level in self.levels.iter().rev() {
            let mut subtrees = Frontier::new();
            for &hash in level {
                subtrees.push(hash);
            }
            hashes.extend_from_slice(subtrees.hashes());
        }
        Frontier::from_hashes(self.size, hashes)
            .expect("safe: the widths of the partial tiles are the size's digits to the base 256")
    }

    /// Takes the full files completed since any were last taken, in the order of their completion.
    pub fn take_full(&mut self) -> Vec<TileContents> {
        std::mem::take(&mut self.full)
    }

    /// Takes all files to be written before the tree of the present size is published: the full ones
    /// that weren't taken yet, and the partial ones that changed since the last call.
    pub fn take_files(&mut self) -> Vec<TileContents> {
        let mut files = self.take_full();
        for file in edge_files(self.size) {
            let kind = file.id().kind;
            if kind.count(self.taken) < kind.count(self.size) {
                files.push(TileContents { file, bytes: self.edge_bytes(kind) });
            }
        }
        self.taken = self.size;
        files
    }

    fn edge_bytes(&self, kind: TileKind) -> Vec<u8> {
        match kind {
            TileKind::Entries => self.bundle.clone(),
            TileKind::Hashes { level } => encode_hashes(&self.levels[usize::from(level)]),
        }
    }
}
