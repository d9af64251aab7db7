//! `dateline merge`: records of articles in, one record for each happening out.
//!
//! In: the arguments of the command. Out: merged events, or what a run over parts of a corpus hands to the next; failures on standard error, an exit code.

use super::lines::{self, Batch, Batches};
use super::output::Output;
use super::signal;
use super::tally::{count, printable, tell};
use super::{Cli, NOTHING_DONE, SOME_FAILED};
use anyhow::{Context, Result, bail};
use clap::builder::TypedValueParser;
use clap::{Args, CommandFactory, ValueEnum};
use dateline::lexicon::Lexicon;
use dateline::merged::{self, Corpus, Intake, Options, Pair, Part};
use dateline::pipeline;
use dateline::record::{Envelope, Format};
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Lines are handed on when so many bytes of them are read.
const BATCH_BYTES: usize = 1 << 20;

/// Join what articles say of one event, write one record for each
///
/// Reads the records that `extract` writes, and merged events, which are taken apart and merged anew with the others. The order of the input does not matter.
/// Folders are walked for .jsonl, .ndjson and .json files. What is packed with gzip or zstd is unpacked. Without PATH the standard input is read.
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 fine (also: no events; the reader closed the pipe) · 1 some lines could not be read, the rest is merged · 2 usage or output error

A corpus in parts: `--parts N` says for each article which of N parts need it; `--pairs --part I/N` prints the pairs of a part; `--union` merges with the pairs \
of all parts, and writes what a single run writes.

Examples:
  dateline extract news/ | dateline merge > events.jsonl
  dateline merge monday.jsonl tuesday.jsonl | jq 'select(.sources > 1)'
  dateline merge --pairs --part 0/2 a.jsonl > 0.pairs; dateline merge --pairs --part 1/2 b.jsonl > 1.pairs
  dateline merge --union 0.pairs --union 1.pairs a.jsonl b.jsonl > events.jsonl")]
pub(super) struct Merge {
    /// Files and folders to read; `-` is the standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Form of the output
    #[arg(short, long, value_name = "FORM", value_parser = formats(), default_value = "jsonl", conflicts_with_all = ["pairs", "parts"])]
    format: Format,

    /// Write to FILE, which is replaced only when all is written; temporary files are made beside it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write the pairs that join, as JSON lines, and merge nothing
    #[arg(long, conflicts_with = "explain")]
    pairs: bool,

    /// Look at the keys of this part of N only
    #[arg(long, value_name = "I/N", value_parser = part, requires = "pairs")]
    part: Option<Part>,

    /// Write for each article which of N parts need its record, and merge nothing
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with_all = ["pairs", "union", "explain"])]
    parts: Option<u64>,

    /// Take the pairs from FILE, which `--pairs` wrote, and compare nothing; may be repeated
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    union: Vec<PathBuf>,

    /// Say of every merged event why its members were joined, and what was nearest and was not
    #[arg(long)]
    explain: bool,

    /// Gazetteers of your own, above the built-in ones: a folder, or a compiled file; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    gazetteer: Vec<PathBuf>,

    /// Threads [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Tell nothing on standard error but what ends the run
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &Merge) -> Result<ExitCode> {
    if arguments.paths.is_empty() && io::stdin().is_terminal() {
        Cli::command().find_subcommand_mut("merge").map_or(Ok(()), clap::Command::print_help)?;
        return Ok(ExitCode::from(NOTHING_DONE));
    }
    let start = Instant::now();
    let threads = arguments
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    signal::listen("stopped".to_owned());
    let mut output = Output::open(arguments.output.as_deref())?;
    let mut lexicon = Lexicon::built_in()?;
    for path in &arguments.gazetteer {
        lexicon.add_layer(path)?;
    }
    let beside = arguments.output.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let options =
        Options { folder: beside.map(Path::to_owned), threads, explain: arguments.explain, format: arguments.format };
    let mut intake = Intake::new(options);
    let failures = take_in(&arguments.paths, threads, arguments.quiet, &mut intake)?;
    let corpus = intake.finish(&lexicon).context("temporary files")?;
    let merged = write(arguments, &corpus, &mut output)?;
    output.finish()?;
    if !arguments.quiet {
        if corpus.repeated() > 0 {
            tell(&format!(
                "dateline: {} left out: others of the same ids in the same articles say something else",
                count(corpus.repeated() as usize, "event")
            ));
        }
        if failures > 0 || io::stderr().is_terminal() {
            tell(&format!(
                "dateline: {} in, {merged} out, {}, {:.1} s",
                count(corpus.events(), "event"),
                count(failures, "failure"),
                start.elapsed().as_secs_f64()
            ));
        }
    }
    Ok(if failures > 0 || corpus.repeated() > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// Writes what is asked for, and returns how many lines that were.
fn write(arguments: &Merge, corpus: &Corpus, output: &mut Output) -> Result<usize> {
    let envelope = merged::envelope(arguments.format);
    let mut lines = Lines { output, envelope, waiting: Vec::with_capacity(BATCH_BYTES), number: 0 };
    if let Some(of) = arguments.parts {
        corpus.parts(of, |article, parts| lines.json(&serde_json::json!({"article": article, "parts": parts})))?;
    } else if arguments.pairs {
        let pairs = corpus.pairs(arguments.part)?;
        corpus.each_pair(&pairs, |pair| lines.json(pair))?;
    } else if arguments.union.is_empty() {
        let pairs = corpus.pairs(None)?;
        corpus.write(&pairs, |line| lines.write(line))?;
    } else {
        let mut files = Vec::new();
        for path in &arguments.union {
            let file = lines::unpacked(path).with_context(|| path.display().to_string())?;
            files.push(BufReader::new(file));
        }
        let lines_of = files.into_iter().flat_map(BufRead::lines);
        let pairs = lines_of.map(|line| Ok(serde_json::from_str::<Pair>(&line?)?));
        let (pairs, strange) = corpus.known_pairs(pairs).context("--union")?;
        if strange > 0 && !arguments.quiet {
            tell(&format!(
                "dateline: {} of --union left out: they are of records that are not here",
                count(strange as usize, "pair")
            ));
        }
        corpus.write(&pairs, |line| lines.write(line))?;
    }
    lines.finish()?;
    Ok(lines.number)
}

/// The forms that merged events have.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = merged::FORMATS.iter().filter_map(ValueEnum::to_possible_value);
    clap::builder::PossibleValuesParser::new(values).map(|name: String| Format::of(&name).unwrap_or_default())
}

/// Lines on their way out, in larger pieces.
struct Lines<'o> {
    output: &'o mut Output,
    envelope: Envelope,
    waiting: Vec<u8>,
    number: usize,
}

impl Lines<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.number += 1;
        self.waiting.extend_from_slice(line);
        if self.waiting.len() >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.write(&line)
    }

    fn flush(&mut self) -> io::Result<()> {
        let written = self.envelope.wrap(&self.waiting).and_then(|bytes| self.output.write(&bytes));
        self.waiting.clear();
        written
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        self.output.write(&self.envelope.close()?)
    }
}

fn part(value: &str) -> Result<Part> {
    let numbers = value.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match numbers {
        Some((number, of)) if number < of => Ok(Part { number, of }),
        _ => bail!("`{value}` is no part; 0/4, 1/4, 2/4 or 3/4 was wanted, or the like"),
    }
}

// ---- input ----------------------------------------------------------------------------------------------------------------------------

/// Reads all records; what cannot be read is told and counted.
fn take_in(paths: &[PathBuf], threads: usize, quiet: bool, intake: &mut Intake) -> Result<usize> {
    let mut batches = Batches::of(paths);
    let mut failures = 0;
    let mut failed = None;
    let read = |batch: Batch| batch.each(merged::read);
    pipeline::in_order(&mut batches, threads, read, |read| {
        for (place, entries) in read {
            let taken = match entries {
                Ok(entries) => intake.add(&entries),
                Err(message) => {
                    failures += 1;
                    if !quiet {
                        tell(&printable(&format!("{place}: {message}")));
                    }
                    Ok(())
                }
            };
            if let Err(error) = taken {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    failed.map_or(Ok(failures), |error| Err(error).context("temporary files"))
}
