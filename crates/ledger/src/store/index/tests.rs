use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{CallerError, Head, Signed, Writer, create},
    run::Span,
    *,
};
use crate::merkle::{Frontier, leaf_hash};

fn leaf(i: usize) -> Vec<u8> {
    format!("entry {i}").into_bytes()
}

fn id_of(leaf: &[u8]) -> RecordId {
    RecordId::from_bytes(*blake3::hash(leaf).as_bytes())
}

fn terms_of(index: u64) -> Vec<Vec<u8>> {
    let mut terms = vec![b"all".to_vec(), format!("seventh {}", index % 7).into_bytes(), b"all".to_vec()];
    if index.is_multiple_of(100) {
        terms.push(format!("hundred {index}").into_bytes());
    }
    terms
}

fn postings(index: Index, leaf: &[u8]) -> Postings {
    // Some leaves have no id, as a leaf that is no statement.
    let id = (index.get() % 50 != 49).then(|| id_of(leaf));
    Postings { id, terms: terms_of(index.get()), words: vec![format!("word {}", index.get() % 5).into_bytes()] }
}

const INDEXER: Indexer<'static> = Indexer { version: 1, postings: &postings };

fn sign(head: Head, _: &[u8]) -> Result<Signed, CallerError> {
    let note = format!("{} {}", head.size, head.root).into_bytes();
    Ok(Signed { checkpoint: note.clone(), cose: note })
}

fn open_note(bytes: &[u8]) -> Result<Head, CallerError> {
    let (size, root) = std::str::from_utf8(bytes)?.split_once(' ').ok_or("no note")?;
    Ok(Head { size: Size::new(size.parse()?).ok_or("size")?, root: root.parse()? })
}

/// A ledger in a scratch folder.
struct Ledger(tempfile::TempDir);

impl Ledger {
    fn new(size: usize) -> Self {
        Self::of((0..size).map(leaf).collect())
    }

    fn of(leaves: Vec<Vec<u8>>) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        create(&scratch.path().join("ledger"), &[], &leaves, &mut sign).unwrap();
        Self(scratch)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("ledger")
    }

    fn grow(&self, from: usize, to: usize) {
        let mut writer = Writer::open(&self.path(), &open_note, &mut sign).unwrap();
        writer.commit(&(from..to).map(leaf).collect::<Vec<_>>(), &mut sign).unwrap();
        writer.close().unwrap();
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.path(), &open_note).unwrap()
    }

    /// Opens the index, checks its answers, and says what it had to say about itself.
    fn check(&self) -> Vec<Reason> {
        let reader = self.reader();
        let index = LogIndex::open(&reader, INDEXER).unwrap();
        check_answers(&index, reader.head().size.get());
        index.reasons()
    }
}

fn positions(indices: impl IntoIterator<Item = u64>) -> Vec<Index> {
    indices.into_iter().map(|i| Index::new(i).unwrap()).collect()
}

/// Compares with what the definition of the postings says directly.
fn check_answers(index: &LogIndex<'_>, size: u64) {
    let step = (size / 40).max(1) as usize;
    for i in (0..size).step_by(step).chain([size - 1]) {
        let id = id_of(&leaf(i as usize));
        let want = if i % 50 == 49 { vec![] } else { positions([i]) };
        assert_eq!(index.by_id(id.into()).unwrap(), want, "id of {i}");
        let digits = id.to_string();
        for length in [8, 9, 15, 16, 17, 64] {
            let prefix = IdPrefix::new(&digits[3..3 + length]).unwrap();
            assert_eq!(index.by_id(prefix).unwrap(), want, "{length} digits of the id of {i}");
        }
    }
    for absent in [size, size + 1, size + 1000] {
        assert_eq!(index.by_id(id_of(&leaf(absent as usize)).into()).unwrap(), []);
    }
    assert_eq!(index.by_term(b"all").unwrap(), positions(0..size));
    assert_eq!(index.by_term(b"seventh 3").unwrap(), positions((3..size).step_by(7)));
    // More often than it takes until the runs are merged.
    for _ in 0..SEARCHES_BEFORE_MERGING + 2 {
        assert_eq!(index.by_word(b"word 2").unwrap(), positions((2..size).step_by(5)));
    }
    assert_eq!(index.by_word(b"word 5").unwrap(), []);
    assert_eq!(index.by_term(b"hundred 0").unwrap(), positions([0]));
    assert_eq!(index.by_term(b"hundred 1").unwrap(), []);
    let last = (size - 1) / 100 * 100;
    assert_eq!(index.by_term(format!("hundred {last}").as_bytes()).unwrap(), positions([last]));
}

#[test]
fn answers_like_the_log_itself_however_it_grew() {
    let ledger = Ledger::new(1);
    assert_eq!(ledger.check(), [Reason::New]);
    let sizes = [1, 3, 255, 256, 257, 512, 700, 1300];
    for pair in sizes.windows(2) {
        ledger.grow(pair[0], pair[1]);
        // The second time nothing is new.
        assert_eq!(ledger.check(), [], "{}", pair[1]);
        assert_eq!(ledger.check(), [], "{}", pair[1]);
        let reader = ledger.reader();
        check_answers(&LogIndex::in_memory(&reader, INDEXER).unwrap(), pair[1] as u64);
        let rebuilt = LogIndex::rebuild(&reader, INDEXER).unwrap();
        check_answers(&rebuilt, pair[1] as u64);
    }
}

#[test]
fn small_runs_become_large_ones() {
    let ledger = Ledger::new(65_400);
    assert_eq!(ledger.check(), [Reason::New]);
    ledger.grow(65_400, 66_000);
    assert_eq!(ledger.check(), []);
    // What took the small runs' place is all that is left, and the same as if built at once.
    let values = |ledger: &Ledger| {
        let db = sled::open(ledger.path().join("index/sled")).unwrap();
        db.iter().map(|it| it.map(|(name, value)| (name.to_vec(), value.to_vec())).unwrap()).collect::<Vec<_>>()
    };
    let grown = values(&ledger);
    let reader = ledger.reader();
    drop(LogIndex::rebuild(&reader, INDEXER).unwrap());
    let built = values(&ledger);
    assert_eq!(grown.len(), 1 + 3 * 3);
    assert!(grown == built);
}

#[test]
fn spans_cover_every_leaf_once() {
    for size in [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 200_000] {
        let spans = spans(size);
        let mut next = 0;
        for span in &spans {
            assert_eq!(span.first, next);
            assert!(span.level().is_none_or(|level| span.first.is_multiple_of(1 << level)));
            next = span.end();
        }
        assert_eq!(next, size);
        assert!(spans.iter().rev().skip(1).all(|span| span.level().is_some()));
    }
}

/// Copies the index of one ledger to another.
fn transplant(from: &Ledger, to: &Ledger) {
    let target = to.path().join("index");
    let _ = fs::remove_dir_all(&target);
    copy(&from.path().join("index"), &target);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn an_index_that_doesn_t_fit_is_built_anew_and_says_why() {
    let ledger = Ledger::new(600);
    assert_eq!(ledger.check(), [Reason::New]);
    fs::remove_dir_all(ledger.path().join("index")).unwrap();
    assert_eq!(ledger.check(), [Reason::New]);

    let longer = Ledger::new(700);
    longer.check();
    transplant(&longer, &ledger);
    assert_eq!(ledger.check(), [Reason::Ahead { indexed: Size::small(700) }]);
    assert_eq!(ledger.check(), []);

    let mut others: Vec<_> = (0..600).map(leaf).collect();
    others[5] = b"another".to_vec();
    let other = Ledger::of(others);
    let reader = other.reader();
    drop(LogIndex::open(&reader, INDEXER).unwrap());
    transplant(&other, &ledger);
    assert_eq!(ledger.check(), [Reason::Foreign]);
    assert_eq!(ledger.check(), []);

    let reader = ledger.reader();
    let newer = LogIndex::open(&reader, Indexer { version: 2, ..INDEXER }).unwrap();
    assert_eq!(newer.reasons(), [Reason::Format]);
    drop(newer);
    assert_eq!(ledger.check(), [Reason::Format]);
}

#[test]
fn an_index_that_can_t_be_had_is_built_in_memory() {
    let ledger = Ledger::new(600);
    let reader = ledger.reader();
    let first = LogIndex::open(&reader, INDEXER).unwrap();
    assert_eq!(ledger.check(), [Reason::Locked]);
    check_answers(&first, 600);
    drop(first);
    assert_eq!(ledger.check(), []);

    // A file where the folder should be stands for a folder that can't be written, which no folder is for root.
    fs::remove_dir_all(ledger.path().join("index")).unwrap();
    fs::write(ledger.path().join("index"), b"").unwrap();
    let reasons = ledger.check();
    assert!(matches!(&reasons[..], [Reason::Unavailable(_)]), "{reasons:?}");
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_in(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Damages each file of the index in a way, and checks that the answers stay right.
fn survives(damage: impl Fn(&[u8], usize) -> Option<Vec<u8>>) {
    let ledger = Ledger::new(600);
    ledger.check();
    let mut noticed = 0;
    for file in files_in(&ledger.path().join("index")) {
        let good = fs::read(&file).unwrap();
        for round in 0.. {
            let Some(damaged) = damage(&good, round) else {
                break;
            };
            let saved = tempfile::tempdir().unwrap();
            copy(&ledger.path().join("index"), &saved.path().join("index"));
            fs::write(&file, damaged).unwrap();
            noticed += ledger.check().len();
            // Whatever was done about it, it is done.
            assert_eq!(ledger.check(), [], "{} round {round}", file.display());
            fs::remove_dir_all(ledger.path().join("index")).unwrap();
            copy(&saved.path().join("index"), &ledger.path().join("index"));
        }
    }
    assert_ne!(noticed, 0, "no damage hit anything that matters");
}

#[test]
fn a_flipped_bit_never_changes_an_answer() {
    survives(|good, round| {
        let at = (round < 25 && !good.is_empty()).then(|| good.len() * round / 25)?;
        let mut damaged = good.to_vec();
        damaged[at] ^= 1 << (round % 8);
        Some(damaged)
    });
}

#[test]
fn a_truncated_file_never_changes_an_answer() {
    survives(|good, round| (round < 6 && !good.is_empty()).then(|| good[..good.len() * round / 6].to_vec()));
}

#[test]
fn zeros_never_change_an_answer() {
    survives(|good, round| {
        let begin = (round < 10 && !good.is_empty()).then(|| good.len() * round / 10)?;
        let mut damaged = good.to_vec();
        let end = damaged.len().min(begin + 4096);
        damaged[begin..end].fill(0);
        Some(damaged)
    });
}

#[test]
fn damage_while_the_index_is_open_is_noticed_at_the_answer() {
    let ledger = Ledger::new(600);
    ledger.check();
    let reader = ledger.reader();
    {
        let db = sled::open(ledger.path().join("index/sled")).unwrap();
        let name = Span { first: 256, leaves: 256 }.name(Family::Ids);
        let mut run = db.get(name).unwrap().unwrap().to_vec();
        run[3] ^= 1;
        db.insert(name, run).unwrap();
    }
    let index = LogIndex::open(&reader, INDEXER).unwrap();
    assert_eq!(index.reasons(), []);
    check_answers(&index, 600);
    assert_eq!(index.reasons(), [Reason::Damaged("a run has a wrong checksum".to_owned())]);
    drop(index);

    // A run of the same leaves under another name, and one that is gone.
    {
        let db = sled::open(ledger.path().join("index/sled")).unwrap();
        let names = [0, 256].map(|first| Span { first, leaves: 256 }.name(Family::Terms));
        let other = db.get(names[0]).unwrap().unwrap();
        db.insert(names[1], other).unwrap();
    }
    assert_eq!(ledger.check(), [Reason::Damaged("a run has a wrong checksum".to_owned())]);
    {
        let db = sled::open(ledger.path().join("index/sled")).unwrap();
        db.remove(Span { first: 512, leaves: 88 }.name(Family::Ids)).unwrap();
    }
    assert_eq!(ledger.check(), [Reason::Damaged("a run is missing".to_owned())]);
}

#[test]
fn a_damaged_log_is_an_error_and_no_answer() {
    let ledger = Ledger::new(600);
    let bundle = ledger.path().join("log/tile/entries/001");
    let mut bytes = fs::read(&bundle).unwrap();
    bytes[40] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let reader = ledger.reader();
    let error = LogIndex::open(&reader, INDEXER).unwrap_err();
    assert_eq!(error.to_string(), "log/tile/entries/001 is not what the checkpoint signs");
}

#[test]
fn prefixes_are_8_to_64_digits() {
    let prefix = |digits: &str| IdPrefix::new(digits).map(|it| (it.low, it.high));
    assert_eq!(prefix("0123456"), None);
    assert_eq!(prefix("0123456g"), None);
    assert_eq!(prefix("0123456A"), None);
    assert_eq!(prefix("+1234567"), None);
    assert_eq!(prefix("b3:01234567"), None);
    assert_eq!(prefix("01234567"), Some((0x0123_4567_0000_0000, 0x0123_4567_ffff_ffff)));
    assert_eq!(prefix("fffffffff"), Some((0xffff_ffff_f000_0000, u64::MAX)));
    let exact = Some((0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdef));
    assert_eq!(prefix("0123456789abcdef"), exact);
    assert_eq!(prefix(&format!("0123456789abcdef{}", "7".repeat(48))), exact);
    assert_eq!(prefix(&"7".repeat(65)), None);
}

#[test]
fn the_root_of_an_earlier_size_is_that_of_its_leaves() {
    let ledger = Ledger::new(600);
    let reader = ledger.reader();
    let mut frontier = Frontier::new();
    for i in 0..600 {
        frontier.push(leaf_hash(&leaf(i)));
        let size = Size::small(i as u32 + 1);
        assert_eq!(reader.root_at(size).unwrap(), frontier.root());
    }
}
