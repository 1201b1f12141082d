//! What each finding means, and what somebody who is no engineer does about it. docs/auditing.md has the same words, which a test compares.

use byline_ledger::finding::{Code, Finding};

/// What a code says, and what to do about it.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// What is wrong, in one sentence.
    pub means: &'static str,
    /// What to do.
    pub what_to_do: &'static str,
}

macro_rules! advice {
    ($($code:ident: $means:literal, $what_to_do:literal;)*) => {
        /// The meaning of a code and what to do. Each has its own: there is no fallback, so a new code doesn't compile without one.
        pub fn advice(code: Code) -> Advice {
            match code {
                $(Code::$code => Advice { means: $means, what_to_do: $what_to_do },)*
            }
        }
    };
}

advice! {
    LedgerMismatch:
        "it isn't the ledger that you know, by its name or its key",
        "ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it";
    CheckpointSignature:
        "the ledger's key didn't sign this checkpoint",
        "get the folder again from its source; if that has it too, somebody changed it: ask the newsroom";
    CheckpointWitness:
        "the cosignature of a witness that you named is wrong",
        "get log/checkpoint again; if it stays so, tell the witness and the newsroom";
    TileMalformed:
        "a file of the log is missing, cut, too long, or not what was published",
        "get the file again. If `all entries give the root` passed, the entries themselves are whole";
    LogStray:
        "something lies in log/ that has no place there",
        "remove it, and find out who put it there";
    TreeRoot:
        "the entries are not the ones that the ledger signed: one was changed, added or dropped",
        "don't use this copy. Get one from somebody else and compare; if that has it too, show it to the newsroom and to others";
    LogFork:
        "the ledger signed two histories: this log doesn't continue the one that you saw",
        "keep both checkpoints and a copy of both folders, and show them to the newsroom and to other auditors. Only going on from an old backup does this innocently, and the newsroom has to say so in public";
    LogRollback:
        "the log is shorter than the one that you saw",
        "ask for a newer copy: it may be an old one. If there is none, entries that you saw were withheld: show both checkpoints to others";
    StatementMalformed:
        "an entry is no statement in the one form that there is",
        "get the file again, and see whether a later version of Byline reads it. If neither helps, treat the entry as never made";
    StatementHeader:
        "what an entry says of its signer or subject isn't so",
        "treat the record as never made, and ask its recorder with which program it was written: no honest version of Byline does this";
    StatementSignature:
        "the signature is not valid: the entry was changed after it was signed, or never signed",
        "treat the record as never made, and compare with another copy: if that has the same, ask its recorder";
    StatementTime:
        "an entry was signed at another time than its place in the log allows, by more than 300 seconds",
        "ask the recorder and the newsroom: a wrong clock, or an attempt at backdating. Until then don't rely on when it was recorded";
    SignerUnknown:
        "nobody had enrolled the key that signed",
        "treat the record as never made. If somebody claims it as his, ask the editors why he isn't in the roster";
    SignerRevoked:
        "the key's time was over when it signed",
        "the record doesn't count. Ask the newsroom whether the key was stolen, and what else was signed with it";
    SignerRole:
        "the signer's role doesn't allow this kind of record",
        "it counts as if it weren't there. Ask the editors whether somebody acted for another";
    RosterChange:
        "a change of who may sign is out of order, unproven, or not agreed to",
        "it changes nothing: whom it enrols isn't enrolled, whom it revokes can still sign. Ask the editors, for it may be an attempt to get in";
    ChainBroken:
        "an entry, or a seal, was made after another history than the one in front of it",
        "don't use this copy: entries before it were changed, reordered or dropped, or it was signed elsewhere. Get one from somebody else and compare";
    ChainTime:
        "a seal's time is before the last one's",
        "ask the newsroom: the ledger's clock ran backwards, or the order was changed. Don't rely on times from there on";
    ChainUnsealed:
        "the ledger hasn't sealed the last entries",
        "don't use this copy: it was cut off, or somebody added to it. Get it again from its source";
    RecordDuplicate:
        "the same record stands in the log already",
        "nothing is lost: the first one counts. Ask the newsroom with which program it was appended";
    RecordInvalid:
        "a record breaks a rule of its own kind",
        "it counts as if it weren't there. Ask its recorder for a correction, and with which program it was written";
    ReferenceMissing:
        "a record refers to something that isn't recorded before it",
        "look first whether that entry has a finding of its own. If it hasn't, the record counts as if it weren't there: ask its recorder";
    ReferenceKind:
        "a record refers to something of the wrong kind, or to a later version instead of the first",
        "it counts as if it weren't there. Ask its recorder what he meant";
    ReferenceCycle:
        "things contain each other in a circle",
        "the entry that closes the circle counts as if it weren't there. Ask its recorder which of them is part of which";
    CorrectionAuthority:
        "somebody corrected or withdrew a record who is neither its author nor an editor",
        "the record stays as it was. Ask the editors whether they agree: then an editor signs it";
    CorrectionStale:
        "a correction corrects a version that was corrected before",
        "the version in force stays. If the correction is meant, its author makes it again, of that version";
    CorrectionChanged:
        "a correction changes what it must keep, such as the unit of a question",
        "the version before stays in force. Ask its author for a record of its own in place of the correction";
    SealedContent:
        "something stands in the open where a commitment should be",
        "tell the recorder at once, and the source. Don't print the entry nor pass it on: the log is public, and nobody has to point at it";
    SealedReused:
        "a commitment stands in the log already",
        "it counts as if it weren't there. Somebody copied another's sealed source, or a program used a salt twice: ask its recorder";
    SealedMismatch:
        "what was disclosed isn't what was sealed, or there is no such seal",
        "don't rely on what the disclosure says: it was not fixed when the record was signed. Ask its author to show salt and value";
    DisclosureAuthority:
        "somebody disclosed a sealed place who is neither its recorder nor an editor",
        "it counts as if it weren't there. Ask how he came by the opening: it may have been stolen, so tell the recorder";
    DocumentHash:
        "an archived document or text isn't the one that was recorded",
        "find the right file; until then don't rely on quotes from it. If nobody has it, ask the newsroom who could change the archive";
    QuoteMismatch:
        "a quote doesn't stand at its place in the document",
        "the record misquotes its document: ask the recorder for a correction, and don't print the quote before";
    ProofMalformed:
        "a file with a proof is cut, changed, or holds other entries than it needs",
        "it proves nothing. Ask whoever gave it to you for a new one: `byline prove` makes it";
    ReportMalformed:
        "a report doesn't carry what it was made from, or carries it in another form",
        "get it again from where it was published. If that has it too, don't rely on it";
    ReportChanged:
        "a report isn't what Byline makes of the records in it: it was changed after it was written",
        "don't rely on it: ask the newsroom for the page as it was written, or make a report of your own from the ledger";
    ReportIncomplete:
        "a record that belongs to a report isn't in it, or one is in it that doesn't belong there",
        "don't rely on it. `byline show` shows the record that the finding names: ask the newsroom why it was left out";
    ReportFailing:
        "a report says itself, in red on top, that its ledger failed its audit when it was written",
        "don't rely on it before the newsroom has explained every line of that: the page may be as it was written, its ledger was not in order";
}

/// The codes of findings, each once, in the order in which they come.
pub fn codes_of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for finding in findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/auditing.md says of every code what the program says, and has no code that there isn't.
    #[test]
    fn the_auditors_page_has_every_code() {
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/auditing.md");
        let page = std::fs::read_to_string(page).unwrap();
        let rows: Vec<&str> =
            page.lines().filter(|line| line.starts_with("| `") && line.matches(" | ").count() == 2).collect();
        for code in Code::ALL {
            let Advice { means, what_to_do } = advice(*code);
            let row = format!("| `{code}` | {means} | {what_to_do} |");
            assert!(rows.contains(&row.as_str()), "docs/auditing.md needs this row:\n{row}");
        }
        let of_codes = rows.iter().filter(|row| row.split('`').nth(1).is_some_and(|name| name.split('.').count() == 2));
        assert_eq!(of_codes.count(), Code::ALL.len());
    }

    #[test]
    fn each_has_words_of_its_own() {
        let mut all: Vec<_> =
            Code::ALL.iter().flat_map(|code| [advice(*code).means, advice(*code).what_to_do]).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2 * Code::ALL.len());
    }
}
