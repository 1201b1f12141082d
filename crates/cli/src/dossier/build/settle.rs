//! Whether a thing is new, known, or a correction of what is known.

use super::{Builder, Planned, Thing, Unchanged};
use crate::dossier::directory::Known;
use crate::dossier::fault::{At, Span};
use crate::dossier::tree::Head;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Problem, Record, Slug, Text};
use byline_ledger::statement::{Header, StatementError};
use std::rc::Rc;

impl Builder<'_> {
    /// Settles an entity, event, question or document. The record comes without `corrects` and `reason`.
    ///
    /// Gives whether it is to be signed, or `None` if it is wrong.
    pub(super) fn settle(
        &mut self,
        head: &Head,
        slug: &Slug,
        record: Record,
        reason: Option<&At<Text>>,
    ) -> Option<bool> {
        if self.has_problems(head, record.problems()) {
            return None;
        }
        let kind = record.kind();
        let me = self.world.me;
        let known = self.ask(|directory| directory.by_slug(kind, Some(me), slug)).pop();
        let (identity, record, is_drafted) = match known {
            Some(known) if same_content(&known.record, &record) => {
                self.unchanged(&head.span, format!("{kind}.{slug}"), known.in_force);
                (known.identity, record, false)
            }
            Some(known) if reason.is_none() && known.former.iter().any(|former| same_content(former, &record)) => {
                let differs = differing(&known.record, &record).join(", ");
                self.unchanged(&head.span, format!("{kind}.{slug}"), known.in_force);
                let message = format!("{kind} `{slug}` was corrected since, as {} ({differs})", short(&known.in_force));
                self.warn(&head.span, message, "nothing is signed for it; write here what is in force");
                (known.identity, known.record, false)
            }
            Some(known) => {
                let identity = known.identity;
                let record = self.correction(head, slug, record, known, reason)?;
                (identity, record, true)
            }
            None => {
                if let Some(reason) = reason {
                    let message = format!("there is no {kind} `{slug}` of yours to correct");
                    self.faults.add(&reason.span, message, "`reason` is for corrections: leave it out");
                    return None;
                }
                let subject = Header::subject_of_thing(kind, me, slug);
                (self.draft(&head.span, format!("{kind}.{slug}"), subject, record.clone(), None)?, record, true)
            }
        };
        self.things.insert((kind, slug.clone()), Thing { identity, record: Rc::new(record) });
        Some(is_drafted)
    }

    fn correction(
        &mut self,
        head: &Head,
        slug: &Slug,
        mut record: Record,
        known: Known,
        reason: Option<&At<Text>>,
    ) -> Option<Record> {
        let kind = record.kind();
        let differs = differing(&known.record, &record).join(", ");
        if let (Record::Question(before), Record::Question(now)) = (&known.record, &record)
            && !now.asks_the_same(before)
        {
            let message =
                format!("question `{slug}` asks for something else than in {} ({differs})", short(&known.in_force));
            let help = "a correction keeps event, type, unit, options, many, scope and period: give this question a slug of its own";
            self.faults.add(&head.span, message, help);
            return None;
        }
        if let (Record::Document(before), Record::Document(now)) = (&known.record, &record)
            && (before.blake3 != now.blake3 || before.text != now.text)
        {
            let message =
                format!("the file of document `{slug}` is not the one recorded as {}", short(&known.in_force));
            let help =
                "quotes are measured in the file as it was: restore it, or give the new version a slug of its own";
            self.faults.add(head.place("file"), message, help);
            return None;
        }
        let Some(reason) = reason else {
            let message =
                format!("{kind} `{slug}` is recorded as {}, with another content ({differs})", short(&known.in_force));
            let help = "to correct it, add `reason = \"..\"`; for another thing take another slug; else put back what was recorded";
            self.faults.add(&head.span, message, help);
            return None;
        };
        set_correction(&mut record, known.in_force, reason.value.clone());
        let subject = Header::subject_of_thing(kind, &known.handle, slug);
        self.draft(&head.span, format!("{kind}.{slug}"), subject, record.clone(), Some(known))?;
        Some(record)
    }

    /// Drafts a record; its id.
    pub(super) fn draft(
        &mut self,
        span: &Span,
        what: String,
        subject: String,
        record: Record,
        corrects: Option<Known>,
    ) -> Option<RecordId> {
        match (self.world.draft)(record, subject) {
            Ok(draft) => {
                let id = draft.id();
                self.drafted.insert(id, self.plan.drafts.len());
                self.plan.drafts.push(Planned { draft, what, line: self.file.line(span), corrects });
                Some(id)
            }
            Err(StatementError::TooLong { bytes }) => {
                let message = format!("{what} would be a statement of {bytes} bytes; at most 65,535 can be signed");
                self.faults.add(span, message, "shorten the quote, the note or the translations, or split it in two");
                None
            }
            Err(other) => {
                self.faults.plain(span, format!("{what} can't be a statement: {other}"));
                None
            }
        }
    }

    /// Notes what needn't be signed, as the ledger has it. That it was withdrawn meanwhile is another matter, and said.
    pub(super) fn unchanged(&mut self, span: &Span, what: String, recorded_as: RecordId) {
        let line = self.file.line(span);
        if self.ask(|directory| directory.is_withdrawn(recorded_as)) {
            let message = format!("{what} was withdrawn since it was recorded as {}", short(&recorded_as));
            self.warn(span, message, "nothing is signed for it, and it stays withdrawn: take it out here");
        }
        self.plan.unchanged.push(Unchanged { what, line, recorded_as });
    }

    /// Notes a record's own problems at the fields that they are about; whether there are any.
    pub(super) fn has_problems(&self, head: &Head, problems: Vec<Problem>) -> bool {
        for problem in &problems {
            let place = head.place(problem.field);
            match problem.field {
                "quote" if !head.fields.contains_key("quote") => {
                    self.faults.add(
                        place,
                        problem.words.clone(),
                        "add `quote = \"..\"`, word for word as in the document",
                    );
                }
                _ => self.faults.plain(place, problem.words.clone()),
            }
        }
        !problems.is_empty()
    }
}

/// Whether two records say the same, whatever they correct and why. Numbers are compared as written.
pub(super) fn same_content(left: &Record, right: &Record) -> bool {
    content(left).encode() == content(right).encode()
}

/// A record without what it corrects and why: what it says.
pub(super) fn content(record: &Record) -> Record {
    let mut record = record.clone();
    let (corrects, reason) = correction_fields(&mut record);
    if let (Some(corrects), Some(reason)) = (corrects, reason) {
        (*corrects, *reason) = (None, None);
    }
    record
}

fn set_correction(record: &mut Record, version: RecordId, why: Text) {
    if let (Some(corrects), Some(reason)) = correction_fields(record) {
        (*corrects, *reason) = (Some(version), Some(why));
    }
}

fn correction_fields(record: &mut Record) -> (Option<&mut Option<RecordId>>, Option<&mut Option<Text>>) {
    match record {
        Record::Entity(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Event(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Question(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Document(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Claim(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Judgement(record) => (Some(&mut record.corrects), Some(&mut record.reason)),
        Record::Ledger(_)
        | Record::Key(_)
        | Record::Approval(_)
        | Record::Policy(_)
        | Record::Seal(_)
        | Record::Withdrawal(_)
        | Record::Disclosure(_) => (None, None),
    }
}

/// The fields in which two records of a kind differ.
pub(super) fn differing(left: &Record, right: &Record) -> Vec<String> {
    let fields = |record: &Record| match serde_json::to_value(content(record)) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (left, right) = (fields(left), fields(right));
    let mut names: Vec<&String> =
        left.keys().chain(right.keys()).filter(|name| left.get(*name) != right.get(*name)).collect();
    names.sort();
    names.dedup();
    names.into_iter().cloned().collect()
}

/// An id as far as people read it.
pub(super) fn short(id: &RecordId) -> String {
    id.to_string().chars().take(15).collect()
}
