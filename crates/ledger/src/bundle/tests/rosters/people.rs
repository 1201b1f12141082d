//! Keys of people that are rotated, revoked, replaced and in other hands, their roles, and what takes several of them.

use super::*;

pub(super) fn rotated(cases: &mut Cases) {
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let after = logged(&mut log, BEN_NEXT, 350, "crane");
    cases.good("good: signed before the key was rotated", log.bundle(&[4]));
    cases.good("good: signed by the key that it was rotated to", log.bundle(&[after]));
    cases.good("good: a rotation", log.bundle(&[6]));
    cases.bad(
        "the rotation left out, of a record by the new key",
        without(&log, after, 6),
        &["chain.broken@7", "signer.unknown@8", "chain.broken@9"],
    );
    cases.bad("the rotation left out, of a record by the old key", without(&log, 4, 6), &["chain.broken@9"]);
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was rotated", log.bundle(&[late]), &["signer.revoked@10"]);
    let again = log.rotation(BEN, BEN + 20, Role::Reporter);
    let second = smuggled(&mut log, BEN, 550, again);
    cases.bad("a rotated key rotates once more", log.bundle(&[second]), &["signer.revoked@12"]);
}

pub(super) fn revoked(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.revocation(BEN)));
    let late = smuggled(&mut log, BEN, 350, entity("pier"));
    cases.good("good: logged before its key was revoked", log.bundle(&[4]));
    cases.good("good: a revocation", log.bundle(&[6]));
    cases.bad("signed by a revoked key", log.bundle(&[late]), &["signer.revoked@8"]);
    cases.bad("the revocation left out", without(&log, late, 6), &["chain.broken@7", "chain.broken@9"]);
    cases.bad("the revocation left out, of a record from before", without(&log, 4, 6), &["chain.broken@9"]);
    let mut log = with_ben();
    let early = log.sign(BEN, 3, 250, entity("pier"));
    let revocation = log.revocation(BEN);
    log.record(ANA, 260, revocation);
    log.seal(300);
    log.force_bytes(early.bytes());
    log.seal(400);
    cases.bad("signed before the revocation and logged after it", log.bundle(&[8]), &["signer.revoked@8"]);
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let revocation = log.revocation(BEN);
    log.record(ANA, 350, revocation);
    log.seal(400);
    let late = smuggled(&mut log, BEN_NEXT, 450, entity("pier"));
    cases.bad("signed by the successor of a revoked key", log.bundle(&[late]), &["signer.revoked@10"]);
}

pub(super) fn compromised(cases: &mut Cases) {
    let mut log = with_ben();
    let second = logged(&mut log, BEN, 250, "crane");
    let compromise = log.compromise(BEN, second);
    log.record(ANA, 350, compromise);
    log.seal(400);
    cases.good("good: signed before its key was in other hands", log.bundle(&[4]));
    cases.good("good, suspect: signed since its key was in other hands", log.bundle(&[second]));
    cases.good("good, one of them suspect", log.bundle(&[4, second]));
    cases.bad("that a key was in other hands left out", without(&log, second, 8), &["chain.broken@9"]);
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was in other hands", log.bundle(&[late]), &["signer.revoked@10"]);
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let by_next = logged(&mut log, BEN_NEXT, 350, "crane");
    let compromise = log.compromise(BEN, 6);
    log.record(ANA, 450, compromise);
    log.seal(500);
    cases.good("good, suspect: signed by what a key in other hands was rotated to", log.bundle(&[4, by_next]));
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let by_next = logged(&mut log, BEN_NEXT, 350, "crane");
    let compromise = log.compromise(BEN, 7);
    log.record(ANA, 450, compromise);
    log.seal(500);
    cases.good("good: rotated before the key was in other hands", log.bundle(&[4, by_next]));
    let future = log.compromise(BEN_NEXT, 900);
    let future = smuggled(&mut log, ANA, 550, future);
    cases.bad("in other hands from an index to come", log.bundle(&[future]), &["roster.change@12"]);
}

pub(super) fn replaced(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let after = logged(&mut log, BEN_NEXT, 350, "crane");
    cases.good("good: signed before an editor replaced the lost key", log.bundle(&[4]));
    cases.good("good: signed by the key that an editor put in its place", log.bundle(&[after, 6]));
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was replaced", log.bundle(&[late]), &["signer.revoked@10"]);
    let again = log.enrolment(BEN_NEXT, Role::Reporter);
    let again = smuggled(&mut log, ANA, 550, again);
    cases.bad("a key enrolled twice", log.bundle(&[again]), &["roster.change@12"]);
}

pub(super) fn roles(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.role_change(BEN, Role::Editor)));
    let enrolment = log.enrolment(CARL, Role::Reporter);
    log.record(BEN, 350, enrolment);
    log.seal(400);
    cases.good("good: a reporter's record, who became an editor", log.bundle(&[4]));
    cases.good("good: an enrolment by a reporter who became an editor", log.bundle(&[8]));
    cases.bad(
        "the change of the role left out",
        without(&log, 8, 6),
        &["chain.broken@7", "signer.role@8", "roster.change@8", "chain.broken@9"],
    );
    let back = log.role_change(BEN, Role::Reporter);
    log.record(ANA, 450, back);
    log.seal(500);
    let revocation = log.revocation(CARL);
    let revocation = smuggled(&mut log, BEN, 550, revocation);
    cases.bad("a revocation by an editor who became a reporter", log.bundle(&[revocation]), &["signer.role@12"]);
    let promotion = log.role_change(BEN, Role::Editor);
    let promotion = smuggled(&mut log, BEN, 650, promotion);
    cases.bad("a reporter makes himself an editor", log.bundle(&[promotion]), &["signer.role@14"]);
    log.append(&log.sign(BEN, log.boundaries.len(), 750, entity("pier")));
    let (first, chain) = (log.state.commit_start().into(), log.state.roster().chain());
    log.force(ANA, 800, Record::Seal(crate::record::Seal { first, roster: (chain.count, chain.hash) }));
    cases.bad("a seal by an editor", log.bundle(&[16]), &["signer.role@17"]);
}

pub(super) fn quorum(cases: &mut Cases) {
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    let of = log.record(ANA, 50, enrolment);
    log.seal(100);
    let early = smuggled(&mut log, CARL, 150, entity("pier"));
    cases.bad("signed by somebody whose enrolment waits", log.bundle(&[early]), &["signer.unknown@4"]);
    log.approve(BEN, 250, of);
    log.seal(300);
    let after = logged(&mut log, CARL, 350, "crane");
    cases.good("good: signed by somebody whom two editors enrolled", log.bundle(&[after]));
    cases.good("good: an enrolment and its approval", log.bundle(&[2, 6]));
    cases.bad(
        "the approval left out",
        without(&log, after, 6),
        &["chain.broken@7", "signer.unknown@8", "chain.broken@9"],
    );
    cases.bad(
        "the enrolment that was approved left out",
        without(&log, after, 2),
        &["reference.missing@6", "chain.broken@7", "signer.unknown@8"],
    );
    let (enrolled, revocation) = (of, log.revocation(CARL));
    let of = log.record(ANA, 550, revocation);
    log.seal(600);
    let still = logged(&mut log, CARL, 610, "quay");
    cases.good("good: signed while the revocation waits", log.bundle(&[still]));
    let own = smuggled(&mut log, ANA, 650, Record::Approval(crate::record::Approval { of }));
    cases.bad("an editor approves what he asked for himself", log.bundle(&[own]), &["roster.change@14"]);
    let twice = smuggled(&mut log, BEN, 700, Record::Approval(crate::record::Approval { of: enrolled }));
    cases.bad("an approval of what holds already", log.bundle(&[twice]), &["roster.change@16"]);
    let reporters = smuggled(&mut log, CARL, 750, Record::Approval(crate::record::Approval { of }));
    cases.bad("an approval by a reporter", log.bundle(&[reporters]), &["signer.role@18"]);
    let fewer = log.role_change(BEN, Role::Reporter);
    let fewer = smuggled(&mut log, ANA, 950, fewer);
    cases.bad("a change that leaves too few editors", log.bundle(&[fewer]), &["roster.change@20"]);
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let backup = log.enrolment(ANA_NEXT, Role::Editor);
    let backup = log.record(ANA, 50, backup);
    log.approve(BEN, 60, backup);
    log.seal(100);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    let of = log.record(ANA, 150, enrolment);
    log.seal(200);
    let second = smuggled(&mut log, ANA_NEXT, 250, Record::Approval(crate::record::Approval { of }));
    cases.bad("a quorum of one editor's two keys", log.bundle(&[second]), &["roster.change@7"]);
    let carls = smuggled(&mut log, CARL, 350, entity("pier"));
    cases.bad("signed with that quorum alone", log.bundle(&[carls]), &["roster.change@7", "signer.unknown@9"]);
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let alone = log.policy(1, 1);
    log.record(ANA, 50, alone);
    log.seal(100);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    log.record(ANA, 150, enrolment);
    log.seal(200);
    let carls = smuggled(&mut log, CARL, 250, entity("pier"));
    cases.bad("a policy without its quorum", log.bundle(&[carls]), &["signer.unknown@6"]);
}
