//! The numbers of a question's answers as bars on one axis: what each answer allows, with its hedges.
//!
//! ```text
//! A  ·····●··············  34
//! B  ··├╌╌╌╌╌╌╌╌╌┤········  "decine" = 20 to 99
//! C  ············├───────▶  more than 100 = at least 101
//!    axis from 0 to 126 boats
//! ```

use crate::render::layout::{Page, Piece, Tone, fit};
use crate::render::words;
use crate::ui::columns;
use byline_ledger::accounts::numbers::NumberSet;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::accounts::words::{group_digits, time_words};
use byline_ledger::record::{Answer, Quantity, Value};

/// The widest axis that is of use, in columns.
const WIDEST: usize = 60;

/// The narrowest one that shows anything.
const NARROWEST: usize = 16;

/// From this ratio of the largest number to the smallest on, the axis is logarithmic: otherwise all small numbers would be one point.
const LOGARITHMIC_FROM: f64 = 100.0;

/// An answer that has numbers.
struct Bar {
    letter: String,
    /// The answer with the set that it was read as.
    words: String,
    short_words: String,
    as_of: Option<String>,
    low: f64,
    /// `None`: it goes on for ever.
    high: Option<f64>,
    /// The one stretch of numbers that is denied.
    hole: Option<f64>,
    is_approximate: bool,
}

/// What the axis is: from where to where, and how a number becomes a place on it.
struct Axis {
    low: f64,
    high: f64,
    is_logarithmic: bool,
    is_whole: bool,
    width: usize,
}

impl Axis {
    /// An axis on which all bounds of the bars have a place; nothing if they are all one number.
    fn of(bars: &[Bar], width: usize) -> Option<Self> {
        let bounds = || {
            let finite = bars.iter().flat_map(|bar| match bar.hole {
                Some(hole) => [Some(hole), None],
                None => [Some(bar.low), bar.high],
            });
            finite.flatten()
        };
        let (low, high) = (bounds().fold(f64::INFINITY, f64::min), bounds().fold(0.0, f64::max));
        if !low.is_finite() || low >= high {
            return None;
        }
        let smallest = bounds().filter(|bound| *bound > 0.0).fold(high, f64::min);
        let is_logarithmic = high / smallest >= LOGARITHMIC_FROM;
        // Numbers that lie close to each other are looked at closely; otherwise the axis begins at nothing.
        let low = if low * 2.0 > high { low - (high - low) * 0.1 } else { 0.0 };
        let goes_on = bars.iter().any(|bar| bar.high.is_none());
        let high = if goes_on && !is_logarithmic { high + (high - low) * 0.25 } else { high };
        let high = if goes_on && is_logarithmic { high * 2.0 } else { high };
        let is_whole = bounds().all(|bound| bound.fract() == 0.0);
        let (low, high) = if is_whole { (low.floor(), high.ceil()) } else { (low, high) };
        Some(Self { low, high, is_logarithmic, is_whole, width })
    }

    fn place(&self, number: f64) -> usize {
        let scaled = |number: f64| if self.is_logarithmic { (1.0 + number).ln() } else { number };
        let (low, high) = (scaled(self.low), scaled(self.high));
        let share = ((scaled(number) - low) / (high - low)).clamp(0.0, 1.0);
        // Rounded to a column: there is no other use for it.
        (share * (self.width - 1) as f64).round() as usize
    }

    fn draw(&self, bar: &Bar) -> String {
        let mut cells = vec!['\u{b7}'; self.width];
        let (from, to) = (self.place(bar.low), bar.high.map_or(self.width - 1, |high| self.place(high)));
        let line = if bar.is_approximate { '\u{254c}' } else { '\u{2500}' };
        cells[from..=to].fill(line);
        match bar.high {
            Some(_) if from == to => cells[from] = '\u{25cf}',
            Some(_) => (cells[from], cells[to]) = ('\u{251c}', '\u{2524}'),
            None => (cells[from], cells[to]) = ('\u{251c}', '\u{25b6}'),
        }
        if let Some(hole) = bar.hole {
            cells[self.place(hole)] = '\u{25cb}';
        }
        cells.into_iter().collect()
    }
}

/// Draws the answers that have numbers, if there are at least two and their numbers differ.
pub fn bars<'a>(page: &mut Page, answers: impl Iterator<Item = (&'a str, ClaimView<'a>)>) {
    let answers: Vec<_> = answers.collect();
    // Numbers of different units have no axis in common.
    let units: Vec<_> = answers.iter().filter_map(|(_, view)| view.unit().map(ToString::to_string)).collect();
    if units.windows(2).any(|pair| pair[0] != pair[1]) {
        return;
    }
    let mut bars: Vec<Bar> = answers.iter().filter_map(|(letter, view)| bar(letter, view)).collect();
    // Counts at different times are told apart by them.
    if bars.windows(2).any(|pair| pair[0].as_of != pair[1].as_of) {
        for bar in &mut bars {
            let time = bar.as_of.as_ref().map(|time| format!(", {time}")).unwrap_or_default();
            bar.words.push_str(&time);
            bar.short_words.push_str(&time);
        }
    }
    let letters = bars.iter().map(|bar| columns(&bar.letter)).max().unwrap_or(0).max(1) + 2;
    let room = page.width().saturating_sub(2 + letters + 2);
    let longest = |bars: &[Bar]| bars.iter().map(|bar| columns(&bar.words)).max().unwrap_or(0);
    // The sets stand below in full; here the words of the answers are enough.
    if longest(&bars) > room / 2 {
        bars.iter_mut().for_each(|bar| bar.words.clone_from(&bar.short_words));
    }
    let longest = longest(&bars);
    let width = room.saturating_sub(longest).max(room / 2).min(WIDEST);
    if bars.len() < 2 || width < NARROWEST {
        return;
    }
    let Some(axis) = Axis::of(&bars, width) else { return };
    page.gap();
    for bar in &bars {
        let cells = [
            (letters - 2, vec![Piece::new(Tone::Strong, bar.letter.clone())]),
            (width, vec![Piece::plain(axis.draw(bar))]),
            (room - width, vec![Piece::plain(fit(&bar.words, room - width))]),
        ];
        page.row(2, &cells, "  ");
    }
    page.line(2 + letters, Tone::Faint, &ends(&axis, units.first()));
}

fn bar(letter: &str, view: &ClaimView<'_>) -> Option<Bar> {
    let numbers = view.numbers()?.ok()?;
    let denied = matches!(view.claim.answer, Answer::Denies(_));
    let hole = if denied { numbers.complement().as_ref().and_then(NumberSet::single).map(number) } else { None };
    let is_approximate = matches!(
        view.claim.answer,
        Answer::Value(Value::Quantity(Quantity::About(_) | Quantity::Nearly(_) | Quantity::Phrase(_)))
    );
    let (low, high) = (number(numbers.low()), numbers.high().map(number));
    let short_words = view.answer_words();
    let words = match words::set(view) {
        Some(set) => format!("{short_words} = {set}"),
        None => short_words.clone(),
    };
    let as_of = view.as_of().map(|time| format!("as of {}", time_words(time)));
    Some(Bar { letter: letter.to_owned(), words, short_words, as_of, low, high, hole, is_approximate })
}

/// For a place on the screen the nearest floating-point number is exact enough.
fn number(amount: byline_ledger::number::Amount) -> f64 {
    amount.to_string().parse().unwrap_or(f64::MAX)
}

/// What stands below the axis: its ends, and that it isn't linear.
fn ends(axis: &Axis, unit: Option<&String>) -> String {
    let decimals = usize::from(!axis.is_whole);
    let of = |number: f64| group_digits(&format!("{number:.decimals$}"));
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let how = if axis.is_logarithmic { ", logarithmic" } else { "" };
    format!("axis from {} to {}{unit}{how}; \u{254c} is approximate, \u{25b6} goes on", of(axis.low), of(axis.high))
}
