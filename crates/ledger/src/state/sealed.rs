//! Sealed places: no commitment stands twice, and only who is entitled opens one (docs/format/admission.md, "disclosure").

use super::facts::Fact;
use super::{Signer, State};
use crate::finding::Code;
use crate::record::{Disclosure, Kind, Record};

/// Commitments that stand in the log already, or twice in the record.
pub(super) fn reused_problems(state: &State, record: &Record) -> Vec<(Code, String)> {
    let sealed = record.sealed();
    let twice = |place: usize| sealed[..place].iter().any(|(_, earlier)| *earlier == sealed[place].1);
    let reused = (0..sealed.len()).filter(|place| twice(*place) || state.facts.has_commitment(sealed[*place].1));
    reused
        .map(|place| (Code::SealedReused, format!("the commitment of `{}` stands in the log already", sealed[place].0)))
        .collect()
}

/// What is wrong with a disclosure by this signer.
pub(super) fn disclosure_problems(state: &State, disclosure: &Disclosure, signer: Signer<'_>) -> Vec<(Code, String)> {
    let (facts, id) = (&state.facts, disclosure.target);
    match facts.fact(id) {
        Some(target) if matches!(target.kind(), Kind::Claim | Kind::Document) => {
            let mut problems: Vec<_> = mismatch(target, disclosure).into_iter().collect();
            if !signer.stands_for(&target.handle) {
                let words = format!("{} sealed it, and {signer} is no editor", target.handle);
                problems.push((Code::DisclosureAuthority, words));
            }
            problems
        }
        Some(target) => vec![(Code::ReferenceKind, format!("`target` names a {}, which seals nothing", target.kind()))],
        None if facts.has_id(id) => {
            vec![(Code::ReferenceKind, format!("`target` names {id}, which is of a kind that seals nothing"))]
        }
        None => vec![(Code::ReferenceMissing, format!("`target` names {id}"))],
    }
}

fn mismatch(target: &Fact, disclosure: &Disclosure) -> Option<(Code, String)> {
    let field = disclosure.field();
    let words = match target.sealed.iter().find(|(sealed, _)| *sealed == field) {
        Some((_, commitment)) if *commitment == disclosure.commitment(target.kid) => return None,
        Some(_) => format!("the commitment in `{field}` is to something else"),
        None => format!("the target has no sealed place `{field}`"),
    };
    Some((Code::SealedMismatch, words))
}
