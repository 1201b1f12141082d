use super::*;
use crate::merkle::{ConsistencyPlan, Node};
use crate::merkle::{Frontier, empty_root, leaf_hash};
use proptest::prelude::*;

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

#[test]
fn requests_go_out_and_in() {
    let hashes = leaves(3, 1);
    for hashes in [vec![], hashes] {
        let request =
            Request { old: Size::small(7), proof: ConsistencyProof { hashes }, checkpoint: b"a\n\nb\n".to_vec() };
        assert_eq!(Request::parse(request.to_string().as_bytes()), Ok(request));
    }
}

#[test]
fn refuses_every_other_request() {
    let hash = STANDARD.encode([7; 32]);
    let many = format!("old 1\n{}\nx", format!("{hash}\n").repeat(64));
    for (what, text, error) in [
        ("empty", "", RequestError::Old),
        ("another word", "new 1\n\nx", RequestError::Old),
        ("leading zero", "old 01\n\nx", RequestError::Old),
        ("sign", "old +1\n\nx", RequestError::Old),
        ("negative", "old -1\n\nx", RequestError::Old),
        ("two spaces", "old  1\n\nx", RequestError::Old),
        ("carriage return", "old 1\r\n\nx", RequestError::Old),
        ("too large", "old 9223372036854775808\n\nx", RequestError::Old),
        ("no empty line", &format!("old 1\n{hash}\n"), RequestError::NoCheckpoint),
        ("short hash", "old 1\nAAAA\n\nx", RequestError::Hash { line: 2 }),
        ("a second line that is no hash", &format!("old 1\n{hash}\n{hash}=\n\nx"), RequestError::Hash { line: 3 }),
        ("trailing bits", &format!("old 1\n{}\n\nx", hash.replace("c=", "d=")), RequestError::Hash { line: 2 }),
        ("too many", &many, RequestError::TooMany),
    ] {
        assert_eq!(Request::parse(text.as_bytes()), Err(error), "{what}");
    }
    assert_eq!(Request::parse(&vec![b'a'; REQUEST_LIMIT_BYTES + 1]), Err(RequestError::TooLong));
}

proptest! {
    #[test]
    fn parsing_never_panics(bytes: Vec<u8>, text in "(old )?[0-9]{0,3}\n([A-Za-z0-9+/]{43}=\n){0,3}\n?.{0,9}") {
        let _ = Request::parse(&bytes);
        if let Ok(request) = Request::parse(text.as_bytes()) {
            prop_assert_eq!(request.to_string(), text);
        }
    }
}
