use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;

use super::*;
use crate::position::{Index, Size};

/// Every size up to this one is tested with every index.
const SIZES: usize = 130;

fn leaves(count: usize) -> Vec<TreeHash> {
    (0..count).map(|i| leaf_hash(&(i as u64).to_be_bytes())).collect()
}

/// MTH of RFC 6962 section 2.1, over leaf hashes: slow and obviously right.
fn root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(root(left), root(right))
        }
    }
}

/// The largest power of two that is smaller than `n`.
fn split(n: usize) -> usize {
    (0..).map(|exponent| 1 << exponent).take_while(|&power| power < n).last().unwrap()
}

/// PATH of RFC 6962 section 2.1.1.
fn path(m: usize, leaves: &[TreeHash]) -> Vec<TreeHash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let k = split(leaves.len());
    let (mut path, sibling) = if m < k {
        (path(m, &leaves[..k]), root(&leaves[k..]))
    } else {
        (path(m - k, &leaves[k..]), root(&leaves[..k]))
    };
    path.push(sibling);
    path
}

/// SUBPROOF of RFC 6962 section 2.1.2.
fn subproof(m: usize, leaves: &[TreeHash], whole: bool) -> Vec<TreeHash> {
    if m == leaves.len() {
        return if whole { vec![] } else { vec![root(leaves)] };
    }
    let k = split(leaves.len());
    let (mut proof, sibling) = if m <= k {
        (subproof(m, &leaves[..k], whole), root(&leaves[k..]))
    } else {
        (subproof(m - k, &leaves[k..], false), root(&leaves[..k]))
    };
    proof.push(sibling);
    proof
}

/// The hashes of complete subtrees, which is all that plans ask for.
fn fetch(nodes: &[Node], leaves: &[TreeHash]) -> Vec<TreeHash> {
    let under = |node: &Node| {
        let begin = (node.number as usize) << node.level;
        &leaves[begin..begin + (1 << node.level)]
    };
    nodes.iter().map(|node| root(under(node))).collect()
}

fn flip(hash: &mut TreeHash, bit: usize) {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8 % 32] ^= 1 << (bit % 8);
    *hash = TreeHash::from_bytes(bytes);
}

fn index(i: usize) -> Index {
    Index::new(i as u64).unwrap()
}

fn size(n: usize) -> Size {
    Size::new(n as u64).unwrap()
}

fn inclusion(m: usize, leaves: &[TreeHash]) -> InclusionProof {
    let plan = InclusionPlan::new(index(m), size(leaves.len())).unwrap();
    plan.finish(&fetch(plan.nodes(), leaves))
}

fn consistency(m: usize, leaves: &[TreeHash]) -> ConsistencyProof {
    let plan = ConsistencyPlan::new(size(m), size(leaves.len())).unwrap();
    plan.finish(&fetch(plan.nodes(), leaves))
}

#[test]
fn known_hashes() {
    // SHA-256 of nothing, of 00, and of 01 and two times the former.
    assert_eq!(empty_root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let empty_leaf = leaf_hash(b"");
    assert_eq!(empty_leaf.to_string(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    let node = [&[1], &empty_leaf.as_bytes()[..], empty_leaf.as_bytes()].concat();
    assert_eq!(node_hash(empty_leaf, empty_leaf).as_bytes(), Sha256::of(&node).as_bytes());
}

#[test]
fn frontier_has_the_root_of_every_size() {
    let leaves = leaves(SIZES);
    let mut frontier = Frontier::new();
    for n in 0..=SIZES {
        assert_eq!(frontier.root(), root(&leaves[..n]), "size {n}");
        assert_eq!(frontier.size(), size(n));
        let hashes = fetch(&Frontier::nodes(size(n)), &leaves);
        assert_eq!(Frontier::from_hashes(size(n), hashes), Ok(frontier.clone()), "size {n}");
        if n < SIZES {
            assert_eq!(frontier.push(leaves[n]), index(n));
        }
    }
}

#[test]
fn frontier_wants_exactly_its_hashes() {
    let leaves = leaves(7);
    for got in [0, 2, 4] {
        let error = FrontierError { want: 3, got };
        assert_eq!(Frontier::from_hashes(size(7), leaves[..got].to_vec()), Err(error));
    }
}

#[test]
fn inclusion_proofs_are_those_of_the_rfc_and_every_damage_is_seen() {
    let all = leaves(SIZES);
    for n in 1..=SIZES {
        let leaves = &all[..n];
        let root = root(leaves);
        for m in 0..n {
            let proof = inclusion(m, leaves);
            assert_eq!(proof.hashes, path(m, leaves), "{m} of {n}");
            let verify = |proof: &InclusionProof| proof.verify(leaves[m], index(m), size(n), root);
            assert_eq!(verify(&proof), Ok(()), "{m} of {n}");

            for i in 0..proof.hashes.len() {
                let mut damaged = proof.clone();
                flip(&mut damaged.hashes[i], m + 7 * n + i);
                assert_eq!(verify(&damaged), Err(ProofError::WrongRoot), "{m} of {n}, hash {i}");
            }
            let want = proof.hashes.len();
            let mut longer = proof.clone();
            longer.hashes.push(root);
            let error = ProofError::WrongLength { want, got: want + 1 };
            assert_eq!(verify(&longer), Err(error));
            let mut shorter = proof.clone();
            if shorter.hashes.pop().is_some() {
                let error = ProofError::WrongLength { want, got: want - 1 };
                assert_eq!(verify(&shorter), Err(error));
            }
            for other in [(m + 1) % n, (m + n / 2) % n].into_iter().filter(|&other| other != m) {
                let result = proof.verify(leaves[m], index(other), size(n), root);
                assert!(result.is_err(), "{m} taken for {other} of {n}");
            }
            let mut other_root = root;
            flip(&mut other_root, m);
            let result = proof.verify(leaves[m], index(m), size(n), other_root);
            assert_eq!(result, Err(ProofError::WrongRoot));
        }
        let result = inclusion(0, leaves).verify(leaves[0], index(n), size(n), root);
        assert_eq!(result, Err(ProofError::OutOfRange));
    }
    assert_eq!(InclusionPlan::new(index(3), size(3)).unwrap_err(), ProofError::OutOfRange);
    assert_eq!(InclusionPlan::new(index(0), size(0)).unwrap_err(), ProofError::OutOfRange);
}

#[test]
fn consistency_proofs_are_those_of_the_rfc_and_every_damage_is_seen() {
    let all = leaves(SIZES);
    let roots: Vec<_> = (0..=SIZES).map(|n| root(&all[..n])).collect();
    for n in 1..=SIZES {
        for m in 1..=n {
            let proof = consistency(m, &all[..n]);
            assert_eq!(proof.hashes, subproof(m, &all[..n], true), "{m} to {n}");
            let verify = |proof: &ConsistencyProof, old, new| proof.verify(size(m), old, size(n), new);
            assert_eq!(verify(&proof, roots[m], roots[n]), Ok(()), "{m} to {n}");

            for i in 0..proof.hashes.len() {
                let mut damaged = proof.clone();
                flip(&mut damaged.hashes[i], m + 7 * n + i);
                assert!(verify(&damaged, roots[m], roots[n]).is_err(), "{m} to {n}, hash {i}");
            }
            let want = proof.hashes.len();
            let mut longer = proof.clone();
            longer.hashes.push(roots[n]);
            let error = ProofError::WrongLength { want, got: want + 1 };
            assert_eq!(verify(&longer, roots[m], roots[n]), Err(error));
            let mut other = roots[m];
            flip(&mut other, n);
            assert!(verify(&proof, other, roots[n]).is_err(), "{m} to {n}");
            let mut other = roots[n];
            flip(&mut other, m);
            assert_eq!(verify(&proof, roots[m], other), Err(ProofError::WrongRoot));
        }
    }
}

#[test]
fn consistency_from_nothing_and_to_itself() {
    let leaves = leaves(3);
    let (empty, full) = (empty_root(), root(&leaves));
    let none = ConsistencyProof { hashes: vec![] };
    let some = ConsistencyProof { hashes: vec![empty] };
    assert_eq!(consistency(0, &leaves), none);
    assert_eq!(consistency(0, &[]), none);
    assert_eq!(consistency(3, &leaves), none);
    assert_eq!(none.verify(size(0), empty, size(3), full), Ok(()));
    assert_eq!(none.verify(size(0), empty, size(0), empty), Ok(()));
    assert_eq!(none.verify(size(3), full, size(3), full), Ok(()));

    let too_long = Err(ProofError::WrongLength { want: 0, got: 1 });
    assert_eq!(some.verify(size(0), empty, size(3), full), too_long);
    assert_eq!(some.verify(size(3), full, size(3), full), too_long);
    assert_eq!(none.verify(size(0), full, size(3), full), Err(ProofError::WrongOldRoot));
    assert_eq!(none.verify(size(0), full, size(0), full), Err(ProofError::WrongOldRoot));
    assert_eq!(none.verify(size(0), empty, size(0), full), Err(ProofError::WrongRoot));
    assert_eq!(none.verify(size(3), full, size(3), empty), Err(ProofError::WrongRoot));
    assert_eq!(none.verify(size(3), full, size(2), full), Err(ProofError::OutOfRange));
    assert_eq!(ConsistencyPlan::new(size(3), size(2)).unwrap_err(), ProofError::OutOfRange);
}

#[test]
fn the_largest_tree_has_plans() {
    let all = Size::new((1 << 63) - 1).unwrap();
    let last = all.index_of_last().unwrap();
    assert_eq!(Frontier::nodes(all).len(), 63);
    assert_eq!(InclusionPlan::new(last, all).unwrap().nodes().len(), 62);
    // The one sibling at the right edge needs all of the edge's subtrees but the largest.
    assert_eq!(InclusionPlan::new(Index::ZERO, all).unwrap().nodes().len(), 62 + 62);
    assert_eq!(ConsistencyPlan::new(last.size_before(), all).unwrap().nodes().len(), 63);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn agrees_with_another_implementation(n in 1usize..600, m in any::<prop::sample::Index>()) {
        let m = m.index(n);
        let mut oracle = MemoryBackedTree::<sha2::Sha256, [u8; 8]>::new();
        let mut frontier = Frontier::new();
        for i in 0..n {
            oracle.push((i as u64).to_be_bytes());
            frontier.push(leaf_hash(&(i as u64).to_be_bytes()));
        }
        let (ours, theirs) = (frontier.root(), oracle.root());
        prop_assert_eq!(&ours.as_bytes()[..], &theirs.as_bytes()[..]);
        let leaves = leaves(n);
        let concat = |hashes: &[TreeHash]| -> Vec<u8> {
            hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
        };
        let ours = concat(&inclusion(m, &leaves).hashes);
        let theirs = oracle.prove_inclusion(m);
        prop_assert_eq!(&ours[..], theirs.as_bytes());
        if m > 0 {
            let ours = concat(&consistency(m, &leaves).hashes);
            let theirs = oracle.prove_consistency(n - m);
            prop_assert_eq!(&ours[..], theirs.as_bytes());
        }
    }

}

proptest! {
    #[test]
    fn proofs_have_the_length_that_another_count_gives(n in 2u64..1 << 63, m: u64) {
        let m = m % n;
        // The bits in which the index differs from that of the last leaf, and above these the ones
        // of the index. For a single leaf there would be none.
        let inner = 64 - (m ^ (n - 1)).leading_zeros();
        let want = (inner + (m >> inner).count_ones()) as usize;
        let none = InclusionProof { hashes: vec![] };
        let (index, size) = (Index::new(m).unwrap(), Size::new(n).unwrap());
        let result = none.verify(empty_root(), index, size, empty_root());
        prop_assert_eq!(result, Err(ProofError::WrongLength { want, got: 0 }));
    }
}
