//! A witness's folder: its key, and the last checkpoint of each ledger that it cosigned.

use super::New;
use crate::Outcome;
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::keys::{self, PassphraseSource};
use byline_ledger::checkpoint::Checkpoint;
use byline_ledger::hash::Sha256;
use byline_ledger::key::SecretKey;
use byline_ledger::note::{self, NOTE_LIMIT_BYTES, Verifier};
use byline_ledger::store::{Folder, Lock, LockError, Objects as _, StoreError};
use byline_ledger::time::Timestamp;
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const KEY: &str = "witness.key";
const VKEY: &str = "witness.vkey";

pub fn new(ui: &mut Ui, args: &New) -> Result<Outcome, Failure> {
    if fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::new(format!("{} is not empty", args.dir.display()))
            .hint("name a folder that doesn't exist yet, or an empty one"));
    }
    let (key, seed) = keys::generate()?;
    let verifier = Verifier::cosigner(&args.name, key.public()).map_err(|error| {
        Failure::new(format!("--name {}: {error}", args.name))
            .hint("give it a URL without scheme, such as example.net/witness")
    })?;
    let passphrase = match args.no_passphrase {
        true => String::new().into(),
        false => keys::ask_new_passphrase(ui, &args.passphrase)?,
    };
    let pem = keys::to_openssh(&seed, &args.name, &passphrase)?;
    fs::create_dir_all(&args.dir)
        .map_err(|error| Failure::new(format!("can't make {}: {error}", args.dir.display())))?;
    keys::write_new(&args.dir.join(KEY), &pem, &key, &args.name)?;
    let vkey = vec![(VKEY.to_owned(), format!("{verifier}\n").into_bytes())];
    let folder = Folder::new(&args.dir);
    folder.replace(&vkey).and_then(|()| folder.sync()).map_err(|error| disk(&error))?;
    if ui.is_json() {
        ui.json(&json!({ "byline": "witness-new/1", "folder": args.dir.display().to_string(), "vkey": verifier.to_string() }))?;
    } else {
        writeln!(ui.out, "Made the witness {} in {}", args.name, args.dir.display())?;
        writeln!(ui.out, "  {verifier}")?;
        writeln!(
            ui.out,
            "  Publish this line: auditors put it into their policies. Never use two copies of the folder, nor go on from an"
        )?;
        writeln!(ui.out, "  old one: a witness that forgets what it cosigned can be made to cosign a second history.")?;
    }
    Ok(Outcome::Passed)
}

/// A witness that is at work: nobody else signs with this folder meanwhile.
pub struct WitnessFolder {
    path: PathBuf,
    folder: Folder,
    verifier: Verifier,
    _lock: Lock,
}

/// What the witness cosigned last of a ledger.
pub struct Last {
    pub checkpoint: Checkpoint,
    /// The whole note, with the witness's own cosignature.
    pub note: String,
    /// When.
    pub time: Timestamp,
}

impl WitnessFolder {
    /// Opens and locks a witness's folder.
    ///
    /// # Errors
    /// When it is none, or another process is at work in it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let folder = Folder::new(path);
        let none = || {
            Failure::new(format!("{} is no witness's folder: it has no good {VKEY}", path.display()))
                .hint("`byline witness new` makes one")
        };
        // A look first, so that no lock file is left in a folder that is none.
        let vkey = folder.read(VKEY, 4096).map_err(|error| disk(&error))?.ok_or_else(none)?;
        let vkey = String::from_utf8(vkey).map_err(|_| none())?;
        let verifier: Verifier = vkey.strip_suffix('\n').and_then(|vkey| vkey.parse().ok()).ok_or_else(none)?;
        if !verifier.is_cosigner() {
            return Err(none());
        }
        let lock = Lock::take(path).map_err(|error| {
            Failure::new(chain(&error)).hint(match error {
                LockError::Held(_) => "wait until the other process is done, then try again",
                LockError::Failed(_) => "look at the disk, and at who may write there",
            })
        })?;
        Ok(Self { path: path.to_owned(), folder, verifier, _lock: lock })
    }

    /// The name and key under which it signs.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Its secret key.
    ///
    /// # Errors
    /// When it can't be read, or isn't that of the witness.
    pub fn key(&self, ui: &mut Ui, passphrase: &PassphraseSource) -> Result<SecretKey, Failure> {
        let key = keys::load(ui, &self.path.join(KEY), passphrase)?;
        if key.public() == self.verifier.key() {
            return Ok(key);
        }
        Err(Failure::new(format!("{KEY} and {VKEY} are of two different keys"))
            .hint("put back the files that `byline witness new` made"))
    }

    /// What it cosigned last of a ledger.
    ///
    /// # Errors
    /// When that can't be read: a witness that doesn't know what it signed signs nothing.
    pub fn last(&self, origin: &str) -> Result<Option<Last>, Failure> {
        let name = name_of(origin);
        let Some(bytes) = self.folder.read(&name, NOTE_LIMIT_BYTES as u64).map_err(|error| disk(&error))? else {
            return Ok(None);
        };
        let damaged = || {
            Failure::new(format!(
                "{}/{name} is damaged, so nobody knows what this witness cosigned of {origin}",
                self.path.display()
            ))
            .hint("put back the newest copy of that file; without it the witness must not go on under this key")
        };
        // Its own cosignature says that it is its own.
        let opened = note::open(&bytes, std::slice::from_ref(&self.verifier)).map_err(|_| damaged())?;
        let checkpoint = Checkpoint::parse(&opened.text).ok().filter(|it| it.origin == origin).ok_or_else(damaged)?;
        let time =
            opened.verified.iter().filter_map(|it| it.time_s).max().and_then(|time| Timestamp::from_s(time).ok());
        let note = String::from_utf8(bytes).map_err(|_| damaged())?;
        Ok(Some(Last { checkpoint, note, time: time.ok_or_else(damaged)? }))
    }

    /// Remembers what is being cosigned, durably: only when this has returned may the signature be given away.
    ///
    /// # Errors
    /// When it can't be made durable.
    pub fn keep(&self, origin: &str, note: String) -> Result<(), Failure> {
        let object = [(name_of(origin), note.into_bytes())];
        self.folder
            .replace(&object)
            .and_then(|()| self.folder.sync())
            .map_err(|error| disk(&error).hint("nothing was signed"))
    }
}

fn name_of(origin: &str) -> String {
    let hash = Sha256::of(origin.as_bytes()).to_string();
    format!("cosigned/{}", &hash[..32])
}

fn disk(error: &StoreError) -> Failure {
    Failure::new(chain(error)).hint("look at the disk, and at who may read and write there")
}
