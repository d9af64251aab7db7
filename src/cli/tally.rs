//! What a run tells on standard error: failures as they come, how far it is, what was done at the end. It never fails: who does not listen misses it.

use super::journal::{State, chain};
use dateline::pipeline::Written;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A run that is over sooner shows no bar.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was done, for standard error.
pub(super) struct Tally {
    quiet: bool,
    start: Instant,
    bar: Option<ProgressBar>,
    /// What was done, with what earlier runs did.
    pub(super) state: State,
    /// Bytes that earlier runs did.
    before: usize,
}

impl Tally {
    /// `state` is what earlier runs did.
    pub(super) fn new(quiet: bool, state: State) -> Self {
        Self { quiet, start: Instant::now(), bar: None, before: state.size, state }
    }

    pub(super) fn add(&mut self, written: &Written) {
        for article in &written.articles {
            self.state.articles += 1;
            self.state.digest = chain(self.state.digest, article.digest);
            self.state.events += article.events;
            self.state.size += article.size;
            if let Some(failure) = &article.failure {
                self.state.failures += 1;
                if !self.quiet {
                    self.say(&printable(&format!("{}: {}", failure.place(), failure.message)));
                }
            }
        }
        if let Some(last) = written.articles.last() {
            self.state.last.clone_from(&last.id);
        }
        self.show();
    }

    /// How far it is, on a terminal, when it takes its time.
    fn show(&mut self) {
        if self.quiet || self.start.elapsed() < PATIENCE {
            return;
        }
        if self.bar.is_none() && io::stderr().is_terminal() {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_message(self.summary());
            bar.tick();
        }
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(line)),
            None => tell(line),
        }
    }

    fn summary(&self) -> String {
        let megabytes = (self.state.size - self.before) as f64 / 1e6;
        let speed = megabytes / self.start.elapsed().as_secs_f64().max(1e-9);
        format!(
            "{}, {}, {}, {megabytes:.1} MB, {speed:.1} MB/s",
            count(self.state.articles, "article"),
            count(self.state.events, "event"),
            count(self.state.failures, "failure")
        )
    }

    pub(super) fn tell(&self, left_out: &BTreeMap<String, usize>, passed_over: &BTreeMap<String, usize>) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.quiet {
            return;
        }
        if !left_out.is_empty() {
            let kinds = printable(&listed(left_out));
            tell(&format!(
                "dateline: left out of folders, for their endings: {kinds}; name them, or say --input-format"
            ));
        }
        if !passed_over.is_empty() {
            tell(&format!("dateline: in archives, no articles: {}", printable(&listed(passed_over))));
        }
        if self.state.failures > 0 || io::stderr().is_terminal() {
            tell(&format!("dateline: {}", self.summary()));
        }
    }
}

/// A line on standard error, if somebody listens.
pub(super) fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn listed(kinds: &BTreeMap<String, usize>) -> String {
    kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ")
}

pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Without control characters, which could change what a terminal does.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
