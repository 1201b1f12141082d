//! Accounts of an event beside each other: what answers mean, and how they lie to each other.
//!
//! Nothing here says who is right.

mod answers;
pub mod casefile;
pub mod compare;
pub mod comparison;
pub mod disclosed;
pub mod explain;
pub mod judgements;
mod lists;
mod logged;
pub mod numbers;
mod opinions;
pub mod phrases;
pub mod quantity;
pub mod reading;
mod times;
pub mod verdict;
pub mod view;
pub mod words;

pub use logged::LoggedRecord;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod testkit;
