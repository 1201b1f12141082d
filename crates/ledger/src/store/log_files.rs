//! Reading the files of `log/`, each checked against a signed root.
//!
//! The partial hash tiles at the right edge give the root; a full tile is the one whose root stands
//! in the tile above it; an entry is the one whose hash stands in its tile of level 0. So nothing
//! comes out of here that isn't in the tree, whatever the disk says, and the cost is that of a few
//! tiles however large the log is.

use std::{
    collections::HashMap,
    error::Error,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use crate::{
    hash::TreeHash,
    log::{
        NodePlace, TILE_WIDTH, TileBuilder, TileError, TileFile, TileId, TileKind, decode_entries, decode_hashes,
        edge_files, new_files,
    },
    merkle::{Frontier, Node, leaf_hash},
    position::{Index, Size},
};

use super::{
    files::{Objects, StoreError},
    journal,
};

/// The longest entry bundle: 256 entries of 65,535 bytes, each with its length.
const LONGEST_FILE_BYTES: u64 = 256 * (2 + 65_535);

/// Roughly how many bytes of checked files are kept in memory.
const CACHE_BYTES: usize = 1 << 20;

/// An error of the caller's, from a callback.
pub type CallerError = Box<dyn Error + Send + Sync>;

/// A tree, by its size and root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of leaves.
    pub size: Size,
    /// The root of the tree over them.
    pub root: TreeHash,
}

/// Something in `log/` that can't be read, or isn't what was signed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A file of the tree is missing.
    #[error("log/{0} is missing")]
    Missing(TileFile),
    /// A file is not of the form that its name says.
    #[error("log/{file} is damaged")]
    Malformed {
        /// The file.
        file: TileFile,
        /// What is wrong with it.
        source: TileError,
    },
    /// A file's contents are not those in the tree.
    #[error("log/{0} is not what the checkpoint signs")]
    Changed(TileFile),
    /// The tiles at the right edge don't give the root.
    #[error("the tiles in log/ don't give the root that the checkpoint signs")]
    Root,
    /// The log has no such leaf, or no such complete subtree.
    #[error("the log has only {0} entries")]
    OutOfRange(Size),
    /// A file can't be read.
    #[error(transparent)]
    Unreadable(#[from] StoreError),
}

impl LogError {
    /// The file that is missing or damaged, if it is one.
    pub fn file(&self) -> Option<TileFile> {
        match self {
            Self::Missing(file) | Self::Malformed { file, .. } | Self::Changed(file) => Some(*file),
            Self::Root | Self::OutOfRange(_) | Self::Unreadable(_) => None,
        }
    }
}

/// The entries of one bundle, checked.
#[derive(Debug)]
pub(super) struct Bundle {
    bytes: Vec<u8>,
    width: u16,
}

impl Bundle {
    /// The entries in their order.
    pub fn entries(&self) -> Vec<&[u8]> {
        decode_entries(&self.bytes, self.width).expect("safe: checked when it was read")
    }
}

/// The entries of one bundle, each to be checked when it is asked for: who wants one leaf needn't hash 256.
#[derive(Debug)]
struct LooseBundle {
    bytes: Vec<u8>,
    /// Where the entries stand.
    places: Vec<Range<usize>>,
    hashes: Arc<Vec<TreeHash>>,
}

impl LooseBundle {
    fn new(file: TileFile, bytes: Vec<u8>, hashes: Arc<Vec<TreeHash>>) -> Option<Self> {
        let entries = decode_entries(&bytes, file.width()).ok()?;
        let start = bytes.as_ptr().addr();
        let place = |entry: &&[u8]| entry.as_ptr().addr() - start..entry.as_ptr().addr() - start + entry.len();
        let places = entries.iter().map(place).collect();
        Some(Self { bytes, places, hashes })
    }

    /// An entry, if it is the one in the tree.
    fn entry(&self, place: usize) -> Option<&[u8]> {
        let entry = &self.bytes[self.places.get(place)?.clone()];
        (leaf_hash(entry) == *self.hashes.get(place)?).then_some(entry)
    }
}

/// The files of the tree with a signed root.
#[derive(Debug)]
pub(super) struct LogFiles {
    objects: Arc<dyn Objects>,
    head: Head,
    /// The partial hash tiles, by level, which together give the root.
    edge: HashMap<TileId, Arc<Vec<TreeHash>>>,
    cache: Mutex<Cache>,
    /// What the journal says should stand in files that a power failure may have torn.
    rebuilt: OnceLock<HashMap<TileFile, Vec<u8>>>,
}

#[derive(Debug, Default)]
struct Cache {
    tiles: HashMap<TileId, Arc<Vec<TreeHash>>>,
    bundles: HashMap<u64, Arc<LooseBundle>>,
    bytes: usize,
}

impl LogFiles {
    /// Opens the tree with this head: reads its right edge and computes the root.
    pub fn open(objects: Arc<dyn Objects>, head: Head) -> Result<Self, LogError> {
        let mut files = Self { objects, head, edge: HashMap::new(), cache: Mutex::default(), rebuilt: OnceLock::new() };
        match files.read_edge(|this, file| this.read_unchecked(file)) {
            Ok(()) => Ok(files),
            Err(error) if files.rebuilt().is_empty() => Err(error),
            Err(error) => {
                let retried = files.read_edge(|this, file| match this.rebuilt().get(&file) {
                    Some(bytes) => Ok(bytes.clone()),
                    None => this.read_unchecked(file),
                });
                // What is wrong on disk says more than what is wrong with its repair.
                retried.map(|()| files).map_err(|_| error)
            }
        }
    }

    /// The head under which everything is checked.
    pub fn head(&self) -> Head {
        self.head
    }

    fn read_edge(&mut self, read: impl Fn(&Self, TileFile) -> Result<Vec<u8>, LogError>) -> Result<(), LogError> {
        let mut edge = HashMap::new();
        for file in edge_files(self.head.size).filter(|file| file.id().kind != TileKind::Entries) {
            let hashes = hashes_of(file, &read(self, file)?)?;
            edge.insert(file.id(), Arc::new(hashes));
        }
        let edge_nodes = Frontier::nodes(self.head.size);
        let hashes = edge_nodes.iter().map(|node| {
            let place = place_of(*node, self.head.size)?;
            edge.get(&place.file.id()).and_then(|tile| place.hash(tile)).ok_or(LogError::Root)
        });
        let frontier = Frontier::from_hashes(self.head.size, hashes.collect::<Result<_, _>>()?);
        if frontier.map(|it| it.root()) != Ok(self.head.root) {
            return Err(LogError::Root);
        }
        self.edge = edge;
        Ok(())
    }

    /// The bytes of a file, unchecked.
    fn read_unchecked(&self, file: TileFile) -> Result<Vec<u8>, LogError> {
        read_file(&*self.objects, file)
    }

    /// Reads a file and checks it, from the disk or else from what the journal says.
    fn checked<T>(&self, file: TileFile, check: impl Fn(Vec<u8>) -> Result<T, LogError>) -> Result<T, LogError> {
        self.read_unchecked(file).and_then(&check).or_else(|error| {
            let repair = self.rebuilt().get(&file).cloned();
            repair.and_then(|bytes| check(bytes).ok()).ok_or(error)
        })
    }

    fn rebuilt(&self) -> &HashMap<TileFile, Vec<u8>> {
        self.rebuilt.get_or_init(|| rebuild(&*self.objects, self.head.size))
    }

    /// The hashes of a tile of the tree.
    fn tile(&self, file: TileFile) -> Result<Arc<Vec<TreeHash>>, LogError> {
        let id = file.id();
        if let Some(tile) = self.edge.get(&id) {
            return Ok(Arc::clone(tile));
        }
        if let Some(tile) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).tiles.get(&id) {
            return Ok(Arc::clone(tile));
        }
        let TileKind::Hashes { level } = id.kind else {
            return Err(LogError::Missing(file));
        };
        // It isn't at the edge, so it is full, and its root stands in the tile above.
        let own_root = Node { level: (level + 1) * 8, number: id.number };
        let above = place_of(own_root, self.head.size)?;
        let want = above.hash(&self.tile(above.file)?).ok_or(LogError::Root)?;
        let tile = self.checked(file, |bytes| {
            let hashes = hashes_of(file, &bytes)?;
            let mut subtree = Frontier::new();
            for hash in &hashes {
                subtree.push(*hash);
            }
            if subtree.root() == want { Ok(hashes) } else { Err(LogError::Changed(file)) }
        })?;
        let tile = Arc::new(tile);
        self.keep(32 * tile.len(), |cache| drop(cache.tiles.insert(id, Arc::clone(&tile))));
        Ok(tile)
    }

    /// Remembers a checked file. When there are too many, all are forgotten: it is only a cache.
    fn keep(&self, bytes: usize, insert: impl FnOnce(&mut Cache)) {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.bytes.saturating_add(bytes) > CACHE_BYTES {
            *cache = Cache::default();
        }
        cache.bytes += bytes;
        insert(&mut cache);
    }

    /// The bundle of this number, not remembered: whoever reads all of them needs each only once.
    pub fn bundle(&self, number: u64) -> Result<Bundle, LogError> {
        let in_tree = |kind| TileId { kind, number }.in_tree(self.head.size);
        let hashes = in_tree(TileKind::Hashes { level: 0 });
        let (file, hashes) = in_tree(TileKind::Entries).zip(hashes).ok_or(LogError::OutOfRange(self.head.size))?;
        let hashes = self.tile(hashes)?;
        self.checked(file, |bytes| bundle_of(file, bytes, &hashes))
    }

    /// The bundle of this number, remembered for the next leaf of it; nothing if there is anything wrong with it.
    fn loose_bundle(&self, number: u64) -> Option<Arc<LooseBundle>> {
        if let Some(bundle) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).bundles.get(&number) {
            return Some(Arc::clone(bundle));
        }
        let in_tree = |kind| TileId { kind, number }.in_tree(self.head.size);
        let (file, hashes) = (in_tree(TileKind::Entries)?, in_tree(TileKind::Hashes { level: 0 })?);
        let bytes = self.read_unchecked(file).ok()?;
        let bundle = Arc::new(LooseBundle::new(file, bytes, self.tile(hashes).ok()?)?);
        self.keep(bundle.bytes.len(), |cache| drop(cache.bundles.insert(number, Arc::clone(&bundle))));
        Some(bundle)
    }

    /// One leaf.
    pub fn leaf(&self, index: Index) -> Result<Vec<u8>, LogError> {
        let outside = || LogError::OutOfRange(self.head.size);
        if !index.in_size(self.head.size) {
            return Err(outside());
        }
        let (number, place) = place_of_leaf(index);
        if let Some(bundle) = self.loose_bundle(number)
            && let Some(leaf) = bundle.entry(place)
        {
            return Ok(leaf.to_vec());
        }
        // What is wrong with the bundle, or the leaf as the journal repairs it.
        let bundle = self.bundle(number)?;
        bundle.entries().get(place).map(|leaf| leaf.to_vec()).ok_or_else(outside)
    }

    /// The hash of a complete subtree.
    pub fn node(&self, node: Node) -> Result<TreeHash, LogError> {
        let place = place_of(node, self.head.size)?;
        place.hash(&self.tile(place.file)?).ok_or(LogError::Root)
    }

    /// A builder that goes on from this tree, its entries checked against its hashes.
    pub fn builder(&self) -> Result<TileBuilder, LogError> {
        self.builder_at(self.head.size)
    }

    /// A builder that goes on from this tree as it was at an earlier size.
    pub fn builder_at(&self, size: Size) -> Result<TileBuilder, LogError> {
        let mut edge = Vec::new();
        for file in edge_files(size) {
            let width = usize::from(file.width());
            let present = file.id().in_tree(self.head.size).ok_or(LogError::OutOfRange(self.head.size))?;
            edge.push(match file.id().kind {
                TileKind::Entries => {
                    let mut bundle = self.bundle(file.id().number)?;
                    let length = bundle.entries()[..width].iter().map(|entry| 2 + entry.len()).sum();
                    bundle.bytes.truncate(length);
                    bundle.bytes
                }
                TileKind::Hashes { .. } => crate::log::encode_hashes(&self.tile(present)?[..width]),
            });
        }
        let malformed = |error: crate::log::EdgeError| LogError::Malformed { file: error.file, source: error.source };
        TileBuilder::resume(size, &edge).map_err(malformed)
    }
}

/// Which bundle a leaf stands in, and where in it.
pub(super) fn place_of_leaf(index: Index) -> (u64, usize) {
    let width = u64::from(TILE_WIDTH);
    (index.get() / width, (index.get() % width) as usize)
}

fn place_of(node: Node, size: Size) -> Result<NodePlace, LogError> {
    NodePlace::new(node, size).ok_or(LogError::OutOfRange(size))
}

fn hashes_of(file: TileFile, bytes: &[u8]) -> Result<Vec<TreeHash>, LogError> {
    decode_hashes(bytes, file.width()).map_err(|source| LogError::Malformed { file, source })
}

fn bundle_of(file: TileFile, bytes: Vec<u8>, hashes: &[TreeHash]) -> Result<Bundle, LogError> {
    let malformed = |source| LogError::Malformed { file, source };
    let entries = decode_entries(&bytes, file.width()).map_err(malformed)?;
    if !entries.iter().map(|entry| leaf_hash(entry)).eq(hashes.iter().copied()) {
        return Err(LogError::Changed(file));
    }
    Ok(Bundle { width: file.width(), bytes })
}

/// The name of a file of the log.
pub(super) fn name_of(file: TileFile) -> String {
    format!("log/{file}")
}

/// The partial files that full ones took the place of, when the log grew from one size to another.
///
/// # Errors
/// When the folder can't be read.
pub fn superseded_files(objects: &dyn Objects, from: Size, to: Size) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for full in new_files(from, to).filter(|file| file.is_full()) {
        let partials = objects.list(&format!("{}.p", name_of(full)))?;
        names.extend(partials.into_iter().map(|it| it.name).filter(|name| {
            let file = name.strip_prefix("log/").and_then(|path| path.parse::<TileFile>().ok());
            file.is_some_and(|file| file.is_removable(to))
        }));
    }
    Ok(names)
}

/// The bytes of a file of the log, as wide as its name says and otherwise unchecked.
///
/// A partial one that is gone is the beginning of the full one that took its place.
pub(super) fn read_file(objects: &dyn Objects, file: TileFile) -> Result<Vec<u8>, LogError> {
    if let Some(bytes) = objects.read(&name_of(file), LONGEST_FILE_BYTES)? {
        return Ok(bytes);
    }
    let full = TileFile::new(file.id(), TILE_WIDTH).filter(|_| !file.is_full());
    let full = full.ok_or(LogError::Missing(file))?;
    let mut bytes = objects.read(&name_of(full), LONGEST_FILE_BYTES)?.ok_or(LogError::Missing(file))?;
    let length = match file.id().kind {
        TileKind::Hashes { .. } => usize::from(file.width()) * 32,
        TileKind::Entries => {
            let malformed = |source| LogError::Malformed { file: full, source };
            let entries = decode_entries(&bytes, TILE_WIDTH).map_err(malformed)?;
            entries[..usize::from(file.width())].iter().map(|entry| 2 + entry.len()).sum()
        }
    };
    bytes.truncate(length);
    Ok(bytes)
}

/// The files that the journal's frames up to this size give.
///
/// Whatever goes wrong gives fewer files, not an error: they are only repairs of others, and are
/// checked like those.
pub(super) fn rebuild(objects: &dyn Objects, size: Size) -> HashMap<TileFile, Vec<u8>> {
    let mut rebuilt = HashMap::new();
    let Ok(Some(journal)) = journal::read(objects) else {
        return rebuilt;
    };
    let edge: Result<Vec<_>, _> = edge_files(journal.base).map(|file| read_file(objects, file)).collect();
    let Some(mut builder) = edge.ok().and_then(|edge| TileBuilder::resume(journal.base, &edge).ok()) else {
        return rebuilt;
    };
    for frame in journal.frames {
        for leaf in frame.leaves {
            // The journal holds no leaf that a bundle can't.
            let _ = builder.append(&leaf);
        }
        if builder.size() <= size {
            rebuilt.extend(builder.take_files().into_iter().map(|it| (it.file, it.bytes)));
        }
    }
    rebuilt
}
