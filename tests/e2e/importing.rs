//! `import`: many claims from CSV and JSON Lines.

use crate::scratch::Scratch;
use expect_test::expect;

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
              denies
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
              denies
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
