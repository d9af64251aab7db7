//! Streams: files and pipes of many articles, cut into blocks where one article ends, in memory that does not grow with the file.
//!
//! In: a reader of lines, rows, values of JSON or an archive of the web. Out: [`Block`]s of about 256 KiB, and failures where a stream breaks off or one piece is
//! too long. What the pieces hold is read elsewhere.

use super::block::{Block, Content};
use super::form::Form;
use super::table::Columns;
use super::unpack::Reader;
use super::walk::{Named, reason, shown};
use super::{Failure, LineMode, Options, Source, table, warc};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::sync::Arc;

/// Pieces are handed on when so many bytes of them are read.
pub(super) const BLOCK_BYTES: usize = 256 << 10;

/// Something, and the line it begins on.
pub(super) type Line<T> = (u64, T);

/// A file or stream of many articles.
pub(super) enum Stream {
    Lines(Lines),
    Rows(Box<Rows>),
    Values(Values),
    Pages(Box<warc::Archive>),
}

impl Stream {
    pub fn new(form: Form, from: Reader, file: Option<Arc<Named>>, options: &Options) -> Self {
        let about = About {
            form,
            file,
            line_mode: options.line_mode,
            limit: options.max_size.saturating_add(options.max_size / 4).saturating_add(1 << 20),
        };
        match form {
            Form::Csv | Form::Tsv => Self::Rows(Box::new(Rows::new(unmarked(from), about, options))),
            Form::Json => Self::Values(Values::new(unmarked(from), about)),
            Form::Warc => Self::Pages(Box::new(warc::Archive::new(from, about))),
            _ => Self::Lines(Lines::new(unmarked(from), about)),
        }
    }

    /// The next block; what an archive holds that is no article is counted by what it is.
    pub fn next(&mut self, passed: &mut BTreeMap<String, usize>) -> Option<Block> {
        match self {
            Self::Lines(lines) => lines.next(),
            Self::Rows(rows) => rows.next(),
            Self::Values(values) => values.next(),
            Self::Pages(archive) => archive.next(passed),
        }
    }
}

/// Where a stream comes from, and how long one piece of it may be.
pub(super) struct About {
    pub form: Form,
    pub file: Option<Arc<Named>>,
    pub line_mode: LineMode,
    /// Quotes, escapes and other fields around a text may be longer than the text itself.
    pub limit: usize,
}

impl About {
    pub fn block(&self, content: Content) -> Block {
        Block { content, form: self.form, file: self.file.clone() }
    }

    pub fn failure(&self, line: u64, code: &'static str, message: String) -> Block {
        if self.line_mode == LineMode::Apart {
            let source = Source { format: self.form.name(), ..Source::default() };
            return Block::failed(Failure { id: "-".to_owned(), source, code, message });
        }
        let path = self.file.as_ref().map(|file| shown(&file.path));
        let stem = self.file.as_ref().map_or("-", |file| file.id.as_str());
        let source = Source { path, line: Some(line), format: self.form.name(), ..Source::default() };
        Block::failed(Failure { id: format!("{stem}:{line}"), source, code, message })
    }

    pub fn too_long(&self, line: u64, what: &str) -> Block {
        let limit = self.limit;
        self.failure(
            line,
            "too_large",
            format!("{what} of more than {limit} bytes, at most that was wanted (--max-size)"),
        )
    }

    pub fn broken(&self, line: u64, error: &io::Error) -> Block {
        self.failure(
            line,
            "unreadable",
            format!("{}, a whole file was wanted; what is before it is read", reason(error)),
        )
    }
}

pub(super) fn read_once(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

// ---- lines ----------------------------------------------------------------------------------------------------------------------------

/// A file or stream of lines, cut into blocks at line ends.
///
/// What one `read` brings is handed on as soon as it holds a whole line, so that a slow stream is answered line by line.
pub(super) struct Lines {
    from: Reader,
    about: About,
    /// Where one `read` puts what it brings.
    room: Box<[u8]>,
    /// Bytes read and not handed on: the start of a line.
    rest: Vec<u8>,
    /// Number of the line that `rest` starts.
    line: u64,
    /// That line is too long, and is passed over to its end.
    skipping: bool,
    done: bool,
}

impl Lines {
    fn new(from: Reader, about: About) -> Self {
        Self { from, about, room: vec![0; BLOCK_BYTES].into(), rest: Vec::new(), line: 1, skipping: false, done: false }
    }

    fn next(&mut self) -> Option<Block> {
        while !self.done {
            let length = match read_once(&mut self.from, &mut self.room) {
                Ok(length) => length,
                Err(error) => {
                    self.done = true;
                    return Some(self.about.broken(self.line, &error));
                }
            };
            let old = self.rest.len();
            if self.rest.capacity() < old + length {
                // a long line does not take twice its room
                self.rest.reserve_exact(length.max(old / 8));
            }
            self.rest.extend_from_slice(&self.room[..length]);
            if length == 0 {
                self.done = true;
                let last = std::mem::take(&mut self.rest);
                return (!last.is_empty() && !self.skipping).then(|| self.block(last));
            }
            let Some(end) = memchr::memrchr(b'\n', &self.rest[old.min(self.rest.len())..]).map(|at| old + at + 1)
            else {
                if self.rest.len() > self.about.limit {
                    let told = std::mem::replace(&mut self.skipping, true);
                    self.rest.clear();
                    if !told {
                        return Some(self.about.too_long(self.line, "a line"));
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
        self.about.block(Content::Lines(first, bytes))
    }
}

// ---- rows -----------------------------------------------------------------------------------------------------------------------------

/// A table, cut between rows.
pub(super) struct Rows {
    reader: csv::Reader<Bounded>,
    about: About,
    columns: Option<Arc<Columns>>,
    fields: Vec<(super::Field, String)>,
    /// A fault behind rows that are handed on first.
    pending: Option<Block>,
    done: bool,
}

/// A reader that fails when one row takes too much.
struct Bounded {
    from: Reader,
    left: usize,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(into)?;
        self.left = self.left.checked_sub(length).ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(length)
    }
}

/// Put behind every table: a row of its own, or part of a cell whose quote was never closed.
const END: &[u8] = b"\n\0end of table\0\n";

impl Rows {
    fn new(mut from: Reader, about: About, options: &Options) -> Self {
        let (head, from): (Vec<u8>, Reader) = match look(&mut from) {
            Ok(head) => (head.clone(), Box::new(io::Cursor::new(head).chain(from))),
            Err(error) => (Vec::new(), Box::new(Broken(Some(error)))),
        };
        let left = about.limit;
        let reader = csv::ReaderBuilder::new()
            .delimiter(table::delimiter(&head, about.form))
            .flexible(true)
            .has_headers(false)
            .from_reader(Bounded { from: Box::new(from.chain(END)), left });
        Self { reader, about, columns: None, fields: options.fields.clone(), pending: None, done: false }
    }

    fn next(&mut self) -> Option<Block> {
        if let Some(fault) = self.pending.take() {
            return Some(fault);
        }
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while !self.done && bytes < BLOCK_BYTES {
            let mut row = csv::ByteRecord::new();
            self.reader.get_mut().left = self.about.limit;
            match self.reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => self.done = true,
                Err(error) => {
                    self.done = true;
                    let line = self.reader.position().line();
                    let fault = match error.into_kind() {
                        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                            self.about.too_long(line, "a row")
                        }
                        csv::ErrorKind::Io(error) => self.about.broken(line, &error),
                        other => {
                            self.about.failure(line, "unreadable", format!("{other:?}, a row of a table was wanted"))
                        }
                    };
                    let Some(block) = self.block(rows) else { return Some(fault) };
                    self.pending = Some(fault);
                    return Some(block);
                }
            }
            if self.done || row.iter().all(<[u8]>::is_empty) || row.as_slice() == END.trim_ascii() {
                continue;
            }
            let line = row.position().map_or(0, csv::Position::line);
            if row.as_slice().ends_with(END) {
                self.done = true;
                let message = "a quote that opens in this row is not closed: it and the rest of the file are no article, a closing quote was wanted";
                let fault = self.about.failure(line, "unreadable", message.to_owned());
                let Some(block) = self.block(rows) else { return Some(fault) };
                self.pending = Some(fault);
                return Some(block);
            }
            if self.columns.is_none() {
                match Columns::new(&row, &self.fields) {
                    Ok(columns) => self.columns = Some(Arc::new(columns)),
                    Err(message) => {
                        self.done = true;
                        return Some(self.about.failure(line, "missing_text", message));
                    }
                }
                continue;
            }
            bytes += row.as_slice().len() + 64;
            rows.push((line, row));
        }
        self.block(rows)
    }

    fn block(&self, rows: Vec<Line<csv::ByteRecord>>) -> Option<Block> {
        let columns = self.columns.clone().filter(|_| !rows.is_empty())?;
        Some(self.about.block(Content::Rows(columns, rows)))
    }
}

/// A reader that tells its fault when it is read.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The first bytes of a reader: a line at least, if it is not too long.
fn look(from: &mut Reader) -> io::Result<Vec<u8>> {
    let mut head = vec![0; 64 << 10];
    let mut length = 0;
    while length < head.len() {
        let more = read_once(from, head.get_mut(length..).unwrap_or(&mut []))?;
        length += more;
        if more == 0 || head.get(..length).is_some_and(|read| read.contains(&b'\n')) {
            break;
        }
    }
    head.truncate(length);
    Ok(head)
}

// ---- values ---------------------------------------------------------------------------------------------------------------------------

/// Values of JSON, one after the other or in a list, cut where one ends.
pub(super) struct Values {
    from: Reader,
    about: About,
    cutter: Cutter,
    done: bool,
}

impl Values {
    fn new(from: Reader, about: About) -> Self {
        Self { from, about, cutter: Cutter::default(), done: false }
    }

    fn next(&mut self) -> Option<Block> {
        let mut chunk = vec![0; BLOCK_BYTES];
        while !self.done {
            if self.cutter.value.len() > self.about.limit {
                self.done = true;
                let fault = self.about.too_long(self.cutter.started, "a value");
                return Some(fault);
            }
            let length = match read_once(&mut self.from, &mut chunk) {
                Ok(length) => length,
                Err(error) => {
                    self.done = true;
                    return Some(self.about.broken(self.cutter.line, &error));
                }
            };
            if length == 0 {
                self.done = true;
                self.cutter.finish();
            }
            self.cutter.feed(chunk.get(..length).unwrap_or(&[]));
            if !self.cutter.found.is_empty() {
                return Some(self.about.block(Content::Values(self.cutter.found.drain(..).collect())));
            }
        }
        None
    }
}

/// Finds where values of JSON end, by brackets and quotes alone.
#[derive(Default)]
pub(super) struct Cutter {
    /// Values found, with their number when they stand in a list.
    pub found: VecDeque<(Option<u64>, Line<Vec<u8>>)>,
    value: Vec<u8>,
    line: u64,
    /// Line that `value` began on.
    started: u64,
    depth: usize,
    quoted: bool,
    escaped: bool,
    listed: bool,
    number: u64,
}

impl Cutter {
    pub fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.line += u64::from(byte == b'\n' || self.line == 0);
            if self.value.is_empty() {
                self.open(byte);
                continue;
            }
            if self.depth == 0 && !self.quoted && (byte.is_ascii_whitespace() || matches!(byte, b',' | b']')) {
                self.close();
                continue;
            }
            self.value.push(byte);
            self.see(byte);
        }
    }

    fn open(&mut self, byte: u8) {
        match byte {
            b'[' if self.number == 0 && !self.listed => self.listed = true,
            b',' | b']' => {}
            byte if byte.is_ascii_whitespace() => {}
            // a byte order mark
            0xef | 0xbb | 0xbf if self.number == 0 => {}
            byte => {
                self.started = self.line;
                self.value.push(byte);
                self.see(byte);
            }
        }
    }

    fn see(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
            return;
        }
        match byte {
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            _ if self.quoted => return,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => return,
        }
        if self.depth == 0 && matches!(byte, b'}' | b']') {
            self.close();
        }
    }

    fn close(&mut self) {
        self.number += 1;
        let number = self.listed.then_some(self.number);
        let value = std::mem::take(&mut self.value);
        (self.depth, self.quoted, self.escaped) = (0, false, false);
        self.found.push_back((number, (self.started, value)));
    }

    /// What breaks off is a value all the same, and a broken one.
    pub fn finish(&mut self) {
        if !self.value.is_empty() {
            self.close();
        }
    }
}

// ---- UTF-16 ---------------------------------------------------------------------------------------------------------------------------

/// The stream in UTF-8 and without a byte order mark, when a mark says what it is in.
fn unmarked(mut from: Reader) -> Reader {
    let mut start = Vec::with_capacity(3);
    if let Err(error) = (&mut from).take(3).read_to_end(&mut start) {
        return Box::new(Broken(Some(error)));
    }
    let (of, mark) = match start.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => (None, 3),
        [0xff, 0xfe, ..] => (Some(encoding_rs::UTF_16LE), 2),
        [0xfe, 0xff, ..] => (Some(encoding_rs::UTF_16BE), 2),
        _ => (None, 0),
    };
    start.drain(..mark);
    let rest: Reader = Box::new(io::Cursor::new(start).chain(from));
    match of {
        None => rest,
        Some(of) => Box::new(Recoded {
            from: rest,
            decoder: of.new_decoder_without_bom_handling(),
            ready: VecDeque::new(),
            done: false,
        }),
    }
}

struct Recoded {
    from: Reader,
    decoder: encoding_rs::Decoder,
    ready: VecDeque<u8>,
    done: bool,
}

impl Read for Recoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.done {
            let mut chunk = vec![0; 16 << 10];
            let length = read_once(&mut self.from, &mut chunk)?;
            self.done = length == 0;
            let mut text = String::with_capacity(length * 3 + 16);
            let _ = self.decoder.decode_to_string(chunk.get(..length).unwrap_or(&[]), &mut text, self.done);
            self.ready.extend(text.into_bytes());
        }
        self.ready.read(into)
    }
}

#[cfg(test)]
mod tests {
    use super::Cutter;

    #[test]
    fn values_end_where_their_brackets_close() {
        let text = r#" [{"a":"]}\"{"} , [1,[2]],
  3 "x, y"
]{"b":"#;
        for size in [1, 7, 1000] {
            let mut cutter = Cutter::default();
            text.as_bytes().chunks(size).for_each(|chunk| cutter.feed(chunk));
            cutter.finish();
            let found: Vec<(u64, String)> = cutter
                .found
                .iter()
                .map(|(_, (line, value))| (*line, String::from_utf8_lossy(value).into_owned()))
                .collect();
            let wanted = [(1, r#"{"a":"]}\"{"}"#), (1, "[1,[2]]"), (2, "3"), (2, "\"x, y\""), (3, "{\"b\":")];
            assert_eq!(found, wanted.map(|(line, value)| (line, value.to_owned())));
            assert!(cutter.found.iter().all(|(number, _)| number.is_some()));
        }
    }
}
