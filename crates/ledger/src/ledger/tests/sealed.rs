//! Sealed places and disclosures in a ledger on disk: what a writer who hasn't read the log refuses, and what an audit says.

use super::*;

const NAME: &str = "Ada Example";

fn salt(byte: u8) -> Salt {
    Salt::from_bytes([byte; 32])
}

fn name() -> SealedValue {
    SealedValue::By(Person { name: text(NAME), office: None, note: None })
}

fn sealed_source(commitment: SealedHash) -> Source {
    Source::Sealed(SealedSource { commitment, described: text("a dispatcher") })
}

/// The commitment by ana's key.
fn commit(value: &SealedValue, byte: u8) -> SealedHash {
    value.commitment(key(2).public().kid(), &salt(byte))
}

fn disclosure(target: RecordId, value: SealedValue, byte: u8) -> Record {
    Record::Disclosure(Disclosure { target, salt: salt(byte), value, note: None })
}

/// The document with all that can be sealed sealed, and the values by the salts 11 to 14.
fn sealed_document() -> (Record, Vec<(SealedValue, u8)>) {
    let Record::Document(mut document) = document() else { unreachable!() };
    let text = document.extracted().unwrap().clone();
    let values = [
        SealedValue::Blake3(Blake3::of(TEXT.as_bytes())),
        SealedValue::Sha256(Sha256::of(TEXT.as_bytes())),
        SealedValue::Size(TEXT.len() as u64),
        SealedValue::Text(text),
    ];
    document.blake3 = Sealable::Sealed(commit(&values[0], 11));
    document.sha256 = Sealable::Sealed(commit(&values[1], 12));
    document.size = Sealable::Sealed(commit(&values[2], 13));
    document.text = Some(Sealable::Sealed(commit(&values[3], 14)));
    (Record::Document(document), values.into_iter().zip(11..).collect())
}

/// A ledger with a claim by a sealed source whose quote is sealed, in a sealed document. The ids of the claim and the document.
fn recorded(path: &Path) -> (RecordId, RecordId) {
    new_ledger(path);
    let mut writer = LedgerWriter::open(path, key(1)).unwrap();
    writer.archive().put(TEXT.as_bytes().to_vec()).unwrap();
    let event = signed(&writer, event("fire"), "event:ana/fire".to_owned(), 10);
    let asked = signed(&writer, Record::Question(question(event.id())), "question:ana/boats".to_owned(), 10);
    let found = signed(&writer, sealed_document().0, "document:ana/note".to_owned(), 10);
    let Record::Claim(said) = claim(asked.id(), found.id(), "12 boats burned") else { unreachable!() };
    let quote = SealedValue::Quote(said.passages().to_vec());
    let said =
        Claim { by: sealed_source(commit(&name(), 1)), quote: Some(Sealable::Sealed(commit(&quote, 2))), ..said };
    let said = signed(&writer, Record::Claim(said), asked.id().to_string(), 10);
    let ids = (said.id(), found.id());
    writer.append(&[event, asked, found, said], at(10)).unwrap();
    writer.close().unwrap();
    ids
}

fn codes(result: Result<Committed, AppendError>) -> Vec<Code> {
    match result {
        Err(AppendError::Refused(findings)) => findings.iter().map(|finding| finding.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_sealed_is_not_checked_until_it_is_disclosed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    let (claim, document) = recorded(&path);
    let report = audit(&path);
    assert_eq!(report.findings, []);
    let why = |report: &Report, check: Check| match &report.line(check).outcome {
        Outcome::NotChecked(why) => why.clone(),
        other => other.name().to_owned(),
    };
    assert_eq!(why(&report, Check::Documents), "1 of 1 documents are sealed");
    assert_eq!(why(&report, Check::Quotes), "1 of 1 quotes are sealed, or stand in sealed documents");

    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let (_, values) = sealed_document();
    let disclose = |value: SealedValue, byte| (document, value, byte);
    let mut acts: Vec<_> = values.into_iter().map(|(value, byte)| disclose(value, byte)).collect();
    let passages = crate::quote::locate(TEXT, "12 boats burned").unwrap();
    acts.push((claim, SealedValue::Quote(passages), 2));
    let statements: Vec<_> = (acts.into_iter())
        .map(|(target, value, byte)| signed(&writer, disclosure(target, value, byte), target.to_string(), 20))
        .collect();
    writer.append(&statements, at(20)).unwrap();
    writer.close().unwrap();
    let report = audit(&path);
    assert_eq!(report.findings, []);
    assert_eq!((why(&report, Check::Documents), why(&report, Check::Quotes)), ("passed".into(), "passed".into()));
    assert_eq!((report.line(Check::Documents).count, report.line(Check::Quotes).count), (1, 1));

    // What was disclosed is held against the archive like what was never sealed.
    let hash = Blake3::of(TEXT.as_bytes()).to_string();
    fs::write(path.join("archive").join(&hash[..2]).join(&hash), "another text").unwrap();
    let report = audit(&path);
    assert_eq!(
        report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        [Code::DocumentHash, Code::DocumentHash]
    );
}

#[test]
fn a_disclosed_quote_that_does_not_stand_there_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    writer.archive().put(TEXT.as_bytes().to_vec()).unwrap();
    let mut statements = statements(&writer, 0);
    let Record::Claim(said) = claim(statements[1].id(), statements[2].id(), "12 boats burned") else { unreachable!() };
    let mut passages = said.passages().to_vec();
    passages[0].exact = text("99 boats burned");
    let invented = SealedValue::Quote(passages);
    let said = Claim { quote: Some(Sealable::Sealed(commit(&invented, 2))), ..said };
    statements[3] = signed(&writer, Record::Claim(said), statements[1].id().to_string(), 10);
    let target = statements[3].id();
    statements.push(signed(&writer, disclosure(target, invented, 2), target.to_string(), 10));
    writer.append(&statements, at(10)).unwrap();
    writer.close().unwrap();
    let report = audit(&path);
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.place.clone(), finding.code)).collect();
    assert_eq!(found, [(Place::Leaf(Index::small(5)), Code::QuoteMismatch)]);
}

#[test]
fn a_writer_refuses_wrong_openings_and_copied_commitments() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    let (claim_id, document_id) = recorded(&path);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let mut refused = |record: Record, subject: String| {
        let statement = signed(&writer, record, subject, 20);
        codes(writer.append(&[statement], at(20)))
    };
    let (of_claim, of_document) = (claim_id.to_string(), document_id.to_string());
    assert_eq!(refused(disclosure(claim_id, name(), 9), of_claim.clone()), [Code::SealedMismatch], "another salt");
    let other = SealedValue::By(Person { name: text("Bo Example"), office: None, note: None });
    assert_eq!(refused(disclosure(claim_id, other, 1), of_claim.clone()), [Code::SealedMismatch], "another name");
    let title = SealedValue::Title(text("A title"));
    assert_eq!(refused(disclosure(document_id, title, 1), of_document), [Code::SealedMismatch], "not sealed");
    let nothing = RecordId::from_bytes([9; 32]);
    assert_eq!(refused(disclosure(nothing, name(), 1), nothing.to_string()), [Code::ReferenceMissing]);
    let ledger = Ledger::open(&path).unwrap();
    let entry_0 = ledger.at(Index::ZERO).unwrap().id();
    assert_eq!(refused(disclosure(entry_0, name(), 1), of_claim), [Code::ReferenceKind]);

    let (_, values) = sealed_document();
    let Record::Document(copied) = document() else { unreachable!() };
    let title = Some(Sealable::Sealed(commit(&values[0].0, values[0].1)));
    let copied = Document { slug: "copied".parse().unwrap(), title: title.clone(), ..copied };
    let subject = "document:ana/copied".to_owned();
    assert_eq!(refused(Record::Document(copied.clone()), subject.clone()), [Code::SealedReused]);
    let fresh = Sealable::Sealed(SealedHash::from_bytes([5; 32]));
    let twice = Document { title: Some(fresh.clone()), author: Some(fresh), ..copied };
    assert_eq!(refused(Record::Document(twice), subject), [Code::SealedReused]);
}

#[test]
fn half_a_sealed_document_is_refused() {
    let (sealed, _) = sealed_document();
    let Record::Document(sealed) = sealed else { unreachable!() };
    let Record::Document(open) = document() else { unreachable!() };
    let problems = |document: Document| Record::Document(document).problems().len();
    assert_eq!(problems(sealed.clone()), 0);
    assert_eq!(problems(Document { size: open.size.clone(), ..sealed.clone() }), 1);
    assert_eq!(problems(Document { text: open.text.clone(), ..sealed.clone() }), 1);
    assert_eq!(problems(Document { text: None, ..sealed }), 0);
}

#[test]
fn a_view_gets_the_disclosures_of_every_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    let (claim, _) = recorded(&path);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let opened = signed(&writer, disclosure(claim, name(), 1), claim.to_string(), 20);
    writer.append(std::slice::from_ref(&opened), at(20)).unwrap();
    writer.close().unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let lookup = ledger.lookup().unwrap();
    assert_eq!(lookup.disclosures(claim).unwrap()[0].id(), opened.id());
    let event = lookup.by_slug(Kind::Event, None, &"fire".parse().unwrap()).unwrap()[0].id();
    let about = lookup.about_event(event).unwrap();
    let casefile = crate::accounts::casefile::Casefile::new(about);
    let view = casefile.claim(claim).unwrap();
    assert_eq!(view.source_words(), "Ada Example (disclosed; was sealed as \u{201c}a dispatcher\u{201d})");
    assert_eq!(view.marks().iter().map(|mark| mark.code()).collect::<Vec<_>>(), ["sealed", "disclosed"]);
    assert_eq!(view.quote_text(), None);
}
