//! Claims and what the ledger has already: the same again, a correction, or something else on the same point.

use super::claims::Built;
use super::settle::{content, differing, short};
use super::{Builder, LookedUp};
use crate::dossier::directory::Known;
use crate::dossier::fault::{At, Span};
use crate::dossier::parse::section::clip;
use crate::dossier::tree::Name;
use byline_ledger::hash::{Blake3, RecordId};
use byline_ledger::record::{Answer, Claim, Handle, Kind, Record, Silence, Value};
use byline_ledger::statement::Header;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// What the ledger has on the questions and documents of a dossier, and what of it the dossier still holds.
#[derive(Default)]
pub(super) struct Previous {
    /// The claims by question and document.
    known: BTreeMap<(RecordId, RecordId), Rc<Recorded>>,
    /// Identities that a claim of the dossier repeats, corrects or revises.
    held: BTreeSet<RecordId>,
    /// The new claims, with their places.
    new: Vec<(Span, Claim)>,
    /// The contents of the dossier's claims by their hashes, as there may be very many, with their lines.
    seen: BTreeMap<Blake3, usize>,
}

/// What the ledger has on one question in one document.
#[derive(Default)]
struct Recorded {
    claims: Vec<Known>,
    /// The signer's own, by the hash of what they say: where in `claims` the first of them stands.
    own: HashMap<Blake3, usize>,
    /// The same of what they said before they were corrected.
    own_before: HashMap<Blake3, usize>,
}

impl Recorded {
    fn new(claims: Vec<Known>, me: &Handle) -> Self {
        let (mut own, mut own_before) = (HashMap::new(), HashMap::new());
        let says = |record: &Record| Blake3::of(&content(record).encode());
        for (at, known) in claims.iter().enumerate().filter(|(_, known)| known.handle == *me) {
            own.entry(says(&known.record)).or_insert(at);
            for former in &known.former {
                own_before.entry(says(former)).or_insert(at);
            }
        }
        Self { claims, own, own_before }
    }
}

impl Builder<'_> {
    /// Settles a claim; its identity.
    pub(super) fn settle_claim(&mut self, built: Built<'_>, previous: &mut Previous) -> Option<RecordId> {
        let Built { item, mut record } = built;
        let span = &item.head.span;
        let what = format!("claim.{}", item.question.value);
        let line = self.file.line(span);
        let says = Blake3::of(&Record::Claim(Claim { reason: None, ..record.clone() }).encode());
        if let Some(first) = previous.seen.insert(says, line) {
            self.faults.plain(span, format!("the same claim stands already at line {first}"));
            return None;
        }
        previous.held.extend(record.revises);
        let (question, document) = (record.question, record.document);
        let known = self.known_claims(previous, question, document);
        if let Some(same) = known.own.get(&says).map(|at| &known.claims[*at]) {
            previous.held.insert(same.identity);
            self.unchanged(span, what, same.in_force);
            return Some(same.identity);
        }
        if let Some(since) = known.own_before.get(&says).map(|at| &known.claims[*at])
            && item.corrects.is_none()
        {
            previous.held.insert(since.identity);
            self.unchanged(span, what, since.in_force);
            let id = short(&since.in_force);
            let message = format!("you corrected this claim since, as {id}: {}", describe(&since.record));
            let help = format!(
                "nothing is signed for it: take it out here, or write what is in force; only to go back to it, add `corrects = \"{id}\"` and `reason = \"..\"`"
            );
            self.warn(span, message, help);
            return Some(since.identity);
        }
        let subject = Header::subject_of_claim(question);
        let Some(corrects) = &item.corrects else {
            self.check_revised(item.head.place("revises"), &record);
            let id = self.draft(span, what, subject, Record::Claim(record.clone()), None)?;
            if !item.also {
                previous.new.push((span.clone(), record));
            }
            return Some(id);
        };
        let known = self.corrected(corrects, &record)?;
        let identity = known.identity;
        previous.held.insert(identity);
        if Blake3::of(&content(&known.record).encode()) == says {
            self.unchanged(span, what, known.in_force);
            return Some(identity);
        }
        if record.reason.is_none() {
            self.faults.add(&corrects.span, "a correction gives its reason", "add `reason = \"..\"`");
            return None;
        }
        // The first id names the claim through all its versions; the id of a later one, that version.
        let named = corrects.value.to_string();
        let names = |id: RecordId| id.to_string().starts_with(&named);
        if !names(known.identity) && !names(known.in_force) {
            let message = format!("the version `{}` is no longer in force", clip(&named));
            let help = format!("{} is: look at it with `byline show`, and correct that", short(&known.in_force));
            self.faults.add(&corrects.span, message, help);
            return None;
        }
        record.corrects = Some(known.in_force);
        self.draft(span, what, subject, Record::Claim(record), Some(known))?;
        Some(identity)
    }

    fn known_claims(&mut self, previous: &mut Previous, question: RecordId, document: RecordId) -> Rc<Recorded> {
        // What this plan brings itself has no claims yet.
        let is_new = self.drafted.contains_key(&question) || self.drafted.contains_key(&document);
        if is_new {
            return Rc::default();
        }
        if let Some(known) = previous.known.get(&(question, document)) {
            return Rc::clone(known);
        }
        let claims = self.ask(|directory| directory.claims(question, document));
        let known = Rc::new(Recorded::new(claims, self.world.me));
        previous.known.insert((question, document), Rc::clone(&known));
        known
    }

    /// The claim that another one corrects.
    fn corrected(&mut self, corrects: &At<Name>, record: &Claim) -> Option<Known> {
        if !matches!(corrects.value, Name::Id(_)) {
            self.faults.add(
                &corrects.span,
                "a claim is corrected by its id",
                "`byline diff` and `byline log` show it: b3:..",
            );
            return None;
        }
        let known = self.look_up(Kind::Claim, corrects)?;
        if !matches!(&known.record, Record::Claim(claim) if claim.question == record.question) {
            let message = format!("`{}` answers another question", corrects.value);
            self.faults.add(&corrects.span, message, "a correction keeps the question: is it the right id?");
            return None;
        }
        self.plan.looked_up.push(LookedUp { name: corrects.value.to_string(), known: known.clone() });
        Some(known)
    }

    /// A source revises its own answer to the same question.
    fn check_revised(&mut self, span: &Span, record: &Claim) {
        let Some(identity) = record.revises else { return };
        let earlier = match self.drafted.get(&identity) {
            Some(at) => Some(self.plan.drafts[*at].draft.record().clone()),
            None => {
                let digits = identity.to_string().trim_start_matches("b3:").to_owned();
                self.ask(|directory| directory.by_id(&digits)).pop().map(|known| known.record)
            }
        };
        if let Some(Record::Claim(earlier)) = earlier
            && (earlier.question != record.question || earlier.by != record.by)
        {
            let help = "`revises` is for a source that changed its own answer; what others say is a claim of its own";
            self.faults.add(span, "the claim revised answers another question, or has another source", help);
        }
    }

    /// Notes every new claim that looks like a changed one: the same source on the same point was recorded
    /// otherwise, and the dossier doesn't hold that any more.
    pub(super) fn left_behind(&mut self, previous: Previous) {
        for (span, record) in &previous.new {
            let known = previous.known.get(&(record.question, record.document));
            let known = known.into_iter().flat_map(|known| &known.claims);
            let left = known.filter(|known| known.handle == *self.world.me && !previous.held.contains(&known.identity));
            let same_source = |known: &&Known| matches!(&known.record, Record::Claim(old) if (&old.by, &old.through) == (&record.by, &record.through));
            let Some(old) = left.filter(same_source).min_by_key(|old| {
                let differs = differing(&old.record, &Record::Claim(record.clone()));
                (differs.len(), old.identity)
            }) else {
                continue;
            };
            let id = short(&old.in_force);
            let message = format!("you recorded this source here otherwise, as {id}: {}", describe(&old.record));
            let help = format!(
                "if that was wrong, add `corrects = \"{id}\"` and `reason = \"..\"`; if this is a further claim, add `also = true`"
            );
            self.faults.add(span, message, help);
        }
    }
}

/// A claim in a few words.
fn describe(record: &Record) -> String {
    let Record::Claim(claim) = record else { return String::new() };
    let mut words = match &claim.answer {
        Answer::Silent(Silence::NotMentioned) => vec!["not mentioned".to_owned()],
        Answer::Silent(Silence::Declined) => vec!["declined".to_owned()],
        Answer::Denies(value) => vec![format!("denies {}", value_in_words(value))],
        Answer::Value(_) | Answer::Values { .. } => claim.answer.values().iter().take(4).map(value_in_words).collect(),
    };
    words.extend(claim.as_of.as_ref().map(|as_of| format!("as of {as_of}")));
    let quote = claim.passages().first().map(|passage| passage.exact.as_str());
    words.extend(quote.map(|quote| format!("\"{}\"", clip(quote))));
    words.join(", ")
}

fn value_in_words(value: &Value) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    match value.as_object().and_then(|fields| fields.iter().next()) {
        // An id is an array of bytes here.
        Some((kind, serde_json::Value::Array(_))) => format!("another {kind}"),
        Some((_, serde_json::Value::String(text))) => clip(text),
        Some((_, inner)) => {
            let words = inner.to_string().replace(['"', '{', '}'], "").replace(':', " ");
            clip(&words.replace("at-", "at ").replace("-than", " than"))
        }
        None => clip(&value.to_string()),
    }
}
