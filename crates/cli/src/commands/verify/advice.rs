//! What to do about a finding: docs/reference.md says it at more length.

use byline_ledger::finding::Code;

/// What somebody who is no engineer does about a finding of this code.
pub fn advice(code: Code) -> &'static str {
    match code {
        Code::LedgerMismatch => {
            "ask the newsroom, over another channel, which key is theirs. If they did change it: `byline trust forget`, then pin the new one"
        }
        Code::CheckpointSignature => {
            "get the folder again from its source; if that has it too, somebody changed it: ask the newsroom"
        }
        Code::CheckpointWitness => "get log/checkpoint again; if it stays so, tell the witness and the newsroom",
        Code::TileMalformed => {
            "get the file again. If `all entries give the root` passed, the entries themselves are whole"
        }
        Code::LogStray => "remove what has no place there, and find out who put it there",
        Code::TreeRoot => {
            "don't use this copy: entries were changed, added or dropped. Get one from somebody else and compare"
        }
        Code::LogFork => {
            "show both checkpoints to the newsroom and to other auditors: the ledger signed two histories. Only going on from an old backup \
             does this innocently"
        }
        Code::LogRollback => {
            "ask for a newer copy. If there is none, entries that you saw were withheld: show both checkpoints to others"
        }
        Code::StatementMalformed => "get the file again; perhaps a later version of Byline wrote it",
        Code::StatementHeader | Code::StatementTime | Code::ChainTime => {
            "ask the recorder and the newsroom: a wrong clock or a faulty program, or an attempt at backdating"
        }
        Code::StatementSignature | Code::SignerUnknown => "treat the record as never made",
        Code::SignerRevoked => "the record doesn't count; ask the newsroom whether the key was stolen",
        Code::ChainBroken | Code::ChainUnsealed => {
            "don't use this copy: entries before or behind were changed, reordered or dropped. Get one from somebody else and compare"
        }
        Code::QuoteMismatch => "the record misquotes its document: ask the recorder for a correction",
        Code::DocumentHash => "find the right file; until then don't rely on quotes from it",
        _ => "the entry doesn't count: what it changes or refers to stays as it was. Ask its recorder",
    }
}
