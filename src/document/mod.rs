//! The document: an article cut into zones, sentences and tokens, with its header read.
//!
//! In: an [`Article`] and the lexicon (abbreviations, furniture and word classes are data). Out: a [`Document`] that borrows the text. No names, dates or events yet.

mod header;
mod language;
mod sentence;
mod token;
mod zone;

pub use header::{Dateline, Header};
pub use language::Language;
pub use token::{Shape, Token};
pub use zone::{Zone, ZoneKind};

use crate::article::{Article, Published};
use crate::lexicon::{Class, Lexicon, Sense};
use crate::text::Span;
use std::ops::Range;

/// Index of a [`Token`] in [`Document::tokens`].
pub type TokenIndex = u32;

/// An article cut into zones, sentences and tokens.
#[derive(Debug)]
pub struct Document<'a> {
    /// The analysed text.
    pub text: &'a str,
    /// Zones in order, without gaps between the first and the last token.
    pub zones: Vec<Zone>,
    /// Sentences in order; one never crosses a zone.
    pub sentences: Vec<Sentence>,
    /// All tokens in order.
    pub tokens: Vec<Token>,
    /// See [`Document::hash`].
    hashes: Vec<u64>,
    /// Phrases of the lexicon, by their first token, the longest last.
    pub phrases: Vec<Phrase>,
    /// Title, section, byline, credits and dateline.
    pub header: Header,
    /// The document creation time: input field, header, dateline, file name, flag, in this order.
    pub published: Option<Published>,
    /// Where the text itself says the publication time, if `published` rests on it.
    pub published_span: Option<Span>,
    /// What language it is in.
    pub language: Language,
}

/// A phrase of several words that the lexicon knows; it may cross the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its first token.
    pub start: TokenIndex,
    /// One past its last token.
    pub end: TokenIndex,
    /// What it can be.
    pub sense: Sense,
}

impl Phrase {
    /// How many tokens it covers.
    pub const fn words(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Of some phrases in order, those that begin with the first of some tokens and lie within them.
fn within<'p>(phrases: &'p [Phrase], tokens: &Range<TokenIndex>) -> &'p [Phrase] {
    let from = phrases.partition_point(|phrase| phrase.start < tokens.start);
    let found = phrases.get(from..).unwrap_or(&[]);
    let count = found.iter().take_while(|phrase| phrase.start == tokens.start && phrase.end <= tokens.end).count();
    found.get(..count).unwrap_or(&[])
}

/// A sentence: a stretch of tokens within one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenIndex>,
    /// The zone it stands in.
    pub zone: ZoneKind,
    /// Number of the paragraph, from 0.
    pub paragraph: u32,
}

/// Cuts an article. An article in a language that dateline does not read keeps its header, but has no sentences, so that nothing is made of it.
pub fn segment<'a>(article: &'a Article, lexicon: &Lexicon) -> Document<'a> {
    let text = article.text.as_str();
    let (tokens, hashes, phrases) = token::tokenize(text, lexicon);
    let language = language::detect(text, &tokens, article.language.as_deref());
    let (zones, header) = zone::find(article, &tokens, &phrases, lexicon);
    let sentences = if language.supported { sentence::split(text, &tokens, &zones, lexicon) } else { Vec::new() };
    let (published, published_span) = header::publication(article, &header, &tokens, lexicon);
    Document { text, zones, sentences, tokens, hashes, phrases, header, published, published_span, language }
}

impl Document<'_> {
    /// The token at `index`; a token that covers nothing when there is none.
    pub fn token(&self, index: TokenIndex) -> Token {
        self.tokens.get(index as usize).copied().unwrap_or_default()
    }

    /// The [`crate::text::word::hash`] of a token that is a word of plain ASCII letters; it was made on the way when the text was cut.
    pub fn hash(&self, index: TokenIndex) -> Option<u64> {
        self.hashes.get(index as usize).copied().filter(|hash| *hash != 0)
    }

    /// The words of a token.
    pub fn word(&self, index: TokenIndex) -> &str {
        self.token(index).span().of(self.text)
    }

    /// From the first to the last of some tokens.
    pub fn span(&self, tokens: &Range<TokenIndex>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        self.token(tokens.start).span().join(self.token(tokens.end - 1).span())
    }

    /// The text of some tokens, with what stands between them.
    pub fn words(&self, tokens: &Range<TokenIndex>) -> &str {
        self.span(tokens).of(self.text)
    }

    /// The phrases that begin with a token, the longest last.
    pub fn phrases(&self, index: TokenIndex) -> &[Phrase] {
        self.phrases_within(index..TokenIndex::MAX)
    }

    /// The phrases that begin with the first of some tokens and lie within them, the longest last.
    pub fn phrases_within(&self, tokens: Range<TokenIndex>) -> &[Phrase] {
        if self.token(tokens.start).is(Class::PhraseStart) { within(&self.phrases, &tokens) } else { &[] }
    }

    /// The cell of the first sense that a token's word has in `class`.
    pub fn cell<'l>(&self, index: TokenIndex, class: Class, column: usize, lexicon: &'l Lexicon) -> Option<&'l str> {
        let token = self.token(index);
        if !token.is(class) {
            return None;
        }
        Some(lexicon.cell(lexicon.sense(token.word, class)?, column))
    }

    /// The number of the sentence that holds a token.
    pub fn sentence_of(&self, index: TokenIndex) -> Option<u32> {
        let at = self.sentences.partition_point(|sentence| sentence.tokens.end <= index);
        self.sentences.get(at).filter(|sentence| sentence.tokens.contains(&index)).map(|_| at as u32)
    }

    /// The first token that starts at or after a byte.
    pub fn token_at(&self, byte: u32) -> TokenIndex {
        self.tokens.partition_point(|token| token.start < byte) as TokenIndex
    }
}
