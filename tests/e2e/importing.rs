//! `import`: many claims from CSV and JSON Lines.

use crate::scratch::{Scratch, copy_folder, fixtures};
use expect_test::expect;
use std::path::Path;

pub const HEADER: &str = "question,by,act,as_of,answer,hedge,quote\n";
pub const BOATS: &str = "boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.\n";
pub const MOVED: &str = "moved,harbour-office,,2025-06-14,1_200,more_than,\"More than 1,200 people were moved\"\n";
pub const DELIBERATE: &str = "deliberate,harbour-office,deny,2025-06-14,false,,It was not started on purpose.\n";

/// A folder with a ledger that has nothing yet, and the dossier of ana without its claims.
pub fn desk() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    let dossier = scratch.read("fire.toml");
    scratch.write("shared.toml", dossier.split("[[claim").next().unwrap());
    scratch
}

/// These rows under the header.
pub fn csv(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn rows_become_claims_of_the_dossier() {
    let scratch = desk();
    scratch.write("claims.csv", csv(&format!("{BOATS}{MOVED}{DELIBERATE}")));
    expect![[r#"
        $ byline -C desk import claims.csv --with shared.toml --dry-run --key ana
        ana signs 10 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 2): Harbour Office says flatly: 41 boats
              “At 02:00 we counted 41 boats lost.”
          claim.moved (line 3): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
          claim.deliberate (line 4): Harbour Office says flatly: no
              “It was not started on purpose.”
        Dry run: 10 records would be signed, 0 are recorded already. Nothing was signed.
    "#]]
    .assert_eq(&scratch.run("-C desk import claims.csv --with shared.toml --dry-run --key ana").to_string());
    expect![[r#"
        $ byline -C desk import claims.csv --with shared.toml --yes --key ana
        ana signs 10 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 2): Harbour Office says flatly: 41 boats
              “At 02:00 we counted 41 boats lost.”
          claim.moved (line 3): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
          claim.deliberate (line 4): Harbour Office says flatly: no
              “It was not started on purpose.”
        Recorded 10 records, entries 4 to 13, sealed at 2025-06-15T08:00:00Z by entry 14
    "#]]
    .assert_eq(&scratch.run("-C desk import claims.csv --with shared.toml --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk import claims.csv --with shared.toml --yes --key ana
        Nothing to add: all 10 records of this import are recorded already
          entity.harbour-office as b3:[id]
          entity.harbour as b3:[id]
          event.fire as b3:[id]
          .. and 7 more
    "#]]
    .assert_eq(&scratch.run("-C desk import claims.csv --with shared.toml --yes --key ana").to_string());
    // A dossier with the same claims has nothing to add either: a row is a claim like every other.
    let again = scratch.done("-C desk record fire.toml --yes --key ana");
    assert!(again.starts_with("Nothing to add: all 10 records"), "{again}");
}

#[test]
fn a_file_that_has_grown_adds_its_new_rows() {
    let scratch = desk();
    scratch.write("claims.csv", csv(BOATS));
    scratch.done("-C desk import claims.csv --with shared.toml --yes --key ana");
    scratch.write("claims.csv", csv(&format!("{BOATS}{MOVED}")));
    let run = scratch.run("-C desk import claims.csv --yes --key ana --set document=bulletin --format json").json();
    assert_eq!(run["byline"], "import/1");
    assert_eq!(run["records"].as_array().unwrap().len(), 1);
    assert_eq!((&run["records"][0]["what"], &run["records"][0]["line"]), (&"claim.moved".into(), &3.into()));
    assert_eq!(run["already_recorded"].as_array().unwrap().len(), 1);
}

#[test]
fn json_lines_have_the_fields_of_a_dossier() {
    let scratch = desk();
    scratch.write(
        "claims.jsonl",
        concat!(
            r#"{"question":"boats","by":"harbour-office","answer":41,"quote":"At 02:00 we counted 41 boats lost."}"#,
            "\n\n",
            r#"{"question":"moved","by":"harbour-office","answer":{"more_than":1200},"note":null,"quote":"More than 1,200 people were moved"}"#,
            "\r\n",
            r#"{"question":"deliberate","by":"harbour-office","act":"deny","answer":false,"quote":["It was not started on purpose."]}"#,
        ),
    );
    scratch.done("-C desk import claims.jsonl --with shared.toml --yes --key ana");
    let again = scratch.done("-C desk record fire.toml --yes --key ana");
    assert!(again.starts_with("Nothing to add: all 10 records"), "{again}");
}

#[test]
fn columns_are_mapped_by_options_and_by_a_file() {
    let scratch = desk();
    let table = "Was;Wer;Zahl;Wortlaut;Bemerkung\nboats;Hafenamt;41;At 02:00 we counted 41 boats lost.;gesehen\n";
    scratch.write("claims.csv", table);
    let options = "--delimiter ; --column question=Was --column by=Wer --column answer=Zahl --column quote=Wortlaut --ignore Bemerkung";
    let refused = scratch.refused(&format!("-C desk import claims.csv --with shared.toml {options} --yes --key ana"));
    assert!(refused.contains("`Hafenamt` names nothing"), "{refused}");
    scratch.write(
        "mapping.toml",
        "ignore = [\"Bemerkung\"]\n[columns]\nquestion = \"Was\"\nby = \"Wer\"\nanswer = \"Zahl\"\nquote = \"Wortlaut\"\n[set]\nbasis = \"read\"\n\
         [values.by]\nHafenamt = \"harbour-office\"\n",
    );
    scratch.done("-C desk import claims.csv --with shared.toml --delimiter ; --mapping mapping.toml --yes --key ana");
    scratch.write("mapping.toml", "[columns]\nanser = \"Zahl\"\n");
    expect![[r#"
        $ byline -C desk import claims.csv --mapping mapping.toml --yes --key ana
        --- stderr
        byline: error: the mapping mapping.toml: a claim has no field `anser`; did you mean `answer`?
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk import claims.csv --mapping mapping.toml --yes --key ana"));
    scratch.write("mapping.toml", "columns = 1\n");
    expect![[r#"
        $ byline -C desk import claims.csv --mapping mapping.toml --yes --key ana
        --- stderr
        TOML parse error at line 1, column 11
          |
        1 | columns = 1
          |           ^
        invalid type: integer `1`, expected a map
        byline: error: the mapping mapping.toml can't be used
        byline: hint: docs/import.md and docs/dossier.md have the syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk import claims.csv --mapping mapping.toml --yes --key ana"));
    expect![[r#"
        $ byline -C desk import claims.csv --column answer --yes --key ana
        --- stderr
        byline: error: --column answer: a field, `=` and what it is are expected
        byline: hint: for example `--column answer=Total`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk import claims.csv --column answer --yes --key ana"));
    expect![[r#"
        $ byline -C desk import shared.toml --yes --key ana
        --- stderr
        byline: error: shared.toml is neither .csv, .tsv nor .jsonl
        byline: hint: say what it is: `--as csv` or `--as jsonl`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk import shared.toml --yes --key ana"));
}

#[test]
fn reminders_of_many_rows_are_counted() {
    let scratch = desk();
    // The figure is not in the quote of any row, and each row has its own note.
    let row = |number: usize| BOATS.replace("41,,", "77,,").replace("boats lost.", &format!("boats lost.,{number}"));
    let rows: String = (0..2_000).map(row).collect();
    scratch.write("claims.csv", format!("{}{rows}", HEADER.replace("quote", "quote,note")));
    let run = scratch.run("-C desk import claims.csv --with shared.toml --yes --key ana");
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stderr.matches("the figure 77 is not in the quote").count(), 20);
    assert!(run.stderr.ends_with("and 1980 more\n"), "{}", run.stderr);
}

#[test]
fn a_cut_of_the_losses_is_imported_and_compared() {
    let scratch = Scratch::with_ledger();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples/losses");
    std::fs::copy(examples.join("whole.toml"), scratch.path("whole.toml")).unwrap();
    copy_folder(&fixtures().join("losses"), &scratch.path(""));
    let import = |name: &str, set: &str| {
        scratch
            .done(&format!("-C desk import whole/russia_losses_{name}.jsonl --with whole.toml {set} --yes --key ana"))
    };
    // The ids of claims depend on the ledger's key, which is another each time.
    let diff = |arguments: &str| {
        crate::scratch::redacted(&scratch.done(&format!("-C desk diff {arguments}")), &scratch.path(""))
    };
    import("equipment", "--set document=equipment --set by=general-staff");
    import("personnel", "--set document=personnel --set by=general-staff");
    import("equipment_oryx", "--set document=oryx-list --set by=oryx --set as_of=../2026-08-08");
    expect![[r#"
        Byline lays accounts beside each other. It does not say who is right.

        Losses of Russian equipment since 24 February 2022 (ana/losses)
        2022-02-24/..; as logged in example.org/desk, 121 entries, sealed 2025-06-15T08:00:00Z

        General Staff of the Armed Forces of Ukraine over time: 80 claims on 18 questions; 0 revisions, 1
          silent drop, 0 corrections by the recorder

        ── ana/tanks ───────────────────────────────────────────────────────────────────────────────────────
        How many tanks has Russia lost?
        quantity of tanks, counted up to a time

         first         as of 2022-02-25: 80 tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 tank: 80”
         grew          as of 2022-03-07: 290 tanks · says flatly
         grew          as of 2023-05-27: 3,799 tanks · says flatly
         SILENT DROP   as of 2023-05-28: 3,797 tanks · says flatly
                       fell without a word: 3,799 as of 2023-05-27, then 3,797 as of 2023-05-28 [CONFLICT,
                       cumulative-fall]
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-28 tank: 3797”
         grew          as of 2023-05-29: 3,801 tanks · says flatly
         grew          as of 2026-08-08: 12,251 tanks · says flatly

        ── ana/apc ─────────────────────────────────────────────────────────────────────────────────────────
        How many armoured vehicles of the class APC has Russia lost?
        quantity of vehicles of the class APC, counted up to a time

         first         as of 2022-02-25: 516 vehicles of the class APC · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 APC: 516”
         grew          as of 2022-03-07: 999 vehicles of the class APC · says flatly
         grew          as of 2023-05-27: 7,442 vehicles of the class APC · says flatly
         grew          as of 2023-05-28: 7,456 vehicles of the class APC · says flatly
         grew          as of 2023-05-29: 7,467 vehicles of the class APC · says flatly
         grew          as of 2026-08-08: 25,099 vehicles of the class APC · says flatly

        ── ana/artillery ───────────────────────────────────────────────────────────────────────────────────
        How many artillery systems has Russia lost?
        quantity of artillery systems, counted up to a time

         first         as of 2022-02-25: 49 artillery systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 field artillery: 49”
         grew          as of 2022-03-07: 117 artillery systems · says flatly
         grew          as of 2023-05-27: 3,406 artillery systems · says flatly
         grew          as of 2023-05-28: 3,425 artillery systems · says flatly
         grew          as of 2023-05-29: 3,435 artillery systems · says flatly
         grew          as of 2026-08-08: 47,580 artillery systems · says flatly

        ── ana/mrl ─────────────────────────────────────────────────────────────────────────────────────────
        How many multiple rocket launchers has Russia lost?
        quantity of multiple rocket launchers, counted up to a time

         first         as of 2022-02-25: 4 multiple rocket launchers · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 MRL: 4”
         grew          as of 2022-03-07: 50 multiple rocket launchers · says flatly
         grew          as of 2023-05-27: 572 multiple rocket launchers · says flatly
         grew          as of 2023-05-28: 574 multiple rocket launchers · says flatly
         grew          as of 2023-05-29: 575 multiple rocket launchers · says flatly
         grew          as of 2026-08-08: 2,009 multiple rocket launchers · says flatly

        ── ana/aircraft ────────────────────────────────────────────────────────────────────────────────────
        How many aircraft has Russia lost?
        quantity of aircraft, counted up to a time

         first         as of 2022-02-25: 10 aircraft · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 aircraft: 10”
         grew          as of 2022-03-07: 46 aircraft · says flatly
         grew          as of 2023-05-27: 310 aircraft · says flatly
         grew          as of 2023-05-28: 313 aircraft · says flatly
         unchanged     as of 2023-05-29: 313 aircraft · says flatly
         grew          as of 2026-08-08: 439 aircraft · says flatly

        ── ana/helicopters ─────────────────────────────────────────────────────────────────────────────────
        How many helicopters has Russia lost?
        quantity of helicopters, counted up to a time

         first         as of 2022-02-25: 7 helicopters · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 helicopter: 7”
         grew          as of 2022-03-07: 68 helicopters · says flatly
         grew          as of 2023-05-27: 296 helicopters · says flatly
         grew          as of 2023-05-28: 298 helicopters · says flatly
         unchanged     as of 2023-05-29: 298 helicopters · says flatly
         grew          as of 2026-08-08: 354 helicopters · says flatly

        ── ana/special-equipment ───────────────────────────────────────────────────────────────────────────
        How many pieces of special equipment has Russia lost?
        quantity of pieces of special equipment, counted up to a time

         first         as of 2023-05-27: 449 pieces of special equipment · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 special equipment: 449”
         grew          as of 2023-05-28: 451 pieces of special equipment · says flatly
         grew          as of 2023-05-29: 453 pieces of special equipment · says flatly
         grew          as of 2026-08-08: 4,504 pieces of special equipment · says flatly

        ── ana/military-auto ───────────────────────────────────────────────────────────────────────────────
        How many military vehicles (class "military auto") has Russia lost?
        quantity of vehicles of the class military auto, counted up to a time

         first         as of 2022-02-25: 100 vehicles of the class military auto · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 military auto: 100”
         grew          as of 2022-03-07: 454 vehicles of the class military auto · says flatly

        ── ana/fuel-tanks ──────────────────────────────────────────────────────────────────────────────────
        How many fuel tanks has Russia lost?
        quantity of fuel tanks, counted up to a time

         first         as of 2022-02-25: 60 fuel tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 fuel tank: 60”
         unchanged     as of 2022-03-07: 60 fuel tanks · says flatly

        ── ana/vehicles-and-fuel-tanks ─────────────────────────────────────────────────────────────────────
        How many vehicles and fuel tanks has Russia lost?
        quantity of vehicles and fuel tanks, counted up to a time

         first         as of 2023-05-27: 6,172 vehicles and fuel tanks · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 vehicles and fuel tanks: 6172”
         grew          as of 2023-05-28: 6,192 vehicles and fuel tanks · says flatly
         grew          as of 2023-05-29: 6,207 vehicles and fuel tanks · says flatly
         grew          as of 2026-08-08: 131,417 vehicles and fuel tanks · says flatly

        ── ana/drones ──────────────────────────────────────────────────────────────────────────────────────
        How many drones has Russia lost?
        quantity of drones, counted up to a time

         first         as of 2022-02-25: 0 drones · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 drone: 0”
         grew          as of 2022-03-07: 7 drones · says flatly
         grew          as of 2023-05-27: 2,941 drones · says flatly
         grew          as of 2023-05-28: 2,993 drones · says flatly
         grew          as of 2023-05-29: 3,054 drones · says flatly
         grew          as of 2026-08-08: 449,606 drones · says flatly

        ── ana/naval-ships ─────────────────────────────────────────────────────────────────────────────────
        How many naval ships has Russia lost?
        quantity of naval ships, counted up to a time

         first         as of 2022-02-25: 2 naval ships · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 naval ship: 2”
         grew          as of 2022-03-07: 3 naval ships · says flatly
         grew          as of 2023-05-27: 18 naval ships · says flatly
         unchanged     as of 2023-05-28: 18 naval ships · says flatly
         unchanged     as of 2023-05-29: 18 naval ships · says flatly
         grew          as of 2026-08-08: 35 naval ships · says flatly

        ── ana/submarines ──────────────────────────────────────────────────────────────────────────────────
        How many submarines has Russia lost?
        quantity of submarines, counted up to a time

         first         as of 2026-08-08: 2 submarines · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2026-08-08 submarines: 2”

        ── ana/anti-aircraft-warfare ───────────────────────────────────────────────────────────────────────
        How many anti-aircraft warfare systems has Russia lost?
        quantity of anti-aircraft warfare systems, counted up to a time

         first         as of 2022-02-25: 0 anti-aircraft warfare systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2022-02-25 anti-aircraft warfare: 0”
         grew          as of 2022-03-07: 23 anti-aircraft warfare systems · says flatly
         grew          as of 2023-05-27: 329 anti-aircraft warfare systems · says flatly
         unchanged     as of 2023-05-28: 329 anti-aircraft warfare systems · says flatly
         grew          as of 2023-05-29: 331 anti-aircraft warfare systems · says flatly
         grew          as of 2026-08-08: 1,556 anti-aircraft warfare systems · says flatly

        ── ana/cruise-missiles ─────────────────────────────────────────────────────────────────────────────
        How many cruise missiles has Russia lost?
        quantity of cruise missiles, counted up to a time

         first         as of 2023-05-27: 1,025 cruise missiles · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2023-05-27 cruise missiles: 1025”
         grew          as of 2023-05-28: 1,056 cruise missiles · says flatly
         unchanged     as of 2023-05-29: 1,056 cruise missiles · says flatly
         grew          as of 2026-08-08: 5,007 cruise missiles · says flatly

        ── ana/ground-robots ───────────────────────────────────────────────────────────────────────────────
        How many ground robotic systems has Russia lost?
        quantity of ground robotic systems, counted up to a time

         first         as of 2026-08-08: 2,162 ground robotic systems · says flatly
                       General Staff: cumulative losses of Russian equipment, day by day (en) · b3:[id]
                       “2026-08-08 ground robotic systems: 2162”

        ── ana/personnel ───────────────────────────────────────────────────────────────────────────────────
        How many soldiers has Russia lost?
        quantity of soldiers, counted up to a time

         first         as of 2022-02-25: about 2,800 soldiers = 2,520 to 3,080 · says flatly
                       General Staff: cumulative losses of Russian personnel, day by day (en) · b3:[id]
                       “2022-02-25 personnel: about 2800”
         grew          as of 2022-03-07: more than 11,000 soldiers = at least 11,001 · says flatly
         grew          as of 2023-05-27: about 206,200 soldiers = 185,580 to 226,820 · says flatly
         grew          as of 2023-05-28: about 206,600 soldiers = 185,940 to 227,260 · says flatly
         grew          as of 2023-05-29: about 207,030 soldiers = 186,327 to 227,733 · says flatly
         grew          as of 2026-08-08: about 1,456,610 soldiers = 1,310,949 to 1,602,271 · says flatly

        ── ana/prisoners ───────────────────────────────────────────────────────────────────────────────────
        How many prisoners of war has Ukraine taken?
        quantity of prisoners of war, counted up to a time

         first         as of 2022-02-25: 0 prisoners of war · says flatly
                       General Staff: cumulative losses of Russian personnel, day by day (en) · b3:[id]
                       “2022-02-25 POW: 0”
         grew          as of 2022-03-07: 259 prisoners of war · says flatly
    "#]]
    .assert_eq(&diff("losses general-staff"));
    expect![[r#"
        Byline lays accounts beside each other. It does not say who is right.

        Losses of Russian equipment since 24 February 2022 (ana/losses)
        2022-02-24/..; as logged in example.org/desk, 121 entries, sealed 2025-06-15T08:00:00Z

        General Staff of the Armed Forces of Ukraine and Oryx, side by side: 2 compatible

        ── ana/tanks ───────────────────────────────────────────────────────────────────────────────────────
        How many tanks has Russia lost?
        quantity of tanks, counted up to a time

         General Staff of the Armed Forces of Ukraine    │ Oryx
         says flatly: 12,251 tanks                       │ says flatly: at least 201 tanks
         “2026-08-08 tank: 12251”                        │ “Sum of Tanks: at least 201, in 3 models”
         as of 2026-08-08 · General Staff: cumulative    │ as of ../2026-08-08 · Oryx: documented losses
         losses of Russian equipment, day by day (en) ·  │ of Russian equipment, by model (en) ·
         b3:[id]                                     │ b3:[id]

         compatible      growth: a count that can have grown: 12,251 as of 2026-08-08, then at least 201 as
                         of ../2026-08-08

         3,801 tanks, as of 2023-05-29 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,801 as of 2023-05-29, then at least 201 as
                           of ../2026-08-08

         3,797 tanks, as of 2023-05-28 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,797 as of 2023-05-28, then at least 201 as
                           of ../2026-08-08

         3,799 tanks, as of 2023-05-27 (b3:[id]) / at least 201 tanks, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 3,799 as of 2023-05-27, then at least 201 as
                           of ../2026-08-08

         290 tanks, as of 2022-03-07 (b3:[id]) / at least 201 tanks, as of ../2026-08-08 (b3:[id])
           compatible      growth: a count that can have grown: 290 as of 2022-03-07, then at least 201 as
                           of ../2026-08-08

         80 tanks, as of 2022-02-25 (b3:[id]) / at least 201 tanks, as of ../2026-08-08 (b3:[id])
           compatible      growth: a count that can have grown: 80 as of 2022-02-25, then at least 201 as of
                           ../2026-08-08

        ── ana/helicopters ─────────────────────────────────────────────────────────────────────────────────
        How many helicopters has Russia lost?
        quantity of helicopters, counted up to a time

         General Staff of the Armed Forces of Ukraine    │ Oryx
         says flatly: 354 helicopters                    │ says flatly: at least 19 helicopters
         “2026-08-08 helicopter: 354”                    │ “Sum of Helicopters: at least 19, in 2 models”
         as of 2026-08-08 · General Staff: cumulative    │ as of ../2026-08-08 · Oryx: documented losses
         losses of Russian equipment, day by day (en) ·  │ of Russian equipment, by model (en) ·
         b3:[id]                                     │ b3:[id]

         compatible      growth: a count that can have grown: 354 as of 2026-08-08, then at least 19 as of
                         ../2026-08-08

         298 helicopters, as of 2023-05-29 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 298 as of 2023-05-29, then at least 19 as of
                           ../2026-08-08

         298 helicopters, as of 2023-05-28 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 298 as of 2023-05-28, then at least 19 as of
                           ../2026-08-08

         296 helicopters, as of 2023-05-27 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 296 as of 2023-05-27, then at least 19 as of
                           ../2026-08-08

         68 helicopters, as of 2022-03-07 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 68 as of 2022-03-07, then at least 19 as of
                           ../2026-08-08

         7 helicopters, as of 2022-02-25 (b3:[id]) / at least 19 helicopters, as of ../2026-08-08
           (b3:[id])
           compatible      growth: a count that can have grown: 7 as of 2022-02-25, then at least 19 as of
                           ../2026-08-08

        Folded away: 16 questions that only General Staff of the Armed Forces of Ukraine answers. --all
          shows them.
    "#]]
    .assert_eq(&diff("losses general-staff oryx"));
    // The texts that the claims quote are the ones archived: all of it verifies.
    let run = scratch.run("-C desk verify");
    assert_eq!(run.code, Some(0), "{run}");
}
