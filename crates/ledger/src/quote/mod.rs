//! Quotes: where words stand in a document's text, and whether they do.
//!
//! Two things that must not be mixed up. *Locating* serves the recorder: what was typed with ordinary quotation marks, apostrophes,
//! dashes and white space is found where it stands, if there is one such place, and the document's own code points are taken.
//! *Verifying* serves the auditor: the exact words at the exact place, or a mismatch. It folds nothing and searches nothing, as a
//! verifier that looks for the words elsewhere accepts lookalikes.

mod haystack;
mod locate;
mod nearest;
mod verify;

pub use locate::{JOINTS, LocateError, Locator, Nearest, locate};
pub use verify::{Mismatch, TextIndex};

#[cfg(test)]
mod tests;
