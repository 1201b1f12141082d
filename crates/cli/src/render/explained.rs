//! What the views of one cell of a comparison are made from.

use byline_ledger::accounts::comparison::ClaimPair;
use byline_ledger::accounts::reading::Reading;

/// What one source answers to one question, and how that lies to what the others answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedCell {
    /// How its claims that count were read, the leading one first.
    pub readings: Vec<Reading>,
    /// How many more claims count.
    pub more: usize,
    /// The leading claim, always on the left, against the leading claim of each other source.
    pub against: Vec<ClaimPair>,
}
