//! Settings in a file: `dateline.toml`, the nearest upward from where the program runs.
//!
//! Its table `[extract]` holds the long options, by name: `offsets = "bytes"`, `quiet = true`, `gazetteer = ["mine"]`. What stands on the command line comes behind
//! them and counts. Paths are read from where the file is.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const NAME: &str = "dateline.toml";
/// Options that name a file or a folder.
const PATHS: &[&str] = &["gazetteer", "output", "files-from", "journal", "failures"];

/// Options that say where settings come from, or that none are wanted.
const OUTSIDE: &[&str] = &["config", "isolated", "help"];

/// The nearest settings upward.
pub(super) fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

/// The settings of a command as arguments.
pub(super) fn arguments(file: &Path, command: &str) -> Result<Vec<OsString>> {
    let place = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(place)?;
    let table: toml::Table = text.parse().with_context(place)?;
    let mut arguments = Vec::new();
    if let Some(strange) = table.keys().find(|name| *name != command) {
        bail!("{}: `{strange}` is not known here: options in a table [{command}] were wanted", place());
    }
    let Some(settings) = table.get(command) else { return Ok(arguments) };
    let Some(settings) = settings.as_table() else { bail!("{}: `{command}` is no table", place()) };
    let folder = file.parent().unwrap_or(Path::new("."));
    for (name, value) in settings {
        if OUTSIDE.contains(&name.as_str()) {
            bail!("{}: `{name}` counts on the command line only", place());
        }
        let values = match value {
            toml::Value::Array(values) => values.iter().collect(),
            value => vec![value],
        };
        for value in values {
            let text = match value {
                toml::Value::Boolean(true) => {
                    arguments.push(format!("--{name}").into());
                    continue;
                }
                toml::Value::Boolean(false) => continue,
                toml::Value::String(text) if PATHS.contains(&name.as_str()) => folder.join(text).display().to_string(),
                toml::Value::String(text) => text.clone(),
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Float(number) => number.to_string(),
                toml::Value::Datetime(date) => date.to_string(),
                _ => bail!("{}: `{name}` is neither a text, a number, true, false nor a list of these", place()),
            };
            arguments.push(format!("--{name}={text}").into());
        }
    }
    Ok(arguments)
}
