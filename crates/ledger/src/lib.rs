//! Byline core

pub mod hash;
pub mod position;
