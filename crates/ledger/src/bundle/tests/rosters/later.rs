//! Logs of a version that is not known yet.

use super::*;

/// A log in which a policy brings version 2 at index 8, and all behind it is of that version.
fn later_log() -> Log {
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("crane")));
    let policy = log.policy(2, 1);
    log.record(ANA, 260, policy);
    log.seal(300);
    let record = log.sign(BEN, 4, 350, entity("pier"));
    log.force_bytes(&of_version(2, &record, BEN));
    let signer = key(LEDGER);
    let seal = crate::state::seal_draft(&log.state, signer.public().kid(), at(400)).sign(&signer);
    log.force_bytes(&of_version(2, &seal, LEDGER));
    log
}

pub(super) fn later() -> Vec<(&'static str, Bundle, Later)> {
    let log = later_log();
    let from_8 = Later { version: 2, from: Some(place(8)) };
    let by_unknown = |mut bundle: Bundle| {
        bundle.checkpoint = log.checkpoint(LEDGER_NEXT);
        bundle
    };
    let mut all_later = Log::small();
    all_later.leaves[0] = {
        let founding = Log::small().statement(0).verify(&key(LEDGER).public()).unwrap();
        of_version(2, &founding, LEDGER)
    };
    vec![
        ("later: a record from before version 2", log.bundle_of(&[0, 2, 3, 4, 5, 7, 10], &[4], LEDGER), from_8),
        ("later: a record whose seal is of version 2", log.bundle_of(&[0, 2, 5, 6, 7, 8, 10], &[6], LEDGER), from_8),
        ("later: the policy that brings version 2", log.bundle_of(&[0, 2, 5, 7, 8, 10], &[7], LEDGER), from_8),
        ("later: a record of version 2", log.bundle_of(&[0, 2, 7, 8, 9, 10], &[9], LEDGER), from_8),
        (
            "later: a checkpoint by a key that version 2 may have brought",
            by_unknown(log.bundle_of(&[0, 2, 7, 8, 9, 10], &[9], LEDGER)),
            from_8,
        ),
        (
            "later: a ledger that was founded in version 2",
            all_later.bundle_of(&[0, 1, 2, 4, 5, 11], &[2], LEDGER),
            Later { version: 2, from: Some(place(0)) },
        ),
        (
            "later: a bundle of version 2",
            Bundle { format: "byline bundle 2".to_owned(), ..log.bundle_of(&[0, 2, 5, 7, 8, 10], &[7], LEDGER) },
            Later { version: 2, from: None },
        ),
    ]
}
