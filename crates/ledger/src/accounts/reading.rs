//! How the words of a claim became what is compared: step by step, for a reader who wants to check it.

use super::casefile::Casefile;
use super::judgements::Judgements;
use super::view::ClaimView;
use super::words::{answer_words, group_digits, quantity_words, range_words, source_words, time_words};
use crate::edtf::Edtf;
use crate::hash::RecordId;
use crate::record::quantity::Counting;
use crate::record::{Answer, Quantity, Value};
use crate::time::Timestamp;

/// How one claim was read.
///
/// All words hold text of records: hostile until it is escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The claim, by identity.
    pub claim: RecordId,
    /// Who answers, and what those commit to who pass it on, the innermost first.
    pub sources: Vec<String>,
    /// The answer, as it was said.
    pub answer: String,
    /// From these words to the set, one rule after the other.
    pub steps: Vec<String>,
    /// The numbers that were compared, as in mathematics: `[171, 209]`.
    pub interval: Option<String>,
    /// What time it is about.
    pub time: String,
}

impl Reading {
    /// Reads a claim.
    pub fn of(casefile: &Casefile, judgements: &Judgements, view: &ClaimView<'_>) -> Self {
        let numbers = view.numbers();
        Self {
            claim: view.identity,
            sources: sources(casefile, view),
            answer: answer_words(casefile, &view.claim.answer),
            steps: steps(casefile, judgements, view),
            interval: numbers.and_then(Result::ok).map(|numbers| numbers.to_string()),
            time: time(view),
        }
    }
}

/// Whoever passes words on says only that the next one said so.
fn sources(casefile: &Casefile, view: &ClaimView<'_>) -> Vec<String> {
    let names: Vec<String> =
        view.claim.sources().map(|source| source_words(casefile, source, view.claim.document)).collect();
    let answers = match names.first() {
        Some(name) if view.named_source().is_some() => format!("{name} answers, and is the origin"),
        Some(name) => format!("{name}: answers, and is no named origin"),
        None => String::new(),
    };
    let outer = names.windows(2).map(|pair| format!("{} commits only to this: {} said so", pair[1], pair[0]));
    std::iter::once(answers).chain(outer).collect()
}

fn steps(casefile: &Casefile, judgements: &Judgements, view: &ClaimView<'_>) -> Vec<String> {
    let mut steps = match &view.claim.answer {
        Answer::Silent(_) => vec!["it gives no answer".to_owned()],
        Answer::Value(value) => of_value(casefile, judgements, view, value),
        Answer::Denies(value) => {
            let mut steps = of_value(casefile, judgements, view, value);
            steps.push("denied: what is left is every other number from 0 on".to_owned());
            steps
        }
        Answer::Values { values, complete } => {
            let all = if *complete { "and the source says that this is all" } else { "and there may be more" };
            let mut steps = vec![format!("a list of {}, {all}", values.len())];
            steps.extend(values.iter().flat_map(|value| of_value(casefile, judgements, view, value)));
            steps
        }
    };
    match view.numbers() {
        // A plain figure stands for itself.
        Some(Ok(numbers)) if numbers.single().is_some() && steps.len() == 1 => {}
        Some(Ok(numbers)) => steps.push(format!("so it stands for {}: {numbers}", range_words(&numbers))),
        Some(Err(error)) => steps.push(format!("so it stands for no numbers: {error}")),
        None => {}
    }
    steps
}

fn of_value(casefile: &Casefile, judgements: &Judgements, view: &ClaimView<'_>, value: &Value) -> Vec<String> {
    match value {
        Value::Quantity(quantity) => of_quantity(casefile, view, quantity),
        Value::Moment(moment) => vec![of_moment(moment)],
        Value::Entity(id) => of_entity(casefile, judgements, *id),
        Value::YesNo(_) => vec!["yes or no, as the question asks".to_owned()],
        Value::Choice(_) => vec!["one of the question's options".to_owned()],
        Value::Text(_) => {
            vec!["text: only people compare it, apart from white space and Unicode composition".to_owned()]
        }
    }
}

/// What the qualifier means, and what counting whole things makes of it.
fn of_quantity(casefile: &Casefile, view: &ClaimView<'_>, quantity: &Quantity) -> Vec<String> {
    let policy = casefile.policy().name();
    let said = quantity_words(quantity);
    let rule = match quantity {
        Quantity::Exactly(_) => "one number".to_owned(),
        Quantity::MoreThan(_) => "every number above it, and not itself".to_owned(),
        Quantity::AtLeast(_) => "itself and every number above".to_owned(),
        Quantity::AtMost(_) => "from 0 up to itself".to_owned(),
        Quantity::FewerThan(_) => "from 0 up to just below it".to_owned(),
        Quantity::About(_) => "a tenth of it to either side".to_owned(),
        Quantity::Nearly(_) => "from nine tenths of it up to just below it".to_owned(),
        Quantity::Between(..) => "both ends, and what lies between".to_owned(),
        Quantity::Phrase(phrase) => format!("a phrase in {}, read by the policy {policy}", phrase.lang),
        Quantity::Measured(_) => "half a unit of its last decimal to either side".to_owned(),
        Quantity::None => "0".to_owned(),
    };
    let mut steps = vec![format!("{said}: {rule}")];
    match (view.question.counting(), quantity) {
        (Counting::Whole, Quantity::About(_) | Quantity::Nearly(_)) => {
            steps.push("whole things are counted: ends are rounded outwards to whole numbers".to_owned());
        }
        (Counting::Whole, Quantity::MoreThan(_) | Quantity::FewerThan(_)) => {
            steps.push("whole things are counted: the next number is the next whole one".to_owned());
        }
        (Counting::Measure, _) => steps.push("a measure, not a count: every decimal matters".to_owned()),
        (Counting::Whole, _) => {}
    }
    steps
}

fn of_moment(moment: &Edtf) -> String {
    let hedge = match (moment.is_approximate(), moment.is_uncertain()) {
        (false, false) => "",
        _ => "; about and perhaps don't make it longer, as nobody knows by how much",
    };
    format!("{}{hedge}", span(moment))
}

fn of_entity(casefile: &Casefile, judgements: &Judgements, id: RecordId) -> Vec<String> {
    let names = |ids: &[RecordId]| ids.iter().map(|id| casefile.name(*id)).collect::<Vec<_>>().join(", ");
    let others: Vec<RecordId> = judgements.class(id).into_iter().filter(|other| *other != id).collect();
    let mut wholes = casefile.wholes_of(id).to_vec();
    wholes.extend(judgements.wholes_of(id).iter().filter(|whole| !casefile.wholes_of(id).contains(whole)));
    let mut steps = vec!["compared by identity, never by name".to_owned()];
    if !others.is_empty() {
        steps.push(format!("judged the same as {}", names(&others)));
    }
    if !wholes.is_empty() {
        steps.push(format!("part or kind of {}", names(&wholes)));
    }
    steps
}

fn time(view: &ClaimView<'_>) -> String {
    let period = view.period().map(|period| format!(", over {period}")).unwrap_or_default();
    match view.as_of() {
        Some(as_of) => format!("as of {}{period}", span(as_of)),
        None => format!("it doesn't say what time it is about{period}"),
    }
}

/// What a time covers: `2025-11-09, a day of the calendar, in some zone from 2025-11-08T10:00:00Z to ..`.
fn span(time: &Edtf) -> String {
    let span = time.span();
    let words = time_words(time);
    let second = |second: Option<i64>| {
        let second = second.and_then(|second| u64::try_from(second).ok())?;
        Some(Timestamp::EPOCH.plus_s(second).to_string())
    };
    if span.is_zoned() {
        return match (second(span.earliest_s()), second(span.latest_s())) {
            (Some(start), Some(end)) if start == end => format!("{words}, the instant {start}"),
            (Some(start), Some(end)) => format!("{words}, from {start} to {end}"),
            _ => words,
        };
    }
    let zones = match (second(span.earliest_s()), second(span.latest_s())) {
        (Some(start), Some(end)) => format!("; against a time with a zone from {start} to {end}"),
        _ => String::new(),
    };
    format!("{words}, {}{zones}", days(span))
}

/// How many days of the calendar.
fn days(span: crate::edtf::Span) -> String {
    use crate::edtf::End::At;
    match (span.start(), span.end()) {
        (At(first), At(last)) if first == last => "a day of the calendar".to_owned(),
        (At(first), At(last)) => format!("{} days of the calendar", group_digits(&(last - first + 1).to_string())),
        _ => "days of the calendar without an end that is known".to_owned(),
    }
}
