mod bad_answers;
mod bad_claims;
mod bad_files;
mod bad_sources;
mod bad_things;
mod documentation;
pub mod examples;
pub mod hostile;
mod ledger;
pub mod shelf;

use super::*;
use shelf::Shelf;
use std::io;
use std::path::Path;

/// A dossier that is right, without claims.
const BASE: &str = r#"[dossier]
document = "paper"
lang = "en"
as_of = 2025-11-09
[document.paper]
file = "paper.txt"
kind = "news article"
lang = "en"
published = 2025-11-09
[entity.mayor]
kind = "person"
name = "The mayor"
[event.fire]
title = "The fire"
[question.boats]
event = "fire"
ask = "How many boats burned?"
unit = "boats"
[question.open]
event = "fire"
ask = "Is the harbour open?"
type = "yes-no"
[question.who]
event = "fire"
ask = "Who was there?"
type = "entity"
many = true
[question.state]
event = "fire"
ask = "How is the sea?"
options = ["calm", "rough"]
"#;

/// The document of [`BASE`].
const PAPER: &str = "The mayor said that 41 boats burned.\nThe harbour is “open”, the mayor said on Friday — and closed at night.\n\
                     More than 100,000 people came, the paper says.\n";

/// Files that stand for the disk.
fn disk(path: &Path) -> io::Result<Vec<u8>> {
    match path.to_str() {
        Some("desk/paper.txt") => Ok(PAPER.into()),
        Some("desk/latin.txt") => Ok(b"citt\xe0".to_vec()),
        Some("desk/other.txt") => Ok(b"Another paper.".to_vec()),
        Some("desk/scan.pdf") => Ok(b"%PDF \xff".to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

fn file(text: &str) -> DossierFile {
    DossierFile::new("desk/dossier.toml", text.into()).unwrap()
}

const LOOK: Look = Look { colour: false, unicode: true, width: 110 };

/// The errors of a dossier as they are printed, to this ledger.
fn errors_with(shelf: &Shelf, text: &str) -> String {
    match shelf.plan("ana", &file(text), &disk) {
        Ok(plan) => format!("no error: {} records", plan.drafts.len()),
        Err(PlanError::Dossier(errors)) => format!("{}{errors}\n", errors.show(LOOK)),
        Err(PlanError::Ledger(refusal)) => refusal.to_string(),
    }
}

/// The errors of [`BASE`] with something added, to an empty ledger.
fn errors(added: &str) -> String {
    errors_with(&Shelf::default(), &format!("{BASE}{added}"))
}

/// The plan of a dossier without errors.
fn planned(shelf: &Shelf, me: &str, text: &str) -> Plan {
    match shelf.plan(me, &file(text), &disk) {
        Ok(plan) => plan,
        Err(PlanError::Dossier(errors)) => panic!("{}", errors.show(LOOK)),
        Err(PlanError::Ledger(refusal)) => panic!("{refusal}"),
    }
}
