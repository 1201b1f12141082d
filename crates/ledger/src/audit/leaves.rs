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
    fn learn(&mut self, record: &Record) {
        let keys = match record {
            Record::Ledger(record) => std::iter::once(record.key).chain(record.editors.iter().map(|f| f.key)).collect(),
            Record::Key(change) => vec![change.key],
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

/// Reads and checks the entries of one bundle.
pub(super) fn check(entries: &[&[u8]], keys: &mut Keys, threads: NonZero<usize>) -> Vec<CheckedLeaf> {
    let parsed = in_parallel(entries, threads, |entry| (LeafDigest::of(entry), Unverified::parse(entry)));
    for (_, unverified) in &parsed {
        if let Ok(unverified) = unverified {
            keys.learn(unverified.record());
        }
    }
    let keys = &*keys;
    let parsed: Vec<_> = parsed.into_iter().map(|leaf| std::sync::Mutex::new(Some(leaf))).collect();
    in_parallel(&parsed, threads, |leaf| {
        let taken = leaf.lock().ok().and_then(|mut leaf| leaf.take());
        let (digest, unverified) = taken.expect("safe: each leaf is taken once, by one thread");
        let outcome = match unverified {
            Err(error) => LeafOutcome::Malformed(error),
            Ok(unverified) => match keys.0.get(&unverified.kid()) {
                None => LeafOutcome::Unsigned(Box::new(unverified)),
                Some(key) => match unverified.verify(key) {
                    Ok(statement) => LeafOutcome::Signed(Box::new(statement)),
                    Err(unverified) => LeafOutcome::Unsigned(unverified),
                },
            },
        };
        CheckedLeaf { digest, outcome }
    })
}

/// Maps items on several threads, in order. Each thread takes one run of neighbours: they cost about the same.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: NonZero<usize>, map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let run = items.len().div_ceil(threads.get()).max(16);
    if items.len() <= run {
        return items.iter().map(map).collect();
    }
    std::thread::scope(|scope| {
        let map = &map;
        let workers: Vec<_> =
            items.chunks(run).map(|chunk| scope.spawn(move || chunk.iter().map(map).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("safe: the checks don't panic")).collect()
    })
}
