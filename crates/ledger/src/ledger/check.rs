//! Auditing a ledger's folder: reads the files that [`crate::audit::Audit`] asks for, and hands them in.

use super::view::ViewError;
use super::{Config, ConfigError};
use crate::audit::{Audit, Earlier, Expectations, Report};
use crate::hash::{Blake3, Kid};
use crate::key::PublicKey;
use crate::log::{TILE_WIDTH, TileFile, TileKind, decode_entries};
use crate::policy::Policy;
use crate::position::Size;
use crate::record::{Origin, Record};
use crate::statement::Unverified;
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
    pub pinned: Option<PublicKey>,
    /// Its fingerprint, where he was told no more.
    pub told: Option<Kid>,
    /// Earlier checkpoints that it has to continue.
    pub earlier: Vec<Earlier>,
    /// Whose cosignatures he asks for.
    pub policy: Option<Policy>,
    /// The name of the ledger that he found in this place before, if it is another one.
    pub place_of: Option<String>,
    /// On how many threads signatures are checked.
    pub threads: NonZero<usize>,
}

impl AuditOptions {
    /// The audit of somebody who knows nothing of the ledger.
    pub fn on(threads: NonZero<usize>) -> Self {
        Self { pinned: None, told: None, earlier: Vec::new(), policy: None, place_of: None, threads }
    }
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
    let mut files = Files::of(&raw);
    let mut audit = begin(path, &raw, &files, options)?;
    files.repair(audit.size());
    let listed = raw.list()?;
    audit.listing(listed.iter().map(|listed| (listed.name.as_str(), matches!(listed.kind, Kind::File { .. }))));
    read_log(&mut audit, &files, progress)?;
    files.repaired().into_iter().for_each(|file| audit.repaired(file));
    audit.close_log();
    read_evidence(&mut audit, &Archive::new(Arc::new(Folder::new(path))))?;
    Ok(audit.finish())
}

/// Begins the audit of a folder with its checkpoint, its entry 0 and byline.toml.
pub(super) fn begin(path: &Path, raw: &RawLog, files: &Files<'_>, options: AuditOptions) -> Result<Audit, ViewError> {
    let config = if raw.is_bare() { Ok(None) } else { read_config(&Folder::new(path))? };
    let expectations = Expectations {
        config: config.as_ref().ok().cloned().flatten().map(|config| (config.origin, config.key)),
        pinned: options.pinned,
        told: options.told,
        earlier: options.earlier,
        policy: options.policy,
        place_of: options.place_of,
    };
    let first_entry = files.first_entry();
    let mut audit = Audit::begin(expectations, raw.checkpoint(), raw.cose(), first_entry.as_deref(), options.threads);
    if let Err(error) = &config {
        audit.config_refused(&error.to_string());
    }
    Ok(audit)
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
pub(super) struct Files<'a> {
    raw: &'a RawLog,
    repairs: Option<HashMap<TileFile, Vec<u8>>>,
    /// Those whose bytes on the disk are others.
    repaired: RefCell<BTreeSet<TileFile>>,
}

impl<'a> Files<'a> {
    pub(super) fn of(raw: &'a RawLog) -> Self {
        Self { raw, repairs: None, repaired: RefCell::default() }
    }

    /// Takes what the journal says of files of the tree of this size.
    pub(super) fn repair(&mut self, size: Size) {
        self.repairs = Some(self.raw.repairs(size));
    }

    /// Those that were read from the journal.
    pub(super) fn repaired(&self) -> BTreeSet<TileFile> {
        self.repaired.take()
    }

    pub(super) fn read(&self, file: TileFile) -> Result<Option<Vec<u8>>, StoreError> {
        let on_disk = self.raw.tile(file);
        let Some(repair) = self.repairs.as_ref().and_then(|repairs| repairs.get(&file)) else { return on_disk };
        if !matches!(&on_disk, Ok(Some(bytes)) if bytes == repair) {
            self.repaired.borrow_mut().insert(file);
        }
        Ok(Some(repair.clone()))
    }

    /// Entry 0, by the size in the checkpoint, which isn't trusted yet.
    fn first_entry(&self) -> Option<Vec<u8>> {
        let size = std::str::from_utf8(self.raw.checkpoint()).ok()?.lines().nth(1)?.parse().ok().and_then(Size::new)?;
        let file = crate::log::TileId { kind: TileKind::Entries, number: 0 }.in_tree(size)?;
        let bundle = self.read(file).ok()??;
        decode_entries(&bundle, file.width()).ok()?.first().map(|entry| entry.to_vec())
    }
}

/// What a folder says of whose ledger it is, before anything is checked: only to know whom to ask about it.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// byline.toml, where there is one.
    pub config: Result<Option<Config>, ConfigError>,
    /// Origin and key in entry 0, where it can be read.
    pub founding: Option<(Origin, PublicKey)>,
    /// The checkpoint in its two forms, as far as the name of its log can be read.
    pub checkpoint_origin: Option<String>,
    /// Whether the folder is a bare log.
    pub is_bare: bool,
}

impl Introduction {
    /// The name that the ledger goes by: entry 0's, else byline.toml's, else the checkpoint's.
    pub fn origin(&self) -> Option<&str> {
        let config = || self.config.as_ref().ok().and_then(Option::as_ref).map(|config| config.origin.as_str());
        (self.founding.as_ref().map(|(origin, _)| origin.as_str()))
            .or_else(config)
            .or(self.checkpoint_origin.as_deref())
    }

    /// The key that it calls its own: entry 0's, else byline.toml's.
    pub fn key(&self) -> Option<PublicKey> {
        let config = || self.config.as_ref().ok().and_then(Option::as_ref).map(|config| config.key);
        self.founding.as_ref().map(|(_, key)| *key).or_else(config)
    }
}

/// Reads what a folder says of itself.
///
/// # Errors
/// When there is no log, or a file can't be read for a reason that is the disk's.
pub fn introduce(path: &Path) -> Result<Introduction, ViewError> {
    let raw = RawLog::open(path)?;
    let config = if raw.is_bare() { Ok(None) } else { read_config(&Folder::new(path))? };
    let founding = Files::of(&raw).first_entry().and_then(|entry| founding_of(&entry));
    let text = std::str::from_utf8(raw.checkpoint()).ok();
    let origin = text.and_then(|text| text.lines().next()).filter(|line| !line.is_empty()).map(str::to_owned);
    Ok(Introduction { config, founding, checkpoint_origin: origin, is_bare: raw.is_bare() })
}

fn founding_of(entry: &[u8]) -> Option<(Origin, PublicKey)> {
    match Unverified::parse(entry).ok()?.record() {
        Record::Ledger(record) => Some((record.origin.clone(), PublicKey::accept(record.key).ok()?)),
        _ => None,
    }
}
