//! The journal: commits on their way to `log/`. Byte by byte: docs/format/journal.md.
//!
//! ```text
//! header | "byline-journal" | be16 1 | be64 base | root 32 | check 32 |
//! frame  | be64 length | be64 first | be32 count | check 8 | leaves, length bytes | hash 32 |
//! ```
//!
//! Appending a frame and syncing it is the commit point: before it nothing happened, after it the
//! commit will be published, by this writer or the next. Version 2 will have another number in the
//! header, so version 1 never meets a version 2 frame.

use crate::{
    hash::TreeHash,
    position::{Index, Size},
};

use super::files::{AppendError, Objects, StoreError};

/// The object's name.
const NAME: &str = "journal";
const MAGIC: &[u8; 14] = b"byline-journal";
const VERSION: u16 = 1;
const HEADER: usize = 88;
const FRAME_HEAD: usize = 28;
const FRAME_HASH: usize = 32;
/// Leaves, each with two bytes of length, that one frame's count can name.
const MOST_LEAVES: usize = u32::MAX as usize;

const HEADER_CONTEXT: &str = "byline.v1 2026-11-22 journal header";
const FRAME_HEAD_CONTEXT: &str = "byline.v1 2026-11-22 journal frame head";
const FRAME_CONTEXT: &str = "byline.v1 2026-11-22 journal frame";

/// A journal that can't be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// There is no journal: this is a copy of a ledger, or one whose last commits may be lost.
    #[error("the journal is missing")]
    Missing,
    /// The journal is of a newer format.
    #[error("the journal was written by a newer version (format {0})")]
    Version(u16),
    /// The header is not that of a journal, or damaged.
    #[error("the journal's header is damaged")]
    Header,
    /// A frame is damaged that can't be a write which a crash cut short.
    #[error("the journal is damaged at byte {offset}")]
    Damaged {
        /// Where the frame begins.
        offset: u64,
    },
    /// The journal and the log are not of one ledger, or one of them is an old copy.
    #[error("the journal continues a log of size {base}, and the checkpoint has size {checkpoint}")]
    Foreign {
        /// The size at which the journal begins.
        base: Size,
        /// The size of the checkpoint.
        checkpoint: Size,
    },
    /// The journal can't be read.
    #[error(transparent)]
    Unreadable(#[from] StoreError),
}

/// One commit, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// The position of the first leaf.
    pub first: Index,
    /// The leaves, at least one.
    pub leaves: Vec<Vec<u8>>,
}

/// What a journal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contents {
    /// All leaves below are in `log/`, durably.
    pub base: Size,
    /// The root of the tree of that size.
    pub root: TreeHash,
    /// The whole frames. The first begins at `base`, each other where the one before ends.
    pub frames: Vec<Frame>,
    /// The size after the last whole frame.
    pub end: Size,
    /// Bytes of a last frame that was not written to its end.
    pub torn_bytes: u64,
    /// The bytes up to there: exactly a journal without the torn frame.
    whole: Vec<u8>,
    last_hash: [u8; 32],
}

/// The journal as its one writer knows it.
#[derive(Debug)]
pub(super) struct Journal {
    /// The header's check value, which goes into the head of each frame.
    check: [u8; 32],
    /// The hash of the last frame, or the header's check value.
    last_hash: [u8; 32],
    end: Size,
    length: u64,
}

impl Journal {
    /// Begins an empty journal over a durable log of this size and root, in place of any other.
    ///
    /// Durable after the next [`Objects::sync`]; until then the old journal may come back.
    pub fn begin(objects: &dyn Objects, base: Size, root: TreeHash) -> Result<Self, StoreError> {
        let header = header(base, root);
        objects.replace(&[(NAME.to_owned(), header.clone())])?;
        let check = last_32(&header);
        Ok(Self { check, last_hash: check, end: base, length: HEADER as u64 })
    }

    /// Writes the whole frames to a new file, durably, and leaves a torn one out.
    ///
    /// The old file may hold bytes that never reached the disk: after a sync that failed they are
    /// seen by every reader until the power fails.
    pub fn rewrite(objects: &dyn Objects, contents: &Contents) -> Result<Self, StoreError> {
        objects.replace(&[(NAME.to_owned(), contents.whole.clone())])?;
        objects.sync()?;
        Ok(Self {
            check: check_of(&contents.whole),
            last_hash: contents.last_hash,
            end: contents.end,
            length: contents.whole.len() as u64,
        })
    }

    /// How many bytes of frames there are.
    pub fn frame_bytes(&self) -> u64 {
        self.length - HEADER as u64
    }

    /// Appends a frame: when this returns, the commit has happened.
    ///
    /// The caller has checked that there is at least one leaf, none is longer than 65,535 bytes, and
    /// the log's size stays below 2^63.
    pub fn append(&mut self, objects: &dyn Objects, leaves: &[Vec<u8>]) -> Result<(), AppendError> {
        let frame = frame(&self.check, &self.last_hash, self.end, leaves);
        objects.append(NAME, self.length, &frame)?;
        self.last_hash = last_32(&frame);
        self.length += frame.len() as u64;
        self.end = self.end.checked_add(leaves.len() as u64).expect("safe: the caller checked the size");
        Ok(())
    }
}

/// Reads the journal; nothing if there is none.
pub(super) fn read(objects: &dyn Objects) -> Result<Option<Contents>, JournalError> {
    match objects.read(NAME, u64::MAX)? {
        Some(bytes) => parse(bytes).map(Some),
        None => Ok(None),
    }
}

/// Reads a journal's bytes.
pub(super) fn parse(mut bytes: Vec<u8>) -> Result<Contents, JournalError> {
    let (base, root) = parse_header(&bytes)?;
    let check = check_of(&bytes);
    let mut last_hash = check;
    let mut frames = Vec::new();
    let mut end = base;
    let mut at = HEADER;
    while at < bytes.len() {
        match parse_frame(&bytes[at..], &check, &last_hash, end) {
            Parsed::Whole { frame, length } => {
                at += length;
                last_hash = last_32(&bytes[..at]);
                let damaged = JournalError::Damaged { offset: at as u64 };
                end = end.checked_add(frame.leaves.len() as u64).ok_or(damaged)?;
                frames.push(frame);
            }
            Parsed::Torn => break,
            Parsed::Damaged => return Err(JournalError::Damaged { offset: at as u64 }),
        }
    }
    let torn_bytes = (bytes.len() - at) as u64;
    bytes.truncate(at);
    Ok(Contents { base, root, frames, end, torn_bytes, whole: bytes, last_hash })
}

impl Contents {
    /// Checks that this journal continues the log with this checkpoint.
    ///
    /// A frame is whole before the checkpoint over it is signed, so a torn frame below the checkpoint's size is no
    /// write cut short but damage.
    pub fn check(&self, size: Size, root: TreeHash) -> Result<(), JournalError> {
        let ends = self.frames.iter().map(|it| it.first.get() + it.leaves.len() as u64);
        if size == self.base && root == self.root || ends.into_iter().any(|end| end == size.get()) {
            return Ok(());
        }
        if self.end < size && self.torn_bytes != 0 {
            return Err(JournalError::Damaged { offset: self.whole.len() as u64 });
        }
        Err(JournalError::Foreign { base: self.base, checkpoint: size })
    }
}

fn header(base: Size, root: TreeHash) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_be_bytes());
    bytes.extend(base.get().to_be_bytes());
    bytes.extend(root.as_bytes());
    bytes.extend(blake3::derive_key(HEADER_CONTEXT, &bytes));
    bytes
}

fn parse_header(bytes: &[u8]) -> Result<(Size, TreeHash), JournalError> {
    let header_bytes = bytes.get(..HEADER).ok_or(JournalError::Header)?;
    let version = bytes
        .strip_prefix(MAGIC)
        .and_then(|rest| rest.first_chunk())
        .map(|version| u16::from_be_bytes(*version))
        .ok_or(JournalError::Header)?;
    if version != VERSION {
        return Err(JournalError::Version(version));
    }
    let base = Size::new(be64(&bytes[16..])).ok_or(JournalError::Header)?;
    let root = TreeHash::from_bytes(last_32(&bytes[..56]));
    if header(base, root) != header_bytes {
        return Err(JournalError::Header);
    }
    Ok((base, root))
}

fn check_of(bytes: &[u8]) -> [u8; 32] {
    last_32(&bytes[..HEADER])
}

fn frame(check: &[u8; 32], last_hash: &[u8; 32], first: Size, leaves: &[Vec<u8>]) -> Vec<u8> {
    assert!((1..=MOST_LEAVES).contains(&leaves.len()), "journal: the caller checked the number of leaves");
    let length: usize = leaves.iter().map(|leaf| 2 + leaf.len()).sum();
    let mut bytes = Vec::with_capacity(FRAME_HEAD + length + FRAME_HASH);
    bytes.extend((length as u64).to_be_bytes());
    bytes.extend(first.get().to_be_bytes());
    bytes.extend((leaves.len() as u32).to_be_bytes());
    bytes.extend(head_check(check, &bytes));
    for leaf in leaves {
        let length = u16::try_from(leaf.len()).expect("safe: the caller checked the leaves");
        bytes.extend(length.to_be_bytes());
        bytes.extend(leaf);
    }
    bytes.extend(frame_hash(last_hash, &bytes));
    bytes
}

fn head_check(check: &[u8; 32], head: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new_derive_key(FRAME_HEAD_CONTEXT);
    hasher.update(check).update(head);
    let mut short = [0; 8];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    short
}

fn frame_hash(last_hash: &[u8; 32], frame: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(FRAME_CONTEXT);
    hasher.update(last_hash);
    // On several threads it gains only from about this length on.
    if frame.len() < 256 * 1024 {
        hasher.update(frame);
    } else {
        hasher.update_rayon(frame);
    }
    hasher.finalize().into()
}

enum Parsed {
    Whole { frame: Frame, length: usize },
    Torn,
    Damaged,
}

/// Reads the frame at the start of `rest`, the journal from some place to its end.
fn parse_frame(rest: &[u8], check: &[u8; 32], last_hash: &[u8; 32], end: Size) -> Parsed {
    let Some(head) = parse_head(rest, check) else {
        // Nothing says where this frame ends, so look whether another one was written after it.
        return if another_frame_begins(rest, check, end) { Parsed::Damaged } else { Parsed::Torn };
    };
    if head.first != end.get() {
        return Parsed::Damaged;
    }
    let body = usize::try_from(head.length).ok().and_then(|length| length.checked_add(FRAME_HEAD));
    let Some(body) = body.filter(|it| *it <= rest.len().saturating_sub(FRAME_HASH)) else {
        return Parsed::Torn;
    };
    let length = body + FRAME_HASH;
    if frame_hash(last_hash, &rest[..body]) != rest[body..length] {
        return if length == rest.len() { Parsed::Torn } else { Parsed::Damaged };
    }
    match parse_leaves(&rest[FRAME_HEAD..body], head.count) {
        Some(leaves) => Parsed::Whole { frame: Frame { first: end.index_of_next(), leaves }, length },
        None => Parsed::Damaged,
    }
}

struct Head {
    length: u64,
    first: u64,
    count: u32,
}

/// Reads a frame's head; nothing if it isn't whole or its check value is wrong.
fn parse_head(bytes: &[u8], check: &[u8; 32]) -> Option<Head> {
    let head = bytes.get(..FRAME_HEAD)?;
    if head_check(check, &head[..20]) != head[20..] {
        return None;
    }
    let (_, count) = head[..20].split_last_chunk()?;
    Some(Head { length: be64(head), first: be64(&head[8..]), count: u32::from_be_bytes(*count) })
}

/// Whether a frame's head stands anywhere after the first byte.
fn another_frame_begins(rest: &[u8], check: &[u8; 32], end: Size) -> bool {
    // No frame that starts in these bytes can begin at a higher index than this.
    let highest = end.get().saturating_add(rest.len() as u64);
    rest.windows(FRAME_HEAD)
        .skip(1)
        // A cheap look first, for the hash is slow when there are megabytes to go through.
        .filter(|window| (end.get() + 1..=highest).contains(&be64(&window[8..])))
        .any(|window| parse_head(window, check).is_some())
}

/// Splits a frame's body into exactly as many leaves as its head says.
fn parse_leaves(mut body: &[u8], count: u32) -> Option<Vec<Vec<u8>>> {
    let mut leaves = Vec::new();
    while let Some((length, rest)) = body.split_first_chunk() {
        let (leaf, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        leaves.push(leaf.to_vec());
        body = rest;
    }
    (body.is_empty() && !leaves.is_empty() && leaves.len() == count as usize).then_some(leaves)
}

fn be64(bytes: &[u8]) -> u64 {
    let chunk = bytes.first_chunk().expect("safe: the caller gives 8 bytes");
    u64::from_be_bytes(*chunk)
}

fn last_32(bytes: &[u8]) -> [u8; 32] {
    *bytes.last_chunk().expect("safe: the caller gives 32 bytes")
}

#[cfg(test)]
pub(super) mod fuzz;
#[cfg(test)]
mod tests;
