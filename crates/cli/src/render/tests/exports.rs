//! Reports for other programs. The files that are pinned here are read by other people's validators in tests/exports.

use super::hostile::{EVIL, spoil};
use super::report::with_report;
use crate::dossier::DossierFile;
use crate::messages::{Language, Messages};
use crate::render::export::nanopub::Signed;
use crate::render::export::{json_ld, nanopub, ninjs, prov, web_annotation};
use crate::render::report::options::Part;
use crate::render::report::{Options, Report};
use crate::render::testkit::Story;
use crate::ui::{is_hostile, write_json};
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::hash::{RecordId, SealedHash};
use byline_ledger::key::{PublicKeyBytes, SignatureBytes};
use byline_ledger::record::sealed::SealedSource;
use byline_ledger::record::{
    Answer, Claim, Disclosure, Judgement, Opinion, Person, Record, Salt, Sealable, SealedValue, Source, Withdrawal,
};
use expect_test::expect_file;
use std::io;
use std::path::Path;

const WITHDRAWN: &str = "Nobody was hurt.";
const CORRECTED: &str = "The crane is said to be forty years old.";
const SEALED_SOURCE: &str = "Somebody in the office speaks of more than 60.";
const SEALED_QUOTE: &str = "The ferry stands idle";

/// The event of tests/fixtures/exports, as Ana recorded it.
fn recorded() -> Story {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/exports/quay.toml");
    let bytes = std::fs::read(&path).unwrap();
    Story::default().recorded("ana", &DossierFile::new(path, bytes).unwrap())
}

/// The claim whose quote begins so.
fn claim<'a>(story: &'a Story, words: &str) -> (&'a LoggedRecord, &'a Claim) {
    let mut found = story.records().iter().filter_map(|logged| match &logged.record {
        Record::Claim(claim)
            if claim.passages().first().is_some_and(|quote| quote.exact.as_str().starts_with(words)) =>
        {
            Some((logged, claim))
        }
        _ => None,
    });
    found.next().unwrap()
}

/// The same with all that can happen to a record: sealed, disclosed, corrected, withdrawn, disputed, checked.
fn quay() -> Story {
    let story = recorded();
    let (logged, _) = claim(&story, "Jo Marsh, who runs");
    let (target, salt) = (logged.id, Salt::from_bytes([3; 32]));
    let person = Person { name: "Jo Marsh".parse().unwrap(), office: None, note: None };
    let value = SealedValue::Through(0, person);
    let passed_on = value.commitment(logged.kid, &salt);
    let story = story.changed(|record| seal(record, passed_on));
    let note = Some("She agreed to be named.".parse().unwrap());
    let (story, _) = story.with("ana", Record::Disclosure(Disclosure { target, salt, value, note }));
    let (story, _) = story.with("ben", judgement(Opinion::Disputed, target, "The office says it told nobody."));
    let (logged, corrected) = claim(&story, CORRECTED);
    let mut correction = corrected.clone();
    (correction.corrects, correction.reason) =
        (Some(logged.id), Some("Read again: it is one passage.".parse().unwrap()));
    let (story, correction) = story.with("ana", Record::Claim(correction));
    let (story, _) = story.with("ben", judgement(Opinion::Checked, correction, "Held against the page."));
    let target = claim(&story, WITHDRAWN).0.id;
    story.with("ana", Record::Withdrawal(Withdrawal { target, reason: "It is from another day.".parse().unwrap() })).0
}

fn judgement(opinion: Opinion, on: RecordId, because: &str) -> Record {
    Record::Judgement(Judgement {
        opinion,
        on: vec![on],
        because: because.parse().unwrap(),
        corrects: None,
        reason: None,
    })
}

/// Seals a source, one that passes something on, a quote, and all of a document that can be.
fn seal(record: &mut Record, passed_on: SealedHash) {
    let sealed = |byte| SealedHash::from_bytes([byte; 32]);
    match record {
        Record::Claim(claim) => {
            let quote = claim.passages().first().map(|quote| quote.exact.to_string()).unwrap_or_default();
            let source = |commitment, words: &str| {
                Source::Sealed(SealedSource { commitment, described: words.parse().unwrap() })
            };
            if quote == SEALED_SOURCE {
                claim.by = source(sealed(0xa1), "somebody in the office");
            }
            if quote.starts_with("Jo Marsh, who runs") {
                claim.through = Some(vec![source(passed_on, "somebody on the ferry")]);
            }
            if quote == SEALED_QUOTE {
                claim.quote = Some(Sealable::Sealed(sealed(0xa2)));
            }
        }
        Record::Document(document) if document.slug.as_str() == "bulletin" => {
            (document.blake3, document.sha256) = (Sealable::Sealed(sealed(0xb1)), Sealable::Sealed(sealed(0xb2)));
            (document.size, document.text) = (Sealable::Sealed(sealed(0xb3)), Some(Sealable::Sealed(sealed(0xb4))));
            (document.url, document.title) =
                (Some(Sealable::Sealed(sealed(0xb5))), Some(Sealable::Sealed(sealed(0xb6))));
        }
        _ => {}
    }
}

/// What a writer writes.
fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut text = Vec::new();
    write(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// Signatures that are made up.
fn signed(_: &LoggedRecord) -> io::Result<Signed> {
    let signature = SignatureBytes::from_bytes([7; 64]);
    Ok(Signed { statement: b"any".to_vec(), signature, key: Some(PublicKeyBytes::from_bytes([8; 32])) })
}

/// All exports, by the ends of their file names.
fn exports(report: &Report<'_>) -> [(&'static str, String); 6] {
    let messages = Messages::of(Language::English);
    [
        ("prov.json", text(|out| write_json(out, &prov::ProvJson(report)))),
        ("provn", text(|out| prov::prov_n(report, out))),
        ("jsonld", text(|out| write_json(out, &json_ld::json_ld(report)))),
        ("annotations.json", text(|out| write_json(out, &web_annotation::web_annotation(report)))),
        ("trig", text(|out| nanopub::trig(report, out, signed))),
        ("ninjs.json", text(|out| write_json(out, &ninjs::ninjs(report, &messages)))),
    ]
}

fn of(story: &Story, options: &Options) -> [(&'static str, String); 6] {
    with_report(story, "crane", options, exports)
}

fn pinned(name: &str, exports: &[(&'static str, String)]) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exports/golden");
    for (end, text) in exports {
        expect_file![golden.join(format!("{name}.{end}"))].assert_eq(text);
    }
}

#[test]
fn everything_that_happens_to_a_record() {
    let exports = of(&quay(), &Options::default());
    pinned("quay", &exports);
    assert_eq!(exports, of(&quay(), &Options::default()));
}

/// One claim of two passages by somebody unnamed, with hostile text in every field.
#[test]
fn hostile_text_is_inert() {
    let story = quay();
    let story = story.changed(|record| spoil(record, EVIL));
    let mut claims = story.records().iter().filter_map(|logged| match &logged.record {
        Record::Claim(claim) if claim.passages().len() > 1 => Some(logged.id),
        _ => None,
    });
    let options = Options { part: Part::Claim(claims.next_back().unwrap()), ..Options::default() };
    let exports = of(&story, &options);
    pinned("hostile", &exports);
    for (end, text) in exports {
        let acts: Vec<char> = text.chars().filter(|character| *character != '\n' && is_hostile(*character)).collect();
        assert_eq!(acts, Vec::<char>::new(), "{end}");
        assert!(!text.contains("\\u001b[1m"), "{end}: colours of ours");
        // Brackets are names between brackets in TriG and PROV-N; what stands in a record never becomes one.
        assert!(!text.contains("<javascript") && !text.contains("<http://e.example"), "{end}");
    }
}

#[test]
fn each_names_ledger_checkpoint_and_time() {
    let story = quay();
    let facts = story.case("crane").ledger.clone();
    for (end, text) in of(&story, &Options::default()) {
        for named in [&facts.origin, &facts.key, &facts.size.to_string(), &facts.root, &facts.sealed_at.to_string()] {
            assert!(text.contains(named.as_str()), "{end}: {named}");
        }
        assert!(text.contains("It does not say who is right."), "{end}");
        assert!(!text.contains("ClaimReview"), "{end}");
    }
}

/// What is sealed stays so, and what was disclosed says that it was.
#[test]
fn sealed_places_stay_sealed() {
    let open = of(&recorded(), &Options::default());
    let sealed = of(&quay(), &Options::default());
    let sha256 = recorded().records().iter().find_map(|logged| match &logged.record {
        Record::Document(document) if document.slug.as_str() == "bulletin" => {
            document.sha256.open().map(ToString::to_string)
        }
        _ => None,
    });
    let sha256 = sha256.unwrap();
    for ((end, before), (_, after)) in open.iter().zip(&sealed) {
        for secret in [SEALED_QUOTE, sha256.as_str()] {
            // An annotation has no place for the hash of a document.
            assert!(before.contains(secret) || (*end == "annotations.json" && secret == sha256), "{end}: {secret}");
            assert!(!after.contains(secret), "{end}: {secret}");
        }
        assert!(!after.contains("press@example.org"), "{end}");
        assert!(after.contains("somebody in the office"), "{end}");
        assert!(after.contains("disclosed"), "{end}");
    }
}

/// Where a format can't say that a claim was withdrawn, the claim isn't in it.
#[test]
fn withdrawn_claims_say_so_or_are_left_out() {
    for (end, text) in of(&quay(), &Options::default()) {
        match end {
            "prov.json" | "provn" => {
                assert!(text.contains("wasInvalidatedBy") && text.contains("withdrawnBy"), "{end}")
            }
            "ninjs.json" => assert!(text.contains("WITHDRAWN"), "{end}"),
            _ => {
                assert!(!text.contains(WITHDRAWN), "{end}");
                assert!(text.contains("1 claim withdrawn"), "{end}");
            }
        }
        assert!(text.contains("CORRECTED") && text.contains("REVISED") && text.contains("DISPUTED"), "{end}");
    }
}

/// The same with all claims withdrawn for which that holds.
fn withdrawn(story: Story, is_wanted: impl Fn(&Claim) -> bool) -> Story {
    let targets: Vec<RecordId> = (story.records().iter())
        .filter(|logged| matches!(&logged.record, Record::Claim(claim) if is_wanted(claim)))
        .map(|logged| logged.id)
        .collect();
    let withdrawal = |target| Record::Withdrawal(Withdrawal { target, reason: "Another day.".parse().unwrap() });
    targets.into_iter().fold(story, |story, target| story.with("ana", withdrawal(target)).0)
}

/// A list of those who are quoted has nobody who is quoted in withdrawn claims alone, or said to be silent.
#[test]
fn who_is_not_quoted_is_not_listed() {
    let of = |story: &Story, list: &str| {
        let text = &of(story, &Options::default())[5].1;
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        value[list].as_array().map_or(0, Vec::len)
    };
    let story = recorded();
    assert_eq!((of(&story, "people"), of(&story, "organisations")), (1, 1));
    let marsh = story.records().iter().find(|logged| logged.record.slug().is_some_and(|slug| slug.as_str() == "marsh"));
    let marsh = Source::Entity(marsh.unwrap().id);
    let story = withdrawn(story, |claim| claim.sources().any(|source| *source == marsh));
    assert_eq!((of(&story, "people"), of(&story, "organisations")), (0, 1));
    let story = withdrawn(story, |claim| !matches!(claim.answer, Answer::Silent(_)));
    assert_eq!((of(&story, "people"), of(&story, "organisations")), (0, 0));
}

/// Where nothing stands any more, each file says that something was left out.
#[test]
fn a_report_of_withdrawn_claims_is_not_empty() {
    let exports = of(&withdrawn(recorded(), |_| true), &Options::default());
    for (end, text) in &exports[2..5] {
        assert!(text.contains("11 claims withdrawn"), "{end}: {text}");
    }
    let trig = &exports[4].1;
    assert_eq!((trig.matches("npx:NanopubIndex").count(), trig.matches("npx:includesElement").count()), (1, 0));
}

#[test]
fn without_documents_they_are_names_only() {
    let options = Options { has_documents: false, ..Options::default() };
    for (end, text) in of(&recorded(), &options) {
        assert!(!text.contains("https://example.org/news/crane"), "{end}");
        assert!(!text.contains("a staff writer"), "{end}");
    }
}

/// An index names at most 1,000 nanopublications; the next one goes on from it.
#[test]
fn many_claims_have_several_indexes() {
    let mut dossier = "[dossier]\ndocument = \"list\"\nlang = \"en\"\n[document.list]\nfile = \"list.txt\"\nkind = \"list\"\nlang = \"en\"\n\
                       [event.crane]\ntitle = \"Count\"\n[question.boats]\nevent = \"crane\"\nask = \"How many?\"\nunit = \"boats\"\n"
        .to_owned();
    let mut list = String::new();
    for boats in 1..=1_001 {
        list += &format!("Then there were {boats} boats.\n");
        dossier += &format!(
            "[[claim.boats]]\nby = \"own voice\"\nas_of = {}\nanswer = {boats}\nquote = \"there were {boats} boats\"\n",
            1_000 + boats
        );
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.txt"), list).unwrap();
    let story = Story::default()
        .recorded("ana", &DossierFile::new(folder.path().join("many.toml"), dossier.into_bytes()).unwrap());
    let trig =
        with_report(&story, "crane", &Options::default(), |report| text(|out| nanopub::trig(report, out, signed)));
    let indexes: Vec<&str> = trig.split("@prefix this: ").filter(|one| one.contains("npx:NanopubIndex")).collect();
    let elements: Vec<usize> = indexes.iter().map(|one| one.matches("npx:includesElement").count()).collect();
    assert_eq!(elements, [1_000, 1]);
    let first = indexes[0].split(" .").next().unwrap();
    assert!(indexes[1].contains(&format!("npx:appendsIndex {first}")));
}
