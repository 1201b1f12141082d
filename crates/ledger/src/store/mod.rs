//! The ledger folder on disk.
//!
//! This is the only part of the core that touches the disk. It treats leaves as opaque bytes: what they mean is for
//! others to say, and so is what a checkpoint's signature is worth: callers bring the functions that sign and check one.
//!
//! - [`Writer`] appends commits, [`Reader`] gives leaves and hashes of the published tree, [`RawLog`] the bare files.
//! - [`Archive`] keeps evidence by its hash.
//! - [`Objects`] is all that these ask of a disk; [`Folder`] is one.

mod archive;
mod bare;
mod create;
mod files;
#[cfg(test)]
mod fuzz;
mod index;
mod journal;
mod lock;
mod log_files;
mod reader;
#[cfg(test)]
mod sim;
mod system;
#[cfg(test)]
mod tests;
mod writer;

pub use archive::{Archive, ArchiveError};
pub use create::{CreateError, create, make_folder};
pub use files::{AppendError, Folder, Listed, Objects, StoreError};
pub use index::{IdPrefix, Indexer, LogIndex, Postings, Reason, is_guarded};
pub use journal::JournalError;
pub use lock::{Lock, LockError};
pub use log_files::{CallerError, Head, LogError, superseded_files};
pub use reader::{Note, RawLog, Reader};
pub use system::Kind;
pub use writer::{CommitError, OpenCheckpoint, OpenError, Recorded, Sign, Signed, Writer};
