//! Ledgers in real folders: locks, damage, copies, and readers beside a writer.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use super::{super::*, Leaves, Signer, leaves, open_note, root_of};
use crate::{
    merkle::{Frontier, InclusionPlan, leaf_hash},
    position::{Index, Size},
};

/// A ledger in a real folder, with as many entries.
fn real(entries: usize) -> (tempfile::TempDir, Leaves) {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("ledger");
    let all = leaves("entry", entries);
    let files = [("byline.toml".to_owned(), vec![]), ("ledger.key".to_owned(), vec![])];
    create(&path, &files, &all, &mut |head, _| Signer::default().sign(head)).unwrap();
    (scratch, all)
}

fn ledger(scratch: &tempfile::TempDir) -> PathBuf {
    scratch.path().join("ledger")
}

#[test]
fn a_second_writer_is_refused_and_a_reader_is_not() {
    let (scratch, all) = real(3);
    let path = ledger(&scratch);
    let first = Writer::open(&path, &open_note, &mut |_, _| unreachable!("nothing is under way")).unwrap();
    let second = Writer::open(&path, &open_note, &mut |_, _| unreachable!("nothing is under way"));
    assert!(matches!(second, Err(OpenError::Locked(LockError::Held(_)))), "{second:?}");
    let reader = Reader::open(&path, &open_note).unwrap();
    assert_eq!(reader.head(), Head { size: Size::small(3), root: root_of(&all) });
    assert_eq!(first.reader().unwrap().leaf(Index::small(2)).unwrap(), all[2]);
    first.close().unwrap();
    let third = Writer::open(&path, &open_note, &mut |_, _| unreachable!("nothing is under way"));
    third.unwrap().close().unwrap();
}

#[test]
fn a_folder_without_a_checkpoint_is_no_ledger() {
    let scratch = tempfile::tempdir().unwrap();
    let reader = Reader::open(scratch.path(), &open_note).unwrap_err();
    let writer = Writer::open(scratch.path(), &open_note, &mut |_, _| unreachable!("nothing to sign")).unwrap_err();
    for error in [reader, writer] {
        assert_eq!(
            error.to_string(),
            format!("{} is not a ledger: it has no log/checkpoint", scratch.path().display())
        );
    }
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
}

#[test]
fn leaves_and_nodes_make_proofs() {
    let (scratch, all) = real(600);
    let reader = Reader::open(&ledger(&scratch), &open_note).unwrap();
    let Head { size, root } = reader.head();
    for i in [0, 1, 255, 256, 511, 512, 599] {
        let index = Index::small(i);
        let leaf = reader.leaf(index).unwrap();
        assert_eq!(leaf, all[i as usize]);
        let plan = InclusionPlan::new(index, size).unwrap();
        let proof = plan.finish(&reader.nodes(plan.nodes()).unwrap());
        assert_eq!(proof.verify(leaf_hash(&leaf), index, size, root), Ok(()));
    }
    assert!(matches!(reader.leaf(Index::small(600)), Err(LogError::OutOfRange(_))));
    assert_eq!(reader.notes(), []);
    let mut visited = Vec::new();
    let visit = |index: Index, leaf: &[u8]| {
        visited.push((index.get(), leaf.to_vec()));
        Ok::<_, LogError>(())
    };
    reader.visit(Index::small(510), visit).unwrap();
    assert_eq!(visited, (510..600).zip(all[510..].to_vec()).collect::<Vec<_>>());
}

#[test]
fn no_flipped_byte_of_the_log_ever_comes_out() {
    let (scratch, all) = real(300);
    let log = ledger(&scratch).join("log");
    let mut noticed = 0;
    for listed in RawLog::open(&ledger(&scratch)).unwrap().list().unwrap() {
        if listed.name.starts_with("checkpoint") {
            continue;
        }
        let path = log.join(&listed.name);
        let good = fs::read(&path).unwrap();
        for at in (0..good.len()).step_by(97) {
            let mut damaged = good.clone();
            damaged[at] ^= 0x20;
            fs::write(&path, damaged).unwrap();
            noticed += usize::from(!reads_all_or_fails(&scratch, &all));
        }
        for wrong in [&good[..good.len() - 1], &[&good[..], b"x"].concat(), b""] {
            fs::write(&path, wrong).unwrap();
            noticed += usize::from(!reads_all_or_fails(&scratch, &all));
        }
        fs::remove_file(&path).unwrap();
        noticed += usize::from(!reads_all_or_fails(&scratch, &all));
        fs::write(&path, good).unwrap();
    }
    // Every file is needed, so every damage is noticed by somebody who reads it all.
    assert!(100 < noticed, "{noticed}");
    assert!(reads_all_or_fails(&scratch, &all));
}

/// Whether all leaves can be read; if not, no wrong one was given.
fn reads_all_or_fails(scratch: &tempfile::TempDir, all: &[Vec<u8>]) -> bool {
    let Ok(reader) = Reader::open(&ledger(scratch), &open_note) else {
        return false;
    };
    let visit = |index: Index, leaf: &[u8]| {
        assert_eq!(leaf, all[index.get() as usize]);
        Ok::<_, LogError>(())
    };
    reader.visit(Index::ZERO, visit).is_ok()
}

#[test]
fn readers_work_while_another_thread_writes() {
    let (scratch, all) = real(2);
    let path = ledger(&scratch);
    let done = AtomicBool::new(false);
    let trees = std::thread::scope(|scope| {
        let read = || {
            let mut last = Size::ZERO;
            loop {
                let is_last = done.load(Ordering::SeqCst);
                let reader = Reader::open(&path, &open_note).unwrap();
                let head = reader.head();
                assert!(last <= head.size);
                last = head.size;
                let mut frontier = Frontier::new();
                let visit = |_: Index, leaf: &[u8]| {
                    frontier.push(leaf_hash(leaf));
                    Ok::<_, LogError>(())
                };
                reader.visit(Index::ZERO, visit).unwrap();
                assert_eq!(frontier.root(), head.root);
                assert!(reader.notes().iter().all(|note| matches!(note, Note::Unpublished { .. })));
                if is_last {
                    return head;
                }
            }
        };
        let readers = [scope.spawn(read), scope.spawn(read)];
        let mut signer = Signer::default();
        for round in 0..6 {
            let mut writer = Writer::open(&path, &open_note, &mut |head, _| signer.sign(head)).unwrap();
            for count in [1, 70, 3] {
                writer.commit(&leaves(&format!("round {round}"), count), &mut |head, _| signer.sign(head)).unwrap();
            }
            writer.close().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        readers.map(|reader| reader.join().unwrap())
    });
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[0].size.get(), all.len() as u64 + 6 * 74);
}

fn nothing_to_sign(_: Head, _: &[u8]) -> Result<Signed, CallerError> {
    panic!("nothing is under way")
}

/// Opens a writer, commits, and drops it as a crash would: the frame stays in the journal.
fn commit_and_die(scratch: &tempfile::TempDir, count: usize) -> Leaves {
    let more = leaves("more", count);
    let mut writer = Writer::open(&ledger(scratch), &open_note, &mut nothing_to_sign).unwrap();
    writer.commit(&more, &mut |head, _| Signer::default().sign(head)).unwrap();
    more
}

#[test]
fn readers_repair_torn_files_from_the_journal_and_the_next_writer_on_disk() {
    let (scratch, mut all) = real(254);
    all.extend(commit_and_die(&scratch, 4));
    let raw = RawLog::open(&ledger(&scratch)).unwrap();
    let repairs = raw.repairs(Size::small(258));
    let mut names: Vec<_> = repairs.keys().map(ToString::to_string).collect();
    names.sort();
    let want = ["0/000", "0/001.p/2", "1/000.p/1", "entries/000", "entries/001.p/2"];
    assert_eq!(names, want.map(|name| format!("tile/{name}")));

    let path = |name: &str| ledger(&scratch).join("log/tile").join(name);
    for name in want {
        let good = fs::read(path(name)).unwrap();
        fs::write(path(name), &good[..good.len() / 2]).unwrap();
        assert!(reads_all_or_fails(&scratch, &all), "{name}");
        fs::remove_file(path(name)).unwrap();
        assert!(reads_all_or_fails(&scratch, &all), "{name}");
    }
    // All of them are gone at once now.
    let signed = |head, _: &[u8]| Signer::default().sign(head);
    Writer::open(&ledger(&scratch), &open_note, &mut { signed }).unwrap().close().unwrap();
    for (file, bytes) in repairs {
        assert_eq!(fs::read(ledger(&scratch).join("log").join(file.to_string())).unwrap(), bytes, "{file}");
    }
    assert_eq!(raw.repairs(Size::small(258)).len(), 0);
}

#[test]
fn commits_that_are_not_published_are_a_note() {
    let (scratch, all) = real(3);
    let checkpoint = ["checkpoint", "checkpoint.cose"].map(|name| ledger(&scratch).join("log").join(name));
    let before = checkpoint.clone().map(|path| fs::read(path).unwrap());
    commit_and_die(&scratch, 2);
    std::iter::zip(&checkpoint, before).for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    let reader = Reader::open(&ledger(&scratch), &open_note).unwrap();
    assert_eq!(reader.head().size, Size::small(3));
    assert_eq!(reader.notes(), [Note::Unpublished { entries: 2 }]);
    assert!(reads_all_or_fails(&scratch, &all));
    let signed = |head, _: &[u8]| Signer::default().sign(head);
    let writer = Writer::open(&ledger(&scratch), &open_note, &mut { signed }).unwrap();
    assert_eq!(writer.head().size, Size::small(5));
    // A reader stays at its checkpoint.
    assert_eq!(reader.leaf(Index::small(2)).unwrap(), all[2]);
    assert!(matches!(reader.leaf(Index::small(3)), Err(LogError::OutOfRange(_))));
}

#[test]
fn no_writer_goes_on_from_an_old_copy_of_the_log_or_without_a_journal() {
    let (scratch, _) = real(3);
    let log = ledger(&scratch).join("log");
    let before = fs::read(log.join("checkpoint")).unwrap();
    commit_and_die(&scratch, 2);
    let signed = |head, _: &[u8]| Signer::default().sign(head);
    Writer::open(&ledger(&scratch), &open_note, &mut { signed }).unwrap().close().unwrap();

    let now = fs::read(log.join("checkpoint")).unwrap();
    fs::write(log.join("checkpoint"), before).unwrap();
    let error = Writer::open(&ledger(&scratch), &open_note, &mut nothing_to_sign).unwrap_err();
    let (base, checkpoint) = (Size::small(5), Size::small(3));
    assert!(
        matches!(error, OpenError::Journal(JournalError::Foreign { base: b, checkpoint: c }) if (b, c) == (base, checkpoint)),
        "{error:?}"
    );

    fs::write(log.join("checkpoint"), now).unwrap();
    fs::remove_file(ledger(&scratch).join("journal")).unwrap();
    let error = Writer::open(&ledger(&scratch), &open_note, &mut nothing_to_sign).unwrap_err();
    assert!(matches!(error, OpenError::Journal(JournalError::Missing)), "{error:?}");
    Reader::open(&ledger(&scratch), &open_note).unwrap();
}

#[test]
fn what_can_t_be_a_commit_changes_nothing() {
    let (scratch, _) = real(3);
    let mut writer = Writer::open(&ledger(&scratch), &open_note, &mut nothing_to_sign).unwrap();
    for wrong in [vec![], vec![vec![], vec![0; 65_536]]] {
        let error = writer.commit(&wrong, &mut nothing_to_sign).unwrap_err();
        assert_eq!((error.recorded, error.to_string()), (Recorded::No, "nothing was recorded".to_owned()));
    }
    let head = writer.commit(&[vec![0; 65_535]], &mut |head, _| Signer::default().sign(head)).unwrap();
    assert_eq!(head.size, Size::small(4));
    writer.close().unwrap();
}

#[test]
fn a_commit_that_can_t_be_signed_is_published_by_the_next_writer() {
    let (scratch, _) = real(3);
    let mut writer = Writer::open(&ledger(&scratch), &open_note, &mut nothing_to_sign).unwrap();
    let error = writer.commit(&leaves("more", 2), &mut |_, _| Err("no key".into())).unwrap_err();
    assert_eq!(error.recorded, Recorded::Yes);
    writer.close().unwrap();
    let signed = |head, _: &[u8]| Signer::default().sign(head);
    let writer = Writer::open(&ledger(&scratch), &open_note, &mut { signed }).unwrap();
    assert_eq!(writer.head().size, Size::small(5));
}
