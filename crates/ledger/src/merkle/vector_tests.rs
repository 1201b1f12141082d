//! The public proof vectors, in tests/vectors/merkle/.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use super::{ConsistencyProof, InclusionProof, Subtree, leaf_hash};
use crate::{
    hash::TreeHash,
    position::{Index, Size},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct InclusionVector {
    file: String,
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConsistencyVector {
    file: String,
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SubtreeInclusionVector {
    file: String,
    leaf_idx: u64,
    start: u64,
    end: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SubtreeConsistencyVector {
    file: String,
    start: u64,
    end: u64,
    size: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

fn vectors<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = format!("{}/../../tests/vectors/merkle/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A hash of a vector; nothing if it has not 32 bytes, which no caller can pass on.
fn vector_hash(base64: &str) -> Option<TreeHash> {
    let bytes = STANDARD.decode(base64).unwrap();
    bytes.try_into().ok().map(TreeHash::from_bytes)
}

/// Some vectors have texts of other lengths in the place of hashes, and one of them is to be
/// accepted. Hashing these texts keeps equal ones equal and different ones different.
fn hash_or_text(base64: &str) -> TreeHash {
    vector_hash(base64).unwrap_or_else(|| leaf_hash(base64.as_bytes()))
}

fn vector_hashes(proof: &Option<Vec<String>>) -> Vec<TreeHash> {
    proof.iter().flatten().map(|hash| hash_or_text(hash)).collect()
}

#[test]
fn public_inclusion_vectors() {
    let vectors = vectors::<InclusionVector>("inclusion.json");
    assert_eq!(vectors.len(), 98);
    for vector in vectors {
        let accept = || {
            let (index, size) = (Index::new(vector.leaf_idx)?, Size::new(vector.tree_size)?);
            let (leaf, root) = (vector_hash(&vector.leaf_hash)?, vector_hash(&vector.root)?);
            let proof = InclusionProof { hashes: vector_hashes(&vector.proof) };
            proof.verify(leaf, index, size, root).ok()
        };
        let accepted = accept().is_some();
        assert_eq!(accepted, !vector.want_err, "{}", vector.file);
    }
}

#[test]
fn public_consistency_vectors() {
    let vectors = vectors::<ConsistencyVector>("consistency.json");
    assert_eq!(vectors.len(), 98);
    for vector in vectors {
        let (old, new) = (Size::new(vector.size1).unwrap(), Size::new(vector.size2).unwrap());
        let proof = ConsistencyProof { hashes: vector_hashes(&vector.proof) };
        let (root1, root2) = (hash_or_text(&vector.root1), hash_or_text(&vector.root2));
        let accepted = proof.verify(old, root1, new, root2).is_ok();
        // The vectors refuse to begin with the empty tree at all; RFC 6962 leaves that open, and a
        // witness that sees a log for the first time needs it.
        let from_nothing = "consistency/additional/size1-is-zero-and-size2-is-not-zero.json";
        let want = !vector.want_err || vector.file == from_nothing;
        assert_eq!(accepted, want, "{}", vector.file);
    }
}

fn subtree(start: u64, end: u64) -> Option<Subtree> {
    Subtree::new(Size::new(start)?, Size::new(end)?).ok()
}

#[test]
fn public_subtree_inclusion_vectors() {
    let vectors = vectors::<SubtreeInclusionVector>("subtreeinclusion.json");
    assert_eq!(vectors.len(), 204);
    for vector in vectors {
        let accept = || {
            let subtree = subtree(vector.start, vector.end)?;
            let (leaf, root) = (vector_hash(&vector.leaf_hash)?, vector_hash(&vector.root)?);
            let proof = InclusionProof { hashes: vector_hashes(&vector.proof) };
            subtree.verify_inclusion(&proof, leaf, Index::new(vector.leaf_idx)?, root).ok()
        };
        assert_eq!(accept().is_some(), !vector.want_err, "{}", vector.file);
    }
}

#[test]
fn public_subtree_consistency_vectors() {
    let vectors = vectors::<SubtreeConsistencyVector>("subtreeconsistency.json");
    assert_eq!(vectors.len(), 118);
    for vector in vectors {
        let accept = || {
            let subtree = subtree(vector.start, vector.end)?;
            let (root, tree_root) = (hash_or_text(&vector.root1), hash_or_text(&vector.root2));
            subtree.verify_consistency(&vector_hashes(&vector.proof), root, Size::new(vector.size)?, tree_root).ok()
        };
        assert_eq!(accept().is_some(), !vector.want_err, "{}", vector.file);
    }
}

/// A subtree that begins a tree is that tree's beginning: both proofs of it are one.
#[test]
fn a_subtree_from_the_first_leaf_is_an_old_tree() {
    for vector in vectors::<ConsistencyVector>("consistency.json").into_iter().filter(|vector| vector.size1 > 0) {
        let (old, new) = (Size::new(vector.size1).unwrap(), Size::new(vector.size2).unwrap());
        let (root1, root2) = (hash_or_text(&vector.root1), hash_or_text(&vector.root2));
        let hashes = vector_hashes(&vector.proof);
        let as_subtree = Subtree::new(Size::ZERO, old).unwrap().verify_consistency(&hashes, root1, new, root2);
        let as_tree = ConsistencyProof { hashes }.verify(old, root1, new, root2);
        assert_eq!(as_subtree.is_ok(), as_tree.is_ok(), "{}", vector.file);
    }
}
