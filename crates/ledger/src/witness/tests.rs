use super::*;
use crate::hash::TreeHash;
use crate::merkle::{ConsistencyPlan, Frontier, Node, empty_root, leaf_hash};

/// The leaf hashes of a log, of which the last `changed` ones are another history's.
fn leaves(size: u64, changed: u64) -> Vec<TreeHash> {
    (0..size).map(|at| leaf_hash(if size - at <= changed { &[1] } else { &[0] })).collect()
}

fn root(leaves: &[TreeHash]) -> TreeHash {
    let mut edge = Frontier::new();
    for leaf in leaves {
        edge.push(*leaf);
    }
    edge.root()
}

fn checkpoint(leaves: &[TreeHash]) -> Checkpoint {
    let size = Size::new(leaves.len() as u64).unwrap();
    Checkpoint { origin: "example.org/desk".to_owned(), size, root: root(leaves) }
}

fn proof(leaves: &[TreeHash], old: Size) -> ConsistencyProof {
    let plan = ConsistencyPlan::new(old, Size::new(leaves.len() as u64).unwrap()).unwrap();
    let node =
        |node: &Node| root(&leaves[(node.number as usize) << node.level..((node.number as usize) + 1) << node.level]);
    plan.finish(&plan.nodes().iter().map(node).collect::<Vec<_>>())
}

#[test]
fn cosigns_what_continues_and_nothing_else() {
    let log = leaves(20, 0);
    for last in 0..=20usize {
        for now in 0..=20usize {
            let (old, new) = (checkpoint(&log[..last]), checkpoint(&log[..now]));
            let known = (last > 0).then_some(&old);
            if now < last {
                let refusal = may_cosign(known, &new, old.size, &ConsistencyProof { hashes: vec![] });
                assert!(matches!(refusal, Err(Refusal::Rollback { .. })), "{last} {now}");
                continue;
            }
            let proof = proof(&log[..now], old.size);
            assert_eq!(may_cosign(known, &new, old.size, &proof), Ok(()), "{last} {now}");
            // Every change of the proof is refused.
            for at in 0..proof.hashes.len() {
                let mut other = proof.clone();
                other.hashes[at] = empty_root();
                let refusal = may_cosign(known, &new, old.size, &other);
                assert!(matches!(refusal, Err(Refusal::NotAContinuation { .. })), "{last} {now} {at}");
            }
        }
    }
}

#[test]
fn never_two_trees_of_one_size() {
    let (one, other) = (checkpoint(&leaves(5, 0)), checkpoint(&leaves(5, 1)));
    let empty = ConsistencyProof { hashes: vec![] };
    assert_eq!(may_cosign(Some(&one), &one, one.size, &empty), Ok(()));
    let refusal = Refusal::OtherRoot { last: Box::new(one.clone()), now: Box::new(other.clone()) };
    assert_eq!(may_cosign(Some(&one), &other, one.size, &empty), Err(refusal));
    // A fork further on: the proof of the other history doesn't begin with what was cosigned.
    let fork = leaves(9, 9);
    let refused = may_cosign(Some(&one), &checkpoint(&fork), one.size, &proof(&fork, one.size));
    assert!(matches!(refused, Err(Refusal::NotAContinuation { error: ProofError::WrongOldRoot, .. })), "{refused:?}");
}

#[test]
fn the_proof_begins_where_the_witness_is() {
    let log = leaves(9, 0);
    let (last, now) = (checkpoint(&log[..5]), checkpoint(&log));
    let three = Size::small(3);
    let error = Refusal::OldSize { want: last.size, got: three };
    assert_eq!(may_cosign(Some(&last), &now, three, &proof(&log, three)), Err(error));
    // Who begins at nothing has nothing to show, but a witness that knows the log asks for more.
    let nothing = ConsistencyProof { hashes: vec![] };
    assert_eq!(may_cosign(None, &now, Size::ZERO, &nothing), Ok(()));
    let error = Refusal::OldSize { want: last.size, got: Size::ZERO };
    assert_eq!(may_cosign(Some(&last), &now, Size::ZERO, &nothing), Err(error));
}
