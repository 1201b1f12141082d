//! A copy of `log/` and nothing else, under whatever name.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::files::{AppendError, Folder, Listed, Objects, StoreError};

/// The folder above a bare log, of which only the log is seen, and by the name `log`. For reading alone.
pub(super) struct BareLog {
    above: Folder,
    name: String,
    path: PathBuf,
}

impl fmt::Debug for BareLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bare log {}", self.path.display())
    }
}

impl BareLog {
    /// The log in this folder; nothing where the folder isn't there or has no name that can be used.
    pub fn new(path: &Path) -> Option<Self> {
        let real = fs::canonicalize(path).ok()?;
        let name = real.file_name()?.to_str()?.to_owned();
        Some(Self { above: Folder::new(real.parent()?), name, path: path.to_owned() })
    }

    /// The name from above, if it is one of the log.
    fn real(&self, name: &str) -> Option<String> {
        let rest = name.strip_prefix("log")?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", self.name))
    }

    fn refuse(&self, action: &'static str) -> StoreError {
        let source = io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a bare log is only read");
        StoreError { action, path: self.path.clone(), source }
    }
}

impl Objects for BareLog {
    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.real(name).map_or(Ok(None), |name| self.above.read(&name, limit))
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, StoreError> {
        let Some(real) = self.real(folder) else { return Ok(Vec::new()) };
        let mut listed = self.above.list(&real)?;
        for it in &mut listed {
            it.name.replace_range(..real.len(), folder);
        }
        Ok(listed)
    }

    fn write(&self, _: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        Err(self.refuse("write to"))
    }

    fn replace(&self, _: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        Err(self.refuse("write to"))
    }

    fn sync(&self) -> Result<(), StoreError> {
        Err(self.refuse("sync"))
    }

    fn append(&self, _: &str, _: u64, _: &[u8]) -> Result<(), AppendError> {
        Err(AppendError::NotWhole(self.refuse("append to")))
    }

    fn remove(&self, _: &[String]) -> Result<(), StoreError> {
        Err(self.refuse("remove from"))
    }
}
