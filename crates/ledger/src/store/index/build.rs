//! Building the runs on disk, and bringing them up to date.

use std::collections::HashMap;

use crate::{hash::TreeHash, merkle::Node, position::Size};

use super::{
    super::{log_files::LogError, reader::Reader},
    Indexer,
    batch::Batch,
    disk::Disk,
    page::{Posting, Run, RunWriter, Stored},
    pages::Pages,
    reason::{Reason, Trouble},
    spans::{Family, Span, spans},
};

const STAMP_CONTEXT: &str = "byline.v1 2026-11-22 index stamp";
const STAMP: &[u8] = b"stamp";
/// Stands there while the runs are changed, which may leave some that nobody counts.
const CHANGING: &[u8] = b"changing";
/// The form of stamp and pages. Another one is built anew.
const FORMAT: u32 = 3;
/// The leaves of which everything is in memory at once. Larger runs are merged from such, page by page.
const CHUNK: u64 = 4096;
/// sled's first opening after so many pages were written takes long, so the one who wrote them does it.
const MANY_PAGES: u64 = 1000;

/// What binds runs to their leaves, for the runs of one size.
#[derive(Debug)]
pub(super) struct Trees {
    size: Size,
    known: HashMap<Span, TreeHash>,
}

impl Trees {
    pub fn new(size: Size) -> Self {
        Self { size, known: HashMap::new() }
    }

    /// A run of these leaves.
    pub fn run(&mut self, reader: &Reader, family: Family, span: Span) -> Result<Run, LogError> {
        let tree = match (self.known.get(&span), span.level()) {
            (Some(tree), _) => *tree,
            (None, Some(level)) => reader.nodes(&[Node { level, number: span.first >> level }])?[0],
            (None, None) => reader.root_at(self.size)?,
        };
        self.known.insert(span, tree);
        Ok(Run { family, span, tree })
    }
}

/// Checks the stamp, and adds the leaves that came since.
pub(super) fn catch_up(pages: &mut Pages<Disk>, reader: &Reader, indexer: Indexer<'_>) -> Result<(), Trouble> {
    let disk = pages.values();
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
    if disk.get(CHANGING)?.is_some() {
        return Err(Reason::Damaged("its last change was cut short".to_owned()).into());
    }
    if reader.head().size < indexed {
        return Err(Reason::Ahead { indexed }.into());
    }
    if reader.root_at(indexed)? != root {
        return Err(Reason::Foreign.into());
    }
    if indexed == reader.head().size { Ok(()) } else { extend(pages, reader, indexer, indexed) }
}

fn stamp_of(indexer: Indexer<'_>, size: Size, root: TreeHash) -> Vec<u8> {
    let mut stamp = Vec::new();
    stamp.extend(FORMAT.to_be_bytes());
    stamp.extend(indexer.version.to_be_bytes());
    stamp.extend(size.get().to_be_bytes());
    stamp.extend(root.as_bytes());
    stamp.extend(blake3::derive_key(STAMP_CONTEXT, &stamp));
    stamp
}

/// Extends an index of the first `indexed` leaves to all leaves.
pub(super) fn extend(
    pages: &mut Pages<Disk>,
    reader: &Reader,
    indexer: Indexer<'_>,
    indexed: Size,
) -> Result<(), Trouble> {
    let head = reader.head();
    let (old, new) = (spans(indexed.get()), spans(head.size.get()));
    pages.values().put(CHANGING, Vec::new())?;
    let mut builder = Builder {
        pages,
        reader,
        indexer,
        old: &old,
        old_trees: Trees::new(indexed),
        trees: Trees::new(head.size),
        written: 0,
    };
    for span in new.iter().filter(|span| !old.contains(span)) {
        builder.make(*span)?;
    }
    let written = builder.written;
    let disk = pages.values();
    // The old runs go after the new stamp. Nothing depends on that order reaching the disk: no page counts without its own checksum.
    disk.put(STAMP, stamp_of(indexer, head.size, head.root))?;
    for span in old.iter().filter(|span| !new.contains(span)) {
        remove(disk, *span)?;
    }
    disk.remove(CHANGING)?;
    disk.flush()?;
    if MANY_PAGES < written {
        disk.reopen();
    }
    Ok(())
}

fn remove(disk: &mut Disk, span: Span) -> Result<(), Reason> {
    Family::ALL.into_iter().try_for_each(|family| disk.remove_all(&Run::prefix(family, span)))
}

/// Makes new runs from old ones and from leaves.
struct Builder<'b> {
    pages: &'b mut Pages<Disk>,
    reader: &'b Reader,
    indexer: Indexer<'b>,
    old: &'b [Span],
    old_trees: Trees,
    trees: Trees,
    /// How many pages.
    written: u64,
}

impl Builder<'_> {
    /// Makes the runs of a span.
    fn make(&mut self, span: Span) -> Result<(), Trouble> {
        if span.leaves <= CHUNK {
            return self.gather(span);
        }
        let (mut parts, mut passing) = (Vec::new(), Vec::new());
        let mut first = span.first;
        while first < span.end() {
            let old = self.old.iter().find(|old| old.first == first && CHUNK <= old.leaves);
            let part = old.copied().unwrap_or(Span { first, leaves: CHUNK });
            if old.is_none() {
                self.gather(part)?;
                passing.push(part);
            }
            parts.push(part);
            first = part.end();
        }
        for family in Family::ALL {
            self.merge(family, &parts, span)?;
        }
        for part in passing {
            remove(self.pages.values(), part)?;
        }
        Ok(())
    }

    /// Makes the runs of a few leaves, from the old runs over the first of them and from the log.
    fn gather(&mut self, span: Span) -> Result<(), Trouble> {
        let mut batch = Batch::default();
        let mut next = span.first;
        for old in self.old.iter().filter(|old| span.contains(**old)) {
            for family in Family::ALL {
                let run = self.old_trees.run(self.reader, family, *old)?;
                self.pages.merge(&[run], |_, _, posting| {
                    batch.put(family, *old, posting);
                    Ok::<_, Reason>(())
                })?;
            }
            next = old.end();
        }
        self.reader.visit_range(next..span.end(), |index, leaf| {
            batch.add(self.indexer, index, leaf);
            Ok::<_, LogError>(())
        })?;
        batch.sort();
        for family in Family::ALL {
            let mut writer = RunWriter::new(self.trees.run(self.reader, family, span)?);
            for posting in batch.postings(family, span) {
                let full = writer.add(posting);
                self.put(full)?;
            }
            self.put(Some(writer.finish()))?;
        }
        Ok(())
    }

    /// Makes a run of those that cover the same leaves.
    fn merge(&mut self, family: Family, parts: &[Span], span: Span) -> Result<(), Trouble> {
        // None of the parts is the last run of the old index, for that is shorter than a chunk.
        let runs =
            parts.iter().map(|part| self.trees.run(self.reader, family, *part)).collect::<Result<Vec<_>, _>>()?;
        let mut writer = RunWriter::new(self.trees.run(self.reader, family, span)?);
        let mut written = 0;
        self.pages.merge(&runs, |disk, run, posting| {
            let skipped = u32::try_from(run.span.first - span.first).expect("safe: no run has so many leaves");
            if let Some((name, page)) = writer.add(Posting { place: posting.place + skipped, ..posting }) {
                written += 1;
                disk.put(&name, page)?;
            }
            Ok::<_, Reason>(())
        })?;
        self.written += written;
        self.put(Some(writer.finish()))
    }

    fn put(&mut self, page: Option<Stored>) -> Result<(), Trouble> {
        if let Some((name, value)) = page {
            self.written += 1;
            self.pages.values().put(&name, value)?;
        }
        Ok(())
    }
}
