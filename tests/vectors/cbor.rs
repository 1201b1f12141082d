//! cbor.json, and agreement of the decoder with a stranger's.

use crate::golden::{Fields as _, json, readable, unhex};
use crate::stranger;
use byline_ledger::cbor::{decode_value, encode_value};
use ciborium::Value;
use proptest::prelude::*;

#[test]
fn canonical_encodings_go_in_and_out() {
    for vector in json("cbor.json").list("canonical") {
        let (name, bytes) = (vector.text("name"), vector.bytes("hex"));
        let value = decode_value(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(readable(&value), vector["value"], "{name}");
        assert_eq!(encode_value(&value), Ok(bytes.clone()), "{name}");
        assert_eq!(stranger::decode(&bytes), Some(value), "{name}");
    }
}

#[test]
fn everything_else_is_refused() {
    for vector in json("cbor.json").list("refused") {
        let (name, bytes) = (vector.text("name"), vector.bytes("hex"));
        assert!(decode_value(&bytes).is_err(), "{name}");
        assert_eq!(stranger::decode(&bytes), None, "{name}");
    }
}

#[test]
fn all_short_strings_are_read_as_the_stranger_reads_them() {
    let mut accepted = 0;
    for first in 0..=u8::MAX {
        accepted += usize::from(agree(&[first]));
        for second in 0..=u8::MAX {
            accepted += usize::from(agree(&[first, second]));
        }
    }
    // One byte: 24 + 24 integers, 4 empty items, 2 truths. Two bytes: 232 + 232 long integers, 256 byte strings, 128 texts, and an array of each
    // of the 54 of one byte; a map needs three.
    assert_eq!(accepted, 54 + 232 + 232 + 256 + 128 + 54);
}

/// Whether both accept the bytes, after a check that they read them alike.
fn agree(bytes: &[u8]) -> bool {
    let ours = decode_value(bytes).ok();
    assert_eq!(ours, stranger::decode(bytes), "{bytes:02x?}");
    ours.is_some()
}

fn encodings() -> Vec<Vec<u8>> {
    let vectors = json("cbor.json");
    let all = vectors.list("canonical").iter().chain(vectors.list("refused"));
    all.map(|vector| unhex(vector.text("hex"))).collect()
}

#[test]
fn every_damaged_encoding_is_read_as_the_stranger_reads_it() {
    for bytes in encodings() {
        for at in 0..bytes.len() {
            for change in 1..=u8::MAX {
                let mut damaged = bytes.clone();
                damaged[at] ^= change;
                agree(&damaged);
            }
            agree(&bytes[..at]);
        }
    }
}

#[test]
fn keys_are_integers_or_texts() {
    for (what, bytes) in
        [("bytes", "a1 4161 01"), ("a truth", "a1 f5 01"), ("an array", "a1 80 01"), ("a map", "a1 a0 01")]
    {
        assert!(!agree(&unhex(&bytes.replace(' ', ""))), "{what}");
    }
    assert_eq!(decode_value(&[0xa1, 0x20, 1]), Ok(Value::Map(vec![((-1).into(), 1.into())])));
}

proptest! {
    #[test]
    fn noise_is_read_as_the_stranger_reads_it(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        agree(&bytes);
    }
}
