use std::{path::Path, sync::Arc};

use super::{
    super::{
        files::Folder,
        sim::{Fault, Left, Sim},
        system::{Access, System},
    },
    *,
};

fn root(byte: u8) -> TreeHash {
    TreeHash::from_bytes([byte; 32])
}

fn folder(sim: &Sim) -> Folder {
    // The folder itself is there after a restart, so making it again fails.
    let _ = sim.create_folder(Path::new("/ledger"), Access::Private);
    sim.sync_folder(Path::new("/")).unwrap();
    Folder::on(Arc::new(sim.clone()), "/ledger".into())
}

/// Three commits on a log of size 7: of an empty leaf, of some leaves, of one larger leaf.
fn commits() -> [Vec<Vec<u8>>; 3] {
    [vec![vec![]], vec![b"one".to_vec(), b"two".to_vec(), vec![0; 40]], vec![vec![7; 300]]]
}

/// The journal of [`commits`], and where each frame begins, with the end of the last.
fn example() -> (Vec<u8>, Vec<usize>) {
    let objects = folder(&Sim::new());
    let mut journal = Journal::begin(&objects, Size::small(7), root(1)).unwrap();
    let mut starts = vec![HEADER];
    for leaves in commits() {
        journal.append(&objects, &leaves).unwrap();
        starts.push(HEADER + journal.frame_bytes() as usize);
    }
    assert_eq!(journal.end, Size::small(12));
    let bytes = objects.read(NAME, u64::MAX).unwrap().unwrap();
    assert_eq!(bytes.len(), starts[3]);
    (bytes, starts)
}

fn leaves_of(contents: &Contents) -> Vec<(u64, Vec<Vec<u8>>)> {
    let frames = contents.frames.iter();
    frames.map(|it| (it.first.get(), it.leaves.clone())).collect()
}

fn expected(count: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
    std::iter::zip([7, 8, 11], commits()).take(count).collect()
}

#[test]
fn what_was_appended_is_read() {
    let (bytes, _) = example();
    let contents = parse(bytes.clone()).unwrap();
    assert_eq!(leaves_of(&contents), expected(3));
    assert_eq!((contents.base, contents.root, contents.end), (Size::small(7), root(1), Size::small(12)));
    assert_eq!((contents.torn_bytes, &contents.whole), (0, &bytes));
}

#[test]
fn the_bytes_are_those_of_the_specification() {
    let header = header(Size::small(7), root(1));
    assert_eq!(&header[..24], b"byline-journal\x00\x01\0\0\0\0\0\0\0\x07");
    assert_eq!(header[24..56], [1; 32]);
    let check = blake3::derive_key("byline.v1 2026-11-22 journal header", &header[..56]);
    assert_eq!(header[56..], check);

    let frame = frame(&check, &check, Size::small(7), &[b"ab".to_vec(), vec![]]);
    let head = [0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 2];
    assert_eq!(frame[..20], head);
    let short = blake3::derive_key("byline.v1 2026-11-22 journal frame head", &[&check[..], &head].concat());
    assert_eq!(frame[20..28], short[..8]);
    assert_eq!(&frame[28..34], b"\0\x02ab\0\0");
    let hash = blake3::derive_key("byline.v1 2026-11-22 journal frame", &[&check[..], &frame[..34]].concat());
    assert_eq!(frame[34..], hash);
}

#[test]
fn a_journal_cut_anywhere_loses_only_its_last_frame() {
    let (bytes, starts) = example();
    for length in 0..bytes.len() {
        let cut = parse(bytes[..length].to_vec());
        if length < HEADER {
            assert!(matches!(cut, Err(JournalError::Header)), "{length}");
            continue;
        }
        let contents = cut.unwrap();
        let whole = starts.iter().rposition(|start| *start <= length).unwrap();
        assert_eq!(leaves_of(&contents), expected(whole), "{length}");
        assert_eq!(contents.torn_bytes, (length - starts[whole]) as u64);
        assert_eq!(contents.whole, bytes[..starts[whole]], "{length}");
        // What is left is a journal again.
        assert_eq!(parse(contents.whole.clone()).unwrap().torn_bytes, 0);
    }
}

#[test]
fn a_flipped_bit_is_an_error_in_all_frames_but_the_last() {
    let (bytes, starts) = example();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            let got = parse(damaged);
            let frame = starts.iter().rposition(|start| *start <= at);
            match (frame, got) {
                (None, Err(JournalError::Header | JournalError::Version(_))) => {}
                (Some(2), Ok(contents)) => {
                    assert_eq!(leaves_of(&contents), expected(2), "{at}");
                    assert_ne!(contents.torn_bytes, 0, "{at}");
                }
                (Some(0 | 1), Err(JournalError::Damaged { offset })) => {
                    assert_eq!(offset as usize, starts[frame.unwrap()], "{at}");
                }
                (_, got) => panic!("byte {at}, bit {bit}: {got:?}"),
            }
        }
    }
}

#[test]
fn damage_before_a_torn_frame_is_an_error_too() {
    let (bytes, starts) = example();
    for at in starts[1]..starts[2] {
        let mut damaged = bytes[..bytes.len() - 1].to_vec();
        damaged[at] ^= 1;
        assert!(parse(damaged).is_err(), "{at}");
    }
}

#[test]
fn frames_can_t_be_moved_repeated_or_left_out() {
    let (bytes, starts) = example();
    let frame = |n: usize| &bytes[starts[n]..starts[n + 1]];
    let header = &bytes[..HEADER];
    for (what, parts) in [
        ("swapped", vec![header, frame(1), frame(0), frame(2)]),
        ("repeated", vec![header, frame(0), frame(0)]),
        ("left out", vec![header, frame(0), frame(2)]),
        ("inserted", vec![header, frame(0), &[0; 9], frame(1), frame(2)]),
    ] {
        let got = parse(parts.concat());
        assert!(matches!(got, Err(JournalError::Damaged { .. })), "{what}");
    }
    // A frame of another journal, over the same leaves, is no frame here.
    let other = super::header(Size::small(7), root(2));
    let contents = parse([&other, frame(0)].concat()).unwrap();
    assert_eq!((leaves_of(&contents), contents.end), (vec![], Size::small(7)));
}

#[test]
fn leaves_must_fill_the_frame_exactly() {
    let check = check_of(&header(Size::small(7), root(1)));
    let build = |length: u64, count: u32, body: &[u8]| {
        let mut frame = Vec::new();
        frame.extend(length.to_be_bytes());
        frame.extend(7u64.to_be_bytes());
        frame.extend(count.to_be_bytes());
        frame.extend(head_check(&check, &frame));
        frame.extend(body);
        frame.extend(frame_hash(&check, &frame));
        [header(Size::small(7), root(1)), frame].concat()
    };
    let good = b"\0\x01a\0\0";
    assert_eq!(parse(build(5, 2, good)).unwrap().frames.len(), 1);
    for (what, bytes) in [
        ("no leaves", build(0, 0, b"")),
        ("count too low", build(5, 1, good)),
        ("count too high", build(5, 3, good)),
        ("leaf too long", build(5, 1, b"\0\x04abc")),
        ("half a length", build(4, 1, b"\0\x01a\0")),
        ("bytes after the frame", build(4, 2, good)),
    ] {
        let got = parse(bytes);
        assert!(matches!(got, Err(JournalError::Damaged { .. })), "{what}");
    }
    // A length that no file can have is a frame that was not written to its end.
    assert_eq!(parse(build(u64::MAX, 2, good)).unwrap().frames, []);
}

#[test]
fn a_newer_journal_is_named_as_such() {
    let mut bytes = header(Size::ZERO, root(0));
    bytes[15] = 2;
    assert!(matches!(parse(bytes), Err(JournalError::Version(2))));
}

#[test]
fn a_journal_goes_with_its_log_only() {
    let (bytes, starts) = example();
    let contents = parse(bytes[..bytes.len() - 1].to_vec()).unwrap();
    assert_eq!(contents.end, Size::small(11));
    for (size, root_there, want) in [
        (6, 1, "foreign"),
        (7, 1, "good"),
        (7, 2, "foreign"),
        (8, 2, "good"),
        // No commit ends there.
        (9, 2, "foreign"),
        (11, 2, "good"),
        // The torn frame was published, so a crash didn't cut it short.
        (12, 2, "damaged"),
    ] {
        let got = match contents.check(Size::small(size), root(root_there)) {
            Ok(()) => "good",
            Err(JournalError::Foreign { .. }) => "foreign",
            Err(JournalError::Damaged { .. }) => "damaged",
            Err(error) => panic!("{error}"),
        };
        assert_eq!(got, want, "{size}");
    }
    assert_eq!(contents.whole.len(), starts[2]);
}

#[test]
fn an_append_happens_or_doesn_t_whatever_fails() {
    for fault in [Fault::Fail, Fault::Crash, Fault::Torn] {
        for at in 0.. {
            let sim = Sim::new();
            let objects = folder(&sim);
            let mut journal = Journal::begin(&objects, Size::ZERO, root(0)).unwrap();
            journal.append(&objects, &commits()[0]).unwrap();
            objects.sync().unwrap();
            sim.plan(at, fault);
            let done = journal.append(&objects, &commits()[1]);
            for left in [Left::All, Left::Synced].into_iter().chain((0..20).map(Left::Some)) {
                let after = folder(&sim.restart(left));
                let contents = read(&after).unwrap().unwrap();
                let frames = contents.frames.len();
                match &done {
                    Ok(()) => assert_eq!(frames, 2, "{fault:?} at {at}, {left:?}"),
                    Err(AppendError::NotWhole(_)) => assert_eq!(frames, 1),
                    Err(AppendError::Unknown(_)) => assert!((1..=2).contains(&frames)),
                }
                // The next writer goes on from there.
                let mut journal = Journal::rewrite(&after, &contents).unwrap();
                journal.append(&after, &commits()[2]).unwrap();
                let contents = read(&after).unwrap().unwrap();
                assert_eq!((contents.frames.len(), contents.torn_bytes), (frames + 1, 0));
            }
            if !sim.is_past_fault() {
                break;
            }
        }
    }
}
