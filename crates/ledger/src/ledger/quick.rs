//! A quick audit of a ledger's folder: reads the right edge of the tree and what is new since the auditor's last visit.

use super::ViewError;
use super::check::{AuditOptions, Files, begin};
use crate::audit::{Audit, Report, Start, Visit};
use crate::log::TILE_WIDTH;
use crate::position::Size;
use crate::store::{Head, LogError, RawLog, Reader};
use std::path::Path;

/// Audits what is new in a folder since the last visit. It takes no lock, writes nothing, and trusts nothing that it finds.
///
/// What it doesn't look at is "not checked" in the report, check by check. `visit` is what the auditor remembers, or why there is nothing to start from.
///
/// # Errors
/// When there is no log, or a file can't be read for a reason that is the disk's.
pub fn audit_quickly(
    path: &Path,
    options: AuditOptions,
    visit: Result<Visit, String>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, ViewError> {
    let earlier: Vec<Size> = options.earlier.iter().map(|earlier| earlier.checkpoint.size).collect();
    let raw = RawLog::open(path)?;
    let mut files = Files::of(&raw);
    let mut audit = begin(path, &raw, &files, options)?;
    let Some(claimed) = audit.claimed().map(|it| Head { size: it.size, root: it.root }) else {
        audit.go_on(Err("the checkpoint can't be read".to_owned()));
        audit.close_log();
        return Ok(audit.finish());
    };
    match raw.reader(path, claimed) {
        Ok(reader) => read_new(&mut audit, &mut files, &reader, &earlier, visit, progress)?,
        Err(error) => damaged(&mut audit, error)?,
    }
    audit.close_log();
    Ok(audit.finish())
}

fn read_new(
    audit: &mut Audit,
    files: &mut Files<'_>,
    reader: &Reader,
    earlier: &[Size],
    visit: Result<Visit, String>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), ViewError> {
    let size = reader.head().size;
    for earlier in earlier.iter().filter(|earlier| **earlier <= size) {
        match reader.root_at(*earlier) {
            Ok(root) => audit.earlier_root(*earlier, root),
            Err(error) => return damaged(audit, error),
        }
    }
    match visit.map(|visit| start(reader, &visit)) {
        Ok(Ok(started)) => audit.go_on(started),
        Ok(Err(error)) => return damaged(audit, error),
        Err(why) => {
            audit.go_on(Err(why));
            return Ok(());
        }
    }
    audit.edge_read();
    files.repair(audit.size());
    for file in audit.bundles() {
        let bytes = files.read(file)?;
        for earlier in audit.earlier_seals(file, bytes.as_deref().unwrap_or_default()) {
            match earlier.index_of_last().map(|index| reader.leaf(index)) {
                Some(Ok(leaf)) => audit.earlier_seal(earlier, &leaf),
                Some(Err(error)) => damaged(audit, error)?,
                None => {}
            }
        }
        audit.bundle(file, bytes.as_deref());
        for tile in audit.due_tiles() {
            let bytes = files.read(tile.file)?;
            audit.hash_tile(&tile, bytes.as_deref());
        }
        if audit.is_broken_off() {
            break;
        }
        progress(((file.id().number + 1) * u64::from(TILE_WIDTH)).min(size.get()), size.get());
    }
    files.repaired().into_iter().for_each(|file| audit.repaired(file));
    Ok(())
}

/// What the audit goes on from, or why it can't: the log is not the one that was seen, and then the check of consistency says so.
fn start(reader: &Reader, visit: &Visit) -> Result<Result<Start, String>, LogError> {
    let seen = &visit.checkpoint;
    if reader.head().size < seen.size {
        return Ok(Err("the log is shorter than the one that you saw".to_owned()));
    }
    if reader.root_at(seen.size)? != seen.root {
        return Ok(Err("the log is another one than the one that you saw".to_owned()));
    }
    let Some(last) = seen.size.index_of_last() else {
        return Ok(Err("there was nothing in the log when you saw it".to_owned()));
    };
    if visit.roster.iter().any(|index| !index.in_size(seen.size)) {
        return Ok(Err("what you remember of the roster is not of the log that you saw".to_owned()));
    }
    let mut roster = Vec::with_capacity(visit.roster.len());
    for index in &visit.roster {
        roster.push((*index, reader.leaf(*index)?));
    }
    Ok(Ok(Start { builder: reader.builder_at(seen.size)?, seal: reader.leaf(last)?, roster }))
}

/// Ends the reading where a file that is needed isn't what the tree says.
fn damaged(audit: &mut Audit, error: LogError) -> Result<(), ViewError> {
    match error {
        LogError::Unreadable(error) if !error.is_about_contents() => return Err(error.into()),
        error => audit.edge_damaged(error.file(), &error.to_string()),
    }
    audit.go_on(Err("a file that is needed for that is damaged".to_owned()));
    Ok(())
}
