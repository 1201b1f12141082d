//! Building the runs on disk, bringing them up to date, and checking them.

use crate::{hash::TreeHash, merkle::Node, position::Size};

use super::{
    super::{log_files::LogError, reader::Reader},
    Batch, Indexer, Reason, Trouble,
    disk::Disk,
    run::{self, Family, Span, spans},
};

const STAMP_CONTEXT: &str = "byline.v1 2026-11-22 index stamp";
const STAMP: &[u8] = b"stamp";
/// The form of stamp and runs. Another one is built anew.
const FORMAT: u32 = 2;

/// Reads a run of an index of this size and checks it.
pub(super) fn load(
    disk: &mut Disk,
    reader: &Reader,
    family: Family,
    span: Span,
    size: Size,
) -> Result<sled::IVec, Trouble> {
    let tree = tree_of(reader, span, size)?;
    let value = disk.get(&span.name(family))?.ok_or_else(|| Reason::Damaged("a run is missing".to_owned()))?;
    match run::open(family, span, tree, &value) {
        Some(_) => Ok(value),
        None => Err(Reason::Damaged("a run has a wrong checksum".to_owned()).into()),
    }
}

/// What binds a run to its leaves: the node over them or, for the last run, the root of the tree up to its end.
fn tree_of(reader: &Reader, span: Span, size: Size) -> Result<TreeHash, LogError> {
    match span.level() {
        Some(level) => Ok(reader.nodes(&[Node { level, number: span.first >> level }])?[0]),
        None => reader.root_at(size),
    }
}

/// Checks the stamp, and adds the leaves that came since.
pub(super) fn catch_up(disk: &mut Disk, reader: &Reader, indexer: Indexer<'_>) -> Result<(), Trouble> {
    if disk.is_new() {
        return Err(Reason::New.into());
    }
    let stamp = disk.get(STAMP)?.ok_or_else(|| Reason::Damaged("its stamp is missing".to_owned()))?;
    let damaged = || Reason::Damaged("its stamp is wrong".to_owned());
    let (format, rest) = stamp.split_first_chunk().ok_or_else(damaged)?;
    let (version, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
    if (u32::from_be_bytes(*format), u32::from_be_bytes(*version)) != (FORMAT, indexer.version) {
        return Err(Reason::Format.into());
    }
    let (size, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
    let indexed = Size::new(u64::from_be_bytes(*size)).ok_or_else(damaged)?;
    let root = TreeHash::from_bytes(*rest.first_chunk().ok_or_else(damaged)?);
    if *stamp != stamp_of(indexer, indexed, root)[..] {
        return Err(damaged().into());
    }
    if reader.head().size < indexed {
        return Err(Reason::Ahead { indexed }.into());
    }
    if reader.root_at(indexed)? != root {
        return Err(Reason::Foreign.into());
    }
    if indexed == reader.head().size { Ok(()) } else { extend(disk, reader, indexer, indexed) }
}

fn stamp_of(indexer: Indexer<'_>, size: Size, root: TreeHash) -> Vec<u8> {
    let mut stamp = Vec::new();
    stamp.extend(FORMAT.to_be_bytes());
    stamp.extend(indexer.version.to_be_bytes());
    stamp.extend(size.get().to_be_bytes());
    stamp.extend(root.as_bytes());
    stamp.extend((spans(size.get()).len() as u64).to_be_bytes());
    stamp.extend(blake3::derive_key(STAMP_CONTEXT, &stamp));
    stamp
}

/// Extends an index of the first `indexed` leaves to all leaves.
pub(super) fn extend(disk: &mut Disk, reader: &Reader, indexer: Indexer<'_>, indexed: Size) -> Result<(), Trouble> {
    let head = reader.head();
    let (old, new) = (spans(indexed.get()), spans(head.size.get()));
    let same = std::iter::zip(&old, &new).take_while(|(old, new)| old == new).count();
    // The runs that come to an end are all part of the first new one.
    let mut batch = Batch::default();
    for span in &old[same..] {
        for (family, postings) in batch.families() {
            let value = load(disk, reader, family, *span, indexed)?;
            postings.extend(run::decode(*span, &value[..value.len() - 32]));
        }
    }
    let mut spans_left = new[same..].iter();
    let mut span = spans_left.next();
    reader.visit(indexed.index_of_next(), |index, leaf| {
        batch.add(indexer, index, leaf);
        if let Some(done) = span.filter(|span| span.end() == index.get() + 1) {
            let tree = tree_of(reader, *done, head.size)?;
            for (family, postings) in batch.families() {
                disk.put(&done.name(family), run::encode(family, *done, tree, postings))?;
                postings.clear();
            }
            span = spans_left.next();
        }
        Ok::<_, Trouble>(())
    })?;
    // The stamp comes last, though nothing depends on that: it has no say over what the runs' own checksums refuse.
    disk.flush()?;
    disk.put(STAMP, stamp_of(indexer, head.size, head.root))?;
    for span in &old[same..] {
        for family in Family::ALL {
            disk.remove(&span.name(family))?;
        }
    }
    disk.flush()?;
    Ok(())
}
