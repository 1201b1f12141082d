//! What every export says of a claim in words, so that a program which shows the words alone still shows who says it and how firmly.
//!
//! The words are English around the records' own. They hold text of records: each writer escapes them as its format asks.

use super::super::case::Case;
use super::super::report::{EventPart, Report};
use super::super::words;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::accounts::words::source_words;
use byline_ledger::edtf::Edtf;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, EntityType, Names, Silence, Source, Text};

/// A claim with what it is looked up by.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a, 'b> {
    pub report: &'b Report<'a>,
    pub case: &'b Case<'a>,
    pub view: &'b ClaimView<'a>,
}

/// All claims of a report, in its order.
pub fn all<'a, 'b>(report: &'b Report<'a>) -> impl Iterator<Item = Told<'a, 'b>> {
    let of_event = move |event: &'b EventPart<'a>| {
        let views = event.rows.iter().flat_map(|row| &row.claims);
        views.map(move |view| Told { report, case: &event.case, view })
    };
    report.events.iter().flat_map(of_event)
}

/// Those that aren't withdrawn, and how many are: for formats that have no way to say so.
pub fn standing<'a, 'b>(report: &'b Report<'a>) -> (Vec<Told<'a, 'b>>, usize) {
    let (withdrawn, standing): (Vec<_>, Vec<_>) = all(report).partition(|told| told.view.is_withdrawn());
    (standing, withdrawn.len())
}

impl<'a> Told<'a, '_> {
    /// The claim as one sentence: the question, who answers through whom, how firmly, the answer, its time, its condition.
    ///
    /// `How many boats burned? Harbour Office — says flatly: more than 34 boats (as of 2025-06-14)`
    pub fn sentence(&self) -> String {
        let view = self.view;
        let answer = words::answer(view);
        let said = match (&view.claim.answer, words::says(view)) {
            (Answer::Silent(Silence::NotMentioned), _) => "does not mention it".to_owned(),
            (Answer::Silent(Silence::Declined), _) => "declines to answer".to_owned(),
            (_, Some(says)) if view.claim.by == Source::Nobody => {
                format!("{}: {answer}", says.replacen("says", "stated", 1))
            }
            (_, Some(says)) => format!("{says}: {answer}"),
            (_, None) => answer,
        };
        let extra: Vec<String> = words::times(view).into_iter().chain(words::manner(view)).collect();
        let extra = if extra.is_empty() { String::new() } else { format!(" ({})", extra.join("; ")) };
        format!("{} {} \u{2014} {said}{extra}", self.casefile().name(view.claim.question), view.source_words())
    }

    /// What a reader must know before believing it: corrected, revised, sealed, disputed, and the same of what it leans on.
    pub fn warnings(&self) -> Vec<String> {
        let marks = self.view.marks();
        let own = marks.iter().map(|mark| words::mark(self.case, self.view.identity, mark));
        own.chain(words::leaning(self.case, self.view)).collect()
    }

    /// The same in one word for each mark: `in force`, or `corrected disputed`.
    pub fn status(&self) -> String {
        let codes: Vec<&str> = self.view.marks().iter().map(|mark| mark.code()).collect();
        if codes.is_empty() { "in force".to_owned() } else { codes.join(" ") }
    }

    /// The records that it is looked up in.
    pub fn casefile(&self) -> &'a Casefile {
        self.case.casefile
    }

    /// What it is called in the report.
    pub fn name(&self) -> String {
        self.report.name(self.view.identity)
    }

    /// A source in words.
    pub fn source(&self, source: &Source) -> String {
        source_words(self.casefile(), source, self.view.claim.document)
    }

    /// The lowest and the highest number that the answer was read as.
    pub fn bounds(&self) -> Option<(String, Option<String>)> {
        let numbers = self.view.numbers()?.ok()?;
        Some((numbers.low().to_string(), numbers.high().map(|high| high.to_string())))
    }
}

/// The version of an event, an entity or a document that a reader must not miss: withdrawn, corrected and so on, in words.
pub fn warnings_on(case: &Case<'_>, identity: RecordId) -> Vec<String> {
    case.casefile.marks(identity).iter().map(|mark| words::mark(case, identity, mark)).collect()
}

/// A date, if a source's time is a plain one: a day alone, or a time with a zone, as RFC 3339 writes it.
pub fn plain_date(time: &Edtf) -> Option<String> {
    let text = time.as_str();
    if time.is_approximate() || time.is_uncertain() || text.contains('/') {
        return None;
    }
    let Some((day, clock)) = text.split_once('T') else {
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        return is_day.then(|| text.to_owned());
    };
    let (clock, zone) = clock.split_at(clock.find(['Z', '+', '-'])?);
    let seconds = if clock.len() == "08:00".len() { ":00" } else { "" };
    Some(format!("{day}T{clock}{seconds}{zone}"))
}

/// Names by language, as pairs of tag and text.
pub fn names(names: &Names) -> impl Iterator<Item = (&str, &Text)> {
    names.iter().map(|(lang, name)| (lang.as_str(), name))
}

/// The word for a sort of entity.
pub fn entity_type(of: EntityType) -> &'static str {
    match of {
        EntityType::Person => "Person",
        EntityType::Organisation => "Organisation",
        EntityType::Office => "Office",
        EntityType::Place => "Place",
        EntityType::Thing => "Thing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_times_are_dates() {
        for (time, want) in [
            ("2025-06-14", Some("2025-06-14")),
            ("2025-06-14T08:30Z", Some("2025-06-14T08:30:00Z")),
            ("2025-06-14T08:30:15+02:00", Some("2025-06-14T08:30:15+02:00")),
            ("2025-06-14T08:30-05:00", Some("2025-06-14T08:30:00-05:00")),
            ("2025-06", None),
            ("2025", None),
            ("2025-06-14~", None),
            ("2025-06-14?", None),
            ("2025-06-XX", None),
            ("2025-06-13/2025-06-14", None),
            ("../2025-06-14", None),
        ] {
            assert_eq!(plain_date(&time.parse().unwrap()).as_deref(), want, "{time}");
        }
    }
}
