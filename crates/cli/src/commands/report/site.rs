//! `byline report --all`: the folder site.

use super::super::naming;
use super::scope;
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::LedgerFacts;
use crate::render::report::Options;
use crate::render::site::{self, MARK, Site};
use crate::ui::Ui;
use byline_ledger::ledger::Lookup;
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes the site of a ledger into a folder.
///
/// # Errors
/// When there is no event, the folder holds something else, or it can't be written.
pub fn write(
    ui: &mut Ui,
    lookup: &Lookup<'_>,
    facts: &LedgerFacts,
    options: Options,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let events = naming::all_events(lookup)?;
    let casefile = scope::casefile(lookup, &events, options.language)?;
    let judgements = casefile.judgements();
    let is_now = facts.size == lookup.ledger().head().size.get();
    let site = Site {
        ledger: facts,
        casefile: &casefile,
        judgements: &judgements,
        events: &events,
        options: &options,
        checkpoint: is_now.then(|| lookup.ledger().checkpoint()),
    };
    let files = site::files(&site).map_err(Failure::new)?;
    check_folder(folder)?;
    for (name, text) in &files {
        let path = folder.join(name);
        let failed = |error| Failure::new(format!("can't write {}: {error}", path.display()));
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        fs::write(&path, text).map_err(failed)?;
    }
    if ui.is_json() {
        let folder = folder.display().to_string();
        ui.json(
            &json!({ "byline": "site-written/1", "folder": folder, "files": files.len(), "events": events.len() }),
        )?;
    } else {
        let events = crate::render::words::count(events.len(), "event");
        writeln!(ui.out, "Wrote a site of {events}, {} files, to {}", files.len(), folder.display())?;
    }
    Ok(Outcome::Passed)
}

/// Whether a site may be written here: nothing is there, or an earlier site.
fn check_folder(folder: &Path) -> Result<(), Failure> {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(Failure::new(format!("can't write to {}: {error}", folder.display()))),
    };
    if is_empty || folder.join(MARK).is_file() {
        return Ok(());
    }
    Err(Failure::new(format!("{} holds something else than a site of Byline: nothing was written", folder.display()))
        .hint("name a new or empty folder"))
}
