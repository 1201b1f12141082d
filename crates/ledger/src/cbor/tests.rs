use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}

type Pair = BTreeMap<String, u64>;

#[test]
fn shorter_keys_come_first() {
    let map: Pair = [("uk", 1), ("en", 2), ("be-Latn", 3), ("a", 4)].map(|(key, value)| (key.to_owned(), value)).into();
    let bytes = unhex("a4 6161 04 62656e 02 62756b 01 6762652d4c61746e 03");
    assert_eq!(encode(&map), bytes);
    assert_eq!(decode::<Pair>(&bytes), Ok(map));
}

#[test]
fn keys_stand_in_the_order_of_their_encodings() {
    let numbers =
        [0i128, 1, 23, 24, 255, 256, 65_536, 1 << 40, u64::MAX.into(), -1, -24, -25, -256, -65_537, -(1 << 50)];
    let mut keys: Vec<Value> = numbers.map(|number| Value::Integer(number.try_into().unwrap())).into();
    let texts = ["", "a", "b", "aa", "é", "zz", "aaa", &"x".repeat(23), &"w".repeat(24), &"v".repeat(256)];
    keys.extend(texts.map(|text| Value::Text(text.to_owned())));
    for (left, right) in keys.iter().flat_map(|left| keys.iter().map(move |right| (left, right))) {
        let bytes = [left, right].map(|key| encode_value(key).unwrap());
        assert_eq!(order_of_keys(left, right), bytes[0].cmp(&bytes[1]), "{left:?} {right:?}");
    }
}

#[test]
fn refuses_every_other_encoding() {
    for (what, bytes, want) in [
        ("keys out of order", "a2 616202 616101", DecodeError::NotCanonical { offset: 2 }),
        ("long integer", "a2 61611801 616202", DecodeError::NotCanonical { offset: 3 }),
        ("trailing byte", "a2 616101 616202 00", DecodeError::NotCanonical { offset: 7 }),
        ("indefinite map", "bf 616101 ff", DecodeError::NotCanonical { offset: 0 }),
        ("long length", "a1 7801 61 01", DecodeError::NotCanonical { offset: 1 }),
        ("key twice", "a2 616101 616102", DecodeError::DuplicateKey),
        ("float", "a1 6161 f93c00", DecodeError::Forbidden("a float")),
        ("null", "a1 6161 f6", DecodeError::Forbidden("null")),
        ("tag", "a1 6161 c101", DecodeError::Forbidden("a tag")),
        ("cut short", "a2 616101", DecodeError::Malformed("the bytes end too early".to_owned())),
        ("nothing", "", DecodeError::Malformed("the bytes end too early".to_owned())),
    ] {
        assert_eq!(decode::<Pair>(&unhex(bytes)), Err(want), "{what}");
    }
}

#[test]
fn bignums_are_refused() {
    for bytes in ["c2 49 010000000000000000", "c3 49 010000000000000000", "c2 41 01"] {
        assert!(decode_value(&unhex(bytes)).is_err(), "{bytes}");
    }
}

#[test]
fn depth_is_counted_from_one() {
    let nested = |depth: usize| {
        let mut bytes = vec![0x81; depth - 1];
        bytes.push(0x80);
        bytes
    };
    assert!(decode_value(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(decode_value(&nested(MAX_DEPTH + 1)), Err(DecodeError::TooDeep));
    assert!(decode_value(&nested(40_000)).is_err());
}

#[test]
fn lengths_that_lie_are_refused() {
    for bytes in ["5b 7fffffffffffffff", "9b 7fffffffffffffff", "bb 7fffffffffffffff", "7b 00000000ffffffff 61"] {
        assert!(decode_value(&unhex(bytes)).is_err(), "{bytes}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        proptest::collection::vec(any::<u8>(), 0..300).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-z-]{0,9}", inner, 0..6)
                .prop_map(|map| Value::Map(map.into_iter().map(|(key, value)| (Value::from(key), value)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_value_has_one_encoding(value in any_value()) {
        let bytes = encode_value(&value).unwrap();
        let back = decode_value(&bytes).unwrap();
        prop_assert_eq!(encode_value(&back).unwrap(), bytes.clone());
        // A stranger's decoder walks over exactly these bytes.
        let mut decoder = minicbor::Decoder::new(&bytes);
        decoder.skip().unwrap();
        prop_assert_eq!(decoder.position(), bytes.len());
    }

    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = decode_value(&bytes) {
            prop_assert_eq!(encode_value(&value).unwrap(), bytes);
        }
    }
}
