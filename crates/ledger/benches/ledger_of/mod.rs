//! Ledgers of any size for the benchmarks: one document, 200 events with a question each, claims by 20 sources in turn.

use byline_ledger::hash::{Blake3, RecordId, Sha256};
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{Founding, LedgerWriter, found};
use byline_ledger::quote::locate;
use byline_ledger::record::*;
use byline_ledger::statement::{After, Draft, Header, Statement};
use byline_ledger::time::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

const TEXT: &str =
    "The harbour office says that 12 boats burned, and that the harbour stays closed until further notice.";
const EVENTS: u64 = 200;
const SOURCES: u64 = 20;
const COMMIT: u64 = 10_000;

/// The ledger's key.
pub fn ledger_key() -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([1; 32]))
}

/// The one editor's key.
pub fn editor() -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([2; 32]))
}

/// A time so many seconds after the ledger was made.
pub fn at(seconds: u64) -> Timestamp {
    Timestamp::from_s(1_762_700_000 + seconds).unwrap()
}

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn names(name: &str) -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), text(name))])).unwrap()
}

/// Makes an empty ledger.
pub fn new_ledger(path: &Path) {
    let origin: Origin = "example.org/bench".parse().unwrap();
    let handle: Handle = "ana".parse().unwrap();
    let (key, ledger) = (editor(), ledger_key());
    let proof = key.sign(&proof_bytes(&origin, &handle, Role::Editor, key.public().kid()));
    let founder = Founder { handle, key: key.public().bytes(), proof, name: None, age: None };
    let founding = Founding {
        origin,
        name: text("Bench"),
        key: &ledger,
        key_file: vec![0],
        approvals: 1,
        editors: vec![founder],
        now: at(0),
    };
    found(path, founding).unwrap();
}

/// What claims refer to, by identity.
struct World {
    questions: Vec<RecordId>,
    document: RecordId,
    sources: Vec<RecordId>,
}

fn sign(writer: &LedgerWriter, record: Record, subject: String, seconds: u64) -> Statement {
    let last = writer.state().last_boundary().unwrap();
    let header = Header {
        kid: editor().public().kid(),
        issuer: "example.org/bench/ana".to_owned(),
        subject,
        signed_at: at(seconds).max(last.sealed_at),
        after: After::new(last.size, last.head),
    };
    Draft::new(header, record).unwrap().sign(&editor())
}

/// Everything but the claims, as statements.
fn world(writer: &LedgerWriter) -> (World, Vec<Statement>) {
    let mut statements = Vec::new();
    let mut add = |record: Record, slug: String| {
        let statement = sign(writer, record, slug, 1);
        statements.push(statement);
        statements[statements.len() - 1].id()
    };
    let sources = (0..SOURCES).map(|n| add(entity(n), format!("entity:ana/source-{n}"))).collect();
    let document = add(document(), "document:ana/note".to_owned());
    let questions = (0..EVENTS)
        .map(|n| {
            let event = add(event(n), format!("event:ana/event-{n}"));
            add(question(n, event), format!("question:ana/question-{n}"))
        })
        .collect();
    (World { questions, document, sources }, statements)
}

/// Records the world and then so many claims, in commits of 10,000.
pub fn grow(path: &Path, claims: u64) {
    let mut writer = LedgerWriter::open(path, ledger_key()).unwrap();
    writer.archive().put(TEXT.as_bytes().to_vec()).unwrap();
    let (world, statements) = world(&writer);
    writer.append(&statements, at(1)).unwrap();
    let mut number = 0;
    while number < claims {
        let end = (number + COMMIT).min(claims);
        let batch: Vec<_> = (number..end).map(|n| claim(&writer, &world, n)).collect();
        writer.append(&batch, at(2 + number / COMMIT)).unwrap();
        number = end;
    }
    writer.close().unwrap();
}

/// So many claims that are not in the ledger yet, signed.
pub fn statements_to_append(writer: &LedgerWriter, count: u64, from: u64) -> Vec<Statement> {
    // The ids of the world are those that `grow` gave it: the same records signed after the same seal.
    let ledger = writer.ledger().unwrap();
    let lookup = ledger.lookup().unwrap();
    let first = |kind: Kind| {
        use byline_ledger::ledger::Term;
        lookup.by_term(&Term::Kind(kind)).unwrap().iter().map(|found| found.id()).collect::<Vec<_>>()
    };
    let world =
        World { questions: first(Kind::Question), document: first(Kind::Document)[0], sources: first(Kind::Entity) };
    (0..count).map(|n| claim(writer, &world, 10_000_000 + from * 100_000 + n)).collect()
}

fn entity(number: u64) -> Record {
    Record::Entity(Entity {
        slug: format!("source-{number}").parse().unwrap(),
        entity_type: EntityType::Organisation,
        names: names(&format!("Source {number}")),
        also: None,
        office: None,
        speaks_for: None,
        part_of: None,
        consists_of: None,
        same_as: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

fn event(number: u64) -> Record {
    Record::Event(Event {
        slug: format!("event-{number}").parse().unwrap(),
        titles: names(&format!("Event {number}")),
        when: None,
        places: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

fn question(number: u64, event: RecordId) -> Record {
    Record::Question(Question {
        slug: format!("question-{number}").parse().unwrap(),
        event: Some(event),
        claim: None,
        asks: names("How many boats burned?"),
        answer_type: AnswerType::Quantity,
        unit: Some(text("boats")),
        measure: None,
        options: None,
        many: None,
        scope: None,
        rule: AsOfRule::Snapshot,
        period: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

fn document() -> Record {
    let (blake3, bytes) = (Blake3::of(TEXT.as_bytes()), TEXT.as_bytes());
    Record::Document(Document {
        slug: "note".parse().unwrap(),
        document_type: text("desk note"),
        lang: "en".parse().unwrap(),
        blake3: blake3.into(),
        sha256: Sha256::of(bytes).into(),
        size: (bytes.len() as u64).into(),
        media_type: text("text/plain; charset=utf-8"),
        text: Some(
            ExtractedText {
                blake3,
                chars: TEXT.chars().count() as u64,
                extractor: text("plain-text"),
                version: text("1"),
            }
            .into(),
        ),
        url: None,
        title: None,
        publisher: None,
        author: None,
        dateline: None,
        published: None,
        captured: None,
        tool: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

fn claim(writer: &LedgerWriter, world: &World, number: u64) -> Statement {
    let question = world.questions[(number % EVENTS) as usize];
    let record = Record::Claim(Claim {
        question,
        document: world.document,
        by: Source::Entity(world.sources[(number / EVENTS % SOURCES) as usize]),
        through: None,
        act: Act::Say,
        cue: Some(Cue { text: text("says that"), lang: "en".parse().unwrap() }),
        commitment: Commitment::Flat,
        answer: Answer::Value(Value::Quantity(Quantity::Exactly((number % 97).into()))),
        unit: None,
        scope: None,
        period: None,
        as_of: Some("2025-11-09".parse().unwrap()),
        said: None,
        speech: None,
        medium: None,
        office: None,
        quote: Some(locate(TEXT, "12 boats burned").unwrap().into()),
        gist: None,
        translations: None,
        basis: Basis::Read,
        part: None,
        condition: None,
        asked: None,
        as_said: None,
        note: Some(text(&format!("claim {number}"))),
        corrects: None,
        revises: None,
        reason: None,
    });
    sign(writer, record, question.to_string(), 1)
}
