//! An axis of numbers from zero on.

use crate::messages::Messages;

/// The width that is left free at the start and at the end, in percent.
const MARGIN: f64 = 2.0;

/// The part of the axis beyond its last label, for arrows that go on.
const BEYOND: f64 = 1.08;

/// An axis of numbers from zero on.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// The distance between two labels: 1, 2 or 5 times a power of ten.
    step: f64,
    /// How many labels there are above zero.
    steps: u32,
}

impl Axis {
    /// An axis that has this number on it.
    pub fn from_zero(greatest: f64) -> Self {
        let greatest = if greatest.is_finite() && greatest > 0.0 { greatest } else { 1.0 };
        let mut step = 10_f64.powi(greatest.log10().floor() as i32);
        // At most five labels: the step grows 1, 2, 5, 10.
        for factor in [0.2, 0.5, 1.0, 2.0] {
            if greatest / (step * factor) <= 5.0 {
                step *= factor;
                break;
            }
        }
        Self { step, steps: (greatest / step).ceil().clamp(1.0, 10.0) as u32 }
    }

    /// Where a number stands, in percent of the width.
    pub fn place(self, number: f64) -> f64 {
        let greatest = self.step * f64::from(self.steps) * BEYOND;
        MARGIN + (number / greatest).clamp(0.0, 1.0) * (100.0 - 2.0 * MARGIN)
    }

    /// The labels: where each stands, in percent of the width, and what it says.
    pub fn ticks(self, messages: &Messages) -> Vec<(f64, String)> {
        let decimals = if self.step < 1.0 { (-self.step.log10()).ceil() as usize } else { 0 };
        let tick = |nth: u32| {
            let number = self.step * f64::from(nth);
            (self.place(number), messages.number(&format!("{number:.decimals$}")))
        };
        (0..=self.steps).map(tick).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn labels_are_round_and_few() {
        let messages = Messages::of(Language::English);
        let labels = |greatest| -> Vec<String> {
            Axis::from_zero(greatest).ticks(&messages).into_iter().map(|(_, label)| label).collect()
        };
        assert_eq!(labels(101.0), ["0", "50", "100", "150"]);
        assert_eq!(labels(99.0), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(5.0), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(labels(0.35), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(labels(12_251.0), ["0", "5,000", "10,000", "15,000"]);
        assert_eq!(labels(0.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(1e30).len(), 6);
    }

    #[test]
    fn every_number_stands_on_it() {
        for greatest in [0.001, 1.0, 3.0, 47.0, 19_999.0, 1e30] {
            let axis = Axis::from_zero(greatest);
            assert!(axis.place(0.0) >= MARGIN && axis.place(greatest) < 100.0 - MARGIN, "{greatest}");
            assert!(axis.place(greatest) > 50.0, "{greatest}: {}", axis.place(greatest));
        }
    }
}
