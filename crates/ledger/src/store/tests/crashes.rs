//! A story of commits, with a fault at every one of its system calls.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{
        create::create_on,
        journal,
        sim::{Fault, Left, Sim},
        system::{Access, System},
        *,
    },
    Leaves, Signer, leaves, note, open_note, root_of,
};
use crate::{
    log::{Standing, TileBuilder, TileFile, TileKind, decode_entries, files},
    position::{Index, Size},
};

const LEDGER: &str = "/ledger";

fn folder(sim: &Sim) -> Arc<Folder> {
    Arc::new(Folder::on(Arc::new(sim.clone()), PathBuf::from(LEDGER)))
}

fn first_commit() -> Leaves {
    leaves("first", 2)
}

fn create_in(sim: &Sim, signer: &mut Signer) -> Result<(), CreateError> {
    let files = [("byline.toml".to_owned(), b"format = 1".to_vec())];
    let draft = Path::new("/.ledger.new");
    create_on(Arc::new(sim.clone()), Path::new(LEDGER), draft, &files, &first_commit(), &mut |head, _| {
        signer.sign(head)
    })
}

fn writer(sim: &Sim, signer: &mut Signer) -> Result<Writer, OpenError> {
    Writer::open_on(folder(sim), None, &open_note, &mut |head, _| signer.sign(head))
}

/// What the log must hold: commits that were acknowledged, and one that may or may not be there.
struct Expected {
    sure: Leaves,
    maybe: Leaves,
    /// How the story's last commit failed.
    outcome: Option<Recorded>,
}

impl Expected {
    fn with_maybe(&self) -> Leaves {
        [&self.sure[..], &self.maybe].concat()
    }
}

/// Commits until something fails. One writer is closed, one is dropped, one settles by itself.
fn commit_all(sim: &Sim, signer: &mut Signer, expected: &mut Expected) {
    let sessions: [&[usize]; 3] = [&[1, 252], &[3, 1], &[2]];
    for (number, session) in sessions.into_iter().enumerate() {
        let Ok(mut writer) = writer(sim, signer) else {
            return;
        };
        for count in session {
            expected.maybe = leaves(&format!("session {number}"), *count);
            match writer.commit(&expected.maybe, &mut |head, _| signer.sign(head)) {
                Ok(head) => {
                    expected.sure.append(&mut expected.maybe);
                    assert_eq!(head.size.get(), expected.sure.len() as u64);
                }
                Err(error) => {
                    expected.outcome = Some(error.recorded);
                    if error.recorded == Recorded::No {
                        expected.maybe.clear();
                    }
                    let again = writer.commit(&leaves("again", 1), &mut |_, _| unreachable!("it takes no more"));
                    assert_eq!(again.unwrap_err().recorded, Recorded::No);
                    return;
                }
            }
        }
        if number != 1 && writer.close().is_err() {
            return;
        }
    }
}

/// Reads everything through a reader, and compares it with what was ever committed.
fn check_reader(sim: &Sim, signer: &Signer, expected: &Expected, what: &str) {
    let reader = Reader::open_on(folder(sim), Path::new(LEDGER), &open_note).expect(what);
    let head = reader.head();
    assert_eq!(signer.0.get(&head.size), Some(&head.root), "{what}");
    let mut found = Leaves::new();
    let read = |index: Index, leaf: &[u8]| {
        assert_eq!(index.get(), found.len() as u64);
        found.push(leaf.to_vec());
        Ok::<_, LogError>(())
    };
    reader.visit(Index::ZERO, read).expect(what);
    assert!(expected.with_maybe().starts_with(&found), "{what}");
    // It was signed too; a power failure may leave it older or newer than the checkpoint, for both are renamed unsynced.
    let cose = open_note(reader.raw().cose().expect(what)).expect(what);
    assert_eq!(signer.0.get(&cose.size), Some(&cose.root), "{what}");
}

/// Checks the published files one by one, with nothing of the store but its listing.
fn check_files(sim: &Sim, leaves: &[Vec<u8>], what: &str) {
    let size = Size::small(leaves.len() as u32);
    let mut builder = TileBuilder::new();
    for leaf in leaves {
        builder.append(leaf).unwrap();
    }
    let head = Head { size, root: builder.root() };
    let raw = RawLog::open_on(folder(sim), Path::new(LEDGER)).expect(what);
    assert_eq!((raw.checkpoint(), raw.cose()), (&note(head)[..], Some(&note(head)[..])), "{what}");
    let want: HashMap<_, _> = builder.take_files().into_iter().map(|it| (it.file, it.bytes)).collect();
    let mut current = 0;
    for listed in raw.list().expect(what) {
        if listed.name.starts_with("checkpoint") {
            continue;
        }
        let file: TileFile = listed.name.parse().unwrap_or_else(|_| panic!("{what}: stray {}", listed.name));
        let bytes = raw.read(&listed.name, 1 << 24).expect(what).expect(what);
        match file.standing(size) {
            Standing::Current => {
                assert!(want[&file] == bytes, "{what}: {file}");
                current += 1;
            }
            Standing::Earlier => {
                let now = file.id().in_tree(size).unwrap();
                assert!(want[&now].starts_with(&bytes), "{what}: {file}");
                if file.id().kind == TileKind::Entries {
                    decode_entries(&bytes, file.width()).expect(what);
                }
            }
            Standing::Later => panic!("{what}: {file} was never committed"),
        }
    }
    assert_eq!(current, files(size).count(), "{what}");
    let objects = folder(sim);
    let journal = journal::read(&*objects).expect(what).expect(what);
    assert_eq!((journal.base, journal.frames.len(), journal.torn_bytes), (size, 0, 0), "{what}");
}

/// Opens what a crash left with a new writer, and goes on with other leaves.
fn check_recovery(sim: &Sim, signer: &mut Signer, expected: &Expected, what: &str) {
    let recovered = writer(sim, signer).expect(what);
    let size = recovered.head().size.get() as usize;
    let mut all = expected.with_maybe();
    assert!(size == expected.sure.len() || size == all.len(), "{what}: {size} entries");
    all.truncate(size);
    assert_eq!(folder(sim).list("scratch").expect(what), [], "{what}");
    check_files(sim, &all, what);

    // As many as were perhaps lost, but others: what was signed for that size would show.
    let others = leaves("others", expected.maybe.len().max(1));
    let mut recovered = recovered;
    recovered.commit(&others, &mut |head, _| signer.sign(head)).expect(what);
    recovered.close().expect(what);
    all.extend(others);
    check_files(&sim.restart(Left::Synced), &all, what);
}

const ALL_LEFT: [Left; 4] = [Left::All, Left::Synced, Left::Some(1), Left::Some(2)];

/// A ledger after its creation, on the disk for good.
fn created() -> Sim {
    let sim = Sim::new();
    create_in(&sim, &mut Signer::default()).unwrap();
    sim
}

/// Tells the story with a fault at one call; says whether the fault happened.
fn story(at: u64, fault: Fault) -> (Sim, Signer, Expected, bool) {
    let sim = created().restart(Left::Synced);
    let mut signer = Signer::default();
    signer.sign(Head { size: Size::small(2), root: root_of(&first_commit()) }).unwrap();
    let mut expected = Expected { sure: first_commit(), maybe: Leaves::new(), outcome: None };
    sim.plan(at, fault);
    commit_all(&sim, &mut signer, &mut expected);
    let happened = sim.is_past_fault();
    (sim, signer, expected, happened)
}

fn survives_everywhere(fault: Fault, states: &[Left]) {
    for at in 0.. {
        let (sim, signer, expected, happened) = story(at, fault);
        for left in states {
            let what = format!("{fault:?} at call {at}, left {left:?}");
            let sim = sim.restart(*left);
            check_reader(&sim, &signer, &expected, &what);
            check_recovery(&sim, &mut signer.clone(), &expected, &what);
        }
        if !happened {
            assert!(100 < at, "the story has only {at} calls");
            return;
        }
    }
}

#[test]
fn survives_death_at_every_call() {
    survives_everywhere(Fault::Crash, &[Left::All, Left::Synced]);
}

#[test]
fn survives_death_within_every_call() {
    survives_everywhere(Fault::Torn, &[Left::All, Left::Some(1), Left::Some(2)]);
}

#[test]
fn survives_a_failure_of_every_call() {
    survives_everywhere(Fault::Fail, &[Left::All, Left::Some(3)]);
}

#[test]
fn survives_a_second_death_during_recovery() {
    // A sample of the first faults is enough, for the second goes over all calls.
    for first in (0..).step_by(17) {
        let told = story(first, Fault::Torn);
        if !told.3 {
            return;
        }
        let states = |second: u64| [ALL_LEFT[(first + second) as usize % 4], ALL_LEFT[second as usize % 4]];
        dies_again_everywhere(&told, states, &format!("torn at {first}"));
    }
}

#[test]
fn a_frame_that_only_seems_to_be_on_the_disk_is_written_again_before_it_is_signed() {
    let mut seeming = 0;
    for first in 0.. {
        let told = story(first, Fault::Fail);
        if !told.3 {
            break;
        }
        // The frame's sync failed: everybody sees the frame, and the power takes it away.
        if told.2.outcome == Some(Recorded::Unknown) {
            seeming += 1;
            dies_again_everywhere(&told, |_| [Left::All, Left::Synced], &format!("sync failed at {first}"));
        }
    }
    assert_eq!(seeming, 5);
}

/// Opens what a story left with a writer that dies at every one of its calls, and then with one that doesn't.
fn dies_again_everywhere(told: &(Sim, Signer, Expected, bool), states: impl Fn(u64) -> [Left; 2], what: &str) {
    let (sim, signer, expected, _) = told;
    for second in 0.. {
        let what = format!("{what}, then torn at {second} of the recovery");
        let [before, after] = states(second);
        let sim = sim.restart(before);
        let mut signer = signer.clone();
        sim.plan(second, Fault::Torn);
        let opened = writer(&sim, &mut signer);
        let happened = sim.is_past_fault();
        assert_eq!(opened.is_err(), happened, "{what}");
        let sim = sim.restart(after);
        check_reader(&sim, &signer, expected, &what);
        check_recovery(&sim, &mut signer, expected, &what);
        if !happened {
            break;
        }
    }
}

#[test]
fn a_new_ledger_is_there_whole_or_not_at_all() {
    for fault in [Fault::Fail, Fault::Crash, Fault::Torn] {
        for at in 0.. {
            let sim = Sim::new();
            let mut signer = Signer::default();
            sim.plan(at, fault);
            let done = create_in(&sim, &mut signer);
            for left in ALL_LEFT {
                let what = format!("{fault:?} at call {at}, left {left:?}");
                let after = sim.restart(left);
                let there = after.list(Path::new(LEDGER)).unwrap().is_some();
                assert!(there || done.is_err(), "{what}");
                if there {
                    check_files(&after, &first_commit(), &what);
                }
            }
            if !sim.is_past_fault() {
                done.unwrap();
                break;
            }
        }
    }
}

#[test]
fn nothing_is_made_in_a_folder_that_is_not_empty() {
    let sim = Sim::new();
    sim.create_folder(Path::new(LEDGER), Access::Public).unwrap();
    create_in(&sim, &mut Signer::default()).unwrap();
    let again = create_in(&sim, &mut Signer::default()).unwrap_err();
    assert_eq!(again.to_string(), "/ledger is not empty");
}

#[test]
fn partial_files_go_when_the_full_one_is_published() {
    let sim = created();
    let mut signer = Signer::default();
    let names = |sim: &Sim| -> Vec<String> {
        let raw = RawLog::open_on(folder(sim), Path::new(LEDGER)).unwrap();
        raw.list().unwrap().into_iter().map(|it| it.name).filter(|name| name.starts_with("tile/0/")).collect()
    };
    let mut writer = writer(&sim, &mut signer).unwrap();
    writer.commit(&leaves("second", 253), &mut |head, _| signer.sign(head)).unwrap();
    assert_eq!(names(&sim), ["tile/0/000.p/2", "tile/0/000.p/255"]);
    writer.commit(&leaves("third", 2), &mut |head, _| signer.sign(head)).unwrap();
    writer.close().unwrap();
    assert_eq!(names(&sim), ["tile/0/000", "tile/0/001.p/1"]);
}
