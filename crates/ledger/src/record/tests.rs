use super::*;
use crate::hash::RecordId;
use std::collections::BTreeMap;

fn text(words: &str) -> Text {
    words.parse().unwrap()
}

fn names() -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), text("Rybne")), ("ru".parse().unwrap(), text("Рыбное"))]))
        .unwrap()
}

fn entity() -> Entity {
    Entity {
        slug: "rybne".parse().unwrap(),
        entity_type: EntityType::Place,
        names: names(),
        also: None,
        office: None,
        speaks_for: None,
        part_of: None,
        consists_of: None,
        same_as: None,
        note: None,
        corrects: None,
        reason: None,
    }
}

#[test]
fn a_record_explains_itself() {
    let record = Record::Entity(entity());
    let bytes = record.encode();
    let value: ciborium::Value = ciborium::from_reader(&bytes[..]).unwrap();
    let keys: Vec<_> = value.as_map().unwrap().iter().map(|(key, _)| key.as_text().unwrap().to_owned()).collect();
    assert_eq!(keys, ["kind", "slug", "type", "names"]);
    assert_eq!(Record::decode(&bytes), Ok(record));
}

#[test]
fn refuses_unknown_kinds_and_fields() {
    let encode = |value: serde_json::Value| crate::cbor::encode(&value);
    for (what, bytes) in [
        ("unknown kind", encode(serde_json::json!({"kind": "rumour"}))),
        ("no kind", encode(serde_json::json!({"slug": "a"}))),
        ("kind is a number", encode(serde_json::json!({"kind": 3}))),
        ("not a map", encode(serde_json::json!(["kind"]))),
        (
            "unknown field",
            encode(serde_json::json!({"kind": "entity", "slug": "a", "type": "place", "names": {"en": "A"}, "age": 3})),
        ),
        ("missing field", encode(serde_json::json!({"kind": "entity", "slug": "a", "type": "place"}))),
        ("bad slug", encode(serde_json::json!({"kind": "entity", "slug": "A", "type": "place", "names": {"en": "A"}}))),
        ("no name", encode(serde_json::json!({"kind": "entity", "slug": "a", "type": "place", "names": {}}))),
        (
            "measure false",
            encode(serde_json::json!({"kind": "question", "slug": "a", "asks": {"en": "?"}, "type": "text",
                "rule": "snapshot", "measure": false})),
        ),
    ] {
        assert!(Record::decode(&bytes).is_err(), "{what}");
    }
}

#[test]
fn every_byte_of_a_record_counts() {
    let bytes = Record::Entity(entity()).encode();
    for at in 0..bytes.len() {
        for change in [1u8, 0x20, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            if let Ok(record) = Record::decode(&damaged) {
                assert_eq!(record.encode(), damaged);
            }
        }
        assert!(Record::decode(&bytes[..at]).is_err());
    }
}

#[test]
fn an_answer_is_exactly_one_thing() {
    use serde_json::json;
    let read = |value: serde_json::Value| crate::cbor::decode::<Answer>(&crate::cbor::encode(&value));
    assert_eq!(read(json!({"silent": "declined"})), Ok(Answer::Silent(Silence::Declined)));
    assert_eq!(read(json!({"value": {"yes-no": true}})), Ok(Answer::Value(Value::YesNo(true))));
    let list = Answer::Values { values: vec![Value::Text(text("a")), Value::Text(text("b"))], complete: true };
    assert_eq!(read(json!({"values": [{"text": "a"}, {"text": "b"}], "complete": true})), Ok(list));
    for wrong in [
        json!({}),
        json!({"silent": "declined", "value": {"yes-no": true}}),
        json!({"values": []}),
        json!({"value": {"yes-no": true}, "complete": true}),
        json!({"values": [{"yes-no": true}], "complete": false}),
        json!({"value": {"yes-no": true, "text": "a"}}),
        json!({"value": "none"}),
    ] {
        assert!(read(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn problems_name_their_field() {
    let corrects = Some(RecordId::from_bytes([1; 32]));
    let fields = |entity: Entity| -> Vec<&'static str> {
        Record::Entity(entity).problems().into_iter().map(|problem| problem.field).collect()
    };
    assert_eq!(fields(entity()), Vec::<&str>::new());
    assert_eq!(fields(Entity { corrects, ..entity() }), ["reason"]);
    assert_eq!(fields(Entity { reason: Some(text("typo")), ..entity() }), ["reason"]);
    let person = Entity { entity_type: EntityType::Person, part_of: corrects, ..entity() };
    assert_eq!(fields(person), ["part_of"]);
    let twins = Entity { consists_of: Some(vec![RecordId::from_bytes([1; 32]); 2]), ..entity() };
    assert_eq!(fields(twins), ["consists_of"]);
}
