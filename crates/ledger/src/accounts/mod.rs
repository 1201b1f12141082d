//! Accounts of an event beside each other: what answers mean, and how they lie to each other.
//!
//! Nothing here says who is right.

pub mod numbers;
pub mod phrases;
pub mod quantity;
