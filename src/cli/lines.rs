//! Lines of records from files, folders and the standard input, in batches.
//!
//! In: paths. Out: batches of lines, each with its place, or why there are none. What a line says is for the caller to read.

use dateline::article;
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

/// The files that are meant, none for the standard input; those of folders in the order of their names.
fn files(paths: &[PathBuf]) -> VecDeque<Option<PathBuf>> {
    if paths.is_empty() {
        return VecDeque::from([None]);
    }
    let mut files = VecDeque::new();
    for path in paths {
        if path == Path::new("-") {
            files.push_back(None);
        } else if path.is_dir() {
            let walk = walkdir::WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().flatten();
            let wanted =
                walk.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).filter(|path| {
                    let bare = if has_ending(path, PACKED) { path.with_extension("") } else { path.clone() };
                    has_ending(&bare, ENDINGS)
                });
            files.extend(wanted.map(Some));
        } else {
            files.push_back(Some(path.clone()));
        }
    }
    files
}

/// Some lines of one input, or why there are none.
pub(super) struct Batch {
    name: String,
    first: usize,
    bytes: Result<Vec<u8>, String>,
}

impl Batch {
    /// What `read` makes of each line, with its place.
    pub(super) fn each<T>(self, read: impl Fn(&[u8]) -> Result<T, String>) -> Vec<(String, Result<T, String>)> {
        let bytes = match self.bytes {
            Ok(bytes) => bytes,
            Err(message) => return vec![(self.name, Err(message))],
        };
        let Self { name, first, .. } = self;
        if first == 0 {
            return whole(&name, &bytes, read);
        }
        let lines = bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
        lines.map(|(at, line)| (format!("{name}:{}", first + at), read(line))).collect()
    }
}

/// Records that take several lines each, as `--format json` writes them.
fn whole<T>(name: &str, bytes: &[u8], read: impl Fn(&[u8]) -> Result<T, String>) -> Vec<(String, Result<T, String>)> {
    let records = serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>();
    let entries = records.map(|record| match record {
        Ok(record) => read(record.get().as_bytes()),
        Err(error) => Err(format!("no record: {error}")),
    });
    entries.map(|entry| (name.to_owned(), entry)).collect()
}

/// Inputs cut into batches of lines.
pub(super) struct Batches {
    paths: VecDeque<Option<PathBuf>>,
    open: Option<Open>,
}

impl Batches {
    /// Of these files and folders; the standard input for `-` and for none.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        Self { paths: files(paths), open: None }
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
                let path = self.paths.pop_front()?;
                match open(path.as_deref()) {
                    Ok(opened) => self.open = Some(opened),
                    Err(failed) => return Some(failed),
                }
                continue;
            };
            match open.batch() {
                Some(batch) => {
                    if batch.first == 0 || batch.bytes.is_err() {
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

fn open(path: Option<&Path>) -> Result<Open, Batch> {
    let Some(path) = path else {
        let name = "<stdin>".to_owned();
        return match article::unpack(Box::new(io::stdin())) {
            Ok(input) => Ok(Open { name, reader: Box::new(BufReader::with_capacity(1 << 18, input)), line: 1 }),
            Err(error) => Err(Batch { name, first: 1, bytes: Err(error.to_string()) }),
        };
    };
    let name = path.display().to_string();
    match unpacked(path) {
        Ok(file) => Ok(Open { name, reader: Box::new(BufReader::with_capacity(1 << 18, file)), line: 1 }),
        Err(error) => Err(Batch { name, first: 1, bytes: Err(error.to_string()) }),
    }
}

impl Open {
    fn batch(&mut self) -> Option<Batch> {
        let mut bytes = Vec::new();
        let first = self.line;
        while bytes.len() < BATCH_BYTES {
            let before = bytes.len();
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(_) => self.line += 1,
                Err(error) => return Some(Batch { name: self.name.clone(), first, bytes: Err(error.to_string()) }),
            }
            // an object that is open at the end of its first line takes several
            if first == 1 && before == 0 && bytes.trim_ascii() == b"{" {
                let read = self.reader.read_to_end(&mut bytes).map_err(|error| error.to_string());
                return Some(Batch { name: self.name.clone(), first: 0, bytes: read.map(|_| bytes) });
            }
        }
        (!bytes.is_empty()).then(|| Batch { name: self.name.clone(), first, bytes: Ok(bytes) })
    }
}
