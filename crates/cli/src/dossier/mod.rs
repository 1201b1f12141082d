//! A dossier: the TOML file that a journalist writes, and the records that it becomes (docs/dossier.md).
//!
//! ```text
//! bytes --DossierFile::new--> text --parse--> tree --build, asking a Directory--> Plan
//! ```
//!
//! A plan holds drafts: nothing is signed or stored here. If anything is wrong there is no plan, and all errors are reported with
//! their places.

mod build;
pub mod data;
mod directory;
mod fault;
mod parse;
mod spelling;
mod tree;

pub use build::{Plan, PlanError, Planned, World, plan, plan_with_rows};
pub use directory::{Directory, Known, Refusal};
pub use fault::{DossierErrors, DossierFile, Look};
#[cfg(test)]
pub(crate) mod tests;
