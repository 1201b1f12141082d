//! Runs in pages against a plain list of postings.

use std::{collections::BTreeMap, ops::ControlFlow};

use proptest::prelude::*;

use super::{
    page::{IndexPage, Posting, Run, RunWriter, Stored},
    pages::{Pages, Values},
    reason::Reason,
    spans::{Family, Span},
};
use crate::hash::TreeHash;

const LEAVES: u64 = 4096;

impl Values for BTreeMap<Vec<u8>, Vec<u8>> {
    fn floor(&mut self, name: &[u8]) -> Result<Option<(sled::IVec, sled::IVec)>, Reason> {
        let found = self.range(..=name.to_vec()).next_back();
        Ok(found.map(|(name, value)| (name.as_slice().into(), value.as_slice().into())))
    }
}

fn run(first: u64) -> Run {
    Run { family: Family::Terms, span: Span { first, leaves: LEAVES }, tree: TreeHash::from_bytes([7; 32]) }
}

fn pages_of(run: Run, postings: &[Posting]) -> Vec<Stored> {
    let mut writer = RunWriter::new(run);
    let mut pages: Vec<Stored> = postings.iter().filter_map(|posting| writer.add(*posting)).collect();
    pages.push(writer.finish());
    pages
}

fn store(pages: impl IntoIterator<Item = Stored>) -> Pages<BTreeMap<Vec<u8>, Vec<u8>>> {
    Pages::new(pages.into_iter().map(|(name, value)| (name.to_vec(), value)).collect())
}

fn scanned(
    pages: &mut Pages<BTreeMap<Vec<u8>, Vec<u8>>>,
    run: &Run,
    from: Posting,
    last: Posting,
) -> Result<Vec<Posting>, Reason> {
    let mut found = Vec::new();
    pages.scan(run, from, last, |posting| {
        found.push(posting);
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Few keys with many places and many keys with few, at both ends of the numbers too.
fn postings() -> impl Strategy<Value = Vec<Posting>> {
    let key = prop_oneof![0..4u64, Just(u64::MAX), any::<u64>()];
    let posting = (key, 0..LEAVES as u32).prop_map(|(key, place)| Posting { key, place });
    prop::collection::btree_set(posting, 0..900).prop_map(|set| set.into_iter().collect())
}

fn bound() -> impl Strategy<Value = Posting> {
    let key = prop_oneof![0..5u64, Just(u64::MAX), any::<u64>()];
    (key, prop_oneof![Just(0), Just(u32::MAX), 0..LEAVES as u32]).prop_map(|(key, place)| Posting { key, place })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_scan_finds_what_a_list_has(postings in postings(), bounds in prop::collection::vec((bound(), bound()), 20)) {
        // The run before it in the store ends where it begins, the one behind it begins where it ends.
        let stored = [0, LEAVES, 2 * LEAVES].map(|first| pages_of(run(first), &postings));
        prop_assert!(stored[1].iter().all(|(_, value)| value.len() <= 1000));
        let mut pages = store(stored.into_iter().flatten());
        for (from, last) in bounds {
            let want: Vec<_> = postings.iter().copied().filter(|it| from <= *it && *it <= last).collect();
            prop_assert_eq!(scanned(&mut pages, &run(LEAVES), from, last).unwrap(), want);
        }
    }

    #[test]
    fn merged_runs_are_all_their_postings_in_order(parts in prop::collection::vec(postings(), 1..4)) {
        let runs: Vec<_> = (0..parts.len() as u64).map(|number| run(number * LEAVES)).collect();
        let mut pages = store(std::iter::zip(&runs, &parts).flat_map(|(run, postings)| pages_of(*run, postings)));
        let mut merged = Vec::new();
        pages.merge(&runs, |_, run, posting| {
            merged.push((posting.key, run.span.first + u64::from(posting.place)));
            Ok::<_, Reason>(())
        }).unwrap();
        let each = std::iter::zip(&runs, &parts);
        let mut want: Vec<_> = each.flat_map(|(run, postings)| {
            postings.iter().map(|posting| (posting.key, run.span.first + u64::from(posting.place)))
        }).collect();
        want.sort_unstable();
        prop_assert_eq!(merged, want);
    }

    #[test]
    fn a_page_that_is_lost_or_changed_never_passes_for_an_absence(
        postings in postings(), which in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>(), is_lost in any::<bool>(),
    ) {
        let mut stored = pages_of(run(0), &postings);
        let which = which.index(stored.len());
        if is_lost {
            stored.remove(which);
        } else {
            let value = &mut stored[which].1;
            let bit = bit.index(8 * value.len());
            value[bit / 8] ^= 1 << (bit % 8);
        }
        let mut pages = store(stored);
        prop_assert!(scanned(&mut pages, &run(0), Posting::FIRST, Posting::END).is_err());
        for posting in &postings {
            if let Ok(found) = scanned(&mut pages, &run(0), *posting, *posting) {
                prop_assert_eq!(found, vec![*posting]);
            }
        }
    }

    #[test]
    fn a_page_has_one_form(contents in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Some(page) = IndexPage::parse(&contents) {
            prop_assert_eq!(page.encode(), contents);
        }
    }
}

#[test]
fn a_page_of_another_run_doesn_t_open() {
    let page = &pages_of(run(0), &[Posting { key: 5, place: 6 }])[0].1;
    assert!(run(0).open(Posting::FIRST, page).is_some());
    assert!(run(LEAVES).open(Posting::FIRST, page).is_none());
    assert!(run(0).open(Posting { key: 1, place: 0 }, page).is_none());
    assert!(Run { family: Family::Ids, ..run(0) }.open(Posting::FIRST, page).is_none());
    assert!(Run { tree: TreeHash::from_bytes([8; 32]), ..run(0) }.open(Posting::FIRST, page).is_none());
}

#[test]
fn what_is_out_of_order_is_no_page() {
    let page = |groups: &[(u64, &[u32])]| {
        let mut bytes = [0xff; 12].to_vec();
        for (key, places) in groups {
            bytes.extend(key.to_be_bytes());
            bytes.extend((places.len() as u16).to_be_bytes());
            bytes.extend(places.iter().flat_map(|place| place.to_be_bytes()));
        }
        bytes
    };
    let is_page = |groups: &[(u64, &[u32])]| IndexPage::parse(&page(groups)).is_some();
    assert!(is_page(&[]));
    assert!(is_page(&[(1, &[2, 3]), (2, &[0])]));
    assert!(!is_page(&[(2, &[0]), (1, &[2])]));
    assert!(!is_page(&[(1, &[2]), (1, &[3])]));
    assert!(!is_page(&[(1, &[3, 2])]));
    assert!(!is_page(&[(1, &[2, 2])]));
    assert!(!is_page(&[(1, &[])]));
    assert!(!is_page(&[(u64::MAX, &[u32::MAX])]));
    let whole = page(&[(1, &[2, 3])]);
    assert!((0..whole.len()).all(|length| length == 12 || IndexPage::parse(&whole[..length]).is_none()));
}
