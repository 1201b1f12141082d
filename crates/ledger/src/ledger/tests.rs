use super::*;
use crate::audit::{Check, Outcome, Report, Verdict};
use crate::finding::{Code, Place};
use crate::hash::{Blake3, RecordId, SealedHash, Sha256};
use crate::key::SecretKey;
use crate::position::{Index, Size};
use crate::record::*;
use crate::statement::{After, Draft, Header, Statement};
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use zeroize::Zeroizing;

mod damage;
mod past;
mod quick;
mod sealed;

const TEXT: &str = "The harbour office says that 12 boats burned. Nobody was hurt.";

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_s(1_762_700_000 + seconds).unwrap()
}

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn names(name: &str) -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), text(name))])).unwrap()
}

fn origin() -> Origin {
    "example.org/desk".parse().unwrap()
}

fn founder(handle: &str, seed: u8) -> Founder {
    let handle: Handle = handle.parse().unwrap();
    let key = key(seed);
    let proof = key.sign(&proof_bytes(&origin(), &handle, Role::Editor, key.public().kid()));
    Founder { handle, key: key.public().bytes(), proof, name: None, age: None }
}

fn new_ledger(path: &Path) {
    let key = key(1);
    let founding = Founding {
        origin: origin(),
        name: text("A desk"),
        key: &key,
        key_file: b"a key".to_vec(),
        approvals: 1,
        editors: vec![founder("ana", 2)],
        now: at(0),
    };
    found(path, founding).unwrap();
}

/// Signs as ana, standing after the last commit.
fn signed(writer: &LedgerWriter, record: Record, subject: String, seconds: u64) -> Statement {
    let last = writer.state().last_boundary().unwrap();
    let header = Header {
        kid: key(2).public().kid(),
        issuer: "example.org/desk/ana".to_owned(),
        subject,
        signed_at: at(seconds),
        after: After::new(last.size, last.head),
    };
    Draft::new(header, record).unwrap().sign(&key(2))
}

fn event(slug: &str) -> Record {
    Record::Event(Event {
        slug: slug.parse().unwrap(),
        titles: names("A fire"),
        when: None,
        places: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

fn question(event: RecordId) -> Question {
    Question {
        slug: "boats".parse().unwrap(),
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
    }
}

fn document() -> Record {
    Record::Document(Document {
        slug: "note".parse().unwrap(),
        document_type: text("desk note"),
        lang: "en".parse().unwrap(),
        blake3: Blake3::of(TEXT.as_bytes()).into(),
        sha256: Sha256::of(TEXT.as_bytes()).into(),
        size: (TEXT.len() as u64).into(),
        media_type: text("text/plain; charset=utf-8"),
        text: Some(
            ExtractedText {
                blake3: Blake3::of(TEXT.as_bytes()),
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

fn claim(question: RecordId, document: RecordId, quote: &str) -> Record {
    Record::Claim(Claim {
        question,
        document,
        by: Source::OwnVoice,
        through: None,
        act: Act::Say,
        cue: None,
        commitment: Commitment::Flat,
        answer: Answer::Value(Value::Quantity(Quantity::Exactly("12".parse().unwrap()))),
        unit: None,
        scope: None,
        period: None,
        as_of: Some("2025-11-09".parse().unwrap()),
        said: None,
        speech: None,
        medium: None,
        office: None,
        quote: Some(crate::quote::locate(TEXT, quote).unwrap().into()),
        gist: None,
        translations: None,
        basis: Basis::Read,
        part: None,
        condition: None,
        asked: None,
        as_said: None,
        note: None,
        corrects: None,
        revises: None,
        reason: None,
    })
}

/// A small dossier: event, question, document, claim.
fn statements(writer: &LedgerWriter, number: u64) -> Vec<Statement> {
    let slug = format!("fire-{number}");
    let event = signed(writer, event(&slug), format!("event:ana/{slug}"), 10 + number);
    let asked = Question { slug: format!("boats-{number}").parse().unwrap(), ..question(event.id()) };
    let asked = signed(writer, Record::Question(asked), format!("question:ana/boats-{number}"), 10 + number);
    let Record::Document(found) = document() else { unreachable!() };
    let found = Document { slug: format!("note-{number}").parse().unwrap(), ..found };
    let found = signed(writer, Record::Document(found), format!("document:ana/note-{number}"), 10 + number);
    let subject = asked.id().to_string();
    let answer = signed(writer, claim(asked.id(), found.id(), "12 boats burned"), subject, 10 + number);
    vec![event, asked, found, answer]
}

fn record_some(path: &Path, commits: u64) {
    let mut writer = LedgerWriter::open(path, key(1)).unwrap();
    writer.archive().put(TEXT.as_bytes().to_vec()).unwrap();
    for number in 0..commits {
        let statements = statements(&writer, number);
        writer.append(&statements, at(10 + number)).unwrap();
    }
    writer.close().unwrap();
}

fn audit(path: &Path) -> Report {
    let options = AuditOptions { pinned: Some(key(1).public()), ..AuditOptions::on(NonZero::new(2).unwrap()) };
    audit_folder(path, options, &mut |_, _| {}).unwrap()
}

#[test]
fn what_is_recorded_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 3);
    let report = audit(&path);
    assert_eq!(report.findings, []);
    assert_eq!(report.verdict(), Verdict::Passed);
    assert_eq!(report.checkpoint.as_ref().unwrap().size, Size::small(2 + 3 * 5));
    assert_eq!(report.line(Check::Quotes).count, 3);
    assert_eq!(report.line(Check::Consistency).outcome.name(), "not applicable");
    assert_eq!(report.sealed_at, Some(at(12)));
}

#[test]
fn a_record_is_found_by_id_slug_and_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    let ledger = Ledger::open(&path).unwrap();
    let lookup = ledger.lookup().unwrap();
    let found = lookup.by_slug(Kind::Event, None, &"fire-1".parse().unwrap()).unwrap();
    assert_eq!(found.iter().map(|found| found.index).collect::<Vec<_>>(), [Index::small(7)]);
    let id = found[0].id();
    let prefix = id.to_string()[3..15].to_owned();
    assert_eq!(lookup.by_prefix(&prefix).unwrap()[0].id(), id);
    assert_eq!(lookup.logged_at(Index::small(7)).unwrap(), at(11));
    let about = lookup.about_event(id).unwrap();
    assert_eq!(
        about.iter().map(|found| found.record.kind().name()).collect::<Vec<_>>(),
        ["event", "question", "document", "claim"]
    );
}

#[test]
fn a_writer_that_has_not_read_the_log_refuses_what_an_auditor_would() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let codes = |error: AppendError| match error {
        AppendError::Refused(findings) => findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        other => panic!("{other}"),
    };
    let same = statements(&writer, 1);
    let error = writer.append(&same[..1], at(20)).unwrap_err();
    assert_eq!(codes(error), [Code::RecordInvalid], "the slug is taken");
    let missing = claim(RecordId::from_bytes([9; 32]), RecordId::from_bytes([8; 32]), "12 boats burned");
    let subject = RecordId::from_bytes([9; 32]).to_string();
    let statement = signed(&writer, missing, subject, 20);
    assert_eq!(codes(writer.append(&[statement], at(20)).unwrap_err()), [Code::ReferenceMissing]);
    let late = signed(&writer, event("late"), "event:ana/late".to_owned(), 400);
    assert_eq!(codes(writer.append(&[late], at(20)).unwrap_err()), [Code::StatementTime]);
    let early = signed(&writer, event("early"), "event:ana/early".to_owned(), 0);
    assert!(writer.append(std::slice::from_ref(&early), at(20)).is_ok());
    assert_eq!(
        codes(writer.append(&[early], at(20)).unwrap_err()),
        [Code::RecordInvalid, Code::RecordDuplicate]
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    writer.close().unwrap();
    assert_eq!(audit(&path).findings, []);
}

#[test]
fn the_clock_is_questioned_and_seals_never_run_backwards() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 1);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let hour_back = Timestamp::from_s(at(10).as_s() - 3_600).unwrap();
    assert!(writer.question_clock(hour_back).is_err());
    assert!(writer.question_clock(at(10 + AHEAD)).is_ok());
    assert!(writer.question_clock(at(11 + AHEAD)).is_err());
    let statement = signed(&writer, event("after"), "event:ana/after".to_owned(), 10);
    let committed = writer.append(&[statement], hour_back).unwrap();
    assert_eq!(committed.sealed_at, at(10));
}

const AHEAD: u64 = 30 * 24 * 60 * 60;

#[test]
fn another_process_can_not_write_and_another_key_neither() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    let _writer = LedgerWriter::open(&path, key(1)).unwrap();
    assert!(matches!(LedgerWriter::open(&path, key(1)), Err(AppendError::Open(_))));
    assert!(matches!(LedgerWriter::open(&path, key(3)), Err(AppendError::WrongKey)));
    assert!(Ledger::open(&path).is_ok());
}

#[test]
fn what_is_withdrawn_or_judged_is_admitted_by_the_same_rules_for_writer_and_auditor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let ledger = writer.ledger().unwrap();
    let lookup = ledger.lookup().unwrap();
    let id = |kind: Kind, place: usize| lookup.by_term(&Term::Kind(kind)).unwrap()[place].id();
    let (first, second, claimed) = (id(Kind::Event, 0), id(Kind::Event, 1), id(Kind::Claim, 0));
    drop(lookup);
    let judge = |writer: &LedgerWriter, opinion: Opinion, on: Vec<RecordId>| {
        let subject = on[0].to_string();
        let record = Judgement { opinion, on, because: text("read both"), corrects: None, reason: None };
        signed(writer, Record::Judgement(record), subject, 20)
    };
    let withdraw = |writer: &LedgerWriter, target: RecordId| {
        let record = Withdrawal { target, reason: text("made in error") };
        signed(writer, Record::Withdrawal(record), target.to_string(), 20)
    };
    let refused = |writer: &mut LedgerWriter, statement: Statement| match writer.append(&[statement], at(20)) {
        Err(AppendError::Refused(findings)) => findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    for (what, opinion, on, codes) in [
        ("another kind", Opinion::Same, vec![first, claimed], vec![Code::ReferenceKind]),
        ("one of two", Opinion::Same, vec![first], vec![Code::RecordInvalid]),
        ("itself", Opinion::Different, vec![first, first], vec![Code::RecordInvalid]),
        ("nothing", Opinion::Checked, vec![RecordId::from_bytes([7; 32])], vec![Code::ReferenceMissing]),
        ("no claim", Opinion::Conflict, vec![first, second], vec![Code::ReferenceKind]),
    ] {
        let statement = judge(&writer, opinion, on);
        assert_eq!(refused(&mut writer, statement), codes, "{what}");
    }
    let same = judge(&writer, Opinion::Same, vec![first, second]);
    let gone = withdraw(&writer, claimed);
    writer.append(&[same, gone], at(21)).unwrap();
    writer.close().unwrap();

    // A writer that has read nothing of the log knows that the claim is gone.
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let again = withdraw(&writer, claimed);
    assert_eq!(refused(&mut writer, again), [Code::CorrectionStale]);
    let ledger = writer.ledger().unwrap();
    let about = ledger.lookup().unwrap().about_event(first).unwrap();
    writer.close().unwrap();
    let casefile = crate::accounts::casefile::Casefile::new(about);
    assert!(casefile.claim(claimed).unwrap().is_withdrawn());
    assert_eq!(casefile.judgements().leader(first), casefile.judgements().leader(second));
    assert_eq!(audit(&path).findings, []);
}
