//! The ledger as it stood at an earlier point.

use super::*;

#[test]
fn an_earlier_point_shows_what_stood_below_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 3);
    let ledger = Ledger::open(&path).unwrap();
    let note_then = ledger.checkpoint().to_owned();
    let now = ledger.lookup().unwrap();
    let claimed = now.by_term(&Term::Kind(Kind::Claim)).unwrap()[0].id();
    let event = now.by_term(&Term::Kind(Kind::Event)).unwrap()[0].id();
    let root_then = ledger.head().root;
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let record = Withdrawal { target: claimed, reason: text("made in error") };
    let gone = signed(&writer, Record::Withdrawal(record), claimed.to_string(), 20);
    writer.append(&[gone], at(20)).unwrap();
    writer.close().unwrap();

    let ledger = Ledger::open(&path).unwrap();
    let now = ledger.lookup().unwrap();
    assert_eq!(now.point().unwrap().head, ledger.head());
    for (what, point) in [
        ("size", now.point_at(Size::small(17)).unwrap()),
        ("time", now.point_by(at(19)).unwrap()),
        ("the seal's own second", now.point_by(at(12)).unwrap()),
        ("checkpoint", now.point_of_checkpoint(note_then.as_bytes()).unwrap()),
    ] {
        assert_eq!(point.head.size, Size::small(17), "{what}");
        assert_eq!(point.head.root, root_then, "{what}");
        assert_eq!(point.sealed_at, at(12), "{what}");
        let then = now.as_of(&point);
        let withdrawn = |lookup: &Lookup<'_>| {
            let casefile = crate::accounts::casefile::Casefile::new(lookup.about_event(event).unwrap());
            casefile.claim(claimed).unwrap().is_withdrawn()
        };
        assert!(!withdrawn(&then) && withdrawn(&now), "{what}");
        assert_eq!(then.point().unwrap(), point, "{what}");
        // An earlier point is no later one for whoever stands there.
        assert!(matches!(then.point_at(Size::small(19)), Err(PointError::TooLong { .. })), "{what}");
        assert_eq!(then.point_by(at(60)).unwrap(), point, "{what}");
        assert_eq!(then.as_of(&now.point().unwrap()).size(), Size::small(17), "{what}");
    }
    let first = now.as_of(&now.point_by(at(10)).unwrap());
    assert_eq!(first.size(), Size::small(7));
    assert_eq!(first.by_slug(Kind::Event, None, &"fire-1".parse().unwrap()).unwrap().len(), 0);
}

#[test]
fn what_is_no_point_of_the_log_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    let ledger = Ledger::open(&path).unwrap();
    let lookup = ledger.lookup().unwrap();
    let error = |size: u32| lookup.point_at(Size::small(size)).unwrap_err();
    for (size, want) in [(0, (0, 2)), (1, (0, 2)), (3, (2, 7)), (6, (2, 7)), (11, (7, 12))] {
        let PointError::WithinCommit { before, after, .. } = error(size) else { panic!("{size}") };
        assert_eq!((before.get(), after.get()), want, "{size}");
    }
    assert!(matches!(error(13), PointError::TooLong { .. }));
    assert!(lookup.point_at(Size::small(2)).is_ok());
    let before = Timestamp::from_s(at(0).as_s() - 1).unwrap();
    assert!(matches!(lookup.point_by(before), Err(PointError::BeforeTheLog { first }) if first == at(0)));

    // A second history, signed with the same key.
    let other = folder.path().join("other");
    new_ledger(&other);
    record_some(&other, 1);
    let mut writer = LedgerWriter::open(&other, key(1)).unwrap();
    let statements = statements(&writer, 5);
    writer.append(&statements, at(15)).unwrap();
    writer.close().unwrap();
    let forked = Ledger::open(&other).unwrap().checkpoint().to_owned();
    assert!(
        matches!(lookup.point_of_checkpoint(forked.as_bytes()), Err(PointError::OtherHistory(size)) if size.get() == 12)
    );
    let forged = ledger.checkpoint().replace("\n12\n", "\n7\n");
    assert!(matches!(lookup.point_of_checkpoint(forged.as_bytes()), Err(PointError::Checkpoint(_))));
    assert!(matches!(lookup.point_of_checkpoint(b"no note"), Err(PointError::Checkpoint(_))));
}
