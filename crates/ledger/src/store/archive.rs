//! Archived evidence: files named by the BLAKE3 of their bytes.
//!
//! `archive/<first 2 hex digits>/<64 hex digits>`. What is there can be put again without harm, and
//! nothing is ever given out whose bytes don't have its name.

use std::sync::Arc;

use crate::hash::Blake3;

use super::files::{Objects, StoreError};

/// The archive of a ledger.
#[derive(Clone, Debug)]
pub struct Archive {
    objects: Arc<dyn Objects>,
}

/// An archived file that can't be given out.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The bytes in the archive are not those that were put there.
    #[error("the archived file {0} is damaged")]
    Damaged(Blake3),
    /// It can't be read.
    #[error(transparent)]
    Unreadable(#[from] StoreError),
}

impl Archive {
    /// The archive in this ledger folder.
    pub fn new(objects: Arc<dyn Objects>) -> Self {
        Self { objects }
    }

    /// Puts bytes into the archive, durably, and says under which hash.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn put(&self, bytes: Vec<u8>) -> Result<Blake3, StoreError> {
        let hash = Blake3::of_large(&bytes);
        // Written again when it is there already: a dead program may not have synced it.
        self.objects.replace(&[(name(hash), bytes)])?;
        self.objects.sync()?;
        Ok(hash)
    }

    /// Puts bytes into the archive. They are durable after the folder's next sync; one that a power failure tore before is known by its hash.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn put_unsynced(&self, bytes: Vec<u8>) -> Result<Blake3, StoreError> {
        let hash = Blake3::of_large(&bytes);
        self.objects.write(&[(name(hash), bytes)])?;
        Ok(hash)
    }

    /// The bytes under this hash's name, whatever they are: for an audit, which says what is wrong with them.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn read_unchecked(&self, hash: Blake3) -> Result<Option<Vec<u8>>, StoreError> {
        self.objects.read(&name(hash), u64::MAX)
    }

    /// The bytes with this hash; nothing if they are not archived.
    ///
    /// # Errors
    /// When they can't be read, or don't have the hash any more.
    pub fn get(&self, hash: Blake3) -> Result<Option<Vec<u8>>, ArchiveError> {
        match self.objects.read(&name(hash), u64::MAX)? {
            Some(bytes) if Blake3::of_large(&bytes) != hash => Err(ArchiveError::Damaged(hash)),
            other => Ok(other),
        }
    }
}

fn name(hash: Blake3) -> String {
    let hex = hash.to_string();
    format!("archive/{}/{hex}", &hex[..2])
}

#[cfg(test)]
mod tests {
    use super::{super::files::Folder, *};

    #[test]
    fn what_was_put_is_found_by_its_hash() {
        let scratch = tempfile::tempdir().unwrap();
        let archive = Archive::new(Arc::new(Folder::new(scratch.path())));
        let hash = archive.put(b"a letter".to_vec()).unwrap();
        assert_eq!(archive.put(b"a letter".to_vec()).unwrap(), hash);
        assert_eq!(hash, Blake3::of(b"a letter"));
        assert_eq!(archive.get(hash).unwrap().as_deref(), Some(&b"a letter"[..]));
        assert_eq!(archive.get(Blake3::of(b"another")).unwrap(), None);
        assert!(scratch.path().join(name(hash)).is_file());
    }

    #[test]
    fn damaged_bytes_are_not_given_out_and_can_be_put_again() {
        let scratch = tempfile::tempdir().unwrap();
        let archive = Archive::new(Arc::new(Folder::new(scratch.path())));
        let hash = archive.put(b"a letter".to_vec()).unwrap();
        std::fs::write(scratch.path().join(name(hash)), b"a litter").unwrap();
        let error = archive.get(hash).unwrap_err();
        assert!(matches!(error, ArchiveError::Damaged(it) if it == hash), "{error:?}");
        archive.put(b"a letter".to_vec()).unwrap();
        assert_eq!(archive.get(hash).unwrap().as_deref(), Some(&b"a letter"[..]));
    }
}
