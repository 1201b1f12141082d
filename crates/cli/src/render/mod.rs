//! From results to text: pure functions, one file for each thing shown.

pub mod preview;
