//! A ledger as people use it: the store's bytes read as statements, and statements appended under the rules of admission.

mod check;
mod config;
mod copy;
mod found;
mod gather;
mod lookup;
mod past;
mod prove;
mod quick;
mod search;
mod terms;
mod view;
mod wording;
mod writer;

pub use check::{AuditOptions, Introduction, audit_folder, introduce};
pub use config::{CONFIG_FILE, Config, ConfigError, parse_ssh_text, ssh_text};
pub use copy::{CopyError, HandedOut, hand_out};
pub use found::{FoundError, Founding, LEDGER_KEY_FILE, found};
pub use lookup::Lookup;
pub use past::{Point, PointError};
pub use prove::{GrowthError, ProveError, growth_from};
pub use quick::audit_quickly;
pub use search::{Criteria, Hit, Passage, Phrase};
pub use terms::{INDEXER, Term, signer_handle};
pub use view::{Ledger, Located, ViewError};
pub use writer::{AppendError, ClockQuestion, Committed, LedgerWriter};

use crate::checkpoint::{Checkpoint, encode_root_receipt};
use crate::key::SecretKey;
use crate::record::Origin;
use crate::store::{CallerError, Head, Signed};

/// Signs the checkpoint of a tree, in both of its forms. Ed25519 is deterministic: the same tree gives the same bytes.
fn sign_tree(origin: &Origin, key: &SecretKey, head: Head) -> Result<Signed, CallerError> {
    let checkpoint = Checkpoint { origin: origin.to_string(), size: head.size, root: head.root };
    let signed = checkpoint.sign(key)?;
    Ok(Signed {
        checkpoint: signed.note().as_bytes().to_vec(),
        cose: encode_root_receipt(origin.as_str(), head.root, key),
    })
}

#[cfg(test)]
mod tests;
