//! Byline

#[allow(dead_code, unused_imports, reason = "the command that records a dossier is not written yet")]
mod dossier;

fn main() {}
