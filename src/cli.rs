//! The command line: what the user says, turned into calls of the library; records to standard output, everything else to standard error.
//!
//! Exit codes: 0 all is well, also when the reader of the output went away; 1 some inputs failed and the rest is written; 2 nothing could be done.

mod config;
mod destination;
mod extract;
mod gazetteer;
mod id;
mod journal;
mod lines;
mod merge;
mod names;
mod output;
mod signal;
mod tally;
mod view;

use anyhow::Result;
use clap::{Args, CommandFactory, Parser, Subcommand};
use dateline::merged::Merged;
use dateline::record::{self, Shape};
use std::io::{self, Write};
use std::process::ExitCode;

/// Some inputs failed.
const SOME_FAILED: u8 = 1;
/// Usage, gazetteers or output: nothing could be done.
const NOTHING_DONE: u8 = 2;
/// A limit that the user set.
const STOPPED: u8 = 3;
/// No article, and the user wants to know.
const EMPTY: u8 = 4;

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
    Extract(Box<extract::Extract>),
    Gazetteer(gazetteer::Gazetteer),
    Merge(merge::Merge),
    View(view::View),
    Schema(Schema),
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Print what records look like: JSON Schema (2020-12), or columns for a reader
#[derive(Args)]
struct Schema {
    /// What a line of output is
    #[arg(value_enum, default_value = "record")]
    line: Line,

    /// The `columns = {…}` clause of DuckDB's `read_json`
    #[arg(long)]
    duckdb: bool,
}

/// What a line of output is.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Line {
    /// One article: `extract`
    Record,
    /// One event: `extract --format events`
    Event,
    /// One happening of many articles: `merge`
    Merged,
}

/// Print what completes commands in a shell
#[derive(Args)]
struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Extract(arguments) => extract::run(*arguments),
        Command::Gazetteer(arguments) => gazetteer::run(&arguments),
        Command::Schema(arguments) => schema(&arguments),
        Command::Merge(arguments) => merge::run(&arguments),
        Command::View(arguments) => view::run(&arguments),
        Command::Completions(arguments) => complete(&arguments),
        Command::Man => manual(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tally::tell(&format!("dateline: {error:#}"));
            ExitCode::from(NOTHING_DONE)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

// ---- shells and manual ----------------------------------------------------------------------------------------------------------------

fn complete(arguments: &Completions) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dateline", &mut text);
    io::stdout().write_all(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// One page with all commands.
fn manual() -> Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    pages_below(&command, &mut text)?;
    io::stdout().write_all(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The pages of the commands of a command, each with those of its own behind it.
fn pages_below(command: &clap::Command, text: &mut Vec<u8>) -> Result<()> {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help") {
        clap_mangen::Man::new(inner.clone()).render(text)?;
        pages_below(inner, text)?;
    }
    Ok(())
}

// ---- schema ---------------------------------------------------------------------------------------------------------------------------

fn schema(arguments: &Schema) -> Result<ExitCode> {
    let text = if arguments.duckdb {
        match arguments.line {
            Line::Record => record::duckdb_columns(Shape::Record),
            Line::Event => record::duckdb_columns(Shape::Event),
            Line::Merged => record::duckdb_columns_of::<Merged>(),
        }
    } else {
        serde_json::to_string_pretty(&match arguments.line {
            Line::Record => record::json_schema(Shape::Record),
            Line::Event => record::json_schema(Shape::Event),
            Line::Merged => record::schema_of::<Merged>(),
        })?
    };
    writeln!(io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}
