use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn verifier(name: &str, seed: u8) -> Verifier {
    Verifier::ed25519(name, key(seed).public()).unwrap()
}

fn vector(name: &str) -> String {
    let path = format!("{}/../../tests/vectors/notes/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Only the signature line of a note by this key.
fn line(text: &str, name: &str, seed: u8) -> String {
    let note = sign(text, name, &key(seed)).unwrap();
    note.strip_prefix(&format!("{text}\n")).unwrap().to_owned()
}

#[test]
fn opens_the_example_of_the_specification() {
    let known: Verifier = vector("c2sp-example.vkey").trim_end().parse().unwrap();
    let opened = open(vector("c2sp-example.note").as_bytes(), std::slice::from_ref(&known));
    let text = "This is an example message.\n".to_owned();
    let verified = vec![Verified { by: known, time_s: None }];
    assert_eq!(opened, Ok(OpenedNote { text, verified, ignored: vec![] }));
}

#[test]
fn opens_a_cosigned_checkpoint() {
    let known: Verifier = vector("sunlight-cosigned.vkey").trim_end().parse().unwrap();
    assert_eq!(known.to_string(), vector("sunlight-cosigned.vkey").trim_end());
    let note = vector("sunlight-cosigned.note");
    let opened = open(note.as_bytes(), std::slice::from_ref(&known)).unwrap();
    assert_eq!(opened.verified, [Verified { by: known.clone(), time_s: Some(1_767_139_200) }]);
    let later = note.replace("\n300\n", "\n301\n");
    let error = NoteError::BadSignature { name: known.name().to_owned(), id: known.id() };
    assert_eq!(open(later.as_bytes(), &[known]), Err(error));
}

#[test]
fn signs_what_it_opens() {
    for text in ["a\n", "\n", "a\n\n", "\n\na\n\nb\n", "— x y\n", "Zürich\n\n— x AAAA\n"] {
        let note = sign(text, "example.org/desk", &key(1)).unwrap();
        let known = verifier("example.org/desk", 1);
        let expected = OpenedNote {
            text: text.to_owned(),
            verified: vec![Verified { by: known.clone(), time_s: None }],
            ignored: vec![],
        };
        assert_eq!(open(note.as_bytes(), &[known]), Ok(expected), "{text:?}");
    }
    for text in ["", "a", "a\r\n", "a\tb\n", "\0\n"] {
        assert_eq!(sign(text, "example.org", &key(1)), Err(SignError::Text), "{text:?}");
    }
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\u{2003}", "a\nb", "a\u{7f}"] {
        assert_eq!(sign("a\n", name, &key(1)), Err(SignError::Name(NameError)), "{name:?}");
    }
}

#[test]
fn lines_of_unknown_keys_are_ignored_and_reported() {
    // Lines that mean nothing to this reader: another name, another key, a long signature.
    let grease = SignatureLine { name: "grease.example".into(), id: KeyId([9; 4]), signature: vec![5; 2420] };
    let note = format!(
        "a\n\n{grease}\n{}{}{}",
        line("a\n", "example.org", 2),
        line("a\n", "example.org", 1),
        line("b\n", "example.net", 1)
    );
    let opened = open(note.as_bytes(), &[verifier("example.org", 1)]).unwrap();
    assert_eq!(opened.verified, [Verified { by: verifier("example.org", 1), time_s: None }]);
    let names: Vec<_> = opened.ignored.iter().map(|line| (&line.name[..], line.id)).collect();
    assert_eq!(
        names,
        [
            ("grease.example", KeyId([9; 4])),
            ("example.org", verifier("example.org", 2).id()),
            ("example.net", verifier("example.net", 1).id()),
        ]
    );
    assert_eq!(opened.ignored[0], grease);
}

#[test]
fn a_failing_known_signature_refuses_the_note() {
    let note = format!("a\n\n{}{}", line("a\n", "example.org", 1), line("b\n", "example.net", 2));
    let known = [verifier("example.org", 1), verifier("example.net", 2)];
    let error = NoteError::BadSignature { name: "example.net".into(), id: known[1].id() };
    assert_eq!(open(note.as_bytes(), &known), Err(error));
    assert_eq!(open(note.as_bytes(), &known[..1]).map(|opened| opened.ignored.len()), Ok(1));
    assert_eq!(open(note.as_bytes(), &[verifier("example.com", 1)]), Err(NoteError::NoKnownSignature));
    assert_eq!(open(note.as_bytes(), &[]), Err(NoteError::NoKnownSignature));
}

#[test]
fn every_flipped_bit_is_seen() {
    let note = sign("first\nsecond\n", "example.org", &key(1)).unwrap();
    let known = [verifier("example.org", 1)];
    let expected = open(note.as_bytes(), &known);
    assert!(expected.is_ok());
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut damaged = note.clone().into_bytes();
            damaged[at] ^= 1 << bit;
            assert!(open(&damaged, &known).is_err(), "byte {at}, bit {bit}");
        }
        assert!(open(&note.as_bytes()[..at], &known).is_err(), "cut at {at}");
    }
}

#[test]
fn refuses_every_other_form() {
    let good = sign("a\n", "example.org", &key(1)).unwrap();
    let known = [verifier("example.org", 1)];
    let malformed = |line| NoteError::MalformedLine { line };
    let (last, more_bits) = (good.trim_end(), good.replace("=\n", "\n"));
    for (what, note, error) in [
        ("empty", String::new(), NoteError::NoSignatures),
        ("no signatures", "a\n\n".into(), NoteError::NoSignatures),
        ("no empty line", good.replace("\n\n", "\n"), NoteError::NoSignatures),
        ("no last newline", last.to_owned(), NoteError::NoSignatures),
        ("carriage returns", good.replace('\n', "\r\n"), NoteError::NotText { offset: 1 }),
        ("tab", good.replace("— ", "—\t"), NoteError::NotText { offset: 6 }),
        ("another dash", good.replace('—', "-"), malformed(1)),
        ("two spaces", good.replace("— ", "—  "), malformed(1)),
        ("trailing space", format!("{last} \n"), malformed(1)),
        ("padding missing", more_bits, malformed(1)),
        ("name missing", "a\n\n— AAAAAAAA\n".into(), malformed(1)),
        ("name with plus", "a\n\n— a+b AAAAAAAA\n".into(), malformed(1)),
        ("only an ID", format!("{good}— a AAAAAA==\n"), malformed(2)),
        ("too short for an ID", format!("{good}— a AAAA\n"), malformed(2)),
        ("trailing bits", format!("{good}— a AAAAAAB=\n"), malformed(2)),
        ("text between", format!("{good}b\n"), malformed(2)),
    ] {
        assert_eq!(open(note.as_bytes(), &known), Err(error), "{what}");
    }
    let not_utf8 = [b"a\xff", good.as_bytes()].concat();
    assert_eq!(open(&not_utf8, &known), Err(NoteError::NotText { offset: 1 }));
}

#[test]
fn limits() {
    let known = [verifier("example.org", 1)];
    let with = |unknown: usize| format!("a\n\n{}{}", "— x AAAAAAA=\n".repeat(unknown), line("a\n", "example.org", 1));
    assert_eq!(open(with(99).as_bytes(), &known).map(|opened| opened.ignored.len()), Ok(99));
    assert_eq!(open(with(100).as_bytes(), &known), Err(NoteError::TooManySignatures));

    let rest = sign("\n", "example.org", &key(1)).unwrap().len() - 1;
    let longest = "a".repeat(NOTE_LIMIT_BYTES - rest - 1) + "\n";
    let note = sign(&longest, "example.org", &key(1)).unwrap();
    assert_eq!(note.len(), NOTE_LIMIT_BYTES);
    assert_eq!(open(note.as_bytes(), &known).map(|opened| opened.text), Ok(longest));
    let longer = format!("a{note}");
    assert_eq!(open(longer.as_bytes(), &known), Err(NoteError::TooLong { bytes: NOTE_LIMIT_BYTES + 1 }));
}

#[test]
fn the_same_key_in_another_role_has_another_id() {
    let log = verifier("example.org", 1);
    let witness = Verifier::cosigner("example.org", key(1).public()).unwrap();
    assert_ne!(log.id(), witness.id());
    let note = sign("a\n", "example.org", &key(1)).unwrap();
    assert_eq!(open(note.as_bytes(), &[witness]), Err(NoteError::NoKnownSignature));
}

#[test]
fn cosignatures_cover_the_time() {
    let witness = Verifier::cosigner("w.example", key(3).public()).unwrap();
    let cosigned = |time: u64, signed_time: u64| {
        let signed = format!("cosignature/v1\ntime {signed_time}\na\n");
        let signature = [&time.to_be_bytes(), &key(3).sign(signed.as_bytes()).as_bytes()[..]].concat();
        let line = SignatureLine { name: "w.example".into(), id: witness.id(), signature };
        open(format!("a\n\n{line}\n").as_bytes(), std::slice::from_ref(&witness))
            .map(|opened| opened.verified[0].time_s)
    };
    let error = NoteError::BadSignature { name: "w.example".into(), id: witness.id() };
    assert_eq!(cosigned(1_700_000_000, 1_700_000_000), Ok(Some(1_700_000_000)));
    assert_eq!(cosigned(1_700_000_001, 1_700_000_000), Err(error.clone()));
    assert_eq!(cosigned(1 << 63, 1 << 63), Err(error));
}

#[test]
fn vkeys_are_strict() {
    let good = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assert_eq!(good.parse::<Verifier>().unwrap().to_string(), good);
    let identity = STANDARD.encode([&[1, 1], &[0; 31][..]].concat());
    for (vkey, error) in [
        ("", VerifierError::Malformed),
        ("example.com/foo+530d903a", VerifierError::Malformed),
        (&good.replace("530d903a", "530D903A"), VerifierError::WrongId),
        (&good.replace("530d903a", "530d903b"), VerifierError::WrongId),
        (&good.replace("foo", "bar"), VerifierError::WrongId),
        (&good.replace("530d903a", "530d903"), VerifierError::Malformed),
        (&good.replace("example.com/foo", ""), VerifierError::Malformed),
        (&good.replace("/foo", " foo"), VerifierError::Malformed),
        (&format!("{good}\n"), VerifierError::Malformed),
        (&format!("{good}="), VerifierError::Malformed),
        ("a+530d903a+", VerifierError::Malformed),
        ("a+530d903a+AQ==", VerifierError::BadKey),
        ("a+530d903a+Ag==", VerifierError::UnknownType(2)),
        (&format!("a+530d903a+{identity}"), VerifierError::BadKey),
    ] {
        assert_eq!(vkey.parse::<Verifier>(), Err(error), "{vkey}");
    }
}

proptest! {
    #[test]
    fn opening_never_panics(note: Vec<u8>, text: String) {
        let known = [verifier("example.org", 1)];
        prop_assert!(open(&note, &known).is_err());
        let signed = format!("{text}\n\n— a b\n");
        prop_assert!(open(signed.as_bytes(), &known).is_err());
        prop_assert!(text.parse::<Verifier>().is_err());
    }
}
