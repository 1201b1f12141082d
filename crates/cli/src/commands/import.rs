//! `byline import`: the rows of a data file become signed claims.

use super::record::{How, Job, read_dossier, read_file, record, wrong};
use crate::Outcome;
use crate::dossier::DossierFile;
use crate::dossier::data::{self, Form, Mapping, MappingError};
use crate::failure::Failure;
use crate::ui::Ui;
use std::path::{Path, PathBuf};

/// Record many claims from CSV or JSON Lines
///
/// Each row is a claim, as [[claim.QUESTION]] is in a dossier. What the rows refer to, and what holds for all of them, stands in a dossier
/// (--with) or in the ledger. All of it is checked before anything is signed, and the append is all or nothing, in one commit. Importing
/// the same file again adds nothing.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The data file: .csv or .tsv with a header, or .jsonl with an object a line (docs/import.md)
    data: PathBuf,

    /// The dossier with the documents, questions and sources that the rows name, and the defaults
    #[arg(long, value_name = "DOSSIER")]
    with: Option<PathBuf>,

    /// A TOML file that says which column is what
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,

    /// Which column a field of the claim is, such as answer=Total; may be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    column: Vec<String>,

    /// What a field is in all rows, such as by=oryx; may be repeated
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,

    /// A column to leave out; may be repeated
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,

    /// How the data file is written [default: by its name]
    #[arg(long = "as", value_name = "FORM")]
    form: Option<DataForm>,

    /// What stands between the cells of CSV: one character, or `tab` [default: a comma, in .tsv a tab]
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,

    #[command(flatten)]
    how: How,
}

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DataForm {
    /// A header and rows of cells
    Csv,
    /// An object a line
    Jsonl,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let mapping = mapping(args)?;
    let form = form(args)?;
    let shown = args.data.display();
    let bytes = read_file(&args.data).map_err(|error| Failure::new(format!("can't read {shown}: {error}")))?;
    let dossier = match &args.with {
        Some(dossier) => read_dossier(ui, dossier)?,
        None => DossierFile::default(),
    };
    let file = dossier.with_data(&args.data, &bytes);
    let sheet = match data::read(&bytes, form) {
        Ok(sheet) => sheet,
        Err(faults) => return Err(wrong(ui, &file.data_errors(faults)).hint(PAGE)),
    };
    let job = Job { file, rows: Some((&sheet, &mapping)), form: "import/1", name: "this import", hint: PAGE };
    record(ui, path, &job, &args.how)
}

const PAGE: &str = "docs/import.md and docs/dossier.md have the syntax";

fn form(args: &Args) -> Result<Form, Failure> {
    let ending = args.data.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let form = match (args.form, ending.as_str()) {
        (Some(form), _) => form,
        (None, "csv" | "tsv") => DataForm::Csv,
        (None, "jsonl" | "ndjson") => DataForm::Jsonl,
        (None, _) => {
            return Err(Failure::new(format!("{} is neither .csv, .tsv nor .jsonl", args.data.display()))
                .hint("say what it is: `--as csv` or `--as jsonl`"));
        }
    };
    let delimiter = match (args.delimiter.as_deref(), ending.as_str()) {
        (Some("tab"), _) | (None, "tsv") => b'\t',
        (None, _) => b',',
        (Some(text), _) => match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n') => {
                *byte
            }
            _ => {
                return Err(Failure::new(format!("{text:?} can't stand between cells"))
                    .hint("give one character such as `--delimiter ';'`, or `--delimiter tab`"));
            }
        },
    };
    Ok(match form {
        DataForm::Csv => Form::Csv { delimiter },
        DataForm::Jsonl => Form::JsonLines,
    })
}

/// What the mapping file says, and the command line on top of it.
fn mapping(args: &Args) -> Result<Mapping, Failure> {
    let mut mapping = match &args.mapping {
        Some(path) => read_mapping(path)?,
        None => Mapping::default(),
    };
    let wrong = |option: &str, text: &str, error: MappingError| Failure::new(format!("--{option} {text}: {error}"));
    for text in &args.column {
        let (field, header) = pair("column", text)?;
        mapping.column(field, header).map_err(|error| wrong("column", text, error))?;
    }
    for text in &args.set {
        let (field, value) = pair("set", text)?;
        mapping.set(field, value).map_err(|error| wrong("set", text, error))?;
    }
    args.ignore.iter().for_each(|header| mapping.ignore(header));
    Ok(mapping)
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let shown = path.display();
    let bytes = read_file(path).map_err(|error| Failure::new(format!("can't read the mapping {shown}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::new(format!("the mapping {shown} isn't UTF-8 text")))?;
    Mapping::parse(&text).map_err(|error| match error {
        MappingError::Syntax(report) => {
            Failure::with_report(format!("the mapping {shown} can't be used"), crate::ui::shown(report.trim_end()))
                .hint(PAGE)
        }
        error => Failure::new(format!("the mapping {shown}: {error}")),
    })
}

fn pair<'t>(option: &str, text: &'t str) -> Result<(&'t str, &'t str), Failure> {
    text.split_once('=').filter(|(field, value)| !field.is_empty() && !value.is_empty()).ok_or_else(|| {
        Failure::new(format!("--{option} {text}: a field, `=` and what it is are expected"))
            .hint(format!("for example `--{option} {}`", if option == "set" { "by=oryx" } else { "answer=Total" }))
    })
}
