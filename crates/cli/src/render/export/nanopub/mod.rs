//! The report as nanopublications in TriG: one for each claim that stands, and an index of them that names the ledger's state.
//!
//! The assertion is "this source is recorded to have said this in that document", never what was said. The recorder's Ed25519 signature and the
//! bytes that it is over stand there as literals: the network's own signatures are RSA keys of people, which a ledger doesn't have. A
//! nanopublication says nothing of what happens to it later, so withdrawn claims and superseded versions are left out, and the index says how many.

mod assertion;
mod quads;
mod trig;
mod trusty;

use super::iris::{Iris, record};
use super::told::{Told, standing};
use crate::render::report::{Report, VERIFIED_DOES_NOT_MEAN};
use crate::render::words::{NO_JUDGE, count};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::key::{PublicKeyBytes, SignatureBytes};
use quads::{Graph, Quads, Term, iri};
use std::io::{self, Write};

/// How many elements one index names; the next one goes on from it.
const MOST_ELEMENTS: usize = 1_000;

/// What was signed, by whom: of one version of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The leaf of the log: a COSE_Sign1.
    pub statement: Vec<u8>,
    pub signature: SignatureBytes,
    /// The signer's key, where the roster has it.
    pub key: Option<PublicKeyBytes>,
}

/// Writes the report as nanopublications, each with its prefixes, in the order of the log, so that `signed`, which looks up what was signed, reads
/// it from one end to the other; the index comes last.
///
/// # Errors
/// When it can't be written, or what was signed can't be read.
pub fn trig<E: From<io::Error>>(
    report: &Report<'_>,
    out: &mut impl Write,
    mut signed: impl FnMut(&LoggedRecord) -> Result<Signed, E>,
) -> Result<(), E> {
    let iris = Iris::of(&report.ledger.origin);
    let base = iris.at("np/");
    let (mut claims, withdrawn) = standing(report);
    claims.sort_by_key(|told| told.view.logged.index);
    let superseded = claims.iter().map(|told| told.view.thing.superseded().count()).sum();
    let left_out = LeftOut { withdrawn, superseded };
    let mut names = Vec::with_capacity(claims.len());
    for told in &claims {
        let (name, text) = named(&base, &one(&iris, told, &signed(told.view.logged)?));
        writeln!(out, "{text}")?;
        names.push(name);
    }
    // Where nothing stands, an index all the same: an empty file would not say that something was left out.
    let mut previous: Option<String> = None;
    for begin in (0..names.len().max(1)).step_by(MOST_ELEMENTS) {
        let elements = &names[begin..names.len().min(begin + MOST_ELEMENTS)];
        let (name, text) = named(&base, &index(&iris, report, elements, previous.as_deref(), &left_out));
        let between = if begin == 0 { "" } else { "\n" };
        write!(out, "{between}{text}")?;
        previous = Some(name);
    }
    Ok(())
}

/// The name of a nanopublication, and its text.
fn named(base: &str, quads: &Quads) -> (String, String) {
    let name = format!("{base}{}", trusty::artefact(base, quads.all()));
    let text = trig::text(&name, quads.all());
    (name, text)
}

struct LeftOut {
    withdrawn: usize,
    superseded: usize,
}

/// One claim: what is asserted, where it comes from, and who published it.
fn one(iris: &Iris, told: &Told<'_, '_>, signed: &Signed) -> Quads {
    let mut quads = Quads::new();
    assertion::add(&mut quads, iris, told);
    provenance(&mut quads, iris, told);
    published(&mut quads, iris, told.report);
    let view = told.view;
    let this = Term::This;
    let mut add = |predicate: &str, object: Term| quads.add(Graph::Publication, &this, predicate, object);
    add("rdfs:label", Term::Text(format!("{}: {}", told.name(), told.sentence())));
    add("byline:record", Term::Iri(iris.at(&record(view.logged.id))));
    add("byline:entry", Term::Typed(view.logged.index.to_string(), "integer"));
    add("byline:loggedAt", Term::Typed(view.logged.logged_at.to_string(), "dateTime"));
    add("byline:status", Term::Text(told.status()));
    let warnings = told.warnings();
    if !warnings.is_empty() {
        add("byline:warning", Term::Text(warnings.join("; ")));
    }
    add("byline:signedWith", Term::Text(view.logged.kid.to_string()));
    add("byline:signature", Term::Typed(STANDARD.encode(signed.signature.as_bytes()), "base64Binary"));
    add("byline:statement", Term::Typed(STANDARD.encode(&signed.statement), "base64Binary"));
    if let Some(key) = &signed.key {
        add("byline:publicKey", Term::Typed(STANDARD.encode(key.as_bytes()), "base64Binary"));
    }
    quads
}

/// Where the assertion comes from: the recorder, the document, the words in it.
fn provenance(quads: &mut Quads, iris: &Iris, told: &Told<'_, '_>) {
    let view = told.view;
    let assertion = Term::Part(Graph::Assertion.name(), None);
    let recorder = Term::Iri(iris.at(&format!("recorder/{}", view.logged.handle)));
    let document = Term::Iri(iris.thing("document", view.claim.document));
    let mut add = |subject: &Term, predicate: &str, object: Term| {
        quads.add(Graph::Provenance, subject, predicate, object);
    };
    add(&assertion, "prov:wasAttributedTo", recorder.clone());
    add(&assertion, "prov:generatedAtTime", Term::Typed(view.logged.signed_at.to_string(), "dateTime"));
    add(&assertion, "prov:hadPrimarySource", document.clone());
    add(&recorder, "rdfs:label", Term::Text(view.logged.handle.to_string()));
    for (nth, passage) in view.passages().iter().enumerate() {
        let quote = Term::Part("quote", Some(nth + 1));
        add(&assertion, "prov:wasDerivedFrom", quote.clone());
        add(&quote, "prov:wasQuotedFrom", document.clone());
        let exact = passage.exact.to_string();
        let lang = view.document().map(|document| document.lang.as_str().to_ascii_lowercase());
        let exact = lang.map_or_else(|| Term::Text(exact.clone()), |lang| Term::In(exact.clone(), lang));
        add(&quote, "oa:exact", exact);
        add(&quote, "oa:start", Term::Typed(passage.start.to_string(), "nonNegativeInteger"));
        add(&quote, "oa:end", Term::Typed(passage.end.to_string(), "nonNegativeInteger"));
    }
    assertion::document(quads, iris, told);
    for old in view.thing.superseded() {
        let revised = Term::Iri(iris.at(&record(old.version.id)));
        quads.add(Graph::Provenance, &assertion, "prov:wasRevisionOf", revised);
    }
}

/// The ledger, the checkpoint and the time: in each nanopublication, as each goes its own way.
fn published(quads: &mut Quads, iris: &Iris, report: &Report<'_>) {
    let facts = report.ledger;
    let (this, ledger) = (Term::This, Term::Iri(iris.at("ledger")));
    let checkpoint = Term::Iri(iris.at(&format!("checkpoint/{}", facts.size)));
    let mut add = |subject: &Term, predicate: &str, object: Term| {
        quads.add(Graph::Publication, subject, predicate, object);
    };
    add(&this, "dct:created", Term::Typed(facts.sealed_at.to_string(), "dateTime"));
    add(&this, "dct:creator", ledger.clone());
    add(&this, "byline:checkpoint", checkpoint.clone());
    add(
        &this,
        "rdfs:comment",
        Term::Text(format!(
            "{NO_JUDGE} The assertion is that a source is recorded to have said this; it does not mean {VERIFIED_DOES_NOT_MEAN}. {}",
            report.options.audited.words()
        )),
    );
    add(&ledger, "rdfs:label", Term::Text(facts.name.clone()));
    add(&ledger, "byline:origin", Term::Text(facts.origin.clone()));
    add(&ledger, "byline:ledgerKey", Term::Text(facts.key.clone()));
    add(&checkpoint, "byline:size", Term::Typed(facts.size.to_string(), "integer"));
    add(&checkpoint, "byline:root", Term::Text(facts.root.clone()));
    add(&checkpoint, "byline:sealedAt", Term::Typed(facts.sealed_at.to_string(), "dateTime"));
}

/// The index of what was exported together: at most [`MOST_ELEMENTS`], going on from the index before.
fn index(iris: &Iris, report: &Report<'_>, elements: &[String], previous: Option<&str>, left_out: &LeftOut) -> Quads {
    let mut quads = Quads::new();
    let this = Term::This;
    for element in elements {
        quads.add(Graph::Assertion, &this, "npx:includesElement", Term::Iri(element.clone()));
    }
    if let Some(previous) = previous {
        quads.add(Graph::Assertion, &this, "npx:appendsIndex", Term::Iri(previous.to_owned()));
    }
    let assertion = Term::Part(Graph::Assertion.name(), None);
    let ledger = Term::Iri(iris.at("ledger"));
    quads.add(Graph::Provenance, &assertion, "prov:wasAttributedTo", ledger);
    published(&mut quads, iris, report);
    quads.add(Graph::Publication, &this, quads::TYPE, iri("npx:NanopubIndex"));
    quads.add(Graph::Publication, &this, "rdfs:label", Term::Text("Provenance report".to_owned()));
    let words = format!(
        "{} withdrawn and left out; {} that a correction replaced left out.",
        count(left_out.withdrawn, "claim"),
        count(left_out.superseded, "version"),
    );
    if elements.is_empty() {
        // Something has to be asserted.
        quads.add(Graph::Assertion, &this, "byline:leftOut", Term::Text(words.clone()));
    }
    quads.add(Graph::Publication, &this, "byline:leftOut", Term::Text(words));
    quads
}
