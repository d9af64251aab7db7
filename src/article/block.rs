//! Blocks: pieces of the input, small enough to be one piece of work, read where they are worked on.
//!
//! In: a block. Out: its articles and failures, in order, one at a time.

use super::form::Form;
use super::stream::Line;
use super::table::Columns;
use super::unpack::{self, Reader};
use super::walk::{Named, reason, shown, unreadable};
use super::{
    Article, Failure, LineMode, Options, Source, encoding, feed, form, json, mail, markdown, object, page, plain,
    table, text_hash, warc,
};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// A piece of the input, small enough to be one piece of work.
pub struct Block {
    pub(super) content: Content,
    pub(super) form: Form,
    pub(super) file: Option<Arc<Named>>,
}

/// What a block holds.
pub(super) enum Content {
    /// Files, each read as a whole.
    Files(Vec<Named>),
    /// A whole stream.
    Whole(Vec<u8>),
    /// Lines, and the number of the first.
    Lines(u64, Vec<u8>),
    /// Rows of a table.
    Rows(Arc<Columns>, Vec<Line<csv::ByteRecord>>),
    /// Values of JSON, each with its number among those of its list.
    Values(Vec<(Option<u64>, Line<Vec<u8>>)>),
    /// Pages of an archive.
    Pages(Vec<warc::Page>),
    Failed(Failure),
}

/// What takes articles, one at a time.
pub(super) type Take<'t> = &'t mut dyn FnMut(Result<Article, Failure>);

impl Block {
    pub(super) fn failed(failure: Failure) -> Self {
        Self { content: Content::Failed(failure), form: Form::Text, file: None }
    }

    /// Its articles, in order.
    pub fn read(&self, options: &Options) -> Vec<Result<Article, Failure>> {
        let mut articles = Vec::new();
        self.each(options, &mut |article| articles.push(article));
        articles
    }

    /// Calls `take` for every article of the block, in order, each dropped before the next is read.
    pub fn each(&self, options: &Options, take: Take) {
        let stem = self.file.as_ref().map(|file| file.id.as_str());
        let path = self.file.as_ref().map(|file| shown(&file.path));
        let source = |line| Source { path: path.clone(), line, format: self.form.name(), ..Source::default() };
        match &self.content {
            Content::Failed(failure) => take(Err(failure.clone())),
            Content::Whole(bytes) => whole(self.form, bytes.clone(), stem, source(None), options, take),
            Content::Files(files) => files.iter().for_each(|file| read_file(file, options, take)),
            Content::Lines(first, bytes) => {
                let lines = bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n');
                if options.line_mode == LineMode::Apart {
                    return lines.for_each(|line| take(alone(line, self.form, options)));
                }
                for (offset, line) in lines.enumerate().filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
                    take(object::read_line(line, stem, source(Some(first + offset as u64)), options));
                }
            }
            Content::Rows(columns, rows) => {
                for (line, row) in rows {
                    take(table::read(row, columns, stem, source(Some(*line)), options));
                }
            }
            Content::Values(values) => {
                for (number, (line, value)) in values {
                    json::read(value, *number, stem, source(Some(*line)), options, take);
                }
            }
            Content::Pages(pages) => pages.iter().for_each(|page| take(warc::read(page, source(None), options))),
        }
    }
}

/// The article in a line of which nothing else is known. One that is no article is known by its hash.
fn alone(line: &[u8], form: Form, options: &Options) -> Result<Article, Failure> {
    let place = || Some(text_hash(&String::from_utf8_lossy(line), 8));
    let source = Source { format: form.name(), ..Source::default() };
    object::read_bytes(line, None, source.clone(), options)
        .or_else(|_| object::read_bytes(line, place(), source, options))
}

fn read_file(file: &Named, options: &Options, take: Take) {
    let form = file.form.unwrap_or(Form::Text);
    let source = Source { path: Some(shown(&file.path)), format: form.name(), ..Source::default() };
    match bytes_of(file, options.max_size) {
        Err(error) => take(Err(unreadable(file, &reason(&error), "a readable file was wanted", options))),
        Ok(bytes) if bytes.len() > options.max_size => take(Err(too_large(file.id.clone(), source, options.max_size))),
        Ok(bytes) => {
            // a page may bear the ending of its language: .xml
            let form = if form == Form::Feed && options.form.is_none() { page_or_feed(&bytes) } else { form };
            whole(form, bytes, Some(&file.id), Source { format: form.name(), ..source }, options, take);
        }
    }
}

/// All bytes of a file, unpacked, or more than `max_size` of them.
fn bytes_of(file: &Named, max_size: usize) -> io::Result<Vec<u8>> {
    let opened = File::open(&file.path)?;
    let size = opened.metadata().map_or(0, |about| about.len() as usize);
    let mut bytes = Vec::with_capacity(size.min(max_size) + 1);
    opened.take(max_size as u64 + 1).read_to_end(&mut bytes)?;
    if !unpack::is_packed(&bytes) || bytes.len() > max_size {
        return Ok(bytes);
    }
    let packed: Reader = Box::new(Cursor::new(bytes));
    let mut bytes = Vec::new();
    unpack::unpack(packed)?.take(max_size as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The articles in all bytes of a file or stream.
fn whole(form: Form, bytes: Vec<u8>, id: Option<&str>, source: Source, options: &Options, take: Take) {
    match form {
        Form::Text => match encoding::decode(bytes, None) {
            Err(fault) => take(Err(no_text(fault, id, source))),
            Ok(decoded) => texts(decoded, id, source, options, take),
        },
        Form::Markdown => match encoding::decode(bytes, None) {
            Err(fault) => take(Err(no_text(fault, id, source))),
            Ok(decoded) => take(markdown::read(decoded, id, source, options)),
        },
        Form::Html => take(page::read(bytes, None, id, source, options)),
        Form::Feed => feed::read(bytes, id, source, options, take),
        Form::Eml => mail::read_all(&bytes, id, source, options, take),
        Form::Json => json::read_all(&bytes, id, source, options, take),
        // these are streams; a whole one comes from callers that hold it in memory
        Form::Jsonl | Form::Csv | Form::Tsv | Form::Warc => take(Err(Failure {
            id: id.unwrap_or("-").to_owned(),
            source,
            code: "unreadable",
            message: "a stream in memory, a file or pipe was wanted".to_owned(),
        })),
    }
}

/// One article, or as many as a text is cut into.
fn texts(decoded: encoding::Decoded, id: Option<&str>, source: Source, options: &Options, take: Take) {
    let pieces = options.split.pieces(&decoded.text);
    if let [(1, words)] = pieces.as_slice()
        && words.len() == decoded.text.len()
    {
        return take(plain::read(decoded, id, source, options));
    }
    for (line, words) in pieces {
        let note = super::Note::of("split", "one of several articles of a file; offsets count this piece");
        let piece = encoding::Decoded { text: words.to_owned(), note: Some(note) };
        let id = id.map(|id| format!("{id}:{line}"));
        take(plain::read(piece, id.as_deref(), Source { line: Some(line), ..source.clone() }, options));
    }
}

pub(super) fn no_text(fault: encoding::NoText, id: Option<&str>, source: Source) -> Failure {
    let message = format!("{}, an article was wanted", fault.0);
    Failure { id: id.unwrap_or("-").to_owned(), source, code: "binary", message }
}

pub(super) fn too_large(id: String, source: Source, max_size: usize) -> Failure {
    let message = format!("more than {max_size} bytes, at most that was wanted (--max-size)");
    Failure { id, source, code: "too_large", message }
}

fn page_or_feed(bytes: &[u8]) -> Form {
    if form::of_content(bytes) == Form::Html { Form::Html } else { Form::Feed }
}
