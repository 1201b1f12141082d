//! `byline record`
use crate::{Outcome, failure::Failure, ui::Ui};
use std::path::Path;
/// Check, preview, sign and append a dossier
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_: &mut Ui, _: &Path, _: &Args) -> Result<Outcome, Failure> {
    Err(Failure::new("not yet"))
}
