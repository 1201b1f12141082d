//! The dossiers under docs/examples/ become records, completely, and only once.

use super::shelf::Shelf;
use crate::dossier::*;
use std::path::Path;

pub fn example(name: &str) -> DossierFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples").join(name);
    let bytes = std::fs::read(&path).unwrap();
    DossierFile::new(path, bytes).unwrap()
}

fn planned(shelf: &Shelf, me: &str, file: &DossierFile) -> Plan {
    let look = Look { colour: false, unicode: false, width: 120 };
    match shelf.plan(me, file, &|path| std::fs::read(path)) {
        Ok(plan) => plan,
        Err(PlanError::Dossier(errors)) => panic!("{}", errors.show(look)),
        Err(PlanError::Ledger(refusal)) => panic!("{refusal}"),
    }
}

/// How many records of each kind a plan has, and how many warnings.
fn counts(plan: &Plan) -> [usize; 6] {
    let of = |kind: &str| plan.drafts.iter().filter(|planned| planned.what.starts_with(kind)).count();
    [of("entity."), of("event."), of("question."), of("document."), of("claim."), plan.warnings.len()]
}

/// Records a dossier, then the same again, which adds nothing.
fn record(shelf: &mut Shelf, me: &str, name: &str) -> [usize; 6] {
    let file = example(name);
    let plan = planned(shelf, me, &file);
    let counts = counts(&plan);
    let count = plan.drafts.len();
    shelf.take_in(me, plan);
    let again = planned(shelf, me, &file);
    assert!(again.drafts.is_empty() && again.archive.is_empty(), "{name} again");
    assert_eq!(again.unchanged.len(), count, "{name} again");
    counts
}

#[test]
fn the_news_of_a_day() {
    assert_eq!(record(&mut Shelf::default(), "ana", "2025-11-09/news.toml"), [19, 7, 17, 1, 17, 0]);
}

#[test]
fn losses_of_equipment() {
    let mut shelf = Shelf::default();
    assert_eq!(record(&mut shelf, "ana", "losses/losses.toml"), [2, 1, 8, 3, 30, 0]);
}

#[test]
fn the_harbour_fire() {
    let mut shelf = Shelf::default();
    // She is reminded of the "probably" that she corrects later.
    assert_eq!(record(&mut shelf, "ana", "harbour-fire/ana.toml"), [5, 1, 13, 1, 13, 1]);
    assert_eq!(record(&mut shelf, "ben", "harbour-fire/ben.toml"), [7, 0, 0, 2, 28, 0]);
}

#[test]
fn the_harbour_fire_corrected() {
    let mut shelf = Shelf::default();
    record(&mut shelf, "ana", "harbour-fire/ana.toml");
    let first = planned(&shelf, "ana", &example("harbour-fire/ana.toml"));
    let cause = first.unchanged.iter().find(|unchanged| unchanged.what == "claim.cause").unwrap();
    let file = example("harbour-fire/correction.toml");
    assert!(shelf.plan("ana", &file, &|path| std::fs::read(path)).is_err(), "the id is still to be filled in");
    let text = file.text().replace("b3:THE-ID-OF-THE-CLAIM", &cause.recorded_as.to_string()[..15]);
    let file = DossierFile::new(file.path(), text.into_bytes()).unwrap();
    let plan = planned(&shelf, "ana", &file);
    let corrected: Vec<_> =
        plan.drafts.iter().map(|planned| (planned.what.as_str(), planned.corrects.is_some())).collect();
    assert_eq!(corrected, [("question.boats", true), ("claim.cause", true)]);
    shelf.take_in("ana", plan);
    let again = planned(&shelf, "ana", &file);
    assert_eq!((again.drafts.len(), again.unchanged.len()), (0, 2));
}
