//! For those who write gazetteers: what is wrong with a folder, and what is known of a name.
//!
//! In: a folder of gazetteer files and the lexicon below it. Out: lints with file, line and column; what a text may mean, with where that is written. Nothing here
//! is used when articles are read.

pub mod example;
mod frame;
pub mod search;

pub use crate::lexicon::lint::{Lint, Severity};

use crate::lexicon::compile::{Place, Problem, Source, compile, position};
use crate::lexicon::{Lexicon, lint};
use crate::{mention, merged};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// What is to be looked at, by file, line and column.
    pub lints: Vec<Lint>,
    /// How many files were read.
    pub files: usize,
    /// How many examples of frames were run.
    pub examples: usize,
}

/// Looks through a folder of gazetteer files that is to stand above `lexicon`, and puts it there to run the examples of its frames.
///
/// # Errors
/// When the folder cannot be read.
pub fn check(folder: &Path, mut lexicon: Lexicon) -> Result<Checked> {
    let mut lints = Vec::new();
    let sources = read(folder, &mut lints)?;
    let mut checked = Checked { lints: Vec::new(), files: sources.len(), examples: 0 };
    let own = lexicon.is_made_of(&sources);
    lints.extend(lint::tables(&sources, &lexicon, own));
    lints.extend(weights(
        &sources,
        "evidence.tsv",
        "kind of evidence",
        &mention::evidence::names().into_iter().collect(),
    ));
    let place = if own { Place::Bottom } else { Place::Above };
    let compiled = compile(&sources, place);
    if compiled.is_ok() && !own {
        lexicon.add_layer(folder)?;
    }
    match compiled {
        Err(problems) => lints.extend(problems.into_iter().map(|problem| Lint { problem, severity: Severity::Error })),
        Ok(_) => checked.examples = frame::run_examples(&sources, &lexicon, &mut lints),
    }
    lints.extend(weights(&sources, "merge.tsv", "weight of merging", &merged::weight_names(&lexicon)));
    frame::lint(&sources, &lexicon, &mut lints);
    lints.sort();
    lints.dedup();
    checked.lints = lints;
    Ok(checked)
}

/// The files of a folder; those that are no text, and those in a place where nobody looks, are lints.
fn read(folder: &Path, lints: &mut Vec<Lint>) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().follow_links(true) {
        let entry = entry.with_context(|| format!("{}: cannot be read", folder.display()))?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || !(name.ends_with(".tsv") || name.ends_with(".toml")) {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let path = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if path.starts_with("refresh/") || path == "SOURCES.toml" {
            continue;
        }
        let bytes =
            std::fs::read(entry.path()).with_context(|| format!("{}: cannot be read", entry.path().display()))?;
        match String::from_utf8(bytes) {
            Ok(text) => sources.push(Source { path, text }),
            Err(error) => {
                let sound = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let (line, column) = position(&text, sound);
                let message = "is not UTF-8 from here on".to_owned();
                lints.push(Lint { problem: Problem { file: path, line, column, message }, severity: Severity::Error });
            }
        }
    }
    Ok(sources)
}

/// Weights of a file that nobody asks for.
fn weights(sources: &[Source], path: &str, what: &str, known: &BTreeSet<String>) -> Vec<Lint> {
    let mut lints = Vec::new();
    for source in sources.iter().filter(|source| source.path == path) {
        for (number, line) in source.text.lines().enumerate().skip(1) {
            let name = line.split('\t').next().unwrap_or("");
            if name.is_empty() || name.starts_with('#') || known.contains(name) {
                continue;
            }
            let message = format!("name: `{name}` is no {what}: nobody asks for it");
            let problem = Problem { file: source.path.clone(), line: number as u32 + 1, column: 1, message };
            lints.push(Lint { problem, severity: Severity::Error });
        }
    }
    lints
}
