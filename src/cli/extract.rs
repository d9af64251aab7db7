//! `dateline extract`: articles in, records out.
//!
//! In: the arguments of the command. Out: records where the user wants them, failures on standard error, an exit code.

use super::destination::Destination;
use super::id::Ids;
use super::journal::{self, Journal, State};
use super::names::Names;
use super::output::{Part, refuse_inputs};
use super::tally::{Tally, tell};
use super::{Cli, EMPTY, NOTHING_DONE, SOME_FAILED, STOPPED, config, signal};
use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory, Parser};
use dateline::article::{self, Block, Field, Form, Input, LineMode, Selection, Splitting};
use dateline::lexicon::Lexicon;
use dateline::pipeline::{self, Digests, Job, Written};
use dateline::record::{Carrying, Color, Counting, Explaining, Format, List, Lists, Only, Settings, Unit};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Read articles, write records of what happened
///
/// Articles are plain text, Markdown, web pages, JSON, JSON lines, CSV, TSV, RSS, Atom, WARC or mails, also packed with gzip or zstd, told by name and content.
/// Folders are walked in the order of names. Without PATH the standard input is read.
#[derive(Args, Clone, Debug)]
#[command(
    args_override_self = true,
    after_help = "\
Exit codes: 0 fine (also: no events; the reader closed the pipe) · 1 some inputs failed, each has an error record, the rest is written · 2 usage, \
gazetteer or output error · 3 stopped by --max-failures or --max-time · 4 no articles, with --fail-if-empty · 130, 143 stopped by a signal

Examples:
  dateline extract news/ > records.jsonl
  dateline extract --format events dump.jsonl | jq 'select(.type == \"release\")'
  cat article.txt | dateline extract --format json --date 2025-06-21"
)]
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

    /// Write to FILE, which is replaced only when all is written; or, with a slash behind it, a file for each article in DIR/
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,

    /// Note in FILE what is written, so that --resume can go on with a run that was cut off
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// Go on with the run of --journal; the output will be the same
    #[arg(long, requires = "journal")]
    resume: bool,

    /// List what failed in FILE, a line of JSON each, fit for --files-from
    #[arg(long, value_name = "FILE")]
    failures: Option<PathBuf>,

    /// Stop when more inputs than this have failed
    #[arg(long, value_name = "N")]
    max_failures: Option<usize>,

    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    max_time: Option<f64>,

    /// End with 4 when there was no article
    #[arg(long)]
    fail_if_empty: bool,

    /// Exactly one line of output for each line of input, in order, also for blank and broken ones, which do not change the exit code; ids are handed through,
    /// and no answer depends on the lines around. For pipes of Spark and Ray
    #[arg(long, conflicts_with_all = ["input_format", "format", "output", "journal"])]
    line_mode: bool,

    /// Options from FILE instead of the nearest dateline.toml upward
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Read no dateline.toml
    #[arg(long, conflicts_with = "config")]
    isolated: bool,

    /// Whether --format marked has colors
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: When,

    /// Write only these lists; the others stay empty
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST,…")]
    only: Vec<List>,

    /// Publication date of articles that have none (2025-06-21, 2025-06-21T20:59:08+02:00)
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<String>,

    /// Publication date of all articles, whatever they say
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "date")]
    override_date: Option<String>,

    /// What offsets count: code points, bytes of UTF-8 or UTF-16 code units [default: chars]
    #[arg(long, value_enum, value_name = "UNIT", hide_default_value = true)]
    offsets: Option<Unit>,

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

/// Whether there are colors.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum When {
    /// On a terminal, unless the environment says no
    Auto,
    Always,
    Never,
}

/// Runs the command.
pub(super) fn run(arguments: Extract) -> Result<ExitCode> {
    if arguments.paths.is_empty() && arguments.files_from.is_none() && io::stdin().is_terminal() {
        Cli::command().find_subcommand_mut("extract").map_or(Ok(()), clap::Command::print_help)?;
        return Ok(ExitCode::from(NOTHING_DONE));
    }
    let arguments = with_settings(arguments)?;
    let outputs = [&arguments.output, &arguments.failures, &arguments.journal];
    refuse_inputs(outputs.into_iter().flatten(), &arguments.paths)?;
    let mut lexicon = Lexicon::built_in()?;
    for path in &arguments.gazetteer {
        lexicon.add_layer(path)?;
    }
    // the program ends with it: to take it apart costs more than to read an article
    let lexicon: &'static Lexicon = Box::leak(Box::new(lexicon));
    let options = options(&arguments, lexicon)?;
    let settings = settings(&arguments, lexicon.hash())?;
    tell_faults(arguments.quiet);
    let digests = if arguments.journal.is_some() { Digests::On } else { Digests::Off };
    let job = Job { lexicon, options: &options, settings: &settings, digests };
    let mut run = Run::open(&arguments, &settings)?;
    if run.tally.state.done {
        return Ok(run.code(&arguments));
    }
    let names = arguments.files_from.as_deref().map(|file| Names::open(file, arguments.null)).transpose()?;
    let mut blocks = article::blocks(inputs(arguments.paths.clone(), names), &options);
    let first = run.pass_over(&mut blocks, &options)?;
    let mut failed = None;
    let mut items = first.into_iter().chain(blocks.by_ref().map(|block| (block, 0)));
    pipeline::in_order(
        &mut items,
        threads(&arguments),
        |(block, from)| {
            let written = pipeline::write_block(&block, from, &BTreeMap::new(), &job);
            (block, from, written)
        },
        |(block, from, written)| {
            // in line mode ids are the caller's
            let renamed = if arguments.line_mode { BTreeMap::new() } else { run.ids.renamed(&written.articles) };
            let written =
                if renamed.is_empty() { written } else { pipeline::write_block(&block, from, &renamed, &job) };
            match run.write(&written, &arguments) {
                Ok(None) => ControlFlow::Continue(()),
                // ends here: the thread that reads may wait for input that never comes
                Ok(Some(stop)) => {
                    let _ = run.destination.break_off();
                    tell(&format!("dateline: {stop}"));
                    signal::end(i32::from(STOPPED))
                }
                Err(error) if super::is_closed_pipe(&error) => signal::end(0),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    drop(items);
    if let Some(error) = failed {
        return Err(error);
    }
    let tally = run.finish()?;
    if tally.state.articles == 0 && !arguments.paths.is_empty() && !arguments.quiet {
        tell("dateline: no article in what was named");
    }
    tally.tell(blocks.left_out(), blocks.passed_over());
    Ok(code(&tally, &arguments))
}

/// Settings of a file stand before the arguments, which count.
fn with_settings(arguments: Extract) -> Result<Extract> {
    let file = arguments.config.clone().or_else(|| if arguments.isolated { None } else { config::nearest() });
    let Some(file) = file else { return Ok(arguments) };
    let settings = config::arguments(&file, "extract")?;
    if settings.is_empty() {
        return Ok(arguments);
    }
    let mut given = std::env::args_os();
    let program = given.next().unwrap_or_else(|| "dateline".into());
    // the name of the command stands first: the program itself has no options
    let command = given.next().unwrap_or_else(|| "extract".into());
    let all = [program, command].into_iter().chain(settings).chain(given);
    match Cli::try_parse_from(all).map(|cli| cli.command) {
        Ok(super::Command::Extract(arguments)) => Ok(*arguments),
        Ok(_) => Ok(arguments),
        Err(error) => bail!("{}: {error}", file.display()),
    }
}

fn options(arguments: &Extract, lexicon: &Lexicon) -> Result<article::Options> {
    Ok(article::Options {
        form: if arguments.line_mode { Some(Form::Jsonl) } else { arguments.input_format },
        max_size: arguments.max_size,
        date: arguments.date.clone(),
        override_date: arguments.override_date.clone(),
        fields: arguments.field.clone(),
        split: match arguments.split.as_deref() {
            None => Splitting::Off,
            Some("") => Splitting::Archives,
            Some(pattern) => Splitting::at(pattern).map_err(anyhow::Error::msg).context("--split")?,
        },
        selection: Selection::new(&arguments.include, &arguments.exclude).map_err(anyhow::Error::msg)?,
        line_mode: if arguments.line_mode { LineMode::Apart } else { LineMode::Numbered },
        marks: Arc::new(lexicon.page_marks()),
    })
}

fn settings(arguments: &Extract, lexicon: String) -> Result<Settings> {
    let form = arguments.format.form();
    let offsets = arguments.offsets.unwrap_or_default();
    if form.offsets == Counting::Own && offsets != Unit::Chars {
        bail!("--format {} counts code points; --offsets cannot change that", form.name);
    }
    Ok(Settings {
        offsets,
        // an event's line holds its entities, which must be there to be looked up
        only: if form.lists == Lists::Events { Only::default() } else { Only::these(arguments.only.clone()) },
        explain: if arguments.explain { Explaining::On } else { Explaining::Off },
        text: if arguments.with_text { Carrying::Always } else { Carrying::WhenNeeded },
        lexicon,
        format: arguments.format,
        color: if colored(arguments) { Color::On } else { Color::Off },
    })
}

/// As asked; else on a terminal, unless <https://no-color.org> says no.
fn colored(arguments: &Extract) -> bool {
    match arguments.color {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !refused && arguments.output.is_none() && io::stdout().is_terminal()
        }
    }
}

fn threads(arguments: &Extract) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    arguments.jobs.map_or_else(cores, usize::from)
}

fn code(tally: &Tally, arguments: &Extract) -> ExitCode {
    match (tally.state.failures, tally.state.articles) {
        (0, 0) if arguments.fail_if_empty => ExitCode::from(EMPTY),
        (0, _) => ExitCode::SUCCESS,
        // every line has its answer, and an engine would take the whole part for failed
        _ if arguments.line_mode => ExitCode::SUCCESS,
        _ => ExitCode::from(SOME_FAILED),
    }
}

// ---- a run ----------------------------------------------------------------------------------------------------------------------------

/// What is written, and where.
struct Run {
    destination: Destination,
    failures: Option<Part>,
    journal: Option<Journal>,
    ids: Ids,
    tally: Tally,
    start: Instant,
}

impl Run {
    /// Opens outputs and journal, and goes back to where an earlier run stopped.
    fn open(arguments: &Extract, settings: &Settings) -> Result<Self> {
        let journaled = arguments.journal.is_some();
        let name = name_of_run(arguments, settings);
        let opened =
            arguments.journal.as_deref().map(|path| Journal::open(path, &name, arguments.resume)).transpose()?;
        let (mut journal, mut states) = opened.map_or((None, Vec::new()), |(journal, states)| (Some(journal), states));
        if let Some((_, state)) = states.last().filter(|(_, state)| state.done) {
            let tally = Tally::new(arguments.quiet, state.clone());
            let destination = Destination::open(None, Format::default(), false)?;
            return Ok(Self {
                destination,
                failures: None,
                journal: None,
                ids: Ids::default(),
                tally,
                start: Instant::now(),
            });
        }
        let mut destination = Destination::open(arguments.output.as_deref(), arguments.format, journaled)?;
        let mut failures = arguments.failures.as_deref().map(|path| Part::open(path, journaled)).transpose()?;
        let mut state = State::default();
        if let Some(journal) = &mut journal {
            // what the disk did not keep is done again
            let mut end = Journal::head_end(&name);
            loop {
                let (at, last) = states.pop().unwrap_or((end, State::default()));
                let listed = failures.as_mut().map_or(Ok(true), |part| part.resume(last.listed))?;
                if listed && destination.resume(last.output)? {
                    (end, state) = (at, last);
                    break;
                }
            }
            journal.resume(end)?;
        }
        let message = if journaled { "stopped; --resume goes on" } else { "stopped" };
        signal::listen(message.to_owned());
        let tally = Tally::new(arguments.quiet, state);
        Ok(Self { destination, failures, journal, ids: Ids::default(), tally, start: Instant::now() })
    }

    /// Reads past what an earlier run has written; a block that it did not finish comes back with how much of it is done.
    fn pass_over(
        &mut self,
        blocks: &mut article::Blocks,
        options: &article::Options,
    ) -> Result<Option<(Block, usize)>> {
        let mut left = self.tally.state.articles;
        let (mut last, mut digest) = (String::new(), 0);
        let mut first = None;
        while left > 0 {
            let Some(block) = blocks.next() else { bail!("the inputs hold fewer articles than the journal") };
            let mut done = 0;
            block.each(options, &mut |article| {
                if done < left {
                    digest = journal::chain(digest, pipeline::digest(&article));
                    let id = article.map_or_else(|failure| failure.id, |article| article.id);
                    last = self.ids.name(id);
                    self.destination.pass_over(&last);
                    done += 1;
                }
            });
            left -= done;
            first = (left == 0).then_some((block, done));
        }
        if last != self.tally.state.last {
            bail!("the inputs are not those of the journal: `{last}` stands where `{}` stood", self.tally.state.last);
        }
        if digest != self.tally.state.digest {
            let written = self.tally.state.articles;
            bail!(
                "the inputs are not those of the journal: one of the first {written} articles, which are written, was changed"
            );
        }
        Ok(first)
    }

    /// Writes what came of a block; says why the run must stop here, if it must.
    fn write(&mut self, written: &Written, arguments: &Extract) -> Result<Option<String>> {
        let hold = signal::hold();
        self.destination.write(written).context("the output cannot be written")?;
        if let Some(part) = &mut self.failures {
            for article in &written.articles {
                let Some(failure) = &article.failure else { continue };
                let line = serde_json::json!({"path": failure.source.path, "line": failure.source.line, "id": failure.id, "code": failure.code, "message": failure.message});
                part.write(format!("{line}\n").as_bytes()).context("the list of failures cannot be written")?;
            }
        }
        self.tally.add(written);
        self.tally.state.output = self.destination.length();
        self.tally.state.listed = self.failures.as_ref().map_or(0, Part::length);
        if let Some(journal) = &mut self.journal {
            journal.note(&self.tally.state)?;
        }
        drop(hold);
        let goes_on = if self.journal.is_some() { "; --resume goes on" } else { "" };
        if let Some(most) = arguments.max_failures.filter(|most| self.tally.state.failures > *most) {
            return Ok(Some(format!("stopped at more than {most} failures (--max-failures){goes_on}")));
        }
        if let Some(most) = arguments.max_time.filter(|most| self.start.elapsed().as_secs_f64() > *most) {
            return Ok(Some(format!("stopped after {most} seconds (--max-time){goes_on}")));
        }
        Ok(None)
    }

    /// Puts everything in its place.
    fn finish(mut self) -> Result<Tally> {
        let _hold = signal::hold();
        self.destination.finish()?;
        if let Some(part) = self.failures {
            part.finish()?;
        }
        self.tally.state.done = true;
        if let Some(journal) = &mut self.journal {
            journal.note(&self.tally.state)?;
        }
        Ok(self.tally)
    }

    fn code(&self, arguments: &Extract) -> ExitCode {
        code(&self.tally, arguments)
    }
}

/// What two runs must share for one to go on with the other.
fn name_of_run(arguments: &Extract, settings: &Settings) -> String {
    let same = Extract {
        jobs: None,
        quiet: false,
        resume: false,
        max_failures: None,
        max_time: None,
        fail_if_empty: false,
        ..arguments.clone()
    };
    article::text_hash(&format!("{} {} {same:?}", env!("CARGO_PKG_VERSION"), settings.lexicon), 16)
}

/// What is read, in order: the paths, then the names of a file; the standard input when there are none.
fn inputs(paths: Vec<PathBuf>, names: Option<Names>) -> impl Iterator<Item = Input> + Send {
    let stream = || Input::Stream(Box::new(io::stdin()));
    let alone = (paths.is_empty() && names.is_none()).then(stream);
    let input = move |path: PathBuf| if path == Path::new("-") { stream() } else { Input::Path(path) };
    alone.into_iter().chain(paths.into_iter().map(input)).chain(names.into_iter().flatten())
}

/// A fault in one article is caught where it happens; what is told of it is one line, unless a backtrace is wanted.
fn tell_faults(quiet: bool) {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    std::panic::set_hook(Box::new(move |fault| {
        if let Some(place) = fault.location().filter(|_| !quiet) {
            tell(&format!("dateline: a fault in the program at {place}; please report it"));
        }
    }));
}

fn date(value: &str) -> Result<String> {
    article::parse_date(value)
        .with_context(|| format!("`{value}` is no date; 2025-06-21 or 2025-06-21T20:59:08 was wanted"))
}

fn field(value: &str) -> Result<(Field, String)> {
    let (field, name) = value.split_once('=').with_context(|| format!("`{value}`: FIELD=NAME was wanted"))?;
    let known = Field::of(field)
        .with_context(|| format!("`{field}` is no field; id, title, text, published, url or language was wanted"))?;
    if name.is_empty() {
        bail!("`{value}`: a name was wanted behind the =");
    }
    Ok((known, name.to_owned()))
}

fn seconds(value: &str) -> Result<f64> {
    let seconds: Option<f64> = value.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0);
    seconds.with_context(|| format!("`{value}` is no time; a number of seconds was wanted"))
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
