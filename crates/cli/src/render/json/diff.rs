//! `diff/1`: the six views of `byline diff`. Claims and documents stand once, in lists of their own; everything else names them by id.

use super::{claims_and_documents, event, id, ids, ledger, opinions, origins, pair, question, source_key, verdict};
use crate::render::case::{Case, LedgerFacts};
use crate::render::text::Since;
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::comparison::{
    Cell, Changes, DocumentView, LoggedChange, Matched, MatchedBy, Matrix, Row, SourceKey, Summary, Timeline,
    TwoLedgers, TwoRow, TwoSources,
};
use byline_ledger::hash::RecordId;
use serde_json::{Value, json};

/// The version of all of them.
const VERSION: &str = "diff/1";

fn view(case: &Case<'_>, view: &str, claims: Vec<RecordId>, rows: Value, more: Value) -> Value {
    let (claims, documents) = claims_and_documents(case, claims);
    let mut value = json!({
        "byline": VERSION, "view": view, "note": NO_JUDGE, "ledger": ledger(case.ledger), "event": event(case),
        "rows": rows, "claims": claims, "documents": documents, "opinions": opinions(case),
    });
    if let (Value::Object(fields), Value::Object(more)) = (&mut value, more) {
        fields.extend(more);
    }
    value
}

/// Questions of a row.
fn questions(case: &Case<'_>, ids: &[RecordId]) -> Value {
    ids.iter().map(|one| question(case, *one)).collect()
}

/// All sources.
pub fn all_sources(case: &Case<'_>, matrix: &Matrix) -> Value {
    let claims = matrix.rows.iter().flat_map(claims_of_row).collect();
    let columns: Value = (matrix.columns.iter())
        .map(|column| {
            let mut value = source_key(case, &column.key);
            if let Value::Object(fields) = &mut value {
                fields.insert("speaks_for".to_owned(), json!(column.speaks_for.map(id)));
            }
            value
        })
        .collect();
    let rows = matrix.rows.iter().map(|one| row(case, one)).collect();
    view(case, "all-sources", claims, rows, json!({ "columns": columns }))
}

/// All claims of a row.
pub fn claims_of_row(row: &Row) -> Vec<RecordId> {
    let of_cell = |cell: &Cell| -> Vec<RecordId> {
        [&cell.leading.into_iter().collect::<Vec<_>>(), &cell.others, &cell.revised, &cell.withdrawn]
            .into_iter()
            .flatten()
            .copied()
            .collect()
    };
    row.cells.iter().flat_map(of_cell).collect()
}

/// A row of the matrix.
pub fn row(case: &Case<'_>, row: &Row) -> Value {
    let pairs = case.claim_pairs(row);
    let cell = |cell: &Cell| {
        json!({
            "column": cell.column, "leading": cell.leading.map(id), "others": ids(&cell.others),
            "revised": ids(&cell.revised), "withdrawn": ids(&cell.withdrawn),
            "relays": cell.relays.iter().map(pair).collect::<Value>(),
        })
    };
    let groups: Value = (row.groups.iter())
        .map(|group| {
            json!({ "claims": ids(&group.claims), "columns": group.columns, "origins": origins(&group.origins) })
        })
        .collect();
    json!({
        "questions": questions(case, &row.questions),
        "outcome": { "code": row.summary.kind.code(), "words": row.summary.words },
        "cells": row.cells.iter().map(cell).collect::<Value>(),
        "answers": groups,
        "pairs": pairs.pairs.iter().map(pair).collect::<Value>(),
        "pairs_of": if pairs.are_all { "all-claims" } else { "leading-claims" },
        "aligned": row.aligned.iter().map(pair).collect::<Value>(),
        "not_compared": row.not_compared,
    })
}

/// One document.
pub fn one_document(case: &Case<'_>, one: &DocumentView) -> Value {
    let claims = one.rows.iter().flat_map(|row| row.answers.iter().chain(&row.silent).chain(&row.withdrawn)).copied();
    let rows = (one.rows.iter())
        .map(|row| {
            json!({
                "questions": questions(case, &row.questions), "words": row.words, "answers": ids(&row.answers),
                "silent": ids(&row.silent), "withdrawn": ids(&row.withdrawn), "origins": origins(&row.origins),
                "without_name": row.without_name,
            })
        })
        .collect();
    let more = json!({
        "document": id(one.document), "words": one.words, "origins": origins(&one.origins), "answers": one.answers,
        "without_name": one.without_name,
    });
    view(case, "one-document", claims.collect(), rows, more)
}

/// Two sources.
pub fn two_sources(case: &Case<'_>, two: &TwoSources) -> Value {
    let claims = two.rows.iter().flat_map(|row| row.left.iter().chain(&row.right).chain(&row.past)).copied();
    let rows = two.rows.iter().map(|row| two_row(case, row)).collect();
    let sides = |key: &SourceKey| source_key(case, key);
    let more = json!({ "left": sides(&two.left), "right": sides(&two.right) });
    view(case, "two-sources", claims.collect(), rows, more)
}

/// One source over time.
pub fn over_time(case: &Case<'_>, timeline: &Timeline) -> Value {
    let claims = timeline.series.iter().flat_map(|series| &series.steps).map(|step| step.claim);
    let rows = (timeline.series.iter())
        .map(|series| {
            let steps: Value = (series.steps.iter())
                .map(|step| {
                    json!({
                        "claim": id(step.claim), "previous": step.previous.map(id), "change": step.change.code(),
                        "words": step.words, "verdict": step.verdict.as_ref().map(verdict),
                    })
                })
                .collect();
            json!({ "questions": questions(case, &series.questions), "steps": steps })
        })
        .collect();
    view(case, "over-time", claims.collect(), rows, json!({ "source": source_key(case, &timeline.source) }))
}

fn two_row(case: &Case<'_>, row: &TwoRow) -> Value {
    json!({
        "questions": questions(case, &row.questions), "left": ids(&row.left), "right": ids(&row.right),
        "past": ids(&row.past), "leading": row.leading.as_ref().map(pair),
        "others": row.others.iter().map(pair).collect::<Value>(),
    })
}

fn outcome(summary: &Summary) -> Value {
    json!({ "code": summary.kind.code(), "words": summary.words })
}

/// One event between two states of the ledger. `claims` has those that changed, as they stand now.
pub fn changes(case: &Case<'_>, changes: &Changes, since: &Since) -> Value {
    let all = |list: &[LoggedChange]| list.iter().map(|change| change_value(case, change)).collect::<Value>();
    let rows = (changes.rows.iter())
        .map(|row| {
            json!({
                "questions": questions(case, &row.questions), "before": row.before.iter().map(outcome).collect::<Value>(),
                "outcome": row.after.as_ref().map(outcome), "outcome_changed": row.outcome_changed(),
                "changes": all(&row.changes),
            })
        })
        .collect();
    let claims = changes.rows.iter().flat_map(|row| &row.changes).map(|change| change.thing).collect();
    let since =
        json!({ "size": since.size, "root": since.root, "sealed_at": since.sealed_at.map(|time| time.to_string()) });
    view(case, "changes", claims, rows, json!({ "since": since, "changes": all(&changes.others) }))
}

fn change_value(case: &Case<'_>, change: &LoggedChange) -> Value {
    let thing = case.casefile.thing(change.thing);
    let kind = thing.map(|thing| thing.first().record.kind().name());
    json!({
        "change": change.kind.code(), "thing": id(change.thing), "kind": kind, "by_version": id(change.by),
        "index": change.index.get(),
    })
}

/// One event in two ledgers. Of a source's claims, `left` are those here and `right` those there.
pub fn two_ledgers(
    case: &Case<'_>,
    there: &LedgerFacts,
    two: &TwoLedgers,
    (matched, alike): (&[Matched], &[(RecordId, RecordId)]),
) -> Value {
    let claims_of = |row: &TwoRow| [&row.left[..], &row.right[..], &row.past[..]].concat();
    let claims = two.rows.iter().flat_map(|row| &row.sources).flat_map(|one| claims_of(&one.claims)).collect();
    let rows = (two.rows.iter())
        .map(|row| {
            let sources = row.sources.iter().map(|one| {
                let mut value = two_row(case, &one.claims);
                if let Value::Object(fields) = &mut value {
                    fields.remove("questions");
                    fields.insert("source".to_owned(), source_key(case, &one.source));
                }
                value
            });
            json!({
                "here": questions(case, &row.here), "there": questions(case, &row.there),
                "sources": sources.collect::<Value>(),
            })
        })
        .collect();
    let matched: Value = (matched.iter())
        .map(|one| {
            let (by, uri) = match &one.by {
                MatchedBy::Said => ("said", None),
                MatchedBy::SameAs(uri) => ("same-as", Some(uri)),
                MatchedBy::SameQuestion => ("same-question", None),
            };
            json!({ "here": id(one.here), "there": id(one.there), "by": by, "uri": uri })
        })
        .collect();
    let other_event = case.casefile.name(two.other_event);
    let more = json!({
        "other_ledger": ledger(there),
        "other_event": { "id": id(two.other_event), "slug": case.slug(two.other_event), "name": other_event },
        "matched": matched,
        "named_alike": alike.iter().map(|(here, there)| json!({ "here": id(*here), "there": id(*there) })).collect::<Value>(),
    });
    view(case, "two-ledgers", claims, rows, more)
}
