//! Byline
fn main() {}
