//! Inputs: files, folders and streams, cut into blocks of work that can be read anywhere, in order.
//!
//! In: what the user named. Out: [`Block`]s of about 256 KiB of lines or up to 64 files. What lines and files hold is read by [`Block::read`].

use super::{Article, Failure, Form, Options, Source, jsonl, plain};
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Lines are handed on when so many bytes of them are read.
const BLOCK_BYTES: usize = 256 << 10;
/// Files are handed on when there are so many of them.
const BLOCK_FILES: usize = 64;
/// How much of a file is looked at to tell its form.
const LOOK_BYTES: usize = 4096;
/// Written by dateline beside its articles, and no articles themselves.
const RECORD_ENDING: &str = ".record.json";

/// What to read.
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// A stream: the standard input.
    Stream(Box<dyn Read + Send>),
}

/// A piece of the input, small enough to be one piece of work.
pub struct Block {
    content: Content,
    form: &'static str,
}

enum Content {
    Files(Vec<Named>),
    Lines { file: Option<Named>, first: u64, bytes: Vec<u8> },
    Text(Vec<u8>),
    Failed(Failure),
}

/// A file with the id that its name gives.
#[derive(Clone)]
struct Named {
    path: PathBuf,
    id: String,
}

/// The blocks of some inputs, in order.
pub struct Blocks<'o> {
    inputs: VecDeque<Input>,
    /// Files that a folder still holds.
    files: VecDeque<Result<Named, Failure>>,
    /// Plain text files that wait for their block to fill.
    waiting: Vec<Named>,
    waiting_bytes: u64,
    /// What comes next, before anything else is opened.
    ready: VecDeque<Block>,
    lines: Option<Lines>,
    /// Files of folders that were left out, by ending.
    left_out: BTreeMap<String, usize>,
    options: &'o Options,
}

/// Cuts `inputs` into blocks.
pub fn blocks(inputs: Vec<Input>, options: &Options) -> Blocks<'_> {
    Blocks {
        inputs: inputs.into(),
        files: VecDeque::new(),
        waiting: Vec::new(),
        waiting_bytes: 0,
        ready: VecDeque::new(),
        lines: None,
        left_out: BTreeMap::new(),
        options,
    }
}

impl Blocks<'_> {
    /// Files of folders that were left out because their ending is that of no input form, by ending.
    pub fn left_out(&self) -> &BTreeMap<String, usize> {
        &self.left_out
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        loop {
            if let Some(block) = self.ready.pop_front() {
                return Some(block);
            }
            if let Some(block) = self.lines.as_mut().and_then(Lines::next) {
                return Some(block);
            }
            self.lines = None;
            if let Some(file) = self.files.pop_front() {
                self.open(file);
            } else if let Some(input) = self.inputs.pop_front() {
                match input {
                    Input::Path(path) => self.enter(&path),
                    Input::Stream(stream) => self.stream(stream),
                }
            } else {
                self.flush();
                return self.ready.pop_front();
            }
        }
    }
}

impl Blocks<'_> {
    /// A path that the user named.
    fn enter(&mut self, path: &Path) {
        if path.is_dir() {
            self.walk(path);
            return;
        }
        let id = stem(Path::new(path.file_name().unwrap_or(path.as_os_str())));
        self.open(Ok(Named { path: path.to_owned(), id }));
    }

    /// All files of a folder, in the order of their names.
    fn walk(&mut self, root: &Path) {
        let name = root.file_name().map(Path::new);
        for entry in walkdir::WalkDir::new(root).sort_by_file_name().follow_links(true) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    let why = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                    let named = Named { id: stem(&below(root, name, &path)), path };
                    self.files.push_back(Err(unreadable(&named, &why, self.options)));
                    continue;
                }
            };
            let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
            if hidden || !entry.file_type().is_file() || entry.file_name().to_string_lossy().ends_with(RECORD_ENDING) {
                continue;
            }
            let path = entry.into_path();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
            match &ending {
                Some(ending) if form_of_ending(ending).is_none() && self.options.form.is_none() => {
                    *self.left_out.entry(ending.clone()).or_default() += 1;
                }
                _ => self.files.push_back(Ok(Named { id: stem(&below(root, name, &path)), path })),
            }
        }
    }

    fn open(&mut self, file: Result<Named, Failure>) {
        let file = match file {
            Ok(file) => file,
            Err(failure) => {
                self.flush();
                self.ready.push_back(Block::failed(failure));
                return;
            }
        };
        match self.form(&file.path) {
            Ok(Form::Text) => {
                self.waiting_bytes += file.path.metadata().map_or(0, |about| about.len());
                self.waiting.push(file);
                if self.waiting.len() >= BLOCK_FILES || self.waiting_bytes >= BLOCK_BYTES as u64 {
                    self.flush();
                }
            }
            Ok(Form::Jsonl) => match File::open(&file.path) {
                Ok(opened) => {
                    self.flush();
                    self.lines = Some(Lines::new(Box::new(opened), Some(file), self.options.max_size));
                }
                Err(error) => self.fail(&file, &error),
            },
            Err(error) => self.fail(&file, &error),
        }
    }

    fn fail(&mut self, file: &Named, error: &io::Error) {
        self.flush();
        self.ready.push_back(Block::failed(unreadable(file, &error.to_string(), self.options)));
    }

    fn stream(&mut self, mut stream: Box<dyn Read + Send>) {
        self.flush();
        let mut start = vec![0; BLOCK_BYTES];
        let (length, error) = match read_once(&mut stream, &mut start) {
            Ok(length) => (length, None),
            Err(error) => (0, Some(error)),
        };
        start.truncate(length);
        if let Some(error) = error {
            let named = Named { path: PathBuf::from("-"), id: "-".to_owned() };
            self.ready.push_back(Block::failed(unreadable(&named, &error.to_string(), self.options)));
            return;
        }
        if start.is_empty() {
            return;
        }
        match self.options.form.unwrap_or_else(|| form_of_content(&start)) {
            Form::Jsonl => {
                let rest: Box<dyn Read + Send> = Box::new(io::Cursor::new(start).chain(stream));
                self.lines = Some(Lines::new(rest, None, self.options.max_size));
            }
            Form::Text => {
                let limit = (self.options.max_size as u64 + 1).saturating_sub(start.len() as u64);
                let block = match stream.take(limit).read_to_end(&mut start) {
                    Ok(_) if start.len() > self.options.max_size => Block::failed(too_large(
                        "-".to_owned(),
                        Source { format: Form::Text.name(), ..Source::default() },
                        self.options.max_size,
                    )),
                    Ok(_) => Block { content: Content::Text(start), form: Form::Text.name() },
                    Err(error) => {
                        let named = Named { path: PathBuf::from("-"), id: "-".to_owned() };
                        Block::failed(unreadable(&named, &error.to_string(), self.options))
                    }
                };
                self.ready.push_back(block);
            }
        }
    }

    /// Hands on the files that wait.
    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let files = std::mem::take(&mut self.waiting);
            self.waiting_bytes = 0;
            self.ready.push_back(Block { content: Content::Files(files), form: Form::Text.name() });
        }
    }

    /// What the user says, else what the ending says, else what the content looks like.
    fn form(&self, path: &Path) -> io::Result<Form> {
        if let Some(form) = self.options.form {
            return Ok(form);
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if let Some(form) = ending.as_deref().and_then(form_of_ending) {
            return Ok(form);
        }
        let mut start = Vec::new();
        File::open(path)?.take(LOOK_BYTES as u64).read_to_end(&mut start)?;
        Ok(form_of_content(&start))
    }
}

impl Block {
    const fn failed(failure: Failure) -> Self {
        Self { form: failure.source.format, content: Content::Failed(failure) }
    }

    /// Its articles, in order.
    pub fn read(&self, options: &Options) -> Vec<Result<Article, Failure>> {
        let mut articles = Vec::new();
        self.each(options, &mut |article| articles.push(article));
        articles
    }

    /// Calls `take` for every article of the block, in order, each dropped before the next is read.
    pub fn each(&self, options: &Options, take: &mut dyn FnMut(Result<Article, Failure>)) {
        let source = Source { format: self.form, ..Source::default() };
        match &self.content {
            Content::Failed(failure) => take(Err(failure.clone())),
            Content::Text(bytes) => take(plain::read(bytes.clone(), None, source, options)),
            Content::Files(files) => files.iter().for_each(|file| take(read_file(file, source.clone(), options))),
            Content::Lines { file, first, bytes } => {
                let stem = file.as_ref().map(|file| file.id.as_str());
                let path = file.as_ref().map(|file| shown(&file.path));
                let lines = bytes.split(|byte| *byte == b'\n').enumerate();
                for (offset, line) in lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
                    let line_of = Some(first + offset as u64);
                    take(jsonl::read(
                        line,
                        stem,
                        Source { path: path.clone(), line: line_of, ..source.clone() },
                        options,
                    ));
                }
            }
        }
    }
}

fn read_file(file: &Named, source: Source, options: &Options) -> Result<Article, Failure> {
    let source = Source { path: Some(shown(&file.path)), ..source };
    let mut bytes = Vec::new();
    let opened = File::open(&file.path).and_then(|opened| {
        bytes.reserve(opened.metadata().map_or(0, |about| about.len() as usize).min(options.max_size) + 1);
        opened.take(options.max_size as u64 + 1).read_to_end(&mut bytes)
    });
    match opened {
        Err(error) => Err(unreadable(file, &error.to_string(), options)),
        Ok(length) if length > options.max_size => Err(too_large(file.id.clone(), source, options.max_size)),
        Ok(_) => plain::read(bytes, Some(&file.id), source, options),
    }
}

// ---- lines ----------------------------------------------------------------------------------------------------------------------------

/// A file or stream of lines, cut into blocks at line ends.
///
/// What one `read` brings is handed on as soon as it holds a whole line, so that a slow stream is answered line by line.
struct Lines {
    from: Box<dyn Read + Send>,
    file: Option<Named>,
    /// Bytes read and not handed on: the start of a line.
    rest: Vec<u8>,
    /// Number of the line that `rest` starts.
    line: u64,
    /// That line is too long, and is passed over to its end.
    skipping: bool,
    done: bool,
    max_size: usize,
}

impl Lines {
    fn new(from: Box<dyn Read + Send>, file: Option<Named>, max_size: usize) -> Self {
        // the quotes, escapes and other fields around a text may be longer than the text itself
        let max_size = max_size.saturating_mul(4).saturating_add(1 << 20);
        Self { from, file, rest: Vec::new(), line: 1, skipping: false, done: false, max_size }
    }

    fn next(&mut self) -> Option<Block> {
        while !self.done {
            let old = self.rest.len();
            self.rest.resize(old + BLOCK_BYTES, 0);
            let length = match read_once(&mut self.from, &mut self.rest[old..]) {
                Ok(length) => length,
                Err(error) => {
                    self.done = true;
                    return Some(Block::failed(
                        self.failure("unreadable", format!("{error}, a stream of lines was wanted")),
                    ));
                }
            };
            self.rest.truncate(old + length);
            if self.line == 1 && old == 0 && self.rest.starts_with(b"\xef\xbb\xbf") {
                self.rest.drain(..3);
            }
            if length == 0 {
                self.done = true;
                let last = std::mem::take(&mut self.rest);
                return (!last.is_empty() && !self.skipping).then(|| self.block(last));
            }
            let Some(end) = memchr::memrchr(b'\n', &self.rest[old.min(self.rest.len())..]).map(|at| old + at + 1)
            else {
                if self.rest.len() > self.max_size {
                    let told = self.skipping;
                    self.skipping = true;
                    self.rest.clear();
                    if !told {
                        return Some(Block::failed(self.failure(
                            "too_large",
                            format!(
                                "a line of more than {} bytes, at most that was wanted (--max-size)",
                                self.max_size
                            ),
                        )));
                    }
                }
                continue;
            };
            let tail = self.rest.split_off(end.min(self.rest.len()));
            let mut whole = std::mem::replace(&mut self.rest, tail);
            if self.skipping {
                self.skipping = false;
                let cut = memchr::memchr(b'\n', &whole).map_or(whole.len(), |at| at + 1);
                whole.drain(..cut);
                self.line += 1;
            }
            if !whole.is_empty() {
                return Some(self.block(whole));
            }
        }
        None
    }

    fn block(&mut self, bytes: Vec<u8>) -> Block {
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
        Block { content: Content::Lines { file: self.file.clone(), first, bytes }, form: Form::Jsonl.name() }
    }

    fn failure(&self, code: &'static str, message: String) -> Failure {
        let path = self.file.as_ref().map(|file| shown(&file.path));
        let stem = self.file.as_ref().map_or("-", |file| file.id.as_str());
        let source = Source { path, line: Some(self.line), format: Form::Jsonl.name(), ..Source::default() };
        Failure { id: format!("{stem}:{}", self.line), source, code, message }
    }
}

fn read_once(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

// ---- names and forms ------------------------------------------------------------------------------------------------------------------

fn form_of_ending(ending: &str) -> Option<Form> {
    match ending {
        "txt" | "text" => Some(Form::Text),
        "jsonl" | "ndjson" | "jl" => Some(Form::Jsonl),
        _ => None,
    }
}

/// JSON lines when an object opens and its first key, or its end, follows; else text.
fn form_of_content(start: &[u8]) -> Form {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let mut signs = start.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        (Some(b'{'), Some(b'"' | b'}')) => Form::Jsonl,
        _ => Form::Text,
    }
}

/// The path below a walked root, with the root's own name.
fn below(root: &Path, name: Option<&Path>, path: &Path) -> PathBuf {
    let inner = path.strip_prefix(root).unwrap_or(path);
    name.map_or_else(|| inner.to_owned(), |name| name.join(inner))
}

/// A path without its extension, with `/` between its parts.
fn stem(path: &Path) -> String {
    let parts: Vec<_> =
        path.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn unreadable(file: &Named, why: &str, options: &Options) -> Failure {
    let ending = file.path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let form = options.form.or_else(|| form_of_ending(&ending?)).unwrap_or(Form::Text);
    let path = (file.path != Path::new("-")).then(|| shown(&file.path));
    let source = Source { path, format: form.name(), ..Source::default() };
    Failure { id: file.id.clone(), source, code: "unreadable", message: format!("{why}, a readable file was wanted") }
}

fn too_large(id: String, source: Source, max_size: usize) -> Failure {
    let message = format!("more than {max_size} bytes, at most that was wanted (--max-size)");
    Failure { id, source, code: "too_large", message }
}
