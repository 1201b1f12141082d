//! What a witness checks before it cosigns another log's checkpoint (C2SP tlog-witness v1.0.0).
//!
//! A witness remembers the largest tree of each log that it cosigned, and cosigns a new one only if that continues it. So two people who
//! both ask for its cosignature were shown one log. It doesn't look at the records. What it is asked by, the request to `add-checkpoint`, has the form of
//! a proof that a log only grew: `proof::Consistency`.

use crate::{
    checkpoint::Checkpoint,
    merkle::{ConsistencyProof, ProofError},
    position::Size,
};

/// Why a witness doesn't cosign a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cosigned a larger tree.
    #[error("the checkpoint has {} entries, and this witness cosigned one with {} already: a rollback", .now.size, .last.size)]
    Rollback {
        /// What it cosigned last.
        last: Box<Checkpoint>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
    /// It cosigned another tree of this size.
    #[error("this witness cosigned another root at {} entries already: a fork", .now.size)]
    OtherRoot {
        /// What it cosigned last.
        last: Box<Checkpoint>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
    /// The proof begins at another size than the one cosigned last.
    #[error("the proof is from {got} entries on, and this witness cosigned {want} last")]
    OldSize {
        /// The size that it cosigned last.
        want: Size,
        /// The size that the proof is from.
        got: Size,
    },
    /// The proof doesn't hold: the new tree is no continuation of the old one, or the proof is another's.
    #[error("the new tree is not shown to continue the one cosigned last: {error}")]
    NotAContinuation {
        /// Why the proof doesn't hold.
        error: ProofError,
        /// What it cosigned last.
        last: Option<Box<Checkpoint>>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
}

/// Whether a witness may cosign a checkpoint, whose signature by the log was checked: it has to continue the one that was cosigned last.
///
/// # Errors
/// When it doesn't, or isn't shown to.
pub fn may_cosign(
    last: Option<&Checkpoint>,
    now: &Checkpoint,
    old: Size,
    proof: &ConsistencyProof,
) -> Result<(), Refusal> {
    let (last_size, last_root) = last.map_or((Size::ZERO, crate::merkle::empty_root()), |last| (last.size, last.root));
    if let Some(last) = last {
        let pair = || (Box::new(last.clone()), Box::new(now.clone()));
        if now.size < last.size {
            let (last, now) = pair();
            return Err(Refusal::Rollback { last, now });
        }
        if now.size == last.size && now.root != last.root {
            let (last, now) = pair();
            return Err(Refusal::OtherRoot { last, now });
        }
    }
    if old != last_size {
        return Err(Refusal::OldSize { want: last_size, got: old });
    }
    proof.verify(old, last_root, now.size, now.root).map_err(|error| Refusal::NotAContinuation {
        error,
        last: last.map(|last| Box::new(last.clone())),
        now: Box::new(now.clone()),
    })
}

#[cfg(test)]
mod tests;
