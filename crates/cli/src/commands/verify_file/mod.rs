//! `byline verify FILE`: a proof, checked by itself, with nothing but the ledger's key. What is found stands in `text` and `json`.

pub mod json;
pub mod text;

use super::{GivenKey, LATER_VERSION, read_limited, unreadable, verify_report};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::html::Carried;
use crate::ui::Ui;
use crate::world::memory::{self, Known};
use byline_ledger::bundle::{self, Bundle, Expectations};
use byline_ledger::checkpoint::Checkpoint;
use byline_ledger::finding::Verdict;
use byline_ledger::ledger::introduce;
use byline_ledger::note::Verifier;
use byline_ledger::policy::Policy;
use byline_ledger::proof::{self, Consistency, Form, Receipt, TlogProof, TransparentStatement};
use byline_ledger::record::Record;
use byline_ledger::statement::Unverified;
use std::path::Path;

/// What the reader gives, beside the file.
#[derive(Debug, Clone, Default)]
pub struct Given<'a> {
    /// The ledger's key, whatever was pinned.
    pub ledger_key: Option<GivenKey>,
    /// The statement that a receipt or a tlog-proof is about.
    pub statement: Option<&'a Path>,
    /// An earlier checkpoint.
    pub since: Option<Checkpoint>,
    /// The witnesses whose cosignatures count, whatever policy is remembered.
    pub witnesses: Option<Vec<Verifier>>,
    /// The ledger's folder, to see whether a report has all that belongs to it.
    pub ledger: Option<&'a Path>,
}

/// The longest file that is read, in bytes: the longest bundle.
const LONGEST_BYTES: u64 = bundle::LIMIT_BYTES as u64;

/// Checks a proof in a file.
///
/// # Errors
/// When the file can't be read, or is no proof of any form and version that Byline knows.
pub fn run(ui: &mut Ui, file: &Path, given: Given<'_>) -> Result<Outcome, Failure> {
    let bytes = read_limited(file, LONGEST_BYTES)?;
    let Some(form) = Form::of(&bytes) else {
        if Carried::is_likely(&bytes) {
            return verify_report::run(ui, file, &bytes, &given);
        }
        return Err(Failure::new(format!("{} is no proof that Byline knows", file.display())).hint(
            "it checks reports as HTML, bundles (.byline), tlog-proofs, COSE receipts, transparent statements and consistency proofs",
        ));
    };
    refuse_later(file, form, &bytes)?;
    let statement = given.statement.map(|file| read_limited(file, LONGEST_BYTES)).transpose()?;
    let origin = claimed_origin(form, &bytes, statement.as_deref());
    let expectations = match form {
        Form::Bundle => expectations(origin.as_deref(), &given)?,
        _ => with_whole_key(file, form, expectations(origin.as_deref(), &given)?, &given)?,
    };
    let (statement, seen) = (statement.as_deref(), expectations.seen.as_ref());
    let report = match form {
        Form::Bundle => bundle::verify(&bytes, &expectations),
        Form::TlogProof => proof::verify_tlog_proof(&bytes, statement, &expectations),
        Form::Receipt => proof::verify_receipt(&bytes, statement, &expectations),
        Form::TransparentStatement => proof::verify_transparent(&bytes, &expectations),
        Form::Consistency => proof::verify_consistency(&bytes, given.since.as_ref().or(seen), &expectations),
    };
    let records = records(form, &bytes, statement);
    let written = match ui.is_json() {
        true => ui.json(&json::of(file, form, &report)),
        false => text::write(ui, file, form, &report, &records, &given),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    Ok(match report.verdict() {
        Verdict::Passed => Outcome::Passed,
        Verdict::Failed => Outcome::Failed,
        Verdict::Incomplete => Outcome::Incomplete,
    })
}

/// Refuses a bundle of a later version, as a ledger of one is refused: findings would only mislead.
fn refuse_later(file: &Path, form: Form, bytes: &[u8]) -> Result<(), Failure> {
    match Bundle::later_version(bytes).filter(|_| form == Form::Bundle) {
        None => Ok(()),
        Some(version) => {
            let known = bundle::VERSION;
            let words =
                format!("{} is a bundle of version {version}, and this program knows version {known}", file.display());
            Err(Failure::new(words).hint(LATER_VERSION))
        }
    }
}

/// What the reader knows of the ledger of this origin: what is given, else what is remembered.
///
/// # Errors
/// When the memory can't be read.
pub fn expectations(origin: Option<&str>, given: &Given<'_>) -> Result<Expectations, Failure> {
    let known = origin.map(memory::recall).transpose()?.flatten();
    let of_memory = known.as_ref().map(|known| known.key);
    let pinned = given.ledger_key.map_or(of_memory, |given| given.among(of_memory));
    Ok(Expectations {
        pinned,
        told: given.ledger_key.filter(|_| pinned.is_none()).map(GivenKey::kid),
        witnesses: match &given.witnesses {
            Some(witnesses) => witnesses.clone(),
            None => known.as_ref().and_then(Known::policy).map(|policy| keys_of(&policy)).unwrap_or_default(),
        },
        seen: known.and_then(|known| known.seen).map(|seen| seen.signed.checkpoint().clone()),
    })
}

/// The same for a proof that holds no key: a fingerprint is looked for in the ledger that was named.
fn with_whole_key(file: &Path, form: Form, known: Expectations, given: &Given<'_>) -> Result<Expectations, Failure> {
    let Some(told) = known.told else { return Ok(known) };
    let in_folder = |folder: &Path| introduce(folder).map_err(|error| unreadable(folder, &error));
    let own = given.ledger.map(in_folder).transpose()?.and_then(|introduction| introduction.key());
    match own.filter(|key| key.kid() == told) {
        Some(key) => Ok(Expectations { pinned: Some(key), told: None, ..known }),
        None => Err(Failure::new(format!(
            "{} is a {}, which doesn't hold the ledger's key: its fingerprint is not enough",
            file.display(),
            form.name()
        ))
        .hint("give the whole key, ssh-ed25519 AAAA.., or name a copy of the ledger with -C")),
    }
}

/// The keys of the witnesses that a policy names.
pub fn keys_of(policy: &Policy) -> Vec<Verifier> {
    policy.witnesses().iter().map(|witness| witness.key.clone()).collect()
}

/// The origin that the file names, on nobody's word but its own: to look up the key that is trusted for it.
fn claimed_origin(form: Form, bytes: &[u8], statement: Option<&[u8]>) -> Option<String> {
    let of_note = |note: &str| note.lines().next().map(str::to_owned);
    let of_receipt = |bytes: &[u8]| Receipt::decode(bytes).ok()?.claimed_issuer().map(str::to_owned);
    match form {
        Form::Bundle => Bundle::decode(bytes).ok()?.claimed_origin().map(str::to_owned),
        Form::TlogProof => of_note(&TlogProof::parse(bytes).ok()?.checkpoint),
        Form::Consistency => of_note(&Consistency::parse(bytes).ok()?.checkpoint),
        Form::Receipt => of_receipt(bytes).or_else(|| statement.and_then(of_receipt)),
        Form::TransparentStatement => {
            TransparentStatement::decode(bytes).ok()?.receipts.iter().find_map(|bytes| of_receipt(bytes))
        }
    }
}

/// What the proven records say, in the order of the report.
fn records(form: Form, bytes: &[u8], statement: Option<&[u8]>) -> Vec<Record> {
    let leaves: Vec<Vec<u8>> = match form {
        Form::Bundle => Bundle::decode(bytes).map_or(Vec::new(), |bundle| {
            let leaf = |index: &_| bundle.leaf(*index).map(|leaf| leaf.statement.clone());
            bundle.proven().iter().filter_map(leaf).collect()
        }),
        Form::TlogProof => match statement {
            Some(statement) => vec![statement.to_vec()],
            None => TlogProof::parse(bytes).ok().and_then(|proof| proof.extra).into_iter().collect(),
        },
        Form::Receipt => statement.map(<[u8]>::to_vec).into_iter().collect(),
        Form::TransparentStatement => {
            TransparentStatement::decode(bytes).ok().map(|transparent| transparent.statement).into_iter().collect()
        }
        Form::Consistency => Vec::new(),
    };
    leaves.iter().filter_map(|leaf| Some(Unverified::parse(leaf).ok()?.record().clone())).collect()
}
