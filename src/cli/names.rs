//! Names of inputs from a file: one a line, or each with a zero byte behind it.
//!
//! In: the file. Out: paths, as they are asked for. A line of JSON, as `--failures` writes it, names its `path`.

use anyhow::{Context, Result};
use dateline::article::Input;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The names that a file holds.
pub(super) struct Names {
    from: BufReader<Box<dyn Read + Send>>,
    end: u8,
    last: Option<PathBuf>,
    broken: bool,
}

impl Names {
    /// Opens `file`; `-` is the standard input.
    pub(super) fn open(file: &Path, null: bool) -> Result<Self> {
        let from: Box<dyn Read + Send> = if file == Path::new("-") {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(file).with_context(|| format!("{}: cannot be read", file.display()))?)
        };
        let mut from = BufReader::new(from);
        from.fill_buf().with_context(|| format!("{}: cannot be read", file.display()))?;
        Ok(Self { from, end: if null { 0 } else { b'\n' }, last: None, broken: false })
    }
}

impl Iterator for Names {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        while !self.broken {
            let mut name = Vec::new();
            match self.from.read_until(self.end, &mut name) {
                Ok(0) => return None,
                Ok(_) => {}
                // what the rest of the list names is not read, and that is told as a failure
                Err(error) => {
                    self.broken = true;
                    return Some(Input::Stream(Box::new(Broken(Some(error)))));
                }
            }
            if name.ends_with(&[self.end]) {
                name.pop();
            }
            if self.end == b'\n' && name.ends_with(b"\r") {
                name.pop();
            }
            let path = of_failure(&name).unwrap_or_else(|| path(name));
            // a file of lines may have failed in many
            if path.as_os_str().is_empty() || self.last.as_ref() == Some(&path) {
                continue;
            }
            self.last = Some(path.clone());
            return Some(Input::Path(path));
        }
        None
    }
}

/// A reader that tells its fault.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// What a line of `--failures` names; a line that is none is a name itself.
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
