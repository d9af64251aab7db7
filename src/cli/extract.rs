//! `dateline extract`: articles in, records out.
//!
//! In: the arguments of the command. Out: records where the user wants them, failures on standard error, an exit code.

use super::id::Ids;
use super::names::Names;
use super::output::Output;
use super::tally::Tally;
use super::{Cli, NOTHING_DONE, SOME_FAILED};
use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory};
use dateline::article::{self, Field, Form, Input, Selection, Splitting};
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
/// Articles are plain text, Markdown, web pages, JSON, JSON lines, CSV, TSV, RSS, Atom, WARC or mails, also packed with gzip or zstd, told by name and content.
/// Folders are walked in the order of names. Without PATH the standard input is read.
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

    /// Read the names of inputs from FILE, one a line, also as --failures writes them; `-` is the standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// Names in --files-from end with a zero byte, as `find -print0` writes them
    #[arg(short = '0', long = "null", requires = "files_from")]
    null: bool,

    /// Of folders, read only files that match; may be repeated
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// Of folders, pass over files that match; may be repeated
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Where a field stands in objects and tables: id, title, text, published, url or language; `text=body.main` goes into `body`
    #[arg(long, value_name = "FIELD=NAME", value_parser = field)]
    field: Vec<(Field, String)>,

    /// Cut files of text into articles at lines as news archives write them, or at lines that match PATTERN
    #[arg(long, value_name = "PATTERN", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    split: Option<String>,

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
    if arguments.paths.is_empty() && arguments.files_from.is_none() && io::stdin().is_terminal() {
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
        fields: arguments.field,
        split: match arguments.split.as_deref() {
            None => Splitting::Off,
            Some("") => Splitting::Archives,
            Some(pattern) => Splitting::at(pattern).map_err(anyhow::Error::msg).context("--split")?,
        },
        selection: Selection::new(&arguments.include, &arguments.exclude).map_err(anyhow::Error::msg)?,
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
    let names = arguments.files_from.as_deref().map(|file| Names::open(file, arguments.null)).transpose()?;
    let mut blocks = article::blocks(inputs(arguments.paths, names), &options);
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
    tally.tell(blocks.left_out(), blocks.passed_over());
    Ok(if tally.failures > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

/// What is read, in order: the paths, then the names of a file; the standard input when there are none.
fn inputs(paths: Vec<PathBuf>, names: Option<Names>) -> impl Iterator<Item = Input> + Send {
    let stream = || Input::Stream(Box::new(io::stdin()));
    let alone = (paths.is_empty() && names.is_none()).then(stream);
    let input = move |path: PathBuf| if path == Path::new("-") { stream() } else { Input::Path(path) };
    alone.into_iter().chain(paths.into_iter().map(input)).chain(names.into_iter().flatten().map(Input::Path))
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

fn field(value: &str) -> Result<(Field, String)> {
    let (field, name) = value.split_once('=').with_context(|| format!("`{value}`: FIELD=NAME was wanted"))?;
    let known = Field::of(field)
        .with_context(|| format!("`{field}` is no field; id, title, text, published, url or language was wanted"))?;
    Ok((known, name.to_owned()))
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
