//! Lines of records from files, folders and the standard input, in batches.
//!
//! In: paths. Out: batches of lines, each with its place, or why there are none. What a line says is for the caller to read.

use dateline::article;
use dateline::record;
use serde_json::value::RawValue;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Lines are handed on when so many bytes of them are read.
const BATCH_BYTES: usize = 1 << 20;
/// Endings of files that a folder is walked for.
const ENDINGS: &[&str] = &["jsonl", "ndjson", "json"];
/// Endings behind those, of packed files.
const PACKED: &[&str] = &["gz", "zst"];

/// One input, before it is opened.
enum Input {
    Stdin,
    File(PathBuf),
    /// What cannot be walked to, and why.
    Fault(String, String),
}

/// The inputs that are meant; files of folders in the order of their names.
fn inputs(paths: &[PathBuf]) -> VecDeque<Input> {
    if paths.is_empty() {
        return VecDeque::from([Input::Stdin]);
    }
    let mut inputs = VecDeque::new();
    for path in paths {
        if path == Path::new("-") {
            inputs.push_back(Input::Stdin);
        } else if path.is_dir() {
            let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name();
            inputs.extend(walk.into_iter().filter_map(|entry| walked(path, entry)));
        } else {
            inputs.push_back(Input::File(path.clone()));
        }
    }
    inputs
}

/// What a folder holds, if it is wanted; what cannot be looked at is wanted, since nobody knows what is in it.
fn walked(folder: &Path, entry: walkdir::Result<walkdir::DirEntry>) -> Option<Input> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let name = error.path().unwrap_or(folder).display().to_string();
            let why = error.io_error().map_or_else(|| "a link to a folder above it".to_owned(), article::reason);
            return Some(Input::Fault(name, format!("{why}, a readable file was wanted")));
        }
    };
    if !entry.file_type().is_file() {
        return None;
    }
    let path = entry.into_path();
    let bare = if has_ending(&path, PACKED) { path.with_extension("") } else { path.clone() };
    has_ending(&bare, ENDINGS).then_some(Input::File(path))
}

/// Some lines of one input, and why there are no more, if that is so.
pub(super) struct Batch {
    name: String,
    first: usize,
    bytes: Vec<u8>,
    fault: Option<String>,
}

impl Batch {
    /// What `read` makes of each line, with its place, and behind them the fault of the input.
    pub(super) fn each<T>(self, read: impl Fn(&[u8]) -> Result<T, String>) -> Vec<(String, Result<T, String>)> {
        let Self { name, first, bytes, fault } = self;
        let mut entries = if first == 0 {
            whole(&name, &bytes, read)
        } else {
            let lines = bytes.split(|byte| *byte == b'\n').enumerate();
            let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
            lines.map(|(at, line)| (format!("{name}:{}", first + at), read(line))).collect()
        };
        entries.extend(fault.map(|fault| (name, Err(fault))));
        entries
    }
}

/// Records that take several lines each, as `--format json` writes them.
fn whole<T>(name: &str, bytes: &[u8], read: impl Fn(&[u8]) -> Result<T, String>) -> Vec<(String, Result<T, String>)> {
    let records = serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>();
    let entries = records.map(|record| match record {
        Ok(record) => read(record.get().as_bytes()),
        Err(error) => Err(record::no_record(&error)),
    });
    entries.map(|entry| (name.to_owned(), entry)).collect()
}

/// Inputs cut into batches of lines.
pub(super) struct Batches {
    inputs: VecDeque<Input>,
    open: Option<Open>,
}

impl Batches {
    /// Of these files and folders; the standard input for `-` and for none.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        Self { inputs: inputs(paths), open: None }
    }
}

struct Open {
    name: String,
    reader: Box<dyn BufRead + Send>,
    line: usize,
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        loop {
            let Some(open) = &mut self.open else {
                match open(self.inputs.pop_front()?) {
                    Ok(opened) => self.open = Some(opened),
                    Err(failed) => return Some(failed),
                }
                continue;
            };
            match open.batch() {
                Some(batch) => {
                    if batch.first == 0 || batch.fault.is_some() {
                        self.open = None;
                    }
                    return Some(batch);
                }
                None => self.open = None,
            }
        }
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What is in a file, unpacked if it is packed.
pub(super) fn unpacked(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    article::unpack(Box::new(File::open(path)?))
}

fn open(input: Input) -> Result<Open, Batch> {
    let (name, reader) = match input {
        Input::Stdin => ("<stdin>".to_owned(), article::unpack(Box::new(io::stdin()))),
        Input::File(path) => (path.display().to_string(), unpacked(&path)),
        Input::Fault(name, fault) => return Err(Batch { name, first: 1, bytes: Vec::new(), fault: Some(fault) }),
    };
    match reader {
        Ok(reader) => Ok(Open { name, reader: Box::new(BufReader::with_capacity(1 << 18, reader)), line: 1 }),
        Err(error) => {
            let fault = format!("{}, a readable file was wanted", article::reason(&error));
            Err(Batch { name, first: 1, bytes: Vec::new(), fault: Some(fault) })
        }
    }
}

impl Open {
    fn batch(&mut self) -> Option<Batch> {
        let mut batch = Batch { name: self.name.clone(), first: self.line, bytes: Vec::new(), fault: None };
        while batch.bytes.len() < BATCH_BYTES {
            let before = batch.bytes.len();
            match self.reader.read_until(b'\n', &mut batch.bytes) {
                Ok(0) => break,
                Ok(_) => self.line += 1,
                Err(error) => {
                    // half a line is none
                    batch.bytes.truncate(before);
                    batch.fault = Some(broken(&error));
                    break;
                }
            }
            // an object that is open at the end of its first line takes several
            if batch.first == 1 && before == 0 && batch.bytes.trim_ascii() == b"{" {
                batch.first = 0;
                batch.fault = self.reader.read_to_end(&mut batch.bytes).err().map(|error| broken(&error));
                return Some(batch);
            }
        }
        (!batch.bytes.is_empty() || batch.fault.is_some()).then_some(batch)
    }
}

fn broken(error: &io::Error) -> String {
    format!("{}, a whole file was wanted; what is before it is read", article::reason(error))
}
