//! Accounts of an event beside each other: what answers mean, and how they lie to each other.
//!
//! Nothing here says who is right.

mod logged;
pub mod numbers;
pub mod phrases;
pub mod quantity;

pub use logged::LoggedRecord;
