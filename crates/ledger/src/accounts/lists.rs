//! Lists of answers: what is in both, and what a source that says "that is all" leaves out.

use super::answers::{Outcome, Table};
use super::verdict::ReasonCode;
use super::words::value_words;
use crate::record::Value;

/// A list, and whether the source says that it is all. One answer to a question that allows several is a list of one.
pub(super) struct List<'a> {
    pub(super) values: &'a [Value],
    pub(super) complete: bool,
}

/// How one value lies to a whole list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    In,
    /// Some value there can be this one.
    Perhaps,
    /// Nobody can tell.
    Open(ReasonCode),
    Out,
}

impl List<'_> {
    fn place_of(&self, value: &Value, table: &Table<'_>) -> Place {
        let mut place = Place::Out;
        for other in self.values {
            match table.values(value, other) {
                Outcome::Same(..) => return Place::In,
                Outcome::Meet(..) => place = Place::Perhaps,
                Outcome::Open(reason, _) if place == Place::Out => place = Place::Open(reason),
                Outcome::Open(..) | Outcome::Exclude(..) => {}
            }
        }
        place
    }
}

/// Holds two lists against each other.
///
/// The order of the rules: the same; something left out by a complete list; one part of the other; something undecided; open.
pub(super) fn compare_lists(left: &List<'_>, right: &List<'_>, table: &Table<'_>) -> Outcome {
    let places = |from: &List<'_>, to: &List<'_>| -> Vec<Place> {
        from.values.iter().map(|value| to.place_of(value, table)).collect()
    };
    let (in_right, in_left) = (places(left, right), places(right, left));
    let all_in = |places: &[Place]| places.iter().all(|place| *place == Place::In);
    if all_in(&in_right) && all_in(&in_left) {
        return Outcome::Same(ReasonCode::SameAnswer, "both lists are the same".to_owned());
    }
    let left_out = |places: &[Place], of: &List<'_>, by: &List<'_>| {
        let out = std::iter::zip(places, of.values).find(|(place, _)| by.complete && **place == Place::Out);
        out.map(|(_, value)| value_words(table.casefile, value))
    };
    if let Some(value) = left_out(&in_right, left, right).or_else(|| left_out(&in_left, right, left)) {
        let words = format!("{value} is not in the other list, which says that it is all");
        return Outcome::Exclude(ReasonCode::NotInCompleteList, words);
    }
    if (all_in(&in_right) && !left.complete) || (all_in(&in_left) && !right.complete) {
        return Outcome::Meet(ReasonCode::ListPart, "one list is part of the other".to_owned());
    }
    let open = |place: &Place| match place {
        Place::Open(reason) => Some(*reason),
        _ => None,
    };
    // The smallest reason, so that it doesn't depend on which list comes first.
    if let Some(reason) = in_right.iter().chain(&in_left).filter_map(open).min() {
        let words = match reason {
            ReasonCode::IdentityNotJudged => "nobody has judged whether what the lists name is the same",
            ReasonCode::NotInterpreted => "a phrase in a list is not known",
            _ => "the lists hold texts, which need a judgement",
        };
        return Outcome::Open(reason, words.to_owned());
    }
    Outcome::Meet(ReasonCode::ListsOpen, "the lists differ, and neither rules out what the other names".to_owned())
}
