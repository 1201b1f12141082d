//! The journal, as a disk or somebody who shares the folder may have left it.

use super::*;

/// Journals of no, one and three frames.
pub fn seeds() -> Vec<Vec<u8>> {
    let begin = header(Size::small(7), TreeHash::from_bytes([1; 32]));
    let mut journal = begin.clone();
    let mut seeds = vec![begin.clone()];
    let (check, mut last_hash, mut end) = (check_of(&begin), last_32(&begin), Size::small(7));
    for leaves in [vec![vec![]], vec![b"one".to_vec(), vec![0; 40]], vec![vec![7; 300]]] {
        let frame = frame(&check, &last_hash, end, &leaves);
        last_hash = last_32(&frame);
        end = end.checked_add(leaves.len() as u64).unwrap();
        journal.extend(frame);
        seeds.push(journal.clone());
    }
    seeds
}

/// What is read is what somebody wrote, byte for byte, up to a frame that was cut short.
pub fn check(bytes: &[u8]) {
    let Ok(contents) = parse(bytes.to_vec()) else { return };
    let mut again = header(contents.base, contents.root);
    let (check, mut last_hash, mut end) = (check_of(&again), last_32(&again), contents.base);
    for it in &contents.frames {
        assert_eq!(it.first, end.index_of_next(), "a frame that doesn't follow");
        let frame = frame(&check, &last_hash, end, &it.leaves);
        last_hash = last_32(&frame);
        end = end.checked_add(it.leaves.len() as u64).unwrap();
        again.extend(frame);
    }
    assert_eq!(end, contents.end);
    assert_eq!(again, contents.whole, "accepted in a second form");
    assert_eq!(again.len() as u64 + contents.torn_bytes, bytes.len() as u64);
    assert!(bytes.starts_with(&again));
    let _ = contents.check(contents.end, contents.root);
}
