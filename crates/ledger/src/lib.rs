//! Byline core

pub mod accounts;
pub mod edtf;
pub mod hash;
pub mod log;
pub mod merkle;
pub mod note;
pub mod number;
pub mod position;
pub mod record;
pub mod store;
pub mod time;
