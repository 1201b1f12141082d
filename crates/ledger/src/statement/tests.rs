use super::*;
use crate::hash::ChainHead;
use crate::position::{Index, Size};
use crate::record::Seal;
use crate::time::Timestamp;
use zeroize::Zeroizing;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn draft() -> Draft {
    let header = Header {
        kid: key(1).public().kid(),
        issuer: "example.org/desk".to_owned(),
        subject: "example.org/desk".to_owned(),
        signed_at: Timestamp::from_s(1_762_675_200).unwrap(),
        after: After::new(Size::small(1), ChainHead::from_bytes([5; 32])),
    };
    let seal = Seal { first: Index::ZERO.into(), roster: (1, crate::hash::RosterHash::from_bytes([6; 32])) };
    Draft::new(header, Record::Seal(seal)).unwrap()
}

#[test]
fn the_id_is_known_before_the_signature() {
    let draft = draft();
    let id = draft.id();
    let length = draft.statement_bytes();
    let statement = draft.sign(&key(1));
    assert_eq!(statement.id(), id);
    assert_eq!(statement.bytes().len(), length);
    let read = Unverified::parse(statement.bytes()).unwrap();
    assert_eq!((read.id(), read.kid()), (id, key(1).public().kid()));
    assert_eq!(read.verify(&key(1).public()).unwrap().id(), id);
}

#[test]
fn a_stranger_reads_it_as_cose() {
    use coset::TaggedCborSerializable as _;
    let statement = draft().sign(&key(1));
    let read = coset::CoseSign1::from_tagged_slice(statement.bytes()).unwrap();
    assert!(read.unprotected.is_empty());
    assert_eq!(read.protected.header.key_id, key(1).public().kid().as_bytes());
    let public = key(1).public();
    let check = |signature: &[u8], signed: &[u8]| {
        use ed25519_dalek::Verifier as _;
        public.verifying_key().verify(signed, &ed25519_dalek::Signature::from_slice(signature).unwrap())
    };
    read.verify_signature(&[], check).unwrap();
    // The protected header begins with the five labels in the order of their bytes.
    let header = read.protected.original_data.unwrap();
    assert_eq!(header[..4], [0xa5, 0x01, 0x27, 0x03]);
    assert!(header.windows(5).any(|bytes| bytes == [0x3a, 0x00, 0x01, 0x00, 0x00]));
}

#[test]
fn another_key_does_not_verify_it() {
    let statement = draft().sign(&key(1));
    assert!(Unverified::parse(statement.bytes()).unwrap().verify(&key(2).public()).is_err());
}

#[test]
fn many_are_verified_as_each_would_be() {
    let good = draft().sign(&key(1));
    let mut bad = good.bytes().to_vec();
    *bad.last_mut().unwrap() ^= 1;
    let read = |bytes: &[u8]| Unverified::parse(bytes).unwrap();
    let many = vec![
        (read(good.bytes()), Some(key(1).public())),
        (read(&bad), Some(key(1).public())),
        (read(good.bytes()), None),
        (read(good.bytes()), Some(key(2).public())),
        (read(good.bytes()), Some(key(1).public())),
    ];
    let verified: Vec<_> = Unverified::verify_all(many).iter().map(Result::is_ok).collect();
    assert_eq!(verified, [true, false, false, false, true]);
}

#[test]
fn every_changed_byte_is_refused() {
    let statement = draft().sign(&key(1));
    let public = key(1).public();
    for at in 0..statement.bytes().len() {
        for change in [0x01u8, 0x10, 0x80, 0xff] {
            let mut damaged = statement.bytes().to_vec();
            damaged[at] ^= change;
            let accepted = Unverified::parse(&damaged).is_ok_and(|read| read.verify(&public).is_ok());
            assert!(!accepted, "byte {at} ^ {change:02x}");
        }
        assert!(Unverified::parse(&statement.bytes()[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_header_has_exactly_its_labels() {
    use ciborium::Value;
    let whole = Value::serialized(draft().header()).unwrap();
    let pairs = whole.as_map().unwrap();
    let read = |pairs: Vec<(Value, Value)>| {
        crate::cbor::decode::<Header>(&crate::cbor::encode_value(&Value::Map(pairs)).unwrap())
    };
    assert_eq!(read(pairs.clone()), Ok(draft().header().clone()));
    for at in 0..pairs.len() {
        let mut fewer = pairs.clone();
        fewer.remove(at);
        assert!(read(fewer).is_err(), "without {at}");
        let mut other = pairs.clone();
        other[at].1 = Value::from(3);
        assert!(read(other).is_err(), "another value at {at}");
    }
    for label in [2, 5, 16, 33, 394, -1, -65_538] {
        let mut more = pairs.clone();
        more.push((Value::from(label), Value::from(1)));
        assert!(read(more).is_err(), "with label {label}");
    }
}

#[test]
fn a_statement_has_an_end() {
    let long = crate::record::Text::new("a".repeat(16_000)).unwrap();
    let also = vec![crate::record::OtherName { name: long, lang: "en".parse().unwrap(), how: None }; 5];
    let names = std::collections::BTreeMap::from([("en".parse().unwrap(), "A".parse().unwrap())]);
    let entity = crate::record::Entity {
        slug: "a".parse().unwrap(),
        entity_type: crate::record::EntityType::Thing,
        names: crate::record::Names::new(names).unwrap(),
        also: Some(also),
        office: None,
        speaks_for: None,
        part_of: None,
        consists_of: None,
        same_as: None,
        note: None,
        corrects: None,
        reason: None,
    };
    let error = Draft::new(draft().header().clone(), Record::Entity(entity)).unwrap_err();
    assert!(matches!(error, StatementError::TooLong { bytes } if bytes > 80_000));
    assert!(Unverified::parse(&vec![0xd2; 65_536]).is_err());
}
