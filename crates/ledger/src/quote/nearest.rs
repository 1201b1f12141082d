//! The words of a text that come closest to a quote that isn't there.

use std::collections::HashMap;

/// The code points from the first to the last word that a run of the text shares with what was typed: the run is as many words long
/// as the quote, and shares the most. `None` when fewer than two words, or less than a third of them, are shared.
pub(super) fn nearest(text: &[char], typed: &str) -> Option<(usize, usize)> {
    let typed: Vec<char> = typed.chars().collect();
    let wanted = words(&typed);
    let found = words(text);
    let mut missing: HashMap<&str, i64> = HashMap::new();
    for (_, _, word) in &wanted {
        *missing.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    let mut best = (0, 0);
    for (last, (_, _, word)) in found.iter().enumerate() {
        if let Some(count) = missing.get_mut(word.as_str()) {
            shared += usize::from(*count > 0);
            *count -= 1;
        }
        if let Some(gone) = last.checked_sub(wanted.len())
            && let Some(count) = missing.get_mut(found[gone].2.as_str())
        {
            *count += 1;
            shared -= usize::from(*count > 0);
        }
        if shared > best.0 {
            best = (shared, last);
        }
    }
    let (shared, last) = best;
    if shared < 2.min(wanted.len()) || shared * 3 < wanted.len() || shared == 0 {
        return None;
    }
    let run = &found[(last + 1).saturating_sub(wanted.len())..=last];
    let is_wanted = |(_, _, word): &&(usize, usize, String)| missing.contains_key(word.as_str());
    Some((run.iter().find(is_wanted)?.0, run.iter().rfind(is_wanted)?.1))
}

/// The words of a text in lower case, each with its start and end.
fn words(text: &[char]) -> Vec<(usize, usize, String)> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, end) in text.iter().enumerate().map(|(at, char)| (at, !char.is_alphanumeric())).chain([(text.len(), true)])
    {
        if !end {
            continue;
        }
        if start < at {
            words.push((start, at, text[start..at].iter().collect::<String>().to_lowercase()));
        }
        start = at + 1;
    }
    words
}
