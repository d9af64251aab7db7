//! Articles as they come in: text and metadata, from files, folders, archives and streams of many forms.
//!
//! In: paths or a stream. Out: one [`Article`] or one [`Failure`] for each input, in input order. What the text means is decided above.

mod block;
mod date;
mod draft;
mod encoding;
mod feed;
mod form;
mod input;
mod json;
mod mail;
mod markdown;
mod markup;
mod object;
mod page;
mod plain;
mod split;
mod stream;
mod table;
mod unpack;
mod walk;
mod warc;

pub use block::Block;
pub use date::parse as parse_date;
pub use form::Form;
pub use input::{Blocks, Input, blocks};
pub use object::Field;
pub use split::Splitting;
pub use unpack::unpack;
pub use walk::{Selection, reason};

use crate::lexicon::{Lexicon, PageMarks};
use crate::text::{Span, number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

/// Reads every article of `inputs`, in order.
///
/// Callers that work in parallel take the [`blocks`] themselves and read them where they work.
pub fn read(inputs: Vec<Input>, options: &Options) -> impl Iterator<Item = Result<Article, Failure>> {
    blocks(inputs, options).flat_map(|block| block.read(options))
}

/// How articles are to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Form of every input; told by name and content when not given.
    pub form: Option<Form>,
    /// Most bytes of one article.
    pub max_size: usize,
    /// Publication time of articles that have none.
    pub date: Option<String>,
    /// Publication time of all articles, whatever they say.
    pub override_date: Option<String>,
    /// Where fields stand in objects and rows, before the names that are known: `text=a.b`.
    pub fields: Vec<(Field, String)>,
    /// How a file of text is cut into articles.
    pub split: Splitting,
    /// Which files of folders are read.
    pub selection: Selection,
    /// What lines of JSON are to one another.
    pub line_mode: LineMode,
    /// What classes and ids of elements of pages mean.
    pub marks: Arc<PageMarks>,
}

/// What lines of JSON are to one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineMode {
    /// Parts of a file: each is known by its number, blank ones are passed over.
    #[default]
    Numbered,
    /// Nothing: whatever stands around a line, in whichever file, the answer to it is the same, and blank ones have one too.
    Apart,
}

/// The marks of the gazetteers that are compiled into the program.
static BUILT_IN: LazyLock<Arc<PageMarks>> =
    LazyLock::new(|| Arc::new(Lexicon::built_in().map(|lexicon| lexicon.page_marks()).unwrap_or_default()));

impl Default for Options {
    fn default() -> Self {
        Self {
            form: None,
            max_size: 64 << 20,
            date: None,
            override_date: None,
            fields: Vec::new(),
            split: Splitting::default(),
            selection: Selection::default(),
            line_mode: LineMode::default(),
            marks: Arc::clone(&BUILT_IN),
        }
    }
}

/// One article: its text and what the input says about it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Given id, else the path from the walked root without extension (JSONL: + `:LINE`), else a hash of the text.
    pub id: String,
    /// The analysed text. When the input gives the title as a field of its own: title, blank line, text.
    pub text: String,
    /// Length of the title in bytes at the start of `text`, when it came as a field.
    pub title: Option<u32>,
    /// Bytes before the caller's own text field in `text`.
    pub text_offset: u32,
    /// The text was put together from parts of the input and is no field of it, so the record must carry it.
    pub assembled: bool,
    /// Publication time as the input's own field, the file name or the user's flag says it.
    pub published: Option<Published>,
    /// Code of the language that the input declares.
    pub language: Option<String>,
    /// What the input says that stretches of the text are, in order, apart from one another.
    pub parts: Vec<Part>,
    /// What was done to the input that the reader of a record should know.
    pub notes: Vec<Note>,
    /// Where it comes from.
    pub source: Source,
}

/// A stretch of the text that is not the story, as the input marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where.
    pub span: Span,
}

/// What a stretch of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Who wrote it.
    Byline,
    /// Words under a picture.
    Caption,
    /// Labels of the page.
    Furniture,
}

/// Something that was done to the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `encoding`, `mojibake`
    pub code: &'static str,
    /// In words.
    pub message: String,
}

impl Note {
    fn of(code: &'static str, message: &str) -> Self {
        Self { code, message: message.to_owned() }
    }
}

/// A publication time and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// `2025-06-21` or `2025-06-21T20:59:08`, with the offset from UTC when the input gives one.
    pub value: String,
    /// Where it is from.
    pub basis: PublishedBasis,
    /// It comes before anything the text itself says (`--override-date`).
    pub overrides: bool,
}

/// Where a publication time is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PublishedBasis {
    /// A field of the input.
    Metadata,
    /// The article's own header.
    Text,
    /// Its dateline.
    Dateline,
    /// The name of its file.
    Filename,
    /// `--date` or `--override-date`.
    Flag,
}

/// Where an article comes from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Path as given or walked to; none for a stream.
    pub path: Option<String>,
    /// Line of a file of many articles, from 1.
    pub line: Option<u64>,
    /// Address, when the input gives one.
    pub url: Option<String>,
    /// `text`, `jsonl` …
    pub format: &'static str,
    /// Input fields that were used, e.g. `text=maintext`.
    pub fields: Vec<String>,
}

/// An input that is no article, and why.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Id it would have had.
    pub id: String,
    /// Where it comes from.
    pub source: Source,
    /// `bad_json`, `binary`, `missing_text`, `too_large`, `unreadable` …
    pub code: &'static str,
    /// What was found, and what was wanted.
    pub message: String,
}

impl Failure {
    /// Where it happened, for a message: `path:line`, `path`, `-:line` or `-`; of a page in an archive, its address too.
    pub fn place(&self) -> String {
        let path = self.source.path.as_deref().unwrap_or("-");
        match (self.source.line, &self.source.url) {
            (Some(line), _) => format!("{path}:{line}"),
            (None, Some(url)) if self.source.format == "warc" => format!("{path} ({url})"),
            _ => path.to_owned(),
        }
    }
}

/// The first `bytes` bytes of the SHA-256 of `text`, in hexadecimal digits.
pub fn text_hash(text: &str, bytes: usize) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = String::with_capacity(bytes * 2);
    for byte in Sha256::digest(text.as_bytes()).iter().take(bytes) {
        number::push_hexadecimal(*byte, &mut hash);
    }
    hash
}

/// The publication time from what the input, the file's name and the user say, in this order; the text's own header is read in `document`.
fn published(metadata: Option<String>, path: Option<&str>, options: &Options) -> Option<Published> {
    let of = |value, basis| Published { value, basis, overrides: false };
    if let Some(date) = &options.override_date {
        return Some(Published { value: date.clone(), basis: PublishedBasis::Flag, overrides: true });
    }
    metadata
        .map(|value| of(value, PublishedBasis::Metadata))
        .or_else(|| path.and_then(date::in_file_name).map(|value| of(value, PublishedBasis::Filename)))
        .or_else(|| options.date.clone().map(|value| of(value, PublishedBasis::Flag)))
}
