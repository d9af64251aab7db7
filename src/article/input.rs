//! Inputs: files, folders and streams, cut into blocks of work that can be read anywhere, in order.
//!
//! In: what the user named. Out: [`Block`]s of about 256 KiB of lines or up to 64 files. What lines and files hold is read by [`Block::read`].

use super::block::{Content, too_large};
use super::form::{self, Form};
use super::stream::{BLOCK_BYTES, Stream, read_once};
use super::unpack::{self, Reader};
use super::walk::{self, Named, Walk, reason, unreadable};
use super::{Block, Failure, Options, Source};
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files are handed on when there are so many of them.
const BLOCK_FILES: usize = 64;
/// How much of a file is looked at to tell its form.
const LOOK_BYTES: usize = 4096;
/// JSON files up to this size are read as a whole, many in parallel.
const SMALL_BYTES: u64 = 4 << 20;

/// What to read.
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// A stream: the standard input.
    Stream(Reader),
}

/// The blocks of some inputs, in order.
pub struct Blocks<'o> {
    inputs: Box<dyn Iterator<Item = Input> + Send + 'o>,
    /// The folder that is walked.
    walk: Option<Walk>,
    /// Files that wait for their block to fill.
    waiting: Vec<Named>,
    waiting_bytes: u64,
    /// What comes next, before anything else is opened.
    ready: VecDeque<Block>,
    stream: Option<Stream>,
    /// Files of folders that were left out, by ending.
    left_out: BTreeMap<String, usize>,
    /// Entries of archives that are no articles, by what they are.
    passed_over: BTreeMap<String, usize>,
    options: &'o Options,
}

/// Cuts `inputs` into blocks.
pub fn blocks<'o>(inputs: impl IntoIterator<Item = Input, IntoIter: Send + 'o>, options: &'o Options) -> Blocks<'o> {
    Blocks {
        inputs: Box::new(inputs.into_iter()),
        walk: None,
        waiting: Vec::new(),
        waiting_bytes: 0,
        ready: VecDeque::new(),
        stream: None,
        left_out: BTreeMap::new(),
        passed_over: BTreeMap::new(),
        options,
    }
}

impl Blocks<'_> {
    /// Files of folders that were left out because their ending is that of no input form, by ending.
    pub const fn left_out(&self) -> &BTreeMap<String, usize> {
        &self.left_out
    }

    /// Entries of archives that are no articles, by what they are.
    pub const fn passed_over(&self) -> &BTreeMap<String, usize> {
        &self.passed_over
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        loop {
            if let Some(block) = self.ready.pop_front() {
                return Some(block);
            }
            if let Some(block) = self.stream.as_mut().and_then(|stream| stream.next(&mut self.passed_over)) {
                return Some(block);
            }
            self.stream = None;
            let walked = self.walk.as_mut().and_then(|walk| walk.next(self.options, &mut self.left_out));
            if let Some(file) = walked {
                match file {
                    Ok(file) => self.open(file),
                    Err(failure) => self.fail(failure),
                }
                continue;
            }
            self.walk = None;
            match self.inputs.next() {
                Some(Input::Path(path)) if path.is_dir() => self.walk = Some(Walk::new(&path)),
                Some(Input::Path(path)) => self.open(walk::one(&path, self.options)),
                Some(Input::Stream(stream)) => self.begin(stream, None),
                None => {
                    self.flush();
                    return self.ready.pop_front();
                }
            }
        }
    }
}

impl Blocks<'_> {
    fn open(&mut self, file: Named) {
        let size = match std::fs::metadata(&file.path) {
            Ok(about) if about.is_file() => about.len(),
            // a pipe that the user named is read like the standard input
            Ok(_) => {
                return match File::open(&file.path) {
                    Ok(pipe) => self.begin(Box::new(pipe), Some(file)),
                    Err(error) => self.fail(self.unreadable(&file, &error)),
                };
            }
            Err(error) => return self.fail(self.unreadable(&file, &error)),
        };
        let form = match file.form.map_or_else(|| look(&file.path), Ok) {
            Ok(form) => form,
            Err(error) => return self.fail(self.unreadable(&file, &error)),
        };
        let file = Named { form: Some(form), ..file };
        if form.streams() && !(form == Form::Json && size <= SMALL_BYTES) {
            return match File::open(&file.path).and_then(|opened| unpack::unpack(Box::new(opened))) {
                Ok(opened) => self.start(form, opened, Some(file)),
                Err(error) => self.fail(self.unreadable(&file, &error)),
            };
        }
        self.waiting_bytes += size;
        self.waiting.push(file);
        if self.waiting.len() >= BLOCK_FILES || self.waiting_bytes >= BLOCK_BYTES as u64 {
            self.flush();
        }
    }

    fn start(&mut self, form: Form, from: Reader, file: Option<Named>) {
        self.flush();
        self.stream = Some(Stream::new(form, from, file.map(Arc::new), self.options));
    }

    fn unreadable(&self, file: &Named, error: &io::Error) -> Failure {
        unreadable(file, &reason(error), "a readable file was wanted", self.options)
    }

    fn fail(&mut self, failure: Failure) {
        self.flush();
        self.ready.push_back(Block::failed(failure));
    }

    /// A stream: the standard input, or a pipe with a name.
    fn begin(&mut self, stream: Reader, file: Option<Named>) {
        self.flush();
        if let Err(error) = self.try_begin(stream, file.as_ref()) {
            let named = file.unwrap_or_else(|| Named { path: PathBuf::from("-"), id: "-".to_owned(), form: None });
            self.fail(self.unreadable(&named, &error));
        }
    }

    fn try_begin(&mut self, stream: Reader, file: Option<&Named>) -> io::Result<()> {
        let mut stream = unpack::unpack(stream)?;
        let mut start = vec![0; BLOCK_BYTES];
        let mut length = 0;
        // the first read may bring the few bytes that tell a packed stream
        while length < 16 {
            match read_once(&mut stream, start.get_mut(length..).unwrap_or(&mut []))? {
                0 => break,
                more => length += more,
            }
        }
        start.truncate(length);
        if start.is_empty() && file.is_none() {
            return Ok(());
        }
        let form = self.options.form.or_else(|| file?.form).unwrap_or_else(|| form::of_content(&start));
        if form.streams() {
            self.start(form, Box::new(io::Cursor::new(start).chain(stream)), file.cloned());
            return Ok(());
        }
        let limit = (self.options.max_size as u64 + 1).saturating_sub(start.len() as u64);
        stream.take(limit).read_to_end(&mut start)?;
        if start.len() > self.options.max_size {
            let path = file.map(|file| walk::shown(&file.path));
            let source = Source { path, format: form.name(), ..Source::default() };
            let id = file.map_or_else(|| "-".to_owned(), |file| file.id.clone());
            self.fail(too_large(id, source, self.options.max_size));
            return Ok(());
        }
        self.ready.push_back(Block { content: Content::Whole(start), form, file: file.cloned().map(Arc::new) });
        Ok(())
    }

    /// Hands on the files that wait.
    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let files = std::mem::take(&mut self.waiting);
            self.waiting_bytes = 0;
            self.ready.push_back(Block { content: Content::Files(files), form: Form::Text, file: None });
        }
    }
}

/// The form that the content of a file looks like.
fn look(path: &Path) -> io::Result<Form> {
    let mut start = Vec::new();
    unpack::unpack(Box::new(File::open(path)?))?.take(LOOK_BYTES as u64).read_to_end(&mut start)?;
    Ok(form::of_content(&start))
}
