//! The parsers, each with what must hold of whatever it is given.

use crate::harness::Target;
use crate::seeds::{self, Seeds};
use byline_ledger::accounts::phrases::PhrasePolicy;
use byline_ledger::accounts::quantity::interpret;
use byline_ledger::audit::Replay;
use byline_ledger::bundle::{self, Bundle, Expectations};
use byline_ledger::checkpoint::{Checkpoint, open_root_receipt};
use byline_ledger::edtf::Edtf;
use byline_ledger::finding::Verdict;
use byline_ledger::hash::{Kid, RecordId};
use byline_ledger::key::{PublicKey, PublicKeyBytes};
use byline_ledger::ledger::{Config, parse_ssh_text};
use byline_ledger::log::{TileFile, decode_entries, decode_hashes, encode_hashes};
use byline_ledger::number::Decimal;
use byline_ledger::policy::Policy;
use byline_ledger::proof::{Consistency, Receipt, TlogProof, TransparentStatement};
use byline_ledger::quote::{TextIndex, locate};
use byline_ledger::record::{Counting, Phrase, Quantity, Record};
use byline_ledger::statement::Unverified;
use byline_ledger::{cbor, note, proof};
use std::num::NonZero;

const CHECKPOINT: &str = "log/checkpoint";

pub const ALL: &[Target] = &[
    Target { name: "cbor", seeds: || seeds::of(Seeds::Cbor), check: cbor_value },
    Target { name: "statement", seeds: || seeds::of(Seeds::Statements), check: statement },
    Target { name: "record", seeds: || seeds::of(Seeds::Statements), check: record },
    Target { name: "bundle", seeds: || seeds::of(Seeds::Proofs("bundle")), check: bundle },
    Target { name: "tlog-proof", seeds: || seeds::of(Seeds::Proofs("tlog-proof")), check: tlog_proof },
    Target { name: "receipt", seeds: || seeds::of(Seeds::Proofs("receipt")), check: receipt },
    Target {
        name: "transparent-statement",
        seeds: || seeds::of(Seeds::Proofs("transparent statement")),
        check: transparent,
    },
    Target { name: "consistency", seeds: || seeds::of(Seeds::Proofs("consistency")), check: consistency },
    Target { name: "note", seeds: || seeds::of(Seeds::File(CHECKPOINT)), check: signed_note },
    Target {
        name: "checkpoint",
        seeds: || seeds::of(Seeds::Texts(&["example.org/desk\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"])),
        check: checkpoint,
    },
    Target { name: "signed-root", seeds: || seeds::of(Seeds::File("log/checkpoint.cose")), check: signed_root },
    Target { name: "entries", seeds: || seeds::of(Seeds::File("log/tile/entries/001.p/44")), check: entries },
    Target { name: "config", seeds: || seeds::of(Seeds::File("byline.toml")), check: config },
    Target { name: "log", seeds: || seeds::of(Seeds::Log), check: log },
    Target {
        name: "tile-name",
        seeds: || {
            seeds::of(Seeds::Texts(&[
                "tile/0/000",
                "tile/1/x001/x234/067.p/12",
                "tile/entries/001.p/44",
                "tile/63/000.p/255",
            ]))
        },
        check: tile_name,
    },
    Target {
        name: "vkey",
        seeds: || seeds::of(Seeds::Texts(&["example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"])),
        check: vkey,
    },
    Target {
        name: "witness-policy",
        seeds: || {
            seeds::of(Seeds::Texts(&[
                "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n# a comment\nquorum none\n",
            ]))
        },
        check: witness_policy,
    },
    Target {
        name: "edtf",
        seeds: || {
            seeds::of(Seeds::Texts(&[
                "2025-11-09~",
                "2025-11-09T08:00:00+02:00/2025-11-09T09:00Z",
                "202X",
                "../2025-06-14",
                "2025-24?",
                "2025-11/2025-12",
            ]))
        },
        check: edtf,
    },
    Target {
        name: "number",
        seeds: || seeds::of(Seeds::Texts(&["0", "12.50", "1000000000000000000000000000000"])),
        check: number,
    },
    Target {
        name: "phrase",
        seeds: || seeds::of(Seeds::Texts(&["en dozens", "it decine di migliaia", "uk сотні", "de Dutzende"])),
        check: phrase,
    },
    Target {
        name: "id",
        seeds: || {
            seeds::of(Seeds::Texts(&[
                "b3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk",
            ]))
        },
        check: id,
    },
    Target {
        name: "quote",
        seeds: || {
            seeds::of(Seeds::Texts(&[
                "We “counted” 41 [...] boats\nFiction: we \"counted\" 41 burnt and three sunk boats 🌊, the watch said.",
                "boats - burnt\nForty boats — burnt — and four boats – sunk; boats - burnt.",
            ]))
        },
        check: quote,
    },
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
            let _ = (record.problems(), record.references(), record.mentions(), record.sealed());
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

/// A log of leaves as a bundle has them, judged from entry 0 on.
fn log(bytes: &[u8]) {
    let (mut width, mut at) = (0, 0);
    while let Some(length) = bytes.get(at..at + 2) {
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        width += 1;
    }
    let Ok(entries) = decode_entries(bytes, width) else { return };
    let mut replay = Replay::default();
    for leaf in replay.check(&entries, NonZero::<usize>::MIN) {
        let _ = replay.judge(leaf);
    }
    let _ = replay.end();
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn tile_name(bytes: &[u8]) {
    if let Ok(file) = text(bytes).parse::<TileFile>() {
        assert_eq!(file.to_string(), text(bytes), "accepted in a second form");
    }
}

fn vkey(bytes: &[u8]) {
    if let Ok(verifier) = text(bytes).parse::<note::Verifier>() {
        assert_eq!(verifier.to_string(), text(bytes), "accepted in a second form");
    }
}

fn witness_policy(bytes: &[u8]) {
    if let Ok(policy) = Policy::parse(bytes) {
        let _ = (policy.rule(), policy.tally(|_| true), policy.tally(|_| false));
    }
}

fn edtf(bytes: &[u8]) {
    if let Ok(time) = text(bytes).parse::<Edtf>() {
        assert_eq!(time.to_string(), text(bytes), "accepted in a second form");
    }
}

/// A decimal in every form of a quantity.
fn number(bytes: &[u8]) {
    let Ok(number) = text(bytes).parse::<Decimal>() else { return };
    assert_eq!(number.to_string(), text(bytes), "accepted in a second form");
    let forms = [
        Quantity::Exactly,
        Quantity::MoreThan,
        Quantity::AtLeast,
        Quantity::AtMost,
        Quantity::FewerThan,
        Quantity::About,
        Quantity::Nearly,
        Quantity::Measured,
    ];
    for form in forms {
        for counting in [Counting::Whole, Counting::Measure] {
            if let Ok(numbers) = interpret(PhrasePolicy::Phrases1, &form(number), counting) {
                let _ = (numbers.low(), numbers.high(), numbers.to_string());
            }
        }
    }
}

/// A language, a space, and a word for a number.
fn phrase(bytes: &[u8]) {
    let Some((lang, words)) = text(bytes).split_once(' ') else { return };
    if let (Ok(lang), Ok(text)) = (lang.parse(), words.parse()) {
        let _ = interpret(PhrasePolicy::Phrases1, &Quantity::Phrase(Phrase { lang, text }), Counting::Whole);
    }
}

fn id(bytes: &[u8]) {
    let text = text(bytes);
    let again = [text.parse::<RecordId>().map(|id| id.to_string()), text.parse::<Kid>().map(|id| id.to_string())];
    assert!(again.into_iter().flatten().all(|again| again == text), "accepted in a second form");
}

/// Before the first line's end stands what somebody typed as a quote, behind it the document.
fn quote(bytes: &[u8]) {
    let Some((typed, document)) = text(bytes).split_once('\n') else { return };
    if let Ok(passages) = locate(document, typed) {
        let index = TextIndex::new(document);
        assert!(passages.iter().all(|passage| index.verify(passage).is_ok()), "found where it doesn't stand");
    }
}
