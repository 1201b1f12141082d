use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{CallerError, Head, Signed, Writer, create},
    page::Run,
    spans::Span,
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
    let words = vec![format!("word {}", index.get() % 5).into_bytes()];
    let rare = if index.get() % 90 == 89 { vec![b"rare".to_vec()] } else { vec![] };
    Postings { id, terms: terms_of(index.get()), rare, words }
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
    assert_eq!(index.by_rare_term(b"rare").unwrap(), positions((89..size).step_by(90)));
    assert_eq!(index.by_rare_term(b"all").unwrap(), []);
    assert_eq!(index.by_word(b"word 2").unwrap(), positions((2..size).step_by(5)));
    assert_eq!(index.by_word(b"word 5").unwrap(), []);
    assert_eq!(index.by_term(b"hundred 0").unwrap(), positions([0]));
    assert_eq!(index.by_term(b"hundred 1").unwrap(), []);
    let last = (size - 1) / 100 * 100;
    assert_eq!(index.by_term(format!("hundred {last}").as_bytes()).unwrap(), positions([last]));
    for from in [0, 1, 4, size / 2, size - 1, size, size + 1] {
        let next = |remainder: u64| (from..size).find(|i| i % 7 == remainder).map(|i| Index::new(i).unwrap());
        for remainder in [0, 3] {
            let term = format!("seventh {remainder}");
            let found = index.next_with_term(term.as_bytes(), Index::new(from).unwrap()).unwrap();
            assert_eq!(found, next(remainder), "{term} from {from}");
        }
    }
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

/// All that is stored, by name.
fn stored(ledger: &Ledger) -> Vec<(Vec<u8>, Vec<u8>)> {
    let db = disk::open_sled(&ledger.path().join("index/sled")).unwrap();
    db.iter().map(|it| it.map(|(name, value)| (name.to_vec(), value.to_vec())).unwrap()).collect()
}

#[test]
fn a_grown_index_is_the_same_as_one_built_at_once() {
    let ledger = Ledger::new(1);
    assert_eq!(ledger.check(), [Reason::New]);
    for (from, to) in [(1, 1020), (1020, 1030), (1030, 4100), (4100, 20_000), (20_000, 20_500)] {
        ledger.grow(from, to);
        assert_eq!(ledger.check(), []);
        let grown = stored(&ledger);
        let reader = ledger.reader();
        drop(LogIndex::rebuild(&reader, INDEXER).unwrap());
        assert!(grown == stored(&ledger), "{to}");
    }
}

#[test]
fn a_search_reads_a_few_pages_however_long_the_log_is() {
    let ledger = Ledger::new(300);
    for (from, to) in [(300, 3000), (3000, 18_000)] {
        ledger.grow(from, to);
        ledger.check();
        let reader = ledger.reader();
        let runs = spans(to as u64).len() as u64;
        let cost = |ask: &dyn Fn(&LogIndex<'_>)| {
            let index = LogIndex::open(&reader, INDEXER).unwrap();
            assert_eq!(index.loaded(), 0, "opening reads no page");
            ask(&index);
            index.loaded()
        };
        // What isn't there is one page of each run, of which there are at most three of a size; what is there may reach into the next page.
        assert!(runs <= 10, "{runs}");
        assert_eq!(cost(&|index| drop(index.by_rare_term(b"absent").unwrap())), runs);
        assert!(cost(&|index| drop(index.by_id(id_of(&leaf(777)).into()).unwrap())) <= 2 * runs);
        assert!(cost(&|index| drop(index.by_term(b"hundred 200").unwrap())) <= 2 * runs);
        let next = |index: &LogIndex<'_>| index.next_with_term(b"all", Index::small(250)).unwrap();
        assert_eq!(cost(&|index| assert_eq!(next(index), Some(Index::small(250)))), 1);
        // Asking again reads nothing.
        let twice = |index: &LogIndex<'_>| (0..2).for_each(|_| drop(index.by_rare_term(b"absent").unwrap()));
        assert_eq!(cost(&twice), runs);
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
    let change = |change: &dyn Fn(&sled::Db)| change(&disk::open_sled(&ledger.path().join("index/sled")).unwrap());
    // The runs of 600 leaves begin at 0, 256 and 512.
    let run = |family, first: u64, leaves| Run::prefix(family, Span { first, leaves });
    let page = |db: &sled::Db, prefix: [u8; 17]| db.scan_prefix(prefix).next().unwrap().unwrap();
    change(&|db| {
        let (name, value) = page(db, run(Family::Ids, 256, 256));
        let mut value = value.to_vec();
        value[30] ^= 1;
        db.insert(name, value).unwrap();
    });
    let index = LogIndex::open(&reader, INDEXER).unwrap();
    assert_eq!(index.reasons(), []);
    check_answers(&index, 600);
    assert_eq!(index.reasons(), [Reason::Damaged("a page has a wrong checksum".to_owned())]);
    drop(index);

    // A page of the same leaves under another name, and one that is gone.
    change(&|db| {
        let (name, _) = page(db, run(Family::Terms, 256, 256));
        let (_, other) = page(db, run(Family::Terms, 0, 256));
        db.insert(name, other).unwrap();
    });
    assert_eq!(ledger.check(), [Reason::Damaged("a page has a wrong checksum".to_owned())]);
    for family in Family::ALL {
        change(&|db| drop(db.remove(page(db, run(family, 512, 88)).0).unwrap()));
        assert_eq!(ledger.check(), [Reason::Damaged("a page is missing".to_owned())]);
    }
    // One in the middle of a run.
    change(&|db| drop(db.remove(db.scan_prefix(run(Family::Ids, 0, 256)).nth(1).unwrap().unwrap().0).unwrap()));
    assert_eq!(ledger.check(), [Reason::Damaged("a page is missing".to_owned())]);
}

#[test]
fn a_change_that_was_cut_short_is_made_anew() {
    let ledger = Ledger::new(600);
    ledger.check();
    let built = stored(&ledger);
    {
        // What a program leaves that died in the middle: the mark, and a page that nobody counts.
        let db = disk::open_sled(&ledger.path().join("index/sled")).unwrap();
        db.insert(b"changing", b"").unwrap();
        db.insert(b"t stray", b"page").unwrap();
    }
    assert_eq!(ledger.check(), [Reason::Damaged("its last change was cut short".to_owned())]);
    assert!(stored(&ledger) == built);
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

/// sled keeps its lock for a moment longer than its database.
#[test]
fn sleds_own_lock_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sled");
    let held = sled::open(&path).unwrap();
    let closing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(held);
    });
    assert!(disk::open_sled(&path).is_ok());
    closing.join().unwrap();
}
