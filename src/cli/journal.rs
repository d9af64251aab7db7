//! The journal of a run: what is written so far, so that a run that was cut off goes on where it stopped and ends with the same bytes.
//!
//! One line of JSON for each block of articles, written when its records are. A line that breaks off counts as none. The first says which run it is of: version,
//! gazetteers, inputs and options.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is written so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub articles: usize,
    pub events: usize,
    pub failures: usize,
    /// Bytes of text.
    pub size: usize,
    /// Bytes of the output.
    pub output: u64,
    /// Bytes of the list of failures.
    pub listed: u64,
    /// Id of the last article.
    pub last: String,
    /// A hash of all articles, one behind the other: what is written is of those that are there.
    pub digest: u64,
    /// The run came to its end.
    pub done: bool,
}

#[derive(Serialize, Deserialize)]
struct Head {
    run: String,
}

/// A hash of what came before and of one more.
pub(super) const fn chain(before: u64, next: u64) -> u64 {
    (before.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// A journal that is kept.
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    synced: Instant,
}

/// The disk is waited for so often.
const PAUSE: Duration = Duration::from_secs(2);

impl Journal {
    /// Opens a journal; with it come the states of the run that it is of, the last behind, each with where its line ends.
    pub(super) fn open(path: &Path, run: &str, resume: bool) -> Result<(Self, Vec<(u64, State)>)> {
        let place = || format!("{}: cannot be written", path.display());
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).with_context(place)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).with_context(place)?;
        let mut states = Vec::new();
        let mut head = None;
        let mut end = 0;
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            if !line.ends_with(b"\n") {
                break;
            }
            end += line.len() as u64;
            if head.is_none() {
                head = serde_json::from_slice::<Head>(line).ok().map(|head| head.run);
                if head.is_none() {
                    bail!("{}: is no journal", path.display());
                }
                continue;
            }
            let Ok(state) = serde_json::from_slice::<State>(line) else { break };
            states.push((end, state));
        }
        let done = states.last().is_some_and(|(_, state)| state.done);
        if !resume && !states.is_empty() && !done {
            bail!(
                "{}: is the journal of a run that did not end; --resume goes on with it, or remove it",
                path.display()
            );
        }
        let mut journal = Self { file, path: path.to_owned(), synced: Instant::now() };
        if resume && head.as_ref().is_some_and(|head| head != run) {
            bail!("{}: is the journal of another run: version, gazetteers, inputs or options differ", path.display());
        }
        if !resume || head.is_none() {
            states.clear();
            journal.file.set_len(0).with_context(place)?;
            journal.file.seek(SeekFrom::Start(0)).with_context(place)?;
            journal.line(&Head { run: run.to_owned() })?;
        }
        Ok((journal, states))
    }

    /// Goes on behind a state.
    pub(super) fn resume(&mut self, end: u64) -> Result<()> {
        let place = || format!("{}: cannot be written", self.path.display());
        self.file.set_len(end).with_context(place)?;
        self.file.seek(SeekFrom::Start(end)).with_context(place)?;
        Ok(())
    }

    /// Where the first line ends.
    pub(super) fn head_end(run: &str) -> u64 {
        serde_json::to_vec(&Head { run: run.to_owned() }).map_or(0, |line| line.len() as u64 + 1)
    }

    /// Notes what is written.
    pub(super) fn note(&mut self, state: &State) -> Result<()> {
        self.line(state)?;
        if state.done || self.synced.elapsed() > PAUSE {
            self.synced = Instant::now();
            self.file.sync_data().with_context(|| format!("{}: cannot be written", self.path.display()))?;
        }
        Ok(())
    }

    fn line(&mut self, value: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.file.write_all(&line).with_context(|| format!("{}: cannot be written", self.path.display()))
    }
}
