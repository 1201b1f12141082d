//! The ledger folder on disk.
//!
//! This is the only part of the core that touches the disk. It treats leaves as opaque bytes: what
//! they mean is for others to say.

mod files;
mod journal;
mod lock;
#[cfg(test)]
mod sim;
mod system;

pub use files::{AppendError, Folder, Listed, Objects, StoreError};
pub use journal::JournalError;
pub use lock::{Lock, LockError};
pub use system::Kind;
