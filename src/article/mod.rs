//! Articles as they come in: text and metadata, from plain text and JSONL, from files, folders and streams.
//!
//! In: paths or a stream. Out: one [`Article`] or one [`Failure`] for each input, in input order. What the text means is decided above.

use serde::{Deserialize, Serialize};

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
    /// Publication time as the input's own field, the file name or the user's flag says it.
    pub published: Option<Published>,
    /// ISO 639-1 code that the input declares.
    pub language: Option<String>,
    /// Where it comes from.
    pub source: Source,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Line of a JSONL file, from 1.
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
    /// `invalid_utf8`, `bad_json`, `missing_text`, `too_large`, `unreadable` …
    pub code: &'static str,
    /// What was found where, and what was wanted.
    pub message: String,
}
