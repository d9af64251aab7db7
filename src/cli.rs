//! The command line: what the user says, turned into calls of the library; records to standard output, everything else to standard error.
//!
//! Exit codes: 0 all is well, also when the reader of the output went away; 1 some inputs failed and the rest is written; 2 nothing could be done.

use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory, Parser, Subcommand};
use dateline::article::{self, Form, Input};
use dateline::lexicon::Lexicon;
use dateline::pipeline::{self, Job, Receipt, Written};
use dateline::record::{self, Carrying, Explaining, Format, List, Only, Settings, Shape, Unit};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Some inputs failed.
const SOME_FAILED: u8 = 1;
/// Usage, gazetteers or output: nothing could be done.
const NOTHING_DONE: u8 = 2;

/// Reads raw news articles and writes structured records of what happened.
///
/// Who did what to whom, where, when, how many, according to whom: one JSON record for each article, offline, the same bytes on every run.
#[derive(Parser)]
#[command(name = "dateline", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Extract(Box<Extract>),
    Schema(Schema),
    /// Not in this version
    #[command(hide = true)]
    Merge {
        #[arg(hide = true)]
        paths: Vec<PathBuf>,
    },
}

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
struct Extract {
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

/// Print what records look like: JSON Schema (2020-12), or columns for a reader
#[derive(Args)]
struct Schema {
    /// What a line of output is
    #[arg(value_enum, default_value = "record")]
    shape: Shape,

    /// The `columns = {…}` clause of DuckDB's `read_json`
    #[arg(long)]
    duckdb: bool,
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Extract(arguments) => extract(*arguments),
        Command::Schema(arguments) => schema(&arguments),
        Command::Merge { paths } => refuse_to_merge(&paths),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dateline: {error:#}");
            ExitCode::from(NOTHING_DONE)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

// ---- schema ---------------------------------------------------------------------------------------------------------------------------

fn schema(arguments: &Schema) -> Result<ExitCode> {
    let text = if arguments.duckdb {
        record::duckdb_columns(arguments.shape)
    } else {
        serde_json::to_string_pretty(&record::json_schema(arguments.shape))?
    };
    writeln!(io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

/// Merging across articles is designed, not built. A program that feeds records is let finish, so that it reads this and does not die of a closed pipe.
fn refuse_to_merge(paths: &[PathBuf]) -> Result<ExitCode> {
    if paths.iter().all(|path| path == Path::new("-")) && !io::stdin().is_terminal() {
        io::copy(&mut io::stdin().lock(), &mut io::sink())?;
    }
    anyhow::bail!("this version has no `merge`: it writes one record for each article, and nothing across articles")
}

// ---- extract --------------------------------------------------------------------------------------------------------------------------

fn extract(arguments: Extract) -> Result<ExitCode> {
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

// ---- ids ------------------------------------------------------------------------------------------------------------------------------

/// Every id written so far, by hash, and how often.
#[derive(Default)]
struct Ids(HashMap<u128, u32>);

impl Ids {
    /// The articles of a block, by number, whose id was there before, and what they are called instead.
    fn renamed(&mut self, articles: &[Receipt]) -> BTreeMap<usize, String> {
        let repeated = articles.iter().enumerate().filter_map(|(at, article)| Some((at, self.instead(&article.id)?)));
        repeated.collect()
    }

    /// `id~2` for the second article of that id; none for the first.
    fn instead(&mut self, id: &str) -> Option<String> {
        let seen = self.0.entry(hash(id)).or_default();
        *seen += 1;
        if *seen == 1 {
            return None;
        }
        let mut number = *seen;
        loop {
            let name = format!("{id}~{number}");
            let taken = self.0.entry(hash(&name)).or_default();
            *taken += 1;
            if *taken == 1 {
                return Some(name);
            }
            number += 1;
        }
    }
}

/// 128 bits, so that no two ids of any corpus meet by chance.
fn hash(id: &str) -> u128 {
    use std::hash::{DefaultHasher, Hasher};
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        hasher.write(id.as_bytes());
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

// ---- output ---------------------------------------------------------------------------------------------------------------------------

/// Where records go: the standard output, or a file that takes its name when all is written.
enum Output {
    Stdout,
    File { unfinished: tempfile::NamedTempFile, path: PathBuf },
}

impl Output {
    fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout) };
        if path.is_dir() {
            bail!("{}: is a folder, a file was wanted", path.display());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{name}.");
        builder.prefix(&prefix).suffix(".part");
        // as a file that is simply created, not the private mode of temporary files
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let unfinished =
            builder.tempfile_in(folder).with_context(|| format!("{}: cannot be written", path.display()))?;
        Ok(Self::File { unfinished, path: path.to_owned() })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                out.flush()
            }
            Self::File { unfinished, .. } => unfinished.write_all(bytes),
        }
    }

    /// Puts the file in its place, once it is safely stored.
    fn finish(self) -> Result<()> {
        let Self::File { unfinished, path } = self else { return Ok(()) };
        let place = || format!("{}: cannot be written", path.display());
        unfinished.as_file().sync_all().with_context(place)?;
        unfinished.persist(&path).with_context(place)?;
        // the name is stored when its folder is; where folders cannot be opened, the system sees to it
        if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

// ---- what is told ---------------------------------------------------------------------------------------------------------------------

/// What was done, for standard error.
struct Tally {
    quiet: bool,
    start: Instant,
    articles: usize,
    events: usize,
    failures: usize,
    bytes: usize,
}

impl Tally {
    fn new(quiet: bool) -> Self {
        Self { quiet, start: Instant::now(), articles: 0, events: 0, failures: 0, bytes: 0 }
    }

    fn add(&mut self, written: &Written) {
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

    fn tell(&self, left_out: &BTreeMap<String, usize>) {
        if self.quiet {
            return;
        }
        if !left_out.is_empty() {
            let kinds: Vec<String> = left_out.iter().map(|(ending, count)| format!("{count} .{ending}")).collect();
            eprintln!(
                "dateline: left out of folders, for their endings: {}; name them, or say --input-format",
                printable(&kinds.join(", "))
            );
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

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Without control characters, which could change what a terminal does.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
