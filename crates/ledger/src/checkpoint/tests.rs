use std::slice;

use zeroize::Zeroizing;

use super::*;
use crate::{cose::CoseError, hash::Kid};

const ORIGIN: &str = "example.org/desk";

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn ledger() -> PublicKey {
    key(1).public()
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size: Size::small(70_000), root: TreeHash::from_bytes([7; 32]) }
}

fn note_by(text: &str, seed: u8) -> String {
    note::sign(text, ORIGIN, &key(seed)).unwrap()
}

#[test]
fn body_goes_out_and_in() {
    let text = "example.org/desk\n70000\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n";
    assert_eq!(checkpoint().to_string(), text);
    assert_eq!(Checkpoint::parse(text), Ok(checkpoint()));

    let empty = "example.org/desk\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let nothing = Checkpoint { size: Size::ZERO, root: empty_root(), ..checkpoint() };
    assert_eq!(Checkpoint::parse(empty), Ok(nothing));
}

#[test]
fn refuses_every_other_body() {
    let good = checkpoint().to_string();
    let root = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    for (text, error) in [
        ("", BodyError::TooFewLines),
        ("\n\n", BodyError::TooFewLines),
        (good.trim_end(), BodyError::TooFewLines),
        (&format!("{good}\n"), BodyError::Extension),
        (&format!("{good}more\n"), BodyError::Extension),
        (&format!("{good}more"), BodyError::Extension),
        (&format!("\n{good}"), BodyError::Extension),
        (&good.replace("example.org/desk", ""), BodyError::Origin),
        (&good.replace("example.org/desk", "the desk"), BodyError::Origin),
        (&good.replace("example.org/desk", "a+b"), BodyError::Origin),
        (&good.replace("70000", ""), BodyError::Size),
        (&good.replace("70000", "070000"), BodyError::Size),
        (&good.replace("70000", "+70000"), BodyError::Size),
        (&good.replace("70000", "-1"), BodyError::Size),
        (&good.replace("70000", "70 000"), BodyError::Size),
        (&good.replace("70000", "7e4"), BodyError::Size),
        (&good.replace("70000", "00"), BodyError::Size),
        (&good.replace("70000", "9223372036854775808"), BodyError::Size),
        (&good.replace("70000", "99999999999999999999"), BodyError::Size),
        (&good.replace("70000", "0"), BodyError::EmptyRoot),
        (&good.replace(root, ""), BodyError::Root),
        (&good.replace(root, "BwcH"), BodyError::Root),
        (&good.replace("Bwc=", "Bwc"), BodyError::Root),
        (&good.replace("Bwc=", "Bwd="), BodyError::Root),
        (&good.replace("Bwc=", "BwcHBw=="), BodyError::Root),
        (&good.replace("Bwc=", "Bwc= "), BodyError::Root),
    ] {
        assert_eq!(Checkpoint::parse(text), Err(error), "{text:?}");
    }
    let largest = good.replace("70000", "9223372036854775807");
    assert_eq!(Checkpoint::parse(&largest).map(|read| read.size.get()), Ok((1 << 63) - 1));
}

#[test]
fn signs_what_it_opens() {
    let signed = checkpoint().sign(&key(1)).unwrap();
    assert_eq!(signed.checkpoint(), &checkpoint());
    assert_eq!(SignedCheckpoint::open(signed.note().as_bytes(), ORIGIN, ledger(), &[]), Ok(signed.clone()));
    // Ed25519 is deterministic, so a replay after a crash writes the same bytes.
    assert_eq!(checkpoint().sign(&key(1)), Ok(signed));
    let bad_name = Checkpoint { origin: "the desk".into(), ..checkpoint() };
    assert_eq!(bad_name.sign(&key(1)), Err(SignError::Name(NameError)));
}

#[test]
fn only_the_ledger_s_key_makes_a_checkpoint() {
    let open =
        |note: &str, witnesses: &[Verifier]| SignedCheckpoint::open(note.as_bytes(), ORIGIN, ledger(), witnesses);
    let text = checkpoint().to_string();
    let foreign = note_by(&text, 2);
    assert_eq!(open(&foreign, &[]), Err(NoteError::NoKnownSignature.into()));
    let witness = Verifier::ed25519(ORIGIN, key(2).public()).unwrap();
    assert_eq!(open(&foreign, slice::from_ref(&witness)), Err(CheckpointError::NotByLedger));

    let line = foreign.strip_prefix(&format!("{text}\n")).unwrap();
    let both = note_by(&text, 1) + line;
    let known = open(&both, slice::from_ref(&witness)).unwrap();
    assert_eq!(known.cosignatures(), [Verified { by: witness.clone(), time_s: None }]);
    assert_eq!(known.ignored(), []);
    assert_eq!(known.note(), both);
    let unknown = open(&both, &[]).unwrap();
    assert_eq!(unknown.cosignatures(), []);
    assert_eq!(unknown.ignored().len(), 1);

    let wrong = note_by(&text, 1) + note_by("b\n", 2).strip_prefix("b\n\n").unwrap();
    let error = NoteError::BadSignature { name: ORIGIN.into(), id: witness.id() };
    assert_eq!(open(&wrong, &[witness]), Err(error.into()));
}

#[test]
fn a_checkpoint_of_another_log_is_refused() {
    let text = checkpoint().to_string().replace("desk", "sports");
    let error = CheckpointError::OtherOrigin { want: ORIGIN.into(), got: "example.org/sports".into() };
    let open = |note: &str, origin| SignedCheckpoint::open(note.as_bytes(), origin, ledger(), &[]);
    assert_eq!(open(&note_by(&text, 1), ORIGIN), Err(error));
    assert_eq!(open(&note_by("hello\n", 1), ORIGIN), Err(BodyError::TooFewLines.into()));
    assert_eq!(open(&note_by(&text, 1), ""), Err(NameError.into()));
}

fn kid() -> Kid {
    key(1).public().kid()
}

fn open_receipt(bytes: &[u8]) -> Result<TreeHash, ReceiptError> {
    open_root_receipt(bytes, ORIGIN, ledger())
}

#[test]
fn receipt_is_the_one_of_the_specification() {
    let root = TreeHash::from_bytes([7; 32]);
    let protected = [
        &b"\xa4\x01\x27\x04\x58\x20"[..],
        kid().as_bytes(),
        b"\x0f\xa2\x01\x70example.org/desk\x02\x70example.org/desk\x19\x01\x8b\x01",
    ]
    .concat();
    let length = u8::try_from(protected.len()).unwrap();
    let signed = [&b"\x84\x6aSignature1\x58"[..], &[length], &protected, b"\x40\x58\x20", &[7; 32]].concat();
    let signature = key(1).sign(&signed);
    let expected =
        [&b"\xd2\x84\x58"[..], &[length], &protected, b"\xa0\x58\x20", &[7; 32], b"\x58\x40", signature.as_bytes()]
            .concat();

    let receipt = encode_root_receipt(ORIGIN, root, &key(1));
    assert_eq!(receipt, expected);
    assert_eq!(open_receipt(&receipt), Ok(root));
}

#[test]
fn receipt_is_of_one_log_and_one_key() {
    let receipt = encode_root_receipt(ORIGIN, TreeHash::from_bytes([7; 32]), &key(1));
    // Another key has another kid, which stands in the header.
    assert_eq!(open_root_receipt(&receipt, ORIGIN, key(2).public()), Err(ReceiptError::Header));
    assert_eq!(open_root_receipt(&receipt, "example.org/desc", ledger()), Err(ReceiptError::Header));
    let mut other_root = receipt.clone();
    let root_at = receipt.len() - 66 - 32;
    other_root[root_at] = 8;
    assert_eq!(open_receipt(&other_root), Err(ReceiptError::BadSignature));
}

#[test]
fn every_damage_to_a_receipt_is_seen() {
    let receipt = encode_root_receipt(ORIGIN, TreeHash::from_bytes([7; 32]), &key(1));
    for at in 0..receipt.len() {
        for bit in 0..8 {
            let mut damaged = receipt.clone();
            damaged[at] ^= 1 << bit;
            assert!(open_receipt(&damaged).is_err(), "byte {at}, bit {bit}");
        }
        assert!(open_receipt(&receipt[..at]).is_err(), "cut at {at}");
    }
    assert!(open_receipt(&[&receipt[..], &[0]].concat()).is_err());
    assert!(open_receipt(&receipt[1..]).is_err(), "without the tag");

    // The same values, spelled otherwise: a longer form of the array's length.
    let long = [&[0xd2, 0x98, 0x04], &receipt[2..]].concat();
    assert_eq!(open_receipt(&long), Err(CoseError::NotCanonical { offset: 1 }.into()));
    // A detached payload is a receipt of RFC 9942, not the file.
    let payload_at = receipt.len() - 66 - 34;
    let with_payload = |payload: &[u8]| [&receipt[..payload_at], payload, &receipt[payload_at + 34..]].concat();
    assert_eq!(open_receipt(&with_payload(&[0xf6])), Err(CoseError::NoPayload.into()));
    assert_eq!(open_receipt(&with_payload(&[0x41, 7])), Err(ReceiptError::Root { bytes: 1 }));
}
