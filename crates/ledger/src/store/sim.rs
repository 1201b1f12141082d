//! A disk in memory for the tests, which fails, crashes or loses power at any one system call.
//!
//! It keeps what a program sees apart from what has reached the disk. A power failure keeps of
//! what was not synced nothing, or a random part, name by name and byte by byte: worse than any
//! file system.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use super::system::{Access, Handle, Kind, System, refuse_longer};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The call fails without effect; later calls work.
    Fail,
    /// The program dies before the call.
    Crash,
    /// The program dies within the call, of which half the bytes were written.
    Torn,
}

/// What is left when a new program starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// Everything that was written: only the program died.
    All,
    /// Only what was synced.
    Synced,
    /// What was synced, and a random part of the rest.
    Some(u64),
}

#[derive(Clone, Debug)]
enum Node {
    File {
        data: Vec<u8>,
        synced: Vec<u8>,
        /// A sync failed: as on Linux, later ones succeed and write nothing.
        lost: bool,
    },
    Folder {
        names: BTreeMap<String, usize>,
        synced: BTreeMap<String, usize>,
    },
}

#[derive(Debug)]
struct Disk {
    nodes: Vec<Node>,
    calls: u64,
    fault: Option<(u64, Fault)>,
    dead: bool,
}

/// The simulated disk.
#[derive(Clone, Debug)]
pub(crate) struct Sim(Arc<Mutex<Disk>>);

impl Sim {
    pub(crate) fn new() -> Self {
        let root = Node::Folder { names: BTreeMap::new(), synced: BTreeMap::new() };
        Self::of(vec![root])
    }

    fn of(nodes: Vec<Node>) -> Self {
        Self(Arc::new(Mutex::new(Disk { nodes, calls: 0, fault: None, dead: false })))
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap()
    }

    /// Plans a fault at the call that comes after `calls` more.
    pub(crate) fn plan(&self, calls: u64, fault: Fault) {
        let mut disk = self.disk();
        disk.fault = Some((disk.calls + calls, fault));
    }

    /// Whether the planned fault has happened.
    pub(crate) fn is_past_fault(&self) -> bool {
        let disk = self.disk();
        disk.fault.is_none_or(|(at, _)| at < disk.calls)
    }

    /// A copy of what is left on the disk, without faults, for a new program.
    pub(crate) fn restart(&self, left: Left) -> Self {
        let mut nodes = self.disk().nodes.clone();
        let mut random = match left {
            Left::Some(seed) => seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            _ => 0,
        };
        for node in &mut nodes {
            match node {
                Node::File { data, synced, lost } => {
                    match left {
                        Left::All => continue,
                        Left::Synced => {}
                        Left::Some(_) => mix_bytes(data, synced, &mut random),
                    }
                    data.clone_from(synced);
                    *lost = false;
                }
                Node::Folder { names, synced } => {
                    match left {
                        Left::All => continue,
                        Left::Synced => {}
                        Left::Some(_) => mix_names(names, synced, &mut random),
                    }
                    names.clone_from(synced);
                }
            }
        }
        Self::of(nodes)
    }
}

fn next(random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    *random >> 8
}

/// Lets a random prefix, a prefix and zeros, or everything of the new contents reach the disk.
///
/// Bytes that an append left as they were are safe.
fn mix_bytes(data: &[u8], synced: &mut Vec<u8>, random: &mut u64) {
    if data == synced {
        return;
    }
    let common = std::iter::zip(data, &*synced).take_while(|(new, old)| new == old).count();
    let safe = if common == synced.len() { common } else { 0 };
    let kept = safe + next(random) as usize % (data.len() - safe + 1);
    match next(random) % 4 {
        0 => {}
        1 => *synced = data.to_vec(),
        2 => *synced = data[..kept].to_vec(),
        _ => {
            *synced = data.to_vec();
            synced[kept..].fill(0);
        }
    }
}

/// Lets each changed name reach the disk, or not.
fn mix_names(names: &BTreeMap<String, usize>, synced: &mut BTreeMap<String, usize>, random: &mut u64) {
    let all: Vec<String> = names.keys().chain(synced.keys()).cloned().collect();
    for name in all {
        if names.get(&name) != synced.get(&name) && next(random).is_multiple_of(2) {
            match names.get(&name) {
                Some(node) => synced.insert(name, *node),
                None => synced.remove(&name),
            };
        }
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk {
    /// Counts a call and lets the planned fault happen. The answer says whether it is torn.
    fn step(&mut self) -> io::Result<bool> {
        if self.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let now = self.calls;
        self.calls += 1;
        match self.fault {
            Some((at, Fault::Fail)) if at == now => Err(io::ErrorKind::StorageFull.into()),
            Some((at, fault)) if at == now => {
                self.dead = true;
                match fault {
                    Fault::Torn => Ok(true),
                    _ => Err(io::Error::other("the program dies here")),
                }
            }
            _ => Ok(false),
        }
    }

    /// Like [`Disk::step`], for a call that can't be torn: it happens, or not.
    fn whole_step(&mut self) -> io::Result<()> {
        match self.step()? {
            true => Err(io::Error::other("the program dies here")),
            false => Ok(()),
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        path.iter().skip(1).try_fold(0, |at, name| {
            let Node::Folder { names, .. } = &self.nodes[at] else {
                return None;
            };
            names.get(name.to_str()?).copied()
        })
    }

    fn names(&mut self, path: &Path) -> io::Result<(&mut BTreeMap<String, usize>, String)> {
        let parent = self.find(path.parent().ok_or_else(not_found)?).ok_or_else(not_found)?;
        let name = path.file_name().and_then(|it| it.to_str()).ok_or_else(not_found)?;
        match &mut self.nodes[parent] {
            Node::Folder { names, .. } => Ok((names, name.to_owned())),
            Node::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn add(&mut self, path: &Path, node: Node) -> io::Result<usize> {
        let number = self.nodes.len();
        let (names, name) = self.names(path)?;
        names.insert(name, number);
        self.nodes.push(node);
        Ok(number)
    }
}

impl System for Sim {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let disk = self.disk();
        if disk.dead {
            return Err(io::Error::other("the program is dead"));
        }
        match disk.find(path).map(|at| &disk.nodes[at]) {
            Some(Node::File { data, .. }) => refuse_longer(data.clone(), limit).map(Some),
            Some(Node::Folder { .. }) => Err(io::ErrorKind::IsADirectory.into()),
            None => Ok(None),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Option<Vec<(String, Kind)>>> {
        let disk = self.disk();
        if disk.dead {
            return Err(io::Error::other("the program is dead"));
        }
        let Some(Node::Folder { names, .. }) = disk.find(path).map(|at| &disk.nodes[at]) else {
            return Ok(None);
        };
        let kind = |at: &usize| match &disk.nodes[*at] {
            Node::File { data, .. } => Kind::File { length: data.len() as u64 },
            Node::Folder { .. } => Kind::Folder,
        };
        Ok(Some(names.iter().map(|(name, at)| (name.clone(), kind(at))).collect()))
    }

    fn create(&self, path: &Path, _: Access) -> io::Result<Box<dyn Handle>> {
        let mut disk = self.disk();
        disk.whole_step()?;
        let file = match disk.find(path) {
            Some(at) => {
                let Node::File { data, .. } = &mut disk.nodes[at] else {
                    return Err(io::ErrorKind::IsADirectory.into());
                };
                data.clear();
                at
            }
            None => disk.add(path, Node::File { data: Vec::new(), synced: Vec::new(), lost: false })?,
        };
        Ok(Box::new(SimFile(self.clone(), file)))
    }

    fn open_end(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let disk = self.disk();
        let file = disk.find(path).ok_or_else(not_found)?;
        Ok(Box::new(SimFile(self.clone(), file)))
    }

    fn create_folder(&self, path: &Path, _: Access) -> io::Result<()> {
        let mut disk = self.disk();
        disk.whole_step()?;
        if disk.find(path).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let empty = Node::Folder { names: BTreeMap::new(), synced: BTreeMap::new() };
        disk.add(path, empty).map(drop)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.whole_step()?;
        let moved = disk.find(from).ok_or_else(not_found)?;
        let (names, name) = disk.names(to)?;
        names.insert(name, moved);
        let (names, name) = disk.names(from)?;
        names.remove(&name);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.whole_step()?;
        let (names, name) = disk.names(path)?;
        names.remove(&name).map(drop).ok_or_else(not_found)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.whole_step()?;
        let at = disk.find(path).ok_or_else(not_found)?;
        match &mut disk.nodes[at] {
            Node::Folder { names, synced } => {
                synced.clone_from(names);
                Ok(())
            }
            Node::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        }
    }
}

/// An open file: it stays the same file when it is renamed.
#[derive(Debug)]
struct SimFile(Sim, usize);

impl Handle for SimFile {
    fn length(&self) -> io::Result<u64> {
        match &self.0.disk().nodes[self.1] {
            Node::File { data, .. } => Ok(data.len() as u64),
            Node::Folder { .. } => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut disk = self.0.disk();
        let torn = disk.step()?;
        let Node::File { data, .. } = &mut disk.nodes[self.1] else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        if torn {
            data.extend_from_slice(&bytes[..bytes.len() / 2]);
            return Err(io::Error::other("the program dies here"));
        }
        data.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut disk = self.0.disk();
        let stepped = disk.whole_step();
        let Node::File { data, synced, lost } = &mut disk.nodes[self.1] else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        match stepped {
            Ok(()) if !*lost => synced.clone_from(data),
            Ok(()) => {}
            Err(_) => *lost = true,
        }
        stepped
    }
}
