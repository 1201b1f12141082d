//! The public proof vectors, in tests/vectors/merkle/.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use super::{ConsistencyProof, InclusionProof, leaf_hash};
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
