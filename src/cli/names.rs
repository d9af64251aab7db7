//! Names of inputs from a file: one a line, or each with a zero byte behind it.
//!
//! In: the file. Out: paths, as they are asked for. A line of JSON, as `--failures` writes it, names its `path`.

use anyhow::{Context, Result};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The names that a file holds.
pub(super) struct Names {
    from: BufReader<Box<dyn Read + Send>>,
    end: u8,
    last: Option<PathBuf>,
}

impl Names {
    /// Opens `file`; `-` is the standard input.
    pub(super) fn open(file: &Path, null: bool) -> Result<Self> {
        let from: Box<dyn Read + Send> = if file == Path::new("-") {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(file).with_context(|| format!("{}: cannot be read", file.display()))?)
        };
        Ok(Self { from: BufReader::new(from), end: if null { 0 } else { b'\n' }, last: None })
    }
}

impl Iterator for Names {
    type Item = PathBuf;

    fn next(&mut self) -> Option<PathBuf> {
        loop {
            let mut name = Vec::new();
            // a list that breaks off has ended
            if self.from.read_until(self.end, &mut name).unwrap_or(0) == 0 {
                return None;
            }
            if name.ends_with(&[self.end]) {
                name.pop();
            }
            if self.end == b'\n' && name.ends_with(b"\r") {
                name.pop();
            }
            let path = if name.starts_with(b"{") { of_failure(&name) } else { Some(path(name)) };
            // a file of lines may have failed in many
            let Some(path) = path.filter(|path| !path.as_os_str().is_empty() && self.last.as_ref() != Some(path))
            else {
                continue;
            };
            self.last = Some(path.clone());
            return Some(path);
        }
    }
}

fn of_failure(line: &[u8]) -> Option<PathBuf> {
    let value: serde_json::Value = serde_json::from_slice(line).ok()?;
    value.get("path")?.as_str().map(PathBuf::from)
}

#[cfg(unix)]
fn path(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(name))
}

#[cfg(not(unix))]
fn path(name: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}
