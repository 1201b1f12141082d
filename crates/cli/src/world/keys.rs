//! Secret keys in OpenSSH's files.

use crate::failure::Failure;
use crate::ui::Ui;
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::ssh_text;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{LineEnding, PrivateKey};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The longest key or passphrase file that is read, in bytes.
const LONGEST_FILE_BYTES: u64 = 64 * 1024;

/// Where a passphrase comes from, when a key needs one. Never from an argument.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct PassphraseSource {
    /// Read the key's passphrase from this file (its first line) instead of asking
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// The key file to sign with.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct KeyFile {
    /// The OpenSSH key to sign with [default: the key in your configuration folder]
    #[arg(long, short = 'k', env = "BYLINE_KEY", value_name = "FILE")]
    pub key: Option<PathBuf>,

    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

impl KeyFile {
    /// The file that was named, or the default one.
    ///
    /// # Errors
    /// When none was named and there is no home folder.
    pub fn path(&self) -> Result<PathBuf, Failure> {
        match &self.key {
            Some(path) => Ok(path.clone()),
            None => default_key_path(),
        }
    }

    /// Reads the key, asking for its passphrase if it has one.
    ///
    /// # Errors
    /// When it can't be read, isn't an ed25519 key, or the passphrase is wrong.
    pub fn load(&self, ui: &mut Ui) -> Result<SecretKey, Failure> {
        load(ui, &self.path()?, &self.passphrase)
    }
}

/// The key that is used when none is named.
///
/// # Errors
/// When there is no home folder.
pub fn default_key_path() -> Result<PathBuf, Failure> {
    super::config_folder().map(|folder| folder.join("key")).ok_or_else(|| {
        Failure::new("there is no home folder to look for a key in").hint("name the key with --key FILE")
    })
}

/// Reads a secret key from an OpenSSH file.
///
/// # Errors
/// When it can't be read, isn't an ed25519 key, or the passphrase is wrong.
pub fn load(ui: &mut Ui, path: &Path, passphrase: &PassphraseSource) -> Result<SecretKey, Failure> {
    let shown = path.display();
    let pem = read_small(path).map_err(|error| {
        Failure::new(format!("can't read the key {shown}: {error}"))
            .hint("name your key with --key FILE, or make one with `byline key new`")
    })?;
    let key = PrivateKey::from_openssh(&*pem).map_err(|_| {
        Failure::new(format!("{shown} is no OpenSSH private key"))
            .hint("`byline key new` or `ssh-keygen -t ed25519` makes one")
    })?;
    let key = if key.is_encrypted() { decrypt(ui, &key, path, passphrase)? } else { key };
    let KeypairData::Ed25519(pair) = key.key_data() else {
        return Err(Failure::new(format!("{shown} is no ed25519 key")).hint("Byline signs with ed25519 keys only"));
    };
    Ok(SecretKey::from_seed(&Zeroizing::new(pair.private.to_bytes())))
}

fn decrypt(ui: &mut Ui, key: &PrivateKey, path: &Path, source: &PassphraseSource) -> Result<PrivateKey, Failure> {
    let shown = path.display();
    if source.passphrase_file.is_none() && !ui.can_ask {
        return Err(Failure::new(format!("the key {shown} has a passphrase and nobody is there to type it"))
            .hint("name a --passphrase-file"));
    }
    let passphrase = ask(ui, source, &format!("Passphrase of {shown}: "))?;
    key.decrypt(passphrase.as_bytes())
        .map_err(|_| Failure::new(format!("the passphrase of {shown} is wrong")).hint("nothing was signed; try again"))
}

fn ask(ui: &mut Ui, source: &PassphraseSource, prompt: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(path) = &source.passphrase_file {
        let text = read_small(path)
            .map_err(|error| Failure::new(format!("can't read the passphrase file {}: {error}", path.display())))?;
        let line = std::str::from_utf8(&text).unwrap_or_default().lines().next().unwrap_or_default();
        return Ok(Zeroizing::new(line.to_owned()));
    }
    if !ui.can_ask {
        return Err(Failure::new("nobody is there to type a passphrase").hint("name a --passphrase-file"));
    }
    ui.out.flush()?;
    Ok(Zeroizing::new(rpassword::prompt_password(prompt)?))
}

fn read_small(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    use std::io::Read as _;
    let mut bytes = Zeroizing::new(Vec::new());
    fs::File::open(path)?.take(LONGEST_FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A new key from the operating system's randomness.
///
/// # Errors
/// When there is none.
pub fn generate() -> Result<(SecretKey, Zeroizing<[u8; 32]>), Failure> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|error| Failure::new(format!("no randomness: {error}")))?;
    Ok((SecretKey::from_seed(&seed), seed))
}

/// The key in an OpenSSH file without a passphrase; `None` for anything else.
pub fn parse_unencrypted(pem: &str) -> Option<SecretKey> {
    let key = PrivateKey::from_openssh(pem).ok()?;
    match key.key_data() {
        KeypairData::Ed25519(pair) => Some(SecretKey::from_seed(&Zeroizing::new(pair.private.to_bytes()))),
        _ => None,
    }
}

/// Asks twice for the passphrase of a new key; an empty one means none.
///
/// # Errors
/// When nobody is there, or the two differ.
pub fn ask_new_passphrase(ui: &mut Ui, source: &PassphraseSource) -> Result<Zeroizing<String>, Failure> {
    let first = ask(ui, source, "New passphrase (empty for none): ")?;
    if let (Some(path), true) = (&source.passphrase_file, first.is_empty()) {
        return Err(Failure::new(format!("no passphrase stands in the first line of {}", path.display()))
            .hint("for a key without one say --no-passphrase"));
    }
    if source.passphrase_file.is_none() && *first != *ask(ui, source, "The same again: ")? {
        return Err(Failure::new("the two passphrases differ").hint("no key was made; try again"));
    }
    Ok(first)
}

/// A secret key as an OpenSSH file, encrypted when there is a passphrase.
///
/// # Errors
/// When there is no randomness.
pub fn to_openssh(seed: &[u8; 32], comment: &str, passphrase: &str) -> Result<Zeroizing<String>, Failure> {
    let failed = |error: ssh_key::Error| Failure::new(format!("can't write the key: {error}"));
    let key = PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(seed)), comment).map_err(failed)?;
    let key = match passphrase {
        "" => key,
        passphrase => key.encrypt(&mut getrandom::SysRng, passphrase.as_bytes()).map_err(failed)?,
    };
    key.to_openssh(LineEnding::LF).map_err(failed)
}

/// Writes a new key and, beside it, its public half. An existing file is never overwritten.
///
/// # Errors
/// When one of the files exists or can't be written.
pub fn write_new(path: &Path, private: &str, key: &SecretKey, comment: &str) -> Result<(), Failure> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)
            .map_err(|error| Failure::new(format!("can't make {}: {error}", parent.display())))?;
    }
    write_file(path, private, 0o600)?;
    let public = format!("{} {comment}\n", ssh_text(&key.public().bytes()));
    write_file(&path.with_added_extension("pub"), &public, 0o644)
}

/// Writes a secret key alone, readable by its owner only, and syncs it. An existing file is never overwritten.
///
/// # Errors
/// When the file exists or can't be written.
pub fn write_secret(path: &Path, private: &str) -> Result<(), Failure> {
    write_file(path, private, 0o600)
}

fn write_file(path: &Path, contents: &str, mode: u32) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let written = options.open(path).and_then(|mut file| {
        file.write_all(contents.as_bytes())?;
        file.sync_all()?;
        // Without its name the file is lost with the power, and a commit may rely on the key.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder)?.sync_all()
    });
    written.map_err(|error| {
        let failure = Failure::new(format!("can't write {}: {error}", path.display()));
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => failure.hint("name another file: keys are never overwritten"),
            _ => failure,
        }
    })
}
