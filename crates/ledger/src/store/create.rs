//! Making a new ledger, all of it or nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::Arc,
};

use crate::{log::TileBuilder, merkle::empty_root, position::Size};

use super::{
    files::{Folder, Objects, StoreError},
    journal::Journal,
    log_files::Head,
    system::{Access, Os, System},
    writer::{CommitError, Sign, Writer},
};

/// Why a ledger can't be made. Nothing was made then.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Something is in the folder already.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A file can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The first commit failed.
    #[error(transparent)]
    Commit(CommitError),
}

/// Makes a ledger with these files, such as `byline.toml` and `ledger.key`, and this first commit.
///
/// It is built in a hidden folder beside the target, which is then renamed. The target may be an empty folder. Only
/// `byline.toml` and `log/` may be read by others than the owner.
///
/// # Errors
/// When the target is not empty, when a file can't be written, or when the first commit fails.
pub fn create(path: &Path, files: &[(String, Vec<u8>)], leaves: &[Vec<u8>], sign: Sign<'_>) -> Result<(), CreateError> {
    let absolute = std::path::absolute(path).map_err(|source| failed("create", path, source))?;
    let draft = draft_path(&absolute)?;
    let created = create_on(Arc::new(Os), &absolute, &draft, files, leaves, sign);
    if created.is_err() {
        // What can't be removed either stays there, hidden, and harms nobody.
        let _ = fs::remove_dir_all(&draft);
    }
    created
}

pub(super) fn create_on(
    system: Arc<dyn System>,
    path: &Path,
    draft: &Path,
    files: &[(String, Vec<u8>)],
    leaves: &[Vec<u8>],
    sign: Sign<'_>,
) -> Result<(), CreateError> {
    let there = system.list(path).map_err(|source| failed("create", path, source))?;
    if there.is_some_and(|names| !names.is_empty()) {
        return Err(CreateError::NotEmpty(path.to_owned()));
    }
    system.create_folder(draft, Access::Public).map_err(|source| failed("create", draft, source))?;
    let folder = Arc::new(Folder::on(Arc::clone(&system), draft.to_owned()));
    folder.replace(files)?;
    let empty = Head { size: Size::ZERO, root: empty_root() };
    let journal = Journal::begin(&*folder, empty.size, empty.root)?;
    let mut writer = Writer::begin(folder, journal, TileBuilder::new(), empty);
    writer.commit(leaves, sign).map_err(CreateError::Commit)?;
    writer.close()?;
    system.rename(draft, path).map_err(|source| failed("create", path, source))?;
    let parent = parent_of(path)?;
    system.sync_folder(parent).map_err(|source| failed("sync", parent, source))?;
    Ok(())
}

/// Makes an empty folder, durably; one that is there will do.
///
/// # Errors
/// When it can't be made.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    let absolute = std::path::absolute(path).map_err(|source| failed("create", path, source))?;
    match Os.create_folder(&absolute, Access::Public) {
        Err(source) if source.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(failed("create", path, source)),
        Ok(()) => {
            let parent = parent_of(&absolute)?;
            Os.sync_folder(parent).map_err(|source| failed("sync", parent, source))
        }
    }
}

/// A hidden folder beside the target that no other process makes.
fn draft_path(path: &Path) -> Result<PathBuf, StoreError> {
    let no_name = || failed("create", path, io::ErrorKind::InvalidInput.into());
    let name = path.file_name().ok_or_else(no_name)?.to_string_lossy();
    Ok(parent_of(path)?.join(format!(".{name}.new-{}", process::id())))
}

fn parent_of(path: &Path) -> Result<&Path, StoreError> {
    path.parent().ok_or_else(|| failed("create", path, io::ErrorKind::InvalidInput.into()))
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> StoreError {
    StoreError { action, path: path.to_owned(), source }
}
