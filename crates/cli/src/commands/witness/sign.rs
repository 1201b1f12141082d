//! `byline witness sign`: one history of each ledger, and no other.

use super::Sign;
use super::folder::{Last, WitnessFolder};
use super::request::prove;
use crate::Outcome;
use crate::commands::{read_limited, unreadable, write_result};
use crate::failure::{Failure, chain};
use crate::ui::{Ui, shown, shown_line};
use crate::world::memory;
use crate::world::now;
use byline_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{ViewError, introduce};
use byline_ledger::note;
use byline_ledger::position::Size;
use byline_ledger::proof::{CONSISTENCY_LIMIT_BYTES as LIMIT_BYTES, Consistency};
use byline_ledger::store::{Head, Reader};
use byline_ledger::witness::{Refusal, may_cosign};
use std::io::Write as _;
use std::path::Path;

/// What a witness is asked to cosign: the ledger's signature on it was checked.
struct Asked {
    signed: SignedCheckpoint,
    growth: Consistency,
}

pub fn run(ui: &mut Ui, args: &Sign) -> Result<Outcome, Failure> {
    let witness = WitnessFolder::open(&args.dir)?;
    let (origin, note) = whose(&args.what)?;
    let ledger_key = pinned(&origin)?;
    if ledger_key == witness.verifier().key() {
        return Err(Failure::new("the witness has the ledger's own key")
            .hint("a key is that of a ledger or that of a witness: `byline witness new`"));
    }
    let last = witness.last(&origin)?;
    let asked = match note {
        Some(request) => of_request(&args.what, &origin, ledger_key, request)?,
        None => match of_folder(&args.what, &origin, ledger_key, last.as_ref())? {
            Ok(asked) => asked,
            Err(older) => return alarm(ui, &rollback(last.as_ref(), &older), last.as_ref(), &older),
        },
    };
    let now_checkpoint = asked.signed.checkpoint();
    match may_cosign(last.as_ref().map(|last| &last.checkpoint), now_checkpoint, asked.growth.old, &asked.growth.proof)
    {
        Ok(()) => {}
        Err(refusal @ Refusal::OldSize { want, .. }) => {
            return Err(Failure::new(refusal)
                .hint(format!("ask for a request from there: `byline witness request --old {want}`")));
        }
        Err(refusal) => return alarm(ui, &refusal.to_string(), last.as_ref(), &asked.signed),
    }
    let time = now()?;
    if let Some(last) = last.as_ref().filter(|last| time < last.time) {
        return Err(Failure::new(format!("the clock says {time}, and this witness signed at {} already", last.time))
            .hint("put the clock right: a witness vouches for its time"));
    }
    let key = witness.key(ui, &args.passphrase)?;
    let line = asked.signed.cosign(witness.verifier().name(), &key, time).map_err(Failure::new)?;
    let cosigned =
        asked.signed.with_cosignatures(std::slice::from_ref(&line), std::slice::from_ref(witness.verifier()));
    witness.keep(&origin, cosigned.map_err(Failure::new)?.note)?;
    if ui.is_json() {
        ui.json(&serde_json::json!({
            "byline": "witness-sign/1", "origin": origin, "size": now_checkpoint.size.get(), "root": now_checkpoint.root.to_string(),
            "time": time.to_string(), "cosignature": line.to_string(),
        }))?;
        return Ok(Outcome::Passed);
    }
    let what = format!("cosignature of {} with {} entries at {time}", shown_line(&origin), now_checkpoint.size);
    write_result(ui, args.output.as_deref(), format!("{line}\n").as_bytes(), &what)
}

/// The name of the ledger, and the request where it is one.
fn whose(what: &Path) -> Result<(String, Option<Consistency>), Failure> {
    if what.is_dir() {
        let introduction = introduce(what).map_err(|error| unreadable(what, &error))?;
        let origin = introduction.origin().map(str::to_owned);
        return Ok((
            origin.ok_or_else(|| {
                Failure::new(format!("{} doesn't say what ledger it is", what.display())).hint("get the folder again")
            })?,
            None,
        ));
    }
    let wrong = |words: String| {
        Failure::new(format!("{} is no request to a witness: {words}", what.display()))
            .hint("name a ledger's folder, or what `byline witness request` wrote")
    };
    let request =
        Consistency::parse(&read_limited(what, LIMIT_BYTES as u64)?).map_err(|error| wrong(error.to_string()))?;
    let (text, _) = note::parse(request.checkpoint.as_bytes()).map_err(|error| wrong(error.to_string()))?;
    let origin = Checkpoint::parse(text).map_err(|error| wrong(error.to_string()))?.origin;
    Ok((origin, Some(request)))
}

fn pinned(origin: &str) -> Result<PublicKey, Failure> {
    let known = memory::recall(origin)?;
    known.map(|known| known.key).ok_or_else(|| {
        Failure::new(format!("you have pinned no key for {origin}, so this may be anybody's ledger"))
            .hint("compare its key with a copy from elsewhere, then `byline trust pin`")
    })
}

fn of_request(what: &Path, origin: &str, key: PublicKey, request: Consistency) -> Result<Asked, Failure> {
    let signed = SignedCheckpoint::open(request.checkpoint.as_bytes(), origin, key, &[]).map_err(|error| {
        Failure::new(format!("the checkpoint in {} is refused: {}", what.display(), chain(&error)))
            .hint("nothing was signed; it isn't by the key that you pinned")
    })?;
    Ok(Asked { signed, growth: request })
}

/// What a folder asks for, with a proof made from it; the checkpoint alone where it is shorter than what was cosigned.
fn of_folder(
    what: &Path,
    origin: &str,
    key: PublicKey,
    last: Option<&Last>,
) -> Result<Result<Asked, SignedCheckpoint>, Failure> {
    let open = |note: &[u8]| SignedCheckpoint::open(note, origin, key, &[]);
    let reader = Reader::open(what, &|note| {
        let signed = open(note)?;
        Ok(Head { size: signed.size(), root: signed.root() })
    });
    let reader = reader.map_err(|error| unreadable(what, &ViewError::Open(error)))?;
    let signed = open(reader.raw().checkpoint()).map_err(|error| Failure::new(chain(&error)))?;
    let old = last.map_or(Size::ZERO, |last| last.checkpoint.size);
    if signed.size() < old {
        return Ok(Err(signed));
    }
    Ok(Ok(Asked { signed, growth: prove(&reader, old)? }))
}

fn rollback(last: Option<&Last>, now: &SignedCheckpoint) -> String {
    let last = last.map_or(Size::ZERO, |last| last.checkpoint.size);
    format!("the checkpoint has {} entries, and this witness cosigned one with {last} already: a rollback", now.size())
}

/// Shows both checkpoints: each is signed by the ledger, and together they say what it did.
fn alarm(ui: &mut Ui, words: &str, last: Option<&Last>, now: &SignedCheckpoint) -> Result<Outcome, Failure> {
    if ui.is_json() {
        ui.json(&serde_json::json!({
            "byline": "witness-sign/1", "refused": words, "last": last.map(|last| last.note.as_str()), "checkpoint": now.note(),
        }))?;
        return Ok(Outcome::Failed);
    }
    writeln!(ui.out, "REFUSED: {words}")?;
    if let Some(last) = last {
        writeln!(ui.out, "  What this witness cosigned last, on {}:", last.time)?;
        write_note(ui, &last.note)?;
    }
    writeln!(ui.out, "  What it was asked to cosign:")?;
    write_note(ui, now.note())?;
    writeln!(
        ui.out,
        "Nothing was signed. Keep both, ask the newsroom, and show both to the auditors who rely on you: an old copy is innocent,"
    )?;
    writeln!(ui.out, "two histories are not.")?;
    Ok(Outcome::Failed)
}

fn write_note(ui: &mut Ui, note: &str) -> Result<(), Failure> {
    for line in note.lines() {
        writeln!(ui.out, "{}", format!("    | {}", shown(line)).trim_end())?;
    }
    Ok(())
}
