//! The parsers, each with what must hold of whatever it is given.

use crate::seeds::Seeds;
use byline_ledger::bundle::{self, Bundle, Expectations};
use byline_ledger::checkpoint::{Checkpoint, open_root_receipt};
use byline_ledger::finding::Verdict;
use byline_ledger::key::{PublicKey, PublicKeyBytes};
use byline_ledger::ledger::{Config, parse_ssh_text};
use byline_ledger::log::{decode_entries, decode_hashes, encode_hashes};
use byline_ledger::proof::{Consistency, Receipt, TlogProof, TransparentStatement};
use byline_ledger::record::Record;
use byline_ledger::statement::Unverified;
use byline_ledger::{cbor, note, proof};

/// One parser.
pub struct Target {
    pub name: &'static str,
    pub seeds: Seeds,
    /// Panics if something doesn't hold.
    pub check: fn(&[u8]),
}

const CHECKPOINT: &str = "log/checkpoint";

pub const ALL: &[Target] = &[
    Target { name: "cbor", seeds: Seeds::Cbor, check: cbor_value },
    Target { name: "statement", seeds: Seeds::Statements, check: statement },
    Target { name: "record", seeds: Seeds::Statements, check: record },
    Target { name: "bundle", seeds: Seeds::Proofs("bundle"), check: bundle },
    Target { name: "tlog-proof", seeds: Seeds::Proofs("tlog-proof"), check: tlog_proof },
    Target { name: "receipt", seeds: Seeds::Proofs("receipt"), check: receipt },
    Target { name: "transparent-statement", seeds: Seeds::Proofs("transparent statement"), check: transparent },
    Target { name: "consistency", seeds: Seeds::Proofs("consistency"), check: consistency },
    Target { name: "note", seeds: Seeds::File(CHECKPOINT), check: signed_note },
    Target {
        name: "checkpoint",
        seeds: Seeds::Texts(&["example.org/desk\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"]),
        check: checkpoint,
    },
    Target { name: "signed-root", seeds: Seeds::File("log/checkpoint.cose"), check: signed_root },
    Target { name: "entries", seeds: Seeds::File("log/tile/entries/001.p/44"), check: entries },
    Target { name: "config", seeds: Seeds::File("byline.toml"), check: config },
];

fn key() -> PublicKey {
    // The generator of the golden files has other keys; nothing here hangs on it.
    let base = [
        0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
        0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    ];
    PublicKey::accept(PublicKeyBytes::from_bytes(base)).unwrap()
}

fn pinned() -> Expectations {
    Expectations { pinned: Some(key()), ..Expectations::default() }
}

fn cbor_value(bytes: &[u8]) {
    if let Ok(value) = cbor::decode_value(bytes) {
        assert_eq!(cbor::encode_value(&value).unwrap(), bytes, "accepted, and not canonical");
    }
}

fn statement(bytes: &[u8]) {
    if let Ok(statement) = Unverified::parse(bytes) {
        assert_eq!(statement.trust_the_log().bytes(), bytes, "accepted, and not kept as it was");
    }
}

fn record(bytes: &[u8]) {
    // The payload of the statement that this was made from, and the bytes themselves.
    let payload = Unverified::parse(bytes).map(|statement| statement.record().encode());
    for bytes in [payload.as_deref().unwrap_or(bytes), bytes] {
        if let Ok(record) = Record::decode(bytes) {
            assert_eq!(record.encode(), bytes, "accepted, and not canonical");
            let _ = (record.problems(), record.references());
        }
    }
}

fn bundle(bytes: &[u8]) {
    if let Ok(bundle) = Bundle::decode(bytes) {
        assert_eq!(bundle.encode(), bytes, "accepted, and not canonical");
    }
    assert_ne!(bundle::verify(bytes, &pinned()).verdict(), Verdict::Passed, "passed by another key");
}

fn tlog_proof(bytes: &[u8]) {
    if let Ok(proof) = TlogProof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes, "accepted in a second form");
    }
    assert_ne!(proof::verify_tlog_proof(bytes, None, &pinned()).verdict(), Verdict::Passed, "passed by another key");
}

fn receipt(bytes: &[u8]) {
    if let Ok(receipt) = Receipt::decode(bytes) {
        assert_eq!(receipt.encode(), bytes, "accepted in a second form");
    }
    let report = proof::verify_receipt(bytes, Some(b"a statement"), &pinned());
    assert_ne!(report.verdict(), Verdict::Passed, "passed by another key");
}

fn transparent(bytes: &[u8]) {
    if let Ok(transparent) = TransparentStatement::decode(bytes) {
        assert_eq!(transparent.encode().unwrap(), bytes, "accepted in a second form");
    }
    assert_ne!(proof::verify_transparent(bytes, &pinned()).verdict(), Verdict::Passed, "passed by another key");
}

fn consistency(bytes: &[u8]) {
    if let Ok(growth) = Consistency::parse(bytes) {
        assert_eq!(growth.to_string().as_bytes(), bytes, "accepted in a second form");
    }
    let report = proof::verify_consistency(bytes, None, &pinned());
    assert_ne!(report.verdict(), Verdict::Passed, "passed by another key");
}

fn signed_note(bytes: &[u8]) {
    let known = note::Verifier::ed25519("example.org/desk", key()).unwrap();
    assert!(note::open(bytes, &[known]).is_err(), "opened by a key that never signed it");
    let _ = Checkpoint::unsigned(bytes);
}

fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_string(), text, "accepted in a second form");
    }
}

fn signed_root(bytes: &[u8]) {
    assert!(open_root_receipt(bytes, "example.org/desk", key()).is_err(), "opened by a key that never signed it");
}

fn entries(bytes: &[u8]) {
    for width in [1, 44, 256] {
        let _ = decode_entries(bytes, width);
        if let Ok(hashes) = decode_hashes(bytes, width) {
            assert_eq!(encode_hashes(&hashes), bytes, "accepted, and not the same");
        }
    }
}

fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = Config::parse(text);
    let _ = parse_ssh_text(text);
}
