//! `dateline extract`: articles in, records out.
//!
//! In: the arguments of the command. Out: records where the user wants them, failures on standard error, an exit code.

use super::id::Ids;
use super::output::Output;
use super::tally::Tally;
use super::{Cli, NOTHING_DONE, SOME_FAILED};
use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory};
use dateline::article::{self, Form, Input};
use dateline::lexicon::Lexicon;
use dateline::pipeline::{self, Job};
use dateline::record::{Carrying, Explaining, Format, List, Only, Settings, Unit};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Read articles, write records of what happened
///
/// Articles are plain text files or JSON lines, told by name and content. Folders are walked in the order of names. Without PATH the standard input is read.
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 fine (also: no events; the reader closed the pipe) · 1 some inputs failed, each has an error record, the rest is written · 2 usage, \
gazetteer or output error

Examples:
  dateline extract news/ > records.jsonl
  dateline extract --format events dump.jsonl | jq 'select(.type == \"release\")'
  cat article.txt | dateline extract --format json --date 2025-06-21")]
pub(super) struct Extract {
    /// Files and folders to read; `-` is the standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Form of the inputs, when name and content should not tell it
    #[arg(long, value_enum, value_name = "FORM")]
    input_format: Option<Form>,

    /// Form of the output
    #[arg(short, long, value_enum, value_name = "FORM", default_value = "jsonl")]
    format: Format,

    /// Write to FILE, which is replaced only when all is written
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write only these lists; the others stay empty
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST,…")]
    only: Vec<List>,

    /// Publication date of articles that have none (2025-06-21, 2025-06-21T20:59:08+02:00)
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<String>,

    /// Publication date of all articles, whatever they say
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "date")]
    override_date: Option<String>,

    /// What offsets count: code points, bytes of UTF-8 or UTF-16 code units
    #[arg(long, value_enum, value_name = "UNIT", default_value = "chars")]
    offsets: Unit,

    /// Say of every finding why it is there
    #[arg(long)]
    explain: bool,

    /// Write the analysed text into the records
    #[arg(long)]
    with_text: bool,

    /// Gazetteers of your own, above the built-in ones: a folder, or a compiled file; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    gazetteer: Vec<PathBuf>,

    /// Largest article, in bytes or with k, M or G; larger ones get an error record
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64M")]
    max_size: usize,

    /// Threads [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// Tell nothing on standard error but what ends the run
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(arguments: Extract) -> Result<ExitCode> {
    if arguments.paths.is_empty() && io::stdin().is_terminal() {
        Cli::command().find_subcommand_mut("extract").map_or(Ok(()), clap::Command::print_help)?;
        return Ok(ExitCode::from(NOTHING_DONE));
    }
    let mut lexicon = Lexicon::built_in()?;
    for path in &arguments.gazetteer {
        lexicon.add_layer(path)?;
    }
    let options = article::Options {
        form: arguments.input_format,
        max_size: arguments.max_size,
        date: arguments.date,
        override_date: arguments.override_date,
    };
    let settings = Settings {
        offsets: arguments.offsets,
        // an event's line holds its entities, which must be there to be looked up
        only: if arguments.format == Format::Events { Only::default() } else { Only::these(arguments.only) },
        explain: if arguments.explain { Explaining::On } else { Explaining::Off },
        text: if arguments.with_text { Carrying::Always } else { Carrying::WhenNeeded },
        lexicon: lexicon.hash(),
    };
    tell_faults(arguments.quiet);
    let job = Job { lexicon: &lexicon, options: &options, settings: &settings, format: arguments.format };
    let threads = arguments
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let mut output = Output::open(arguments.output.as_deref())?;
    let mut tally = Tally::new(arguments.quiet);
    let mut blocks = article::blocks(inputs(arguments.paths), &options);
    let mut ids = Ids::default();
    let mut failed = None;
    pipeline::in_order(
        &mut blocks,
        threads,
        |block| {
            let written = pipeline::write_block(&block, &BTreeMap::new(), &job);
            (block, written)
        },
        |(block, written)| {
            let renamed = ids.renamed(&written.articles);
            let written = if renamed.is_empty() { written } else { pipeline::write_block(&block, &renamed, &job) };
            tally.add(&written);
            match output.write(&written.bytes) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    stop_if_closed(&error);
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    if let Some(error) = failed {
        return Err(error).context("the output cannot be written");
    }
    output.finish()?;
    tally.tell(blocks.left_out());
    Ok(if tally.failures > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

fn inputs(paths: Vec<PathBuf>) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input::Stream(Box::new(io::stdin()))];
    }
    let input = |path: PathBuf| {
        if path == Path::new("-") { Input::Stream(Box::new(io::stdin())) } else { Input::Path(path) }
    };
    paths.into_iter().map(input).collect()
}

/// A fault in one article is caught where it happens; what is told of it is one line, unless a backtrace is wanted.
fn tell_faults(quiet: bool) {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    std::panic::set_hook(Box::new(move |fault| {
        if let Some(place) = fault.location().filter(|_| !quiet) {
            eprintln!("dateline: a fault in the program at {place}; please report it");
        }
    }));
}

/// The reader has what it wanted. Ends at once: the thread that reads may wait for input that never comes.
fn stop_if_closed(error: &io::Error) {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
}

fn date(value: &str) -> Result<String> {
    article::parse_date(value)
        .with_context(|| format!("`{value}` is no date; 2025-06-21 or 2025-06-21T20:59:08 was wanted"))
}

fn size(value: &str) -> Result<usize> {
    let digits = value.trim_end_matches(|unit: char| !unit.is_ascii_digit());
    let shift = match &value[digits.len()..] {
        "" | "B" => 0,
        "k" | "K" | "kB" => 10,
        "m" | "M" | "MB" => 20,
        "g" | "G" | "GB" => 30,
        other => bail!("`{other}` is no unit; k, M or G was wanted"),
    };
    let number: usize = digits.parse().with_context(|| format!("`{value}` is no size; a number was wanted"))?;
    let bytes = number.checked_mul(1 << shift).filter(|bytes| u32::try_from(*bytes).is_ok());
    bytes.with_context(|| format!("`{value}` is too much; less than 4G was wanted"))
}
