//! Drafts: what a reader of one form found, on its way to an article.
//!
//! In: title, text, parts and metadata in the words of the input. Out: an [`Article`], or the [`Failure`] that there is no text in it or too much. The rules that
//! hold for all forms stand here: ids, the title before the text, dates, repair of mojibake.

use super::{Article, Failure, Note, Options, Part, PartKind, Source, encoding, published, text_hash};
use crate::text::Span;

/// What stands between a title that is a field of its own and the text, and between blocks of an assembled text.
pub(super) const BLANK_LINE: &str = "\n\n";

/// What a reader found.
#[derive(Default)]
pub(super) struct Draft {
    pub id: Option<String>,
    pub title: Option<String>,
    pub story: Story,
    /// The text was put together and is no field of the input.
    pub assembled: bool,
    /// Publication time, as [`super::date::parse`] gives it.
    pub published: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// Fields that were used.
    pub fields: Vec<String>,
    pub notes: Vec<Note>,
}

/// A text, and what parts of it are.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub text: String,
    pub parts: Vec<Part>,
}

impl Story {
    /// Adds a block, with a blank line before it.
    pub fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(BLANK_LINE);
        }
        self.text.push_str(words);
    }

    /// Adds a block that is not the story.
    pub fn push_part(&mut self, kind: PartKind, words: &str) {
        self.push(words);
        let end = self.text.len();
        self.parts.push(Part { kind, span: Span::new(end - words.len(), end) });
    }
}

impl From<String> for Story {
    fn from(text: String) -> Self {
        Self { text, parts: Vec::new() }
    }
}

impl Draft {
    /// The article; `place` is its id when the input gives none.
    pub fn finish(mut self, place: Option<String>, mut source: Source, options: &Options) -> Result<Article, Failure> {
        self.repair();
        source.url = self.url.take().or(source.url);
        source.fields = std::mem::take(&mut self.fields);
        let id = self.id.take().or(place).unwrap_or_else(|| text_hash(&self.story.text, 8));
        let length = self.story.text.len() + self.title.as_ref().map_or(0, String::len);
        if length > options.max_size {
            let message = format!("{length} bytes of text, at most {} were wanted (--max-size)", options.max_size);
            return Err(Failure { id, source, code: "too_large", message });
        }
        let published = published(self.published, source.path.as_deref(), options);
        let (text, title, text_offset) = join(self.title, self.story.text);
        let mut parts = self.story.parts;
        for part in &mut parts {
            part.span.start += text_offset;
            part.span.end += text_offset;
        }
        let (assembled, language, notes) = (self.assembled, self.language, self.notes);
        Ok(Article { id, text, title, text_offset, assembled, published, language, parts, notes, source })
    }

    fn repair(&mut self) {
        let text = if self.story.parts.is_empty() { encoding::repaired(&self.story.text) } else { None };
        let title = self.title.as_deref().and_then(encoding::repaired);
        if text.is_none() && title.is_none() {
            return;
        }
        self.notes.push(Note::of(
            "mojibake",
            "UTF-8 that was read as windows-1252 is repaired; offsets count the repaired text",
        ));
        self.assembled = true;
        self.story.text = text.unwrap_or_else(|| std::mem::take(&mut self.story.text));
        self.title = title.or_else(|| self.title.take());
    }
}

/// Title, blank line, text.
fn join(title: Option<String>, text: String) -> (String, Option<u32>, u32) {
    let Some(mut whole) = title else { return (text, None, 0) };
    let end = whole.len() as u32;
    whole.reserve_exact(BLANK_LINE.len() + text.len());
    whole.push_str(BLANK_LINE);
    whole.push_str(&text);
    (whole, Some(end), end + BLANK_LINE.len() as u32)
}
