//! Files that a command writes for people: each is there whole, or as it was before.

use crate::failure::Failure;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where something is written to.
pub type Sink = dyn Write;

/// How much of a file is written at once.
const BUFFER: usize = 64 * 1024;

/// Writes a file. While that goes on, what is there stays; it is replaced at the end, or kept if something fails. What is no file, like a pipe, is
/// written to as it is.
///
/// # Errors
/// When it can't be written, and what `write` fails with.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut Sink) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = |error: &io::Error| Failure::new(format!("can't write {}: {error}", path.display()));
    // A link stays a link: what it points to is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) if target.is_file() => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => path.to_owned(),
        _ => return write_into(File::create(path).map_err(|error| failed(&error))?, path, write),
    };
    let draft = draft_of(&target);
    let file = File::create(&draft).map_err(|error| failed(&error))?;
    let kept = fs::metadata(&target).ok();
    let written = write_into(file, path, write).and_then(|()| {
        let permissions = kept.map_or(Ok(()), |kept| fs::set_permissions(&draft, kept.permissions()));
        permissions.and_then(|()| fs::rename(&draft, &target)).map_err(|error| failed(&error))
    });
    if written.is_err() {
        // Nothing more can be done about a draft that can't be removed.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Writes a file that is in memory, in the same way.
///
/// # Errors
/// When it can't be written.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    write_whole(path, |out| Ok(out.write_all(contents)?))
}

/// Beside the file, so that it can be renamed to it; with the number of this process, as two may write at once.
fn draft_of(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn write_into(file: File, path: &Path, write: impl FnOnce(&mut Sink) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut out = Told { out: BufWriter::with_capacity(BUFFER, file), error: None };
    let written = write(&mut out).and_then(|()| Ok(out.flush()?));
    match out.error {
        Some(error) => Err(Failure::new(format!("can't write {}: {error}", path.display()))),
        None => written,
    }
}

/// Keeps the error of the file itself, so that it is told with its name, whatever the writer makes of it.
struct Told<W> {
    out: W,
    error: Option<String>,
}

impl<W: Write> Told<W> {
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.error.get_or_insert(error.to_string());
        }
        result
    }
}

impl<W: Write> Write for Told<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.keep(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.keep(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.html");
        write(&file, b"one").unwrap();
        write(&file, b"another").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"another");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_can_not_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        assert!(write(&taken, b"x").is_err());
        assert!(write(&folder.path().join("nowhere/report.html"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }
}
