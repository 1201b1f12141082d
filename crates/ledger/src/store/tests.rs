//! The store as a whole.

use std::collections::HashMap;

use super::*;
use crate::{
    hash::TreeHash,
    merkle::{Frontier, leaf_hash},
    position::Size,
};

mod crashes;
mod folders;

type Leaves = Vec<Vec<u8>>;

fn leaves(what: &str, count: usize) -> Leaves {
    (0..count).map(|i| format!("{what} {i}").into_bytes()).collect()
}

fn root_of(leaves: &[Vec<u8>]) -> TreeHash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(leaf_hash(leaf));
    }
    frontier.root()
}

/// A stand-in for a signature: the tree in plain text.
fn note(head: Head) -> Vec<u8> {
    format!("{} {}", head.size, head.root).into_bytes()
}

fn open_note(bytes: &[u8]) -> Result<Head, CallerError> {
    let text = std::str::from_utf8(bytes)?;
    let (size, root) = text.split_once(' ').ok_or("torn checkpoint")?;
    Ok(Head { size: Size::new(size.parse()?).ok_or("size")?, root: root.parse()? })
}

/// All trees ever signed in one story. A second one of a size is the worst that can happen to a log.
#[derive(Clone, Default)]
struct Signer(HashMap<Size, TreeHash>);

impl Signer {
    fn sign(&mut self, head: Head) -> Result<Signed, CallerError> {
        let before = self.0.insert(head.size, head.root);
        assert!(before.is_none_or(|root| root == head.root), "two trees of size {}", head.size);
        Ok(Signed { checkpoint: note(head), cose: note(head) })
    }
}
