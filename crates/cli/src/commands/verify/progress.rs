//! How far an audit is.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// A progress bar on stderr, for work of more than a second, on a terminal only.
pub struct Progress {
    shows: bool,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// No bar as yet; none ever where progress isn't shown.
    pub fn new(shows: bool) -> Self {
        Self { shows, since: Instant::now(), bar: None }
    }

    /// Shows that so many of so many entries were judged.
    pub fn show(&mut self, done: u64, of: u64) {
        if !self.shows || self.since.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} entries, {eta} left");
            ProgressBar::new(of).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done);
    }

    /// Takes the bar away.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
