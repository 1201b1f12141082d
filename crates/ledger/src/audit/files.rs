//! The part of an audit that looks at the files of log/: which are there, and whether each is exact.

use super::{Audit, Check};
use crate::finding::{Code, Finding};
use crate::log::{Standing, TileContents, TileFile, TileKind};
use std::collections::BTreeSet;

impl Audit {
    /// Takes the names of everything in log/ that is no folder, relative to it, and whether each is a regular file.
    ///
    /// Files of a larger tree are a commit under way and only noted; files of a smaller one are looked at later ([`Audit::superseded`]);
    /// anything else that isn't of this tree is stray.
    pub fn listing<'a>(&mut self, names: impl IntoIterator<Item = (&'a str, bool)>) {
        let size = self.size();
        let mut uncommitted = 0u64;
        for (name, is_file) in names {
            if !is_file {
                let words = "this is no regular file";
                self.find(Finding::in_file(format!("log/{name}"), Code::LogStray, words));
                continue;
            }
            if matches!(name, "checkpoint" | "checkpoint.cose") {
                *self.counts.entry(Check::Files).or_default() += 1;
                continue;
            }
            match name.parse::<TileFile>().map(|file| (file, file.standing(size))) {
                Ok((_, Standing::Current)) => {}
                Ok((file, Standing::Earlier)) => self.superseded.push(file),
                Ok((_, Standing::Later)) => uncommitted += 1,
                Err(_) => {
                    let words = "this file has no place in log/";
                    self.find(Finding::in_file(format!("log/{name}"), Code::LogStray, words));
                }
            }
        }
        if uncommitted > 0 {
            self.notes.push(match uncommitted {
                1 => "1 file of a later size is not committed, and was not looked at".to_owned(),
                _ => format!("{uncommitted} files of a later size are not committed, and were not looked at"),
            });
        }
    }

    /// The hash tiles that the bundles so far give: compare each with its file by [`Audit::hash_tile`].
    pub fn due_tiles(&mut self) -> Vec<TileContents> {
        std::mem::take(&mut self.due)
    }

    /// Compares a hash tile with its file's bytes; nothing when it is missing or can't be read.
    pub fn hash_tile(&mut self, expected: &TileContents, bytes: Option<&[u8]>) {
        *self.counts.entry(Check::Files).or_default() += 1;
        let name = format!("log/{}", expected.file);
        let words = match bytes {
            Some(bytes) if bytes == expected.bytes => return,
            Some(bytes) if bytes.len() != expected.bytes.len() => {
                format!("the tile has {} bytes, expected {}", bytes.len(), expected.bytes.len())
            }
            Some(bytes) => {
                let same = std::iter::zip(bytes, &expected.bytes).take_while(|(got, want)| got == want).count();
                format!("hash {} of the tile is not that of the entries below it", same / 32)
            }
            None => "the tile is missing".to_owned(),
        };
        self.find(Finding::in_file(name, Code::TileMalformed, words));
    }

    /// Notes that a file on the disk is not what it should be, and that the journal has what it should be: a power failure tore it.
    pub fn repaired(&mut self, file: TileFile) {
        self.notes.push(format!(
            "log/{file} is damaged, and was read from the journal instead; the next writer repairs it: don't publish it before"
        ));
    }

    /// The partial files of smaller sizes, each with the file that took its place: hand both in by [`Audit::superseded_file`].
    pub fn superseded(&self) -> Vec<(TileFile, TileFile)> {
        let size = self.size();
        let pair = |file: &TileFile| Some((*file, file.id().in_tree(size)?));
        self.superseded.iter().filter_map(pair).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Checks that a partial file of a smaller size is an exact prefix of the file that took its place.
    pub fn superseded_file(&mut self, file: TileFile, bytes: Option<&[u8]>, current: Option<&[u8]>) {
        *self.counts.entry(Check::Files).or_default() += 1;
        let (Some(bytes), Some(current)) = (bytes, current) else {
            let words = "this partial file of an earlier size can't be read, or what took its place can't";
            return self.find(Finding::in_file(format!("log/{file}"), Code::TileMalformed, words));
        };
        let expected = match file.id().kind {
            TileKind::Hashes { .. } => current.get(..32 * usize::from(file.width())),
            TileKind::Entries => entries_prefix(current, file.width()),
        };
        if expected != Some(bytes) {
            let words = "this partial file of an earlier size is no prefix of what took its place";
            self.find(Finding::in_file(format!("log/{file}"), Code::TileMalformed, words));
        }
    }
}

/// The bytes of the first `width` entries of a bundle.
fn entries_prefix(bundle: &[u8], width: u16) -> Option<&[u8]> {
    let mut end = 0usize;
    for _ in 0..width {
        let length = u16::from_be_bytes(bundle.get(end..end + 2)?.try_into().ok()?);
        end += 2 + usize::from(length);
    }
    bundle.get(..end)
}
