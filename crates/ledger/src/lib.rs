//! The core of Byline: signed, hash-chained records of who said what.
//!
//! Data flows one way: a [`record`] is signed into a [`statement`], [`state`] admits it, [`store`] appends it to the [`log`], a
//! [`checkpoint`] signs the tree, a [`bundle`] proves single records offline, [`audit`] checks all of it, [`accounts`] compares what the records say. [`ledger`] puts these together
//! for a folder on disk. The layers stand in docs/ARCHITECTURE.md, and a test keeps them.

pub mod accounts;
pub mod audit;
pub mod bundle;
pub mod cbor;
pub mod chain;
pub mod checkpoint;
pub mod cose;
pub mod edtf;
pub mod finding;
pub mod hash;
pub mod key;
#[cfg(test)]
mod layers;
pub mod ledger;
pub mod log;
pub mod merkle;
pub mod note;
pub mod number;
pub mod policy;
pub mod position;
pub mod proof;
pub mod quote;
pub mod record;
pub mod state;
pub mod statement;
pub mod store;
pub mod time;
pub mod witness;
pub mod words;
