//! From results to text: pure functions, one file for each thing shown.

pub mod case;
pub mod claim_text;
pub mod csv;
pub mod explained;
pub mod export;
pub mod html;
pub mod json;
pub mod late;
pub mod layout;
pub mod markdown;
pub mod plain;
pub mod preview;
pub mod report;
pub mod shown;
pub mod site;
pub mod text;
pub mod words;

#[cfg(test)]
mod testkit;
#[cfg(test)]
mod tests;
