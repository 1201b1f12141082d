//! The ledger's own keys, and logs that fork, break their chain or were founded wrongly.

use super::*;

pub(super) fn ledger_keys(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.role_change(BEN, Role::Editor)));
    let next = log.next_ledger_key(LEDGER_NEXT);
    log.record(ANA, 350, next);
    log.ledger = LEDGER_NEXT;
    log.seal(400);
    let once = logged(&mut log, BEN, 450, "crane");
    cases.good("good: sealed before the ledger's key was replaced", log.bundle(&[4]));
    cases.good("good: sealed by the ledger's next key", log.bundle(&[once]));
    cases.good("good: the replacement of the ledger's key", log.bundle(&[8]));
    cases.bad(
        "the checkpoint by the ledger's former key",
        {
            let mut bundle = log.bundle(&[once]);
            bundle.checkpoint = log.checkpoint(LEDGER);
            bundle
        },
        &["checkpoint.signature"],
    );
    cases.bad(
        "the replacement of the ledger's key left out",
        without(&log, once, 8),
        &["signer.unknown@9", "signer.unknown@11", "checkpoint.signature"],
    );
    let mut dishonest = Log {
        state: log.state.clone(),
        leaves: log.leaves.clone(),
        boundaries: log.boundaries.clone(),
        ledger: LEDGER,
    };
    dishonest.append(&dishonest.sign(BEN, 6, 550, entity("quay")));
    dishonest.force_seal(600, |_| ());
    dishonest.ledger = LEDGER_NEXT;
    cases.bad("a seal by the ledger's former key", dishonest.bundle(&[12]), &["signer.revoked@13"]);
    let last_key = log.next_ledger_key(LEDGER_LAST);
    log.record(BEN, 550, last_key);
    log.ledger = LEDGER_LAST;
    log.seal(600);
    let twice = logged(&mut log, ANA, 650, "quay");
    cases.good("good: records under all three keys of the ledger", log.bundle(&[4, once, twice]));
    cases.bad(
        "one of two replacements left out",
        without(&log, twice, 8),
        &["checkpoint.signature", "signer.unknown@15"],
    );
}

pub(super) fn forks(cases: &mut Cases) {
    let (mut log, mut fork) = (with_ben(), with_ben());
    logged(&mut log, BEN, 250, "crane");
    logged(&mut fork, BEN, 250, "pier");
    let beside = fork.sign(BEN, 4, 350, entity("quay"));
    log.force_bytes(beside.bytes());
    log.seal(400);
    cases.bad("signed after a seal of a fork", log.bundle(&[8]), &["chain.broken@8"]);
    let mut seal = log.bundle(&[6]);
    let closing = seal.leaves.iter().position(|leaf| leaf.index == place(7)).unwrap();
    seal.leaves[closing].statement = fork.leaves[7].clone();
    cases.bad("the seal of a fork", seal, &["tree.root@7"]);
    let mut log = with_ben();
    let (issuer, subject) = ("example.net/other/ben".to_owned(), "entity:ben/pier".to_owned());
    let after = log.sign(BEN, 3, 250, entity("pier")).header().after;
    let header = Header { kid: key(BEN).public().kid(), issuer, subject, signed_at: at(250), after };
    log.force_bytes(Draft::new(header, entity("pier")).unwrap().sign(&key(BEN)).bytes());
    log.seal(300);
    cases.bad("a statement of another ledger", log.bundle(&[6]), &["statement.header@6"]);
}

pub(super) fn chains(cases: &mut Cases) {
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("pier")));
    log.force_seal(300, |seal| seal.first = 5.into());
    cases.bad("a seal that closes what was closed", log.bundle(&[6]), &["chain.broken@6"]);
    cases.bad("a seal that closes what was closed, both of them here", log.bundle(&[4, 6]), &["chain.broken@7"]);
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("pier")));
    log.force_seal(300, |seal| seal.roster.0 += 1);
    cases.bad("a seal that counts one leaf of the roster too many", log.bundle(&[6]), &["chain.broken@7"]);
    log.believe_last(300);
    log.force_bytes(log.sign(BEN, 4, 350, entity("quay")).bytes());
    log.force_seal(400, |_| ());
    cases.bad("signed after a seal that is refused", log.bundle(&[8]), &["chain.broken@8"]);
    cases.good("good: signed a moment after its seal", {
        let mut log = with_ben();
        log.append(&log.sign(BEN, 3, 600, entity("pier")));
        log.seal(300);
        log.bundle(&[6])
    });
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 1000, entity("pier")));
    let signer = key(LEDGER);
    let seal = crate::state::seal_draft(&log.state, signer.public().kid(), at(300)).sign(&signer);
    log.force_bytes(seal.bytes());
    cases.bad("signed long after it was logged", log.bundle(&[6]), &["statement.time@6"]);
    let mut log = with_ben();
    logged(&mut log, BEN, 1000, "crane");
    log.force_bytes(log.sign(BEN, 4, 400, entity("pier")).bytes());
    log.seal(1100);
    cases.bad("signed long before the seal that it stands after", log.bundle(&[8]), &["statement.time@8"]);
    let mut log = with_ben();
    let again = log.leaves[4].clone();
    log.force_bytes(&again);
    log.seal(300);
    cases.bad("a record twice in the log, both of them here", log.bundle(&[4, 6]), &["record.duplicate@6"]);
}

pub(super) fn founding(cases: &mut Cases) {
    let leaves = [0, 1, 2, 4, 5, 11];
    let mut log = Log::small();
    log.leaves[0] = b"no statement".to_vec();
    cases.bad("entry 0 is no statement", log.bundle_of(&leaves, &[2], LEDGER), &["statement.malformed@0"]);
    log.leaves[0] = Log::small().leaves[3].clone();
    cases.bad("entry 0 is no ledger record", log.bundle_of(&leaves, &[2], LEDGER), &["ledger.mismatch@0"]);
    let mut log = Log::small();
    log.leaves[4] = b"no statement".to_vec();
    cases.bad(
        "the closing seal is no statement",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@4", "proof.malformed@2"],
    );
    let mut log = Log::small();
    log.leaves[5] = b"no statement".to_vec();
    cases.bad(
        "a leaf of the roster is no statement",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@5", "chain.broken@11"],
    );
    let mut log = Log::small();
    log.leaves[2] = b"no statement".to_vec();
    cases.bad("the record is no statement", log.bundle_of(&leaves, &[2], LEDGER), &["statement.malformed@2"]);
    let mut log = Log::small();
    let end = log.leaves[2].len() - 1;
    log.leaves[2][end] ^= 1;
    cases.bad("the record's signature is not valid", log.bundle_of(&leaves, &[2], LEDGER), &["statement.signature@2"]);
    let mut log = Log::small();
    let end = log.leaves[0].len() - 1;
    log.leaves[0][end] ^= 1;
    cases.bad("entry 0's signature is not valid", log.bundle_of(&leaves, &[2], LEDGER), &["statement.signature@0"]);
    let of_version_2 = of_version(2, &Log::small().sign(ANA, 1, 50, event("fire")), ANA);
    let mut log = Log::small();
    log.leaves[2] = of_version_2;
    cases.bad(
        "a statement of a version that never came into force",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@2"],
    );
}
