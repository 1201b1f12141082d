//! Pages of the index, as a disk or somebody who shares the folder may have left them.

use super::{
    page::{IndexPage, Posting, Run, RunWriter},
    spans::{Family, Span},
};
use crate::hash::TreeHash;

/// Contents of pages: of a run without postings, of some keys with one place each, of a key with many.
pub fn seeds() -> Vec<Vec<u8>> {
    let run = Run { family: Family::Terms, span: Span { first: 0, leaves: 4096 }, tree: TreeHash::from_bytes([1; 32]) };
    let some = (0..70).map(|place| Posting { key: u64::from(place) << 56 | 7, place }).collect();
    let many = (0..400).map(|place| Posting { key: 5, place }).collect();
    let pages = [vec![], some, many].into_iter().flat_map(|postings: Vec<Posting>| {
        let mut writer = RunWriter::new(run);
        let mut pages: Vec<_> = postings.into_iter().filter_map(|posting| writer.add(posting)).collect();
        pages.push(writer.finish());
        pages
    });
    // Without the checksum, which damage would not get past.
    pages.map(|(_, value)| value[..value.len() - 32].to_vec()).collect()
}

/// What is read has one form, is in order, and stays within its bound.
pub fn check(contents: &[u8]) {
    let Some(page) = IndexPage::parse(contents) else { return };
    assert_eq!(page.encode(), contents, "accepted in a second form");
    let postings: Vec<_> = page.postings().collect();
    assert!(postings.is_sorted_by(|one, next| one < next), "accepted out of order");
    assert!(postings.last().is_none_or(|last| *last < page.to()), "accepted beyond its bound");
}
