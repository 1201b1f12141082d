//! Checking proofs of inclusion and of growth, as far as they go.

use super::{Consistency, Receipt, ReceiptError, TlogProof, TransparentStatement};
use crate::bundle::{Beyond, Check, Expectations, Later, NOT_SIGNED, Proven, Report, Tally, check_note, refused};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
use crate::hash::TreeHash;
use crate::key::PublicKey;
use crate::merkle::{ProofError, leaf_hash};
use crate::position::Index;
use crate::statement::{CONTENT_TYPE, StatementError, Unverified};

/// What a proof of inclusion can show.
const OF_INCLUSION: [Check; 6] =
    [Check::Ledger, Check::Proof, Check::Checkpoint, Check::Consistency, Check::Root, Check::Statements];

/// What a receipt can show: it has no checkpoint with a size to compare.
const OF_RECEIPT: [Check; 5] = [Check::Ledger, Check::Proof, Check::Checkpoint, Check::Root, Check::Statements];

/// What a proof of growth can show.
const OF_GROWTH: [Check; 4] = [Check::Ledger, Check::Proof, Check::Checkpoint, Check::Consistency];

const BEYOND: [Beyond; 5] = [Beyond::Signer, Beyond::Later, Beyond::References, Beyond::Evidence, Beyond::Log];

const NO_KEY: &str =
    "no key is pinned for this ledger, and the proof doesn't hold one: pin it, or give it with --ledger-key";

/// Checks a tlog-proof of a statement, which is the one in the proof's `extra` line unless another is given.
pub fn verify_tlog_proof(bytes: &[u8], statement: Option<&[u8]>, expectations: &Expectations) -> Report {
    let mut tally = Tally::default();
    let mut report = Report::empty(&BEYOND);
    match TlogProof::parse(bytes) {
        Err(error) => tally.refuse(&OF_INCLUSION, error.to_string()),
        Ok(proof) => {
            tally.count(Check::Proof, 1);
            note_checkpoint(&proof.checkpoint, expectations, &mut tally, &mut report);
            tally.compare(report.checkpoint.as_ref(), expectations.seen.as_ref());
            match (statement.or(proof.extra.as_deref()), &report.checkpoint) {
                (Some(leaf), Some(checkpoint)) => {
                    tally.count(Check::Root, 1);
                    let (size, root) = (checkpoint.size, checkpoint.root);
                    if let Err(error) = proof.path.verify(leaf_hash(leaf), proof.index, size, root) {
                        tally.find(Finding::at(proof.index, Code::TreeRoot, error.to_string()));
                    }
                    note_statement(leaf, proof.index, &mut tally, &mut report);
                }
                (None, _) => {
                    let why = "the proof doesn't hold its statement: give it with --statement";
                    tally.not_checked(&[Check::Root, Check::Statements], why);
                }
                (_, None) => tally.not_checked(&[Check::Root, Check::Statements], "the checkpoint can't be read"),
            }
        }
    }
    report.close(tally, &OF_INCLUSION)
}

/// Checks a receipt of a statement.
pub fn verify_receipt(bytes: &[u8], statement: Option<&[u8]>, expectations: &Expectations) -> Report {
    let mut tally = Tally::default();
    let mut report = Report::empty(&BEYOND);
    match Receipt::decode(bytes) {
        Err(error) => tally.refuse(&OF_RECEIPT, error.to_string()),
        Ok(receipt) => {
            tally.count(Check::Proof, 1);
            match statement {
                Some(leaf) => {
                    check_receipt(&receipt, leaf, expectations, &mut tally, &mut report);
                    note_statement(leaf, receipt.index(), &mut tally, &mut report);
                }
                None => {
                    let why = "a receipt doesn't hold its statement: give it with --statement";
                    tally.not_checked(&[Check::Ledger, Check::Checkpoint, Check::Root, Check::Statements], why);
                }
            }
        }
    }
    report.close(tally, &OF_RECEIPT)
}

/// Checks a statement with its receipts: one of them at least is by the ledger, and holds.
pub fn verify_transparent(bytes: &[u8], expectations: &Expectations) -> Report {
    let mut tally = Tally::default();
    let mut report = Report::empty(&BEYOND);
    match TransparentStatement::decode(bytes) {
        Err(error) => tally.refuse(&OF_RECEIPT, error.to_string()),
        Ok(transparent) => {
            let leaf = &transparent.statement;
            match the_ledgers(&transparent.receipts, expectations.pinned.as_ref(), &mut report) {
                Err(words) => tally.refuse(&OF_RECEIPT, words),
                Ok(receipt) => {
                    tally.count(Check::Proof, 1);
                    check_receipt(&receipt, leaf, expectations, &mut tally, &mut report);
                    note_statement(leaf, receipt.index(), &mut tally, &mut report);
                }
            }
        }
    }
    report.close(tally, &OF_RECEIPT)
}

/// The receipt that is to be judged: the one that names the ledger's key, else the first. Others are of other logs, and noted.
fn the_ledgers(receipts: &[Vec<u8>], pinned: Option<&PublicKey>, report: &mut Report) -> Result<Receipt, String> {
    let read = receipts.iter().map(|bytes| Receipt::decode(bytes));
    let read: Vec<Receipt> =
        read.collect::<Result<_, ReceiptError>>().map_err(|error| format!("a receipt: {error}"))?;
    let is_ours =
        |receipt: &Receipt| pinned.is_some_and(|key| receipt.claimed_kid() == Some(key.kid().as_bytes().as_slice()));
    let ours = read.iter().position(is_ours).unwrap_or(0);
    for (at, other) in read.iter().enumerate().filter(|(at, _)| *at != ours) {
        let by = other.claimed_issuer().unwrap_or("nobody named");
        report.notes.push(format!("receipt {} is by {by:?}: not looked at", at + 1));
    }
    read.into_iter().nth(ours).ok_or_else(|| "there is no receipt".to_owned())
}

/// Checks a proof that the log of a checkpoint continues the one of an older checkpoint.
pub fn verify_consistency(bytes: &[u8], old: Option<&Checkpoint>, expectations: &Expectations) -> Report {
    let mut tally = Tally::default();
    let mut report = Report::empty(&[Beyond::Log]);
    match Consistency::parse(bytes) {
        Err(error) => tally.refuse(&OF_GROWTH, error.to_string()),
        Ok(consistency) => {
            tally.count(Check::Proof, 1);
            note_checkpoint(&consistency.checkpoint, expectations, &mut tally, &mut report);
            match &report.checkpoint {
                Some(checkpoint) => check_growth(&consistency, old, checkpoint, &mut tally),
                None => tally.not_checked(&[Check::Consistency], "the checkpoint can't be read"),
            }
        }
    }
    report.close(tally, &OF_GROWTH)
}

fn check_growth(consistency: &Consistency, old: Option<&Checkpoint>, new: &Checkpoint, tally: &mut Tally) {
    let Some(old) = old else {
        let why = format!("you have no checkpoint of {} entries to begin with: give it with --since", consistency.old);
        return tally.not_checked(&[Check::Consistency], &why);
    };
    if old.origin != new.origin {
        let words = format!("the old checkpoint is that of {}, the new one that of {}", old.origin, new.origin);
        return tally.find(Finding::on_ledger(Code::LedgerMismatch, words));
    }
    if old.size != consistency.old {
        let why = format!("the proof begins with {} entries, and you have {}", consistency.old, old.size);
        return tally.not_checked(&[Check::Consistency], &why);
    }
    if !tally.is_signed() {
        return tally.not_checked(&[Check::Consistency], NOT_SIGNED);
    }
    tally.count(Check::Consistency, 1);
    let Err(error) = consistency.proof.verify(old.size, old.root, new.size, new.root) else { return };
    let words = format!("{} entries are not shown to be the first of {}: {error}", old.size, new.size);
    // Where the path gives the signed root from another beginning, or one size has two roots, the ledger signed two trees. Any other path is anybody's.
    if error == ProofError::WrongOldRoot || (old.size == new.size && old.root != new.root) {
        return tally.find(Finding::on_ledger(Code::LogFork, words));
    }
    tally.find(Finding::on_ledger(Code::ProofMalformed, words));
    tally.not_checked(&[Check::Consistency], "the path in the file shows neither that the log grew nor that it didn't");
}

/// Reads a checkpoint and checks its signature by the pinned key.
fn note_checkpoint(note: &str, expectations: &Expectations, tally: &mut Tally, report: &mut Report) {
    report.checkpoint = Checkpoint::unsigned(note.as_bytes());
    let Some(checkpoint) = &report.checkpoint else {
        let words = "the checkpoint is none: three lines, an empty line, signature lines";
        tally.not_checked(&[Check::Ledger], "the checkpoint can't be read");
        return tally.find(Finding::on_ledger(Code::CheckpointSignature, words));
    };
    let Some(pinned) = expectations.pinned else {
        return tally.not_checked(&[Check::Ledger, Check::Checkpoint], NO_KEY);
    };
    tally.count(Check::Ledger, 1);
    let origin = checkpoint.origin.clone();
    if let Err(error) = check_note(note.as_bytes(), &origin, pinned, &expectations.witnesses, tally, report) {
        tally.find(refused(&error));
    }
}

/// Checks a receipt by the pinned key: signature and path are one, since what is signed is the root that the path gives.
fn check_receipt(receipt: &Receipt, leaf: &[u8], expectations: &Expectations, tally: &mut Tally, report: &mut Report) {
    let Some(pinned) = expectations.pinned else {
        return tally.not_checked(&[Check::Ledger, Check::Checkpoint, Check::Root], NO_KEY);
    };
    tally.count(Check::Ledger, 1);
    report.ledger_key = Some(pinned.kid());
    if let Some(kid) = receipt.claimed_kid().filter(|kid| *kid != pinned.kid().as_bytes()) {
        let words = format!("the receipt names another key ({} bytes of key id) than the one you pinned", kid.len());
        tally.find(Finding::on_ledger(Code::LedgerMismatch, words));
    }
    for check in [Check::Checkpoint, Check::Root] {
        tally.count(check, 1);
    }
    match receipt.verify(leaf, &pinned) {
        Ok(root) => {
            report.checkpoint = Some(signed_tree(receipt, root));
            report.notes.push(format!(
                "the size of {} entries is the receipt's own word: its signature covers the root alone",
                receipt.claimed_size()
            ));
        }
        // One signature over a root that the path gives: which of the two is wrong can't be told apart.
        Err(error @ ReceiptError::BadSignature) => {
            tally.find(Finding::at(receipt.index(), Code::TreeRoot, error.to_string()));
            tally.find(Finding::on_ledger(Code::CheckpointSignature, error.to_string()));
        }
        Err(error) => {
            tally.find(Finding::at(receipt.index(), Code::TreeRoot, error.to_string()));
            tally.not_checked(&[Check::Checkpoint], "the path doesn't give a root");
        }
    }
}

fn signed_tree(receipt: &Receipt, root: TreeHash) -> Checkpoint {
    let origin = receipt.claimed_issuer().unwrap_or_default().to_owned();
    Checkpoint { origin, size: receipt.claimed_size(), root }
}

/// Reads the leaf as a statement, so that the reader learns what was proven.
fn note_statement(leaf: &[u8], index: Index, tally: &mut Tally, report: &mut Report) {
    if !is_byline(leaf) {
        let why = "the statement is not one of Byline, so nothing is known about what it says";
        return tally.not_applicable(Check::Statements, why);
    }
    tally.count(Check::Statements, 1);
    match Unverified::parse(leaf) {
        Ok(statement) => report.proven.push(Proven {
            index,
            id: statement.id(),
            kind: statement.record().kind(),
            handle: None,
            kid: statement.kid(),
            signed_at: statement.header().signed_at,
            logged_at: None,
            suspect_since: None,
        }),
        // Whether that version was in force can't be told without the roster.
        Err(error @ StatementError::LaterVersion { version }) => {
            report.later = Some(Later { version, from: Some(index) });
            tally.not_checked(&[Check::Statements], &format!("the statement can't be read: {error}"));
        }
        Err(error) => tally.find(Finding::at(index, error.code(), error.to_string())),
    }
}

/// Whether a statement calls itself one of Byline. Others can be in a tree too, and say something else.
fn is_byline(leaf: &[u8]) -> bool {
    let (name, _) = CONTENT_TYPE.split_once(';').unwrap_or((CONTENT_TYPE, ""));
    leaf.windows(name.len()).any(|window| window == name.as_bytes())
}
