//! How far long work has come.

use crate::ui::Ui;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// A progress bar on stderr, for work of more than a second, on a terminal only.
pub struct Progress {
    shows: bool,
    what: &'static str,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar that counts these things.
    pub fn new(ui: &Ui, what: &'static str) -> Self {
        Self { shows: ui.shows_progress, what, since: Instant::now(), bar: None }
    }

    /// So many of so many are done.
    pub fn show(&mut self, done: u64, of: u64) {
        if !self.shows || self.since.elapsed() < Duration::from_secs(1) {
            return;
        }
        let what = self.what;
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {what}, {{eta}} left"));
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
