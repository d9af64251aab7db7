//! `dateline gazetteer`: look names up, check a folder of your own, compile it into one file.
//!
//! In: the arguments of the commands. Out: tables on standard output; what is wrong with a folder, a line each, with file, line and column.

use super::SOME_FAILED;
use super::output::Output;
use super::tally::{count, printable, tell};
use anyhow::{Result, anyhow, ensure};
use clap::{Args, Subcommand};
use dateline::gazetteer::{self, Severity, search};
use dateline::lexicon::compile::{Place, compile};
use dateline::lexicon::{Lexicon, read_folder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Look up, check and compile gazetteers: what dateline knows of names, words and events
#[derive(Args)]
pub(super) struct Gazetteer {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Search(Search),
    Check(Check),
    Compile(Compile),
}

/// Print what a name may mean, and where that is written
///
/// A table: how the text fits, type, id, place, and the file and line of the row. Words and triggers of events follow.
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 found · 1 nothing found · 2 usage or gazetteer error

Examples:
  dateline gazetteer search Georgia
  dateline gazetteer search --json Reading --gazetteer mine/")]
struct Search {
    /// The name, as it stands in a text
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,

    /// One JSON object a line
    #[arg(long)]
    json: bool,

    /// Gazetteers of your own, above the built-in ones; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    gazetteer: Vec<PathBuf>,
}

/// Tell what is wrong with a folder of gazetteer files
///
/// Reads it as `--gazetteer` does, and looks for what compiles but would not do what was meant: common words, look-alike letters, rows that are known already,
/// frames whose examples are not found.
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 no errors · 1 errors (with --strict, warnings too) · 2 the folder cannot be read

Each line is FILE:LINE:COLUMN: error|warning: what was found and what was wanted.")]
struct Check {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Other gazetteers that stand below it; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    gazetteer: Vec<PathBuf>,

    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
}

/// Compile a folder of gazetteer files into one file for `--gazetteer`
#[derive(Args)]
#[command(after_help = "\
Exit codes: 0 fine · 2 the folder has errors, or the file cannot be written

A compiled file opens at once, whatever its size. It is good for this version of dateline; keep the folder.")]
struct Compile {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The file, which is replaced only when all is written
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Gazetteer) -> Result<ExitCode> {
    match &arguments.command {
        Command::Search(arguments) => search(arguments),
        Command::Check(arguments) => check(arguments),
        Command::Compile(arguments) => compile_folder(arguments),
    }
}

fn lexicon(layers: &[PathBuf]) -> Result<Lexicon> {
    let mut lexicon = Lexicon::built_in()?;
    for path in layers {
        lexicon.add_layer(path)?;
    }
    Ok(lexicon)
}

fn search(arguments: &Search) -> Result<ExitCode> {
    let lexicon = lexicon(&arguments.gazetteer)?;
    let name = arguments.name.join(" ");
    let meanings = search::search(&name, &lexicon);
    if meanings.is_empty() {
        tell(&format!("dateline: the gazetteers do not know `{}`", printable(&name)));
        return Ok(ExitCode::from(SOME_FAILED));
    }
    let mut out = io::stdout().lock();
    if arguments.json {
        for meaning in &meanings {
            writeln!(out, "{}", serde_json::to_string(meaning)?)?;
        }
    } else {
        writeln!(out, "{}", search::COLUMNS)?;
        for meaning in &meanings {
            writeln!(out, "{}", meaning.line())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(arguments: &Check) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let checked = gazetteer::check(folder, lexicon(&arguments.gazetteer)?)?;
    ensure!(checked.files > 0, "{}: holds no .tsv and no .toml file", folder.display());
    let mut out = io::stdout().lock();
    for lint in &checked.lints {
        let problem = &lint.problem;
        let place = format!("{}:{}:{}", path_in(folder, &problem.file), problem.line.max(1), problem.column.max(1));
        writeln!(out, "{}", printable(&format!("{place}: {}: {}", lint.severity.name(), problem.message)))?;
    }
    let errors = checked.lints.iter().filter(|lint| lint.severity == Severity::Error).count();
    let warnings = checked.lints.len() - errors;
    let (files, examples) = (count(checked.files, "file"), count(checked.examples, "example"));
    let (told_errors, told_warnings) = (count(errors, "error"), count(warnings, "warning"));
    tell(&format!("dateline: {files}, {examples}: {told_errors}, {told_warnings}"));
    let bad = errors > 0 || arguments.strict && warnings > 0;
    Ok(if bad { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS })
}

fn compile_folder(arguments: &Compile) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let sources = read_folder(folder)?;
    ensure!(!sources.is_empty(), "{}: holds no .tsv and no .toml file", folder.display());
    let block = compile(&sources, Place::Above).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("{}/{problem}", folder.display())).collect();
        anyhow!("{}", lines.join("\n"))
    })?;
    let mut output = Output::open(Some(&arguments.output))?;
    output.write(&block)?;
    output.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn path_in(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}
