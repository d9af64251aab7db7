//! What a run tells on standard error: failures as they come, what was done at the end.

use dateline::pipeline::Written;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::time::Instant;

/// What was done, for standard error.
pub(super) struct Tally {
    quiet: bool,
    start: Instant,
    articles: usize,
    events: usize,
    pub(super) failures: usize,
    bytes: usize,
}

impl Tally {
    pub(super) fn new(quiet: bool) -> Self {
        Self { quiet, start: Instant::now(), articles: 0, events: 0, failures: 0, bytes: 0 }
    }

    pub(super) fn add(&mut self, written: &Written) {
        for article in &written.articles {
            self.articles += 1;
            self.events += article.events;
            self.bytes += article.size;
            if let Some(failure) = &article.failure {
                self.failures += 1;
                if !self.quiet {
                    eprintln!("{}", printable(&format!("{}: {}", failure.place(), failure.message)));
                }
            }
        }
    }

    pub(super) fn tell(&self, left_out: &BTreeMap<String, usize>, passed_over: &BTreeMap<String, usize>) {
        if self.quiet {
            return;
        }
        if !left_out.is_empty() {
            eprintln!(
                "dateline: left out of folders, for their endings: {}; name them, or say --input-format",
                printable(&listed(left_out))
            );
        }
        if !passed_over.is_empty() {
            eprintln!("dateline: in archives, no articles: {}", printable(&listed(passed_over)));
        }
        if self.failures > 0 || io::stderr().is_terminal() {
            let megabytes = self.bytes as f64 / 1e6;
            let speed = megabytes / self.start.elapsed().as_secs_f64().max(1e-9);
            eprintln!(
                "dateline: {}, {}, {}, {megabytes:.1} MB, {speed:.1} MB/s",
                count(self.articles, "article"),
                count(self.events, "event"),
                count(self.failures, "failure")
            );
        }
    }
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
