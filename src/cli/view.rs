//! `dateline view`: records in, one HTML page out.
//!
//! In: the arguments of the command. Out: a page; failures on standard error, an exit code.

use super::lines::{Batch, Batches};
use super::output::{Output, refuse_inputs};
use super::signal;
use super::tally::{count, printable, tell};
use super::{Cli, NOTHING_DONE, SOME_FAILED};
use anyhow::Result;
use clap::{Args, CommandFactory};
use dateline::pipeline;
use dateline::view::{self, Entry, Texts};
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write records as a page for people: one HTML file that needs nothing else
///
/// Reads the records that `extract` writes and the merged events that `merge` writes, told by their content, and shows them in the order given: articles with
/// their findings marked, events with their sources, a map, a timeline, a search. The page opens from disk and asks for nothing from the network. Records carry
/// the article's text with `extract --with-text`; of those without it the page shows what the findings quote. Folders are walked for .jsonl, .ndjson and .json
/// files. Without PATH the standard input is read.
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 fine · 1 some lines could not be read, the rest is shown · 2 usage or output error

Examples:
  dateline extract --with-text news/ | dateline view -o news.html
  dateline extract --with-text news/ > records.jsonl; dateline merge records.jsonl > events.jsonl; dateline view records.jsonl events.jsonl -o news.html")]
pub(super) struct View {
    /// Files and folders to read; `-` is the standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write to FILE, which is replaced only when all is written [default: the standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Carry every text as a whole; without this long texts are cut where the page would exceed 250 KB for one article or 2 MB for 1,000
    #[arg(long)]
    whole: bool,

    /// Tell nothing on standard error but what ends the run
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &View) -> Result<ExitCode> {
    if arguments.paths.is_empty() && io::stdin().is_terminal() {
        Cli::command().find_subcommand_mut("view").map_or(Ok(()), clap::Command::print_help)?;
        return Ok(ExitCode::from(NOTHING_DONE));
    }
    refuse_inputs(&arguments.output, &arguments.paths)?;
    signal::listen("stopped".to_owned());
    let mut output = Output::open(arguments.output.as_deref())?;
    let (entries, failures) = take_in(&arguments.paths, arguments.quiet);
    let page = view::write(&entries, if arguments.whole { Texts::Whole } else { Texts::Fitting });
    output.write(&page)?;
    output.finish()?;
    if !arguments.quiet && (failures > 0 || io::stderr().is_terminal()) {
        tell(&format!(
            "dateline: {} shown, {}, {:.1} KB",
            count(entries.len(), "record"),
            count(failures, "failure"),
            page.len() as f64 / 1e3
        ));
    }
    Ok(if failures > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// Reads all records, in their order; what cannot be read is told and counted.
fn take_in(paths: &[PathBuf], quiet: bool) -> (Vec<Entry>, usize) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut batches = Batches::of(paths);
    let (mut entries, mut failures) = (Vec::new(), 0);
    let read = |batch: Batch| batch.each(view::read);
    pipeline::in_order(&mut batches, threads, read, |read| {
        for (place, entry) in read {
            match entry {
                Ok(entry) => entries.extend(entry),
                Err(message) => {
                    failures += 1;
                    if !quiet {
                        tell(&printable(&format!("{place}: {message}")));
                    }
                }
            }
        }
        ControlFlow::Continue(())
    });
    (entries, failures)
}
