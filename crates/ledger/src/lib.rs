//! Byline core

pub mod edtf;
pub mod hash;
pub mod number;
pub mod log;
pub mod merkle;
pub mod position;
pub mod time;
