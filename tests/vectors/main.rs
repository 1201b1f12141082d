//! The golden vectors, which were written from docs/format alone, replayed by the Rust code; and what the code as a whole must keep.
//!
//! README.md beside this file says what each golden file holds, and how the same vectors run in the other language.

#![allow(clippy::unwrap_used, reason = "this is all test code; clippy only sees that in functions marked as tests")]

mod cbor;
mod folder;
mod golden;
mod ids;
mod logs;
mod stranger;
