//! The part of an audit that runs on all processors: reading statements and checking their signatures.

use crate::hash::{Kid, LeafDigest};
use crate::key::PublicKey;
use crate::record::Record;
use crate::statement::{Statement, StatementError, Unverified};
use std::collections::HashMap;
use std::num::NonZero;

/// The public keys that the log itself has brought, by their ids.
///
/// An id is a hash of its key, so a signature can be checked before it is known whether the key was in the roster at that point.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys(HashMap<Kid, PublicKey>);

impl Keys {
    pub(super) fn learn(&mut self, record: &Record) {
        let keys: Vec<_> = match record {
            Record::Ledger(record) => std::iter::once(record.key).chain(record.editors.iter().map(|f| f.key)).collect(),
            Record::Key(change) => change.new_key().into_iter().collect(),
            _ => return,
        };
        for key in keys {
            if let Ok(key) = PublicKey::accept(key) {
                self.0.insert(key.kid(), key);
            }
        }
    }
}

/// One leaf after the checks that need nothing but the leaf and a key.
#[derive(Debug)]
pub struct CheckedLeaf {
    pub(super) digest: LeafDigest,
    pub(super) outcome: LeafOutcome,
}

#[derive(Debug)]
pub(super) enum LeafOutcome {
    /// A statement with a valid signature.
    Signed(Box<Statement>),
    /// A statement whose signature isn't valid, or whose key no lower leaf has brought.
    Unsigned(Box<Unverified>),
    /// No statement at all.
    Malformed(StatementError),
}

/// A leaf after reading: its digest, and the statement that it is, if it is one.
type Read = (LeafDigest, Result<Unverified, StatementError>);

/// Reads and checks the entries of one bundle.
pub(super) fn check(entries: &[&[u8]], keys: &mut Keys, threads: NonZero<usize>) -> Vec<CheckedLeaf> {
    let read = |run: Vec<&[u8]>| -> Vec<Read> {
        run.into_iter().map(|entry| (LeafDigest::of(entry), Unverified::parse(entry))).collect()
    };
    let read = in_parallel(entries.to_vec(), threads, read);
    for statement in read.iter().filter_map(|(_, statement)| statement.as_ref().ok()) {
        keys.learn(statement.record());
    }
    let keys = &*keys;
    in_parallel(read, threads, |run| verify(run, keys))
}

/// Checks the signatures of one run of leaves.
fn verify(run: Vec<Read>, keys: &Keys) -> Vec<CheckedLeaf> {
    let mut leaves = Vec::with_capacity(run.len());
    let mut statements = Vec::with_capacity(run.len());
    for (digest, read) in run {
        leaves.push((digest, read.as_ref().err().cloned()));
        if let Ok(statement) = read {
            let key = keys.0.get(&statement.kid()).copied();
            statements.push((statement, key));
        }
    }
    let mut verified = Unverified::verify_all(statements).into_iter();
    let outcome = |(digest, malformed): (LeafDigest, Option<StatementError>)| {
        let outcome = match malformed {
            Some(error) => LeafOutcome::Malformed(error),
            None => match verified.next().expect("safe: there is an answer for every statement") {
                Ok(statement) => LeafOutcome::Signed(Box::new(statement)),
                Err(unverified) => LeafOutcome::Unsigned(unverified),
            },
        };
        CheckedLeaf { digest, outcome }
    };
    leaves.into_iter().map(outcome).collect()
}

/// Maps items on several threads, in order. Each thread takes one run of neighbours: they cost about the same.
fn in_parallel<T: Send, R: Send>(
    mut items: Vec<T>,
    threads: NonZero<usize>,
    map: impl Fn(Vec<T>) -> Vec<R> + Sync,
) -> Vec<R> {
    let run = items.len().div_ceil(threads.get()).max(16);
    if items.len() <= run {
        return map(items);
    }
    let mut runs = Vec::with_capacity(threads.get());
    while items.len() > run {
        let rest = items.split_off(run);
        runs.push(std::mem::replace(&mut items, rest));
    }
    runs.push(items);
    std::thread::scope(|scope| {
        let map = &map;
        let workers: Vec<_> = runs.into_iter().map(|run| scope.spawn(move || map(run))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("safe: the checks don't panic")).collect()
    })
}
