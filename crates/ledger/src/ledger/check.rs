//! Auditing a ledger's folder: reads the files that [`crate::audit::Audit`] asks for, and hands them in.

use super::view::ViewError;
use super::{Config, ConfigError};
use crate::audit::{Audit, Expectations, Report};
use crate::hash::Blake3;
use crate::log::{ENTRY_LIMIT_BYTES, TILE_WIDTH, TileFile, TileKind, decode_entries};
use crate::position::Size;
use crate::store::{Archive, Folder, Kind, RawLog, StoreError};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;

/// The longest byline.toml that is read, in bytes.
const LONGEST_CONFIG_BYTES: u64 = 64 * 1024;

/// How an audit looks at a folder.
#[derive(Debug, Clone)]
pub struct AuditOptions {
    /// The key that the auditor pinned, or was told.
    pub pinned: Option<crate::key::PublicKey>,
    /// The last checkpoint that he saw.
    pub seen: Option<crate::checkpoint::Checkpoint>,
    /// On how many threads signatures are checked.
    pub threads: NonZero<usize>,
}

/// Audits the ledger in a folder. It takes no lock, writes nothing, and trusts nothing that it finds.
///
/// `progress` is told how many entries of how many were judged.
///
/// # Errors
/// When there is no log, or a file can't be read for a reason that is the disk's.
pub fn audit_folder(
    path: &Path,
    options: AuditOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, ViewError> {
    let raw = RawLog::open(path)?;
    let folder: Arc<Folder> = Arc::new(Folder::new(path));
    let config = read_config(&folder)?;
    let expectations = Expectations {
        config: config.as_ref().ok().cloned().flatten().map(|config| (config.origin, config.key)),
        pinned: options.pinned,
        seen: options.seen,
    };
    let mut files = Files { raw: &raw, repairs: None, repaired: RefCell::default() };
    let first = files.first_bundle(raw.checkpoint());
    let first_entry =
        first.as_ref().and_then(|(file, bytes)| decode_entries(bytes, file.width()).ok()?.first().copied());
    let mut audit = Audit::begin(expectations, raw.checkpoint(), raw.cose(), first_entry, options.threads);
    if let Err(error) = &config {
        audit.config_refused(&error.to_string());
    }
    files.repairs = Some(raw.repairs(audit.size()));
    let listed = raw.list()?;
    audit.listing(listed.iter().map(|listed| (listed.name.as_str(), matches!(listed.kind, Kind::File { .. }))));
    read_log(&mut audit, &files, progress)?;
    files.repaired.take().into_iter().for_each(|file| audit.repaired(file));
    audit.close_log();
    read_evidence(&mut audit, &Archive::new(folder))?;
    Ok(audit.finish())
}

fn read_config(folder: &Folder) -> Result<Result<Option<Config>, ConfigError>, StoreError> {
    use crate::store::Objects as _;
    let Some(bytes) = folder.read(super::CONFIG_FILE, LONGEST_CONFIG_BYTES)? else { return Ok(Ok(None)) };
    Ok(String::from_utf8(bytes).map_err(|_| ConfigError::Malformed).and_then(|text| Config::parse(&text)).map(Some))
}

fn read_log(audit: &mut Audit, files: &Files<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<(), ViewError> {
    let size = audit.size().get();
    for file in audit.bundles() {
        let bytes = files.read(file)?;
        audit.bundle(file, bytes.as_deref());
        for tile in audit.due_tiles() {
            let bytes = files.read(tile.file)?;
            audit.hash_tile(&tile, bytes.as_deref());
        }
        if audit.is_broken_off() {
            break;
        }
        progress(((file.id().number + 1) * u64::from(TILE_WIDTH)).min(size), size);
    }
    for (file, current) in audit.superseded() {
        let (bytes, current) = (files.read(file)?, files.read(current)?);
        audit.superseded_file(file, bytes.as_deref(), current.as_deref());
    }
    Ok(())
}

fn read_evidence(audit: &mut Audit, archive: &Archive) -> Result<(), ViewError> {
    let evidence = audit.evidence();
    for document in evidence.documents() {
        let bytes = archived(archive, document.blake3)?;
        evidence.document(&document, bytes.as_deref());
    }
    for text in evidence.texts() {
        let bytes = archived(archive, text)?;
        evidence.text(text, bytes.as_deref());
    }
    Ok(())
}

fn archived(archive: &Archive, hash: Blake3) -> Result<Option<Vec<u8>>, ViewError> {
    match archive.read_unchecked(hash) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.is_about_contents() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The files of log/, as the disk has them or as the journal repairs them.
struct Files<'a> {
    raw: &'a RawLog,
    repairs: Option<HashMap<TileFile, Vec<u8>>>,
    /// Those whose bytes on the disk are others.
    repaired: RefCell<BTreeSet<TileFile>>,
}

impl Files<'_> {
    fn read(&self, file: TileFile) -> Result<Option<Vec<u8>>, StoreError> {
        let on_disk = self.read_disk(file);
        let Some(repair) = self.repairs.as_ref().and_then(|repairs| repairs.get(&file)) else { return on_disk };
        if !matches!(&on_disk, Ok(Some(bytes)) if bytes == repair) {
            self.repaired.borrow_mut().insert(file);
        }
        Ok(Some(repair.clone()))
    }

    fn read_disk(&self, file: TileFile) -> Result<Option<Vec<u8>>, StoreError> {
        let limit = match file.id().kind {
            TileKind::Entries => u64::from(file.width()) * (ENTRY_LIMIT_BYTES as u64 + 2),
            TileKind::Hashes { .. } => u64::from(file.width()) * 32,
        };
        match self.raw.read(&file.to_string(), limit) {
            Ok(bytes) => Ok(bytes),
            // What is longer than any such file, or no file at all, is as good as missing.
            Err(error) if error.is_about_contents() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bundle that holds entry 0, by the size in the checkpoint, which isn't trusted yet.
    fn first_bundle(&self, checkpoint: &[u8]) -> Option<(TileFile, Vec<u8>)> {
        let size = std::str::from_utf8(checkpoint).ok()?.lines().nth(1)?.parse().ok().and_then(Size::new)?;
        let file = crate::log::TileId { kind: TileKind::Entries, number: 0 }.in_tree(size)?;
        Some((file, self.read(file).ok()??))
    }
}
