//! Byline core

pub mod edtf;
pub mod hash;
pub mod log;
pub mod merkle;
pub mod number;
pub mod position;
pub mod store;
pub mod time;
