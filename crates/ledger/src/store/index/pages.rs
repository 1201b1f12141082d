//! Finding postings in the pages of runs, wherever these are stored.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    ops::ControlFlow,
};

use super::{
    page::{IndexPage, Name, Posting, Run},
    reason::Reason,
};

/// Roughly how many bytes of checked pages are kept in memory.
const KEPT_BYTES: usize = 2 << 20;
/// What a page takes in memory beside its bytes.
const ROOM_BYTES: usize = 128;

/// Named values in the order of their names.
pub(super) trait Values {
    /// The value of the last name that is not above this one, and that name.
    fn floor(&mut self, name: &[u8]) -> Result<Option<(sled::IVec, sled::IVec)>, Reason>;
}

/// A page whose checksum and form are right.
#[derive(Clone, Debug)]
struct Checked {
    from: Posting,
    to: Posting,
    value: sled::IVec,
}

impl Checked {
    fn contents(&self) -> IndexPage<'_> {
        IndexPage::of_checked(&self.value).expect("safe: it was checked when it was read")
    }
}

/// Pages of runs, and those of them that were read lately.
#[derive(Debug)]
pub(super) struct Pages<V> {
    values: V,
    kept: BTreeMap<Name, Checked>,
    kept_bytes: usize,
    /// How many pages were read since this was made, for tests.
    pub loaded: u64,
}

impl<V: Values> Pages<V> {
    pub fn new(values: V) -> Self {
        Self { values, kept: BTreeMap::new(), kept_bytes: 0, loaded: 0 }
    }

    /// Where the pages are stored.
    pub fn values(&mut self) -> &mut V {
        &mut self.values
    }

    pub fn into_values(self) -> V {
        self.values
    }

    /// Shows the postings of a run between these two, inclusive, in order, until `visit` breaks.
    pub fn scan(
        &mut self,
        run: &Run,
        from: Posting,
        last: Posting,
        mut visit: impl FnMut(Posting) -> ControlFlow<()>,
    ) -> Result<(), Reason> {
        let mut next = from;
        while next != Posting::END {
            let page = self.page(run, next)?;
            for posting in page.contents().postings_from(from.key) {
                if last < posting {
                    return Ok(());
                }
                if from <= posting && visit(posting).is_break() {
                    return Ok(());
                }
            }
            if last < page.to {
                return Ok(());
            }
            next = page.to;
        }
        Ok(())
    }

    /// The page in which a posting stands, if it is there.
    fn page(&mut self, run: &Run, posting: Posting) -> Result<Checked, Reason> {
        let name = run.name(posting);
        if let Some((found, page)) = self.kept.range(..=name).next_back()
            && run.begin_of(found).is_some()
            && posting < page.to
        {
            return Ok(page.clone());
        }
        let page = self.load(run, posting)?;
        let takes = page.value.len() + ROOM_BYTES;
        if KEPT_BYTES < self.kept_bytes + takes {
            // It is only a cache.
            (self.kept_bytes, self.kept) = (0, BTreeMap::new());
        }
        self.kept_bytes += takes;
        self.kept.insert(run.name(page.from), page.clone());
        Ok(page)
    }

    fn load(&mut self, run: &Run, posting: Posting) -> Result<Checked, Reason> {
        self.loaded += 1;
        let missing = || Reason::Damaged("a page is missing".to_owned());
        let (name, value) = self.values.floor(&run.name(posting))?.ok_or_else(missing)?;
        let from = run.begin_of(&name).ok_or_else(missing)?;
        let page = run.open(from, &value).ok_or_else(|| Reason::Damaged("a page has a wrong checksum".to_owned()))?;
        let to = page.to();
        if posting < to { Ok(Checked { from, to, value }) } else { Err(missing()) }
    }

    /// Shows all postings of runs whose leaves follow each other in the order of keys and leaves, each with its run.
    pub fn merge<E: From<Reason>>(
        &mut self,
        runs: &[Run],
        mut visit: impl FnMut(&mut V, &Run, Posting) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut streams: Vec<Stream> = runs.iter().map(|run| Stream::new(*run)).collect();
        let mut heads = BinaryHeap::new();
        for (number, stream) in streams.iter_mut().enumerate() {
            heads.extend(stream.next(self)?.map(|posting| Reverse((posting.key, number, posting.place))));
        }
        while let Some(Reverse((key, number, place))) = heads.pop() {
            visit(&mut self.values, &runs[number], Posting { key, place })?;
            heads.extend(streams[number].next(self)?.map(|posting| Reverse((posting.key, number, posting.place))));
        }
        Ok(())
    }
}

/// The postings of a run, one page in memory at a time.
struct Stream {
    run: Run,
    /// The postings of the page at hand, the last one first.
    postings: Vec<Posting>,
    next: Posting,
}

impl Stream {
    fn new(run: Run) -> Self {
        Self { run, postings: Vec::new(), next: Posting::FIRST }
    }

    fn next<V: Values>(&mut self, pages: &mut Pages<V>) -> Result<Option<Posting>, Reason> {
        while self.postings.is_empty() && self.next != Posting::END {
            let page = pages.load(&self.run, self.next)?;
            self.postings.extend(page.contents().postings());
            self.postings.reverse();
            self.next = page.to;
        }
        Ok(self.postings.pop())
    }
}
