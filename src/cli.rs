//! The command line: what the user says, turned into calls of the library; records to standard output, everything else to standard error.
//!
//! Exit codes: 0 all is well, also when the reader of the output went away; 1 some inputs failed and the rest is written; 2 nothing could be done.

mod extract;
mod gazetteer;
mod id;
mod merge;
mod names;
mod output;
mod tally;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use dateline::merged::Merged;
use dateline::record::{self, Shape};
use std::io::{self, Write};
use std::process::ExitCode;

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
    Extract(Box<extract::Extract>),
    Gazetteer(gazetteer::Gazetteer),
    Merge(merge::Merge),
    Schema(Schema),
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

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Extract(arguments) => extract::run(*arguments),
        Command::Gazetteer(arguments) => gazetteer::run(&arguments),
        Command::Schema(arguments) => schema(&arguments),
        Command::Merge(arguments) => merge::run(&arguments),
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
