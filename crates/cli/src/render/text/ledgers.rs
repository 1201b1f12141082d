//! One event in two ledgers.

use super::two::{one_side, others};
use super::{claim, head, opinions, question, verdict};
use crate::render::case::{Case, LedgerFacts};
use crate::render::layout::{Page, Piece, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{LedgersRow, Matched, MatchedBy, SourceInBoth, TwoLedgers};
use byline_ledger::accounts::verdict::Label;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;

/// What is recorded on an event in two ledgers: what both have side by side, then what one has alone.
pub fn two_ledgers(
    case: &Case<'_>,
    there: &LedgerFacts,
    two: &TwoLedgers,
    (matched, alike): (&[Matched], &[(RecordId, RecordId)]),
    shown: &Shown,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    let title = format!(
        "Beside {} ({}) as logged in {}, {}, sealed {}. {}",
        case.casefile.name(two.other_event),
        case.slug(two.other_event),
        there.origin,
        words::entries(there.size),
        there.sealed_at,
        totals(case, two),
    );
    head(&mut page, case, shown, &title);
    let names = [format!("here: {}", case.ledger.origin), format!("there: {}", there.origin)];
    let (shared, unshared): (Vec<&LedgersRow>, Vec<&LedgersRow>) =
        two.rows.iter().partition(|row| !row.here.is_empty() && !row.there.is_empty());
    for row in &shared {
        one_row(&mut page, case, row, &names, shown);
    }
    if shared.is_empty() {
        page.gap();
        page.line(0, Tone::Strong, "No question is asked in both. --same OURS=THEIRS says that two questions are one.");
    }
    for row in unshared.iter().filter(|_| shown.all) {
        one_row(&mut page, case, row, &names, shown);
    }
    opinions(&mut page, case);
    tell_matched(&mut page, case, matched, alike);
    if !shown.all {
        tell_folded(&mut page, case, &unshared);
    }
    page.into_text()
}

fn answers(case: &Case<'_>, ids: &[RecordId]) -> bool {
    case.claims(ids).iter().any(ClaimView::answers)
}

fn totals(case: &Case<'_>, two: &TwoLedgers) -> String {
    let asked_in_both = two.rows.iter().filter(|row| !row.here.is_empty() && !row.there.is_empty()).count();
    let sources = || two.rows.iter().flat_map(|row| &row.sources);
    let labels: Vec<Label> =
        sources().filter_map(|one| one.claims.leading.as_ref()).map(|pair| pair.verdict.label).collect();
    let of = |label: Label| labels.iter().filter(|other| **other == label).count();
    let mut parts: Vec<String> = [Label::Conflict, Label::Agree, Label::Compatible, Label::Unaligned, Label::Silent]
        .into_iter()
        .filter(|label| of(*label) > 0)
        .map(|label| format!("{} {}", of(label), words::label(label)))
        .collect();
    let only = |own: fn(&SourceInBoth) -> &[RecordId], other: fn(&SourceInBoth) -> &[RecordId]| {
        sources().filter(|one| answers(case, own(one)) && !answers(case, other(one))).count()
    };
    let here = only(|one| &one.claims.left, |one| &one.claims.right);
    let there = only(|one| &one.claims.right, |one| &one.claims.left);
    parts.push(format!("{} only here", words::count(here, "answer")));
    parts.push(format!("{} only there", words::count(there, "answer")));
    format!("{} asked in both; of the same source: {}.", words::count(asked_in_both, "question"), parts.join(", "))
}

fn one_row(page: &mut Page, case: &Case<'_>, row: &LedgersRow, names: &[String; 2], shown: &Shown) {
    let questions = [row.here.as_slice(), row.there.as_slice()].concat();
    question(page, case, &questions);
    for one in &row.sources {
        let silent =
            !answers(case, &one.claims.left) && !answers(case, &one.claims.right) && one.claims.past.is_empty();
        if silent && !shown.all {
            continue;
        }
        page.gap();
        if one.claims.left.is_empty() || one.claims.right.is_empty() {
            alone(page, case, one);
            others(page, case, &one.claims, shown);
            continue;
        }
        page.line(0, Tone::Strong, &one.source.words(case.casefile));
        let width = ((page.width() - 5) / 2).min(76);
        let side = |name: &String, ids: &[RecordId]| {
            let mut pieces = vec![Piece::new(Tone::Faint, name.clone())];
            if let Some((leading, rest)) = case.claims(ids).split_first() {
                pieces.extend(one_side(case, leading));
                pieces.extend(more(rest.len()).map(|more| Piece::new(Tone::Faint, more)));
            }
            (width, pieces)
        };
        page.row(1, &[side(&names[0], &one.claims.left), side(&names[1], &one.claims.right)], " \u{2502} ");
        if let Some(pair) = &one.claims.leading {
            page.gap();
            verdict(page, 1, &pair.verdict);
        }
        others(page, case, &one.claims, shown);
    }
}

/// What one ledger alone has of a source.
fn alone(page: &mut Page, case: &Case<'_>, one: &SourceInBoth) {
    let (whose, ids) = match one.claims.right.is_empty() {
        true => ("only here", &one.claims.left),
        false => ("only there", &one.claims.right),
    };
    if let Some((leading, rest)) = case.claims(ids).split_first() {
        page.line(0, Tone::Faint, &format!("{whose}:"));
        claim(page, case, 2, leading);
        if let Some(more) = more(rest.len()) {
            page.line(4, Tone::Faint, &more);
        }
    }
}

fn more(claims: usize) -> Option<String> {
    (claims > 0).then(|| format!("and {} of the same source", words::count(claims, "more claim")))
}

/// Why things of two ledgers count as one: nobody judged it in either of them. What is only named alike doesn't.
fn tell_matched(page: &mut Page, case: &Case<'_>, matched: &[Matched], alike: &[(RecordId, RecordId)]) {
    if matched.is_empty() && alike.is_empty() {
        return;
    }
    page.gap();
    page.rule("what is the same in both");
    let names = |here: RecordId, there: RecordId| format!("{} = {}", case.slug(here), case.slug(there));
    let mut tell = |why: &str, pairs: Vec<String>| {
        if !pairs.is_empty() {
            page.hanging(0, "", 2, &Piece::plain(format!("{why}: {}", pairs.join(", "))));
        }
    };
    let by = |wanted: fn(&MatchedBy) -> bool| {
        let found = matched.iter().filter(|one| wanted(&one.by));
        found.map(|one| names(one.here, one.there)).collect::<Vec<_>>()
    };
    tell("You said so", by(|by| *by == MatchedBy::Said));
    tell("Asked in the same words and form", by(|by| *by == MatchedBy::SameQuestion));
    let uris = matched.iter().filter_map(|one| match &one.by {
        MatchedBy::SameAs(uri) => Some(format!("{} ({uri})", names(one.here, one.there))),
        _ => None,
    });
    tell("Both ledgers name the same URI", uris.collect());
    let pairs = alike.iter().map(|(here, there)| format!("--same {}={}", case.slug(*here), case.slug(*there)));
    tell("Named alike, and not taken as the same unless you say so", pairs.collect());
}

fn tell_folded(page: &mut Page, case: &Case<'_>, alone: &[&LedgersRow]) {
    let list = |rows: Vec<&RecordId>| rows.into_iter().map(|id| case.slug(*id)).collect::<Vec<_>>().join(", ");
    let here: Vec<&RecordId> = alone.iter().flat_map(|row| &row.here).collect();
    let there: Vec<&RecordId> = alone.iter().flat_map(|row| &row.there).collect();
    let mut parts = Vec::new();
    if !here.is_empty() {
        parts.push(format!("{} asked only here ({})", words::count(here.len(), "question"), list(here)));
    }
    if !there.is_empty() {
        parts.push(format!("{} asked only there ({})", words::count(there.len(), "question"), list(there)));
    }
    if !parts.is_empty() {
        page.gap();
        page.line(0, Tone::Faint, &format!("Folded away: {}. --all shows them.", parts.join("; ")));
    }
}
