use super::*;
use crate::hash::RecordId;
use crate::record::{Disclosure, Record};
use serde_json::json;

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn person() -> Person {
    Person { name: text("Ada Example"), office: None, note: None }
}

fn values() -> Vec<SealedValue> {
    let passage = Passage {
        exact: text("twelve"),
        prefix: "".parse().unwrap(),
        suffix: " injured".parse().unwrap(),
        start: 0,
        end: 6,
    };
    let hash = Blake3::of(b"a document");
    vec![
        SealedValue::By(person()),
        SealedValue::Through(0, person()),
        SealedValue::Through(7, Person { office: Some(text("clerk")), note: Some(text("by phone")), ..person() }),
        SealedValue::Quote(vec![passage]),
        SealedValue::Blake3(hash),
        SealedValue::Sha256(Sha256::of(b"a document")),
        SealedValue::Size(10),
        SealedValue::Text(ExtractedText { blake3: hash, chars: 10, extractor: text("x"), version: text("1") }),
        SealedValue::Url(text("https://example.org/a")),
        SealedValue::Title(text("A memo")),
        SealedValue::Author(text("Ada Example")),
    ]
}

#[test]
fn every_value_opens_its_own_place_and_no_other() {
    let (signer, salt) = (Kid::from_bytes([1; 32]), Salt::from_bytes([2; 32]));
    let mut commitments: Vec<SealedHash> = values().iter().map(|value| value.commitment(signer, &salt)).collect();
    let first = values().remove(0);
    commitments.push(first.commitment(Kid::from_bytes([3; 32]), &salt));
    commitments.push(first.commitment(signer, &Salt::from_bytes([3; 32])));
    // The same text as url, title or author, the same person here and there: other places, other commitments.
    commitments.push(SealedValue::Title(text("https://example.org/a")).commitment(signer, &salt));
    let count = commitments.len();
    commitments.sort_unstable();
    commitments.dedup();
    assert_eq!(commitments.len(), count);
}

#[test]
fn a_commitment_is_over_exactly_these_bytes() {
    // "byline.v1 sealed field", 00, the kid, the salt, and ["size", 10].
    let mut bytes = b"byline.v1 sealed field\0".to_vec();
    bytes.extend([1; 32]);
    bytes.extend([2; 32]);
    bytes.extend(b"\x82\x64size\x0a");
    let commitment = SealedValue::Size(10).commitment(Kid::from_bytes([1; 32]), &Salt::from_bytes([2; 32]));
    assert_eq!(commitment.as_bytes(), Sha256::of(&bytes).as_bytes());
}

#[test]
fn a_disclosure_is_read_as_it_was_written() {
    for value in values() {
        let target = RecordId::from_bytes([9; 32]);
        let record = Record::Disclosure(Disclosure { target, salt: Salt::from_bytes([2; 32]), value, note: None });
        assert_eq!(Record::decode(&record.encode()), Ok(record));
    }
}

#[test]
fn a_value_has_the_form_of_its_place() {
    let bytes = |byte: u8| Value::Bytes(vec![byte; 32]);
    for (field, value) in [
        (SealedField::By, Value::Text("Ada Example".to_owned())),
        (SealedField::By, bytes(1)),
        (SealedField::Quote, Value::Array(Vec::new())),
        (SealedField::Quote, Value::Text("twelve".to_owned())),
        (SealedField::Blake3, Value::Text("twelve".to_owned())),
        (SealedField::Size, Value::Text("10".to_owned())),
        (SealedField::Text, bytes(1)),
        (SealedField::Title, Value::Text(String::new())),
        (SealedField::Author, Value::Map(Vec::new())),
    ] {
        assert!(SealedValue::read(field, value.clone()).is_err(), "{field}: {value:?}");
    }
}

#[test]
fn names_of_places_go_out_and_in() {
    for value in values() {
        assert_eq!(value.field().to_string().parse(), Ok(value.field()));
    }
    for wrong in ["", "By", "through", "through.8", "through.00", "through.-1", "through.0 ", "note", "slug"] {
        assert_eq!(wrong.parse::<SealedField>(), Err(NoSuchField), "{wrong}");
    }
}

#[test]
fn a_sealed_place_holds_a_commitment_and_nothing_else() {
    let hash = Value::Bytes(vec![7; 32]);
    let map = |pairs: Vec<(&str, Value)>| {
        Value::Map(pairs.into_iter().map(|(key, value)| (Value::Text(key.to_owned()), value)).collect())
    };
    let words = |words: &str| Value::Text(words.to_owned());
    let source = || vec![("described", words("a clerk")), ("commitment", hash.clone())];
    let check = |place: Value| {
        let payload = map(vec![("kind", words("anything")), ("deep", Value::Array(vec![map(vec![("by", place)])]))]);
        check_places(&cbor::encode_value(&payload).unwrap())
    };
    assert_eq!(check(map(vec![("sealed", hash.clone())])), Ok(()));
    assert_eq!(check(map(vec![("sealed", map(source()))])), Ok(()));
    assert_eq!(check(words("sealed")), Ok(()));
    assert_eq!(check(map(vec![("unsealed", words("Ada Example"))])), Ok(()));
    for (what, place) in [
        ("a name", map(vec![("sealed", words("Ada Example"))])),
        ("nothing", map(vec![("sealed", map(Vec::new()))])),
        ("true", map(vec![("sealed", Value::Bool(true))])),
        ("31 bytes", map(vec![("sealed", Value::Bytes(vec![7; 31]))])),
        ("33 bytes", map(vec![("sealed", Value::Bytes(vec![7; 33]))])),
        ("a name beside it", map(vec![("sealed", hash.clone()), ("name", words("Ada Example"))])),
        ("a description beside it", map(vec![("sealed", hash.clone()), ("described", words("a clerk"))])),
        ("no commitment", map(vec![("sealed", map(source()[..1].to_vec()))])),
        ("no description", map(vec![("sealed", map(source()[1..].to_vec()))])),
        ("more inside", map(vec![("sealed", map([source(), vec![("name", words("Ada Example"))]].concat()))])),
        ("a place in a place", map(vec![("sealed", map(vec![("sealed", hash.clone())]))])),
        (
            "a description that is none",
            map(vec![("sealed", map(vec![("described", hash.clone()), ("commitment", hash.clone())]))]),
        ),
    ] {
        assert_eq!(check(place), Err(SealedContent), "{what}");
    }
    // What isn't canonical is refused as that.
    assert_eq!(check_places(b"\xa1\x66sealed\x18\x01"), Ok(()));
    assert_eq!(check_places(b"\xa1\x66sealed\x01"), Err(SealedContent));
}

#[test]
fn a_salt_is_not_printed() {
    let disclosure = Disclosure {
        target: RecordId::from_bytes([9; 32]),
        salt: Salt::from_bytes([0xab; 32]),
        value: SealedValue::Size(3),
        note: None,
    };
    let printed = format!("{disclosure:?}");
    assert!(printed.contains("Salt(..)") && !printed.contains("171") && !printed.contains("abab"), "{printed}");
}

#[test]
fn json_of_a_sealed_field_is_no_value() {
    // Whatever is printed of a record as JSON shows the commitment alone.
    let field: Sealable<Text> = Sealable::Sealed(SealedHash::from_bytes([1; 32]));
    assert_eq!(serde_json::to_value(&field).unwrap(), json!({ "sealed": vec![1; 32] }));
}
